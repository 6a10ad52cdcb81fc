// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IBallots} from "./IBallots.sol";
import {ITallyToken} from "./ITallyToken.sol";
import {Tallies} from "./Tallies.sol";

/// @title Ballots: the counting of OpenZeppelin's Governor, and batches of signed ballots
/// @notice The specification is `IBallots`. Each voter has an index for ever; a word holds the receipts of 128 voters for
/// a proposal, two bits each: 0 none, 1 against, 2 for, 3 abstain or, where `_special` has a word, what that says.
abstract contract Ballots is IBallots, GovernorVotes {
    /// @notice Gas that a contract wallet gets to check a signature.
    uint256 public constant WALLET_GAS = 150_000;
    /// @notice EIP-712 type of the ballots that `castBallots` takes.
    bytes32 public constant RELAYED_BALLOT_TYPEHASH = keccak256(
        "RelayedBallot(uint256 proposalId,address voter,uint8 support,bytes params,uint256 deadline)"
    );

    uint8 private constant SPLIT = 255;
    uint256 private constant PER_WORD = 128;
    uint256 private constant SPECIAL = 3;
    bytes32 private constant NO_PARAMS = keccak256("");

    /// @dev One proposal's count while a sheet is worked off; the word of receipts that was used last is kept here.
    struct Count {
        uint256 proposalId;
        uint256 snapshot;
        uint256 tally;
        uint256 place;
        uint256 word;
        uint256 voters;
        bytes32 domain;
    }

    uint256 private _voterCount;
    mapping(address voter => uint256 index) private _indexes;
    mapping(uint256 proposalId => uint256 tally) internal _tallies;
    mapping(uint256 proposalId => mapping(uint256 place => uint256 receipts)) private _receipts;
    mapping(uint256 proposalId => mapping(uint256 index => uint256 ballot)) private _special;

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IBallots
    function castBallots(Sheet[] calldata sheets) external returns (uint256 counted) {
        for (uint256 i = 0; i < sheets.length; ++i) counted += _castSheet(sheets[i]);
    }

    /// @inheritdoc IBallots
    function castVotes(uint256[] calldata proposalIds, uint8[] calldata votes) external {
        require(proposalIds.length == votes.length, Ballots_LengthsDiffer(proposalIds.length, votes.length));
        address voter = _msgSender();
        for (uint256 i = 0; i < proposalIds.length; ++i) _castVote(proposalIds[i], voter, votes[i], "", "");
    }

    /// @inheritdoc IBallots
    function withdrawBallots(uint256 proposalId) external {
        // Pending too: ballots can be signed as soon as the proposal is known.
        _validateStateBitmap(
            proposalId,
            _encodeStateBitmap(ProposalState.Pending) | _encodeStateBitmap(ProposalState.Active)
        );
        address voter = _msgSender();
        uint256 index = _register(voter);
        uint256 word = _receipts[proposalId][index / PER_WORD];
        require(_receiptIn(word, index) == 0, Ballots_AlreadyVoted(proposalId, voter));
        _receipts[proposalId][index / PER_WORD] = _withReceipt(word, index, SPECIAL);
        _special[proposalId][index] = Tallies.WITHDRAWN;
        emit BallotsWithdrawn(proposalId, voter);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IGovernor
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override returns (string memory) {
        return "support=bravo,fractional&quorum=for,abstain&params=fractional";
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        (uint256 receipt, uint256 special) = _receiptOf(proposalId, _indexes[account]);
        return receipt != 0 && special != Tallies.WITHDRAWN;
    }

    /// @inheritdoc IBallots
    function proposalVotes(uint256 proposalId) public view returns (uint256, uint256, uint256) {
        return Tallies.votes(_tallies[proposalId]);
    }

    /// @inheritdoc IBallots
    function ballotOf(uint256 proposalId, address voter) external view returns (uint256, uint256, uint256) {
        (uint256 receipt, uint256 special) = _receiptOf(proposalId, _indexes[voter]);
        if (receipt == 0) return (0, 0, 0);
        return Tallies.votes(_counted(receipt, special, getVotes(voter, proposalSnapshot(proposalId))));
    }

    /// @inheritdoc IBallots
    function hasWithdrawn(uint256 proposalId, address voter) external view returns (bool) {
        (, uint256 special) = _receiptOf(proposalId, _indexes[voter]);
        return special == Tallies.WITHDRAWN;
    }

    /// @inheritdoc IBallots
    function voterIndex(address voter) external view returns (uint256) {
        return _indexes[voter];
    }

    /// @inheritdoc IBallots
    function changesCloseAt(uint256 proposalId) public view returns (uint256) {
        uint256 start = proposalSnapshot(proposalId);
        // The period as it was when the proposal was made: an extension does not open it again.
        return start + ((Governor.proposalDeadline(proposalId) - start) * 9) / 10;
    }

    // ----------------------------------------------------------------------------------------- internal: one vote

    /// @dev A vote by the voter himself, or his change of mind.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) internal override returns (uint256 weight) {
        require(totalWeight != 0, Ballots_NoPower(proposalId, account));
        uint256 ballot;
        (ballot, weight) = _ballotOf(support, totalWeight, params);
        uint256 index = _register(account);
        uint256 word = _receipts[proposalId][index / PER_WORD];
        uint256 earlier = _receiptIn(word, index);
        uint256 tally = _tallies[proposalId];
        if (earlier != 0) tally -= _takeBack(proposalId, account, index, earlier, totalWeight);
        tally += ballot;
        if (earlier != 0) tally = _withoutLost(proposalId, tally);
        _tallies[proposalId] = _withQuorum(proposalId, tally);
        if (support == SPLIT) _special[proposalId][index] = ballot;
        _receipts[proposalId][index / PER_WORD] = _withReceipt(word, index, _receiptFor(support));
    }

    /// @return what the voter's earlier vote is in the tally
    function _takeBack(
        uint256 proposalId,
        address account,
        uint256 index,
        uint256 receipt,
        uint256 weight
    ) private returns (uint256) {
        uint256 special = receipt == SPECIAL ? _special[proposalId][index] : 0;
        if (special != 0) delete _special[proposalId][index];
        if (special != Tallies.WITHDRAWN) {
            uint256 closedAt = changesCloseAt(proposalId);
            require(clock() <= closedAt, Ballots_ChangeTooLate(proposalId, account, closedAt));
        }
        return _counted(receipt, special, weight);
    }

    // ------------------------------------------------------------------------------------ internal: signed ballots

    /// @dev As OpenZeppelin's type has it, so that its front ends can sign; the nonce is zero for ever, since only a
    /// voter's first ballot is counted.
    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal view virtual override returns (bool) {
        bytes32 structHash = keccak256(abi.encode(BALLOT_TYPEHASH, proposalId, support, voter, 0));
        return
            _isFirst(proposalId, voter) &&
            Signatures.isSignedWithin(voter, _hashTypedDataV4(structHash), signature, WALLET_GAS);
    }

    /// @dev As `_validateVoteSig`.
    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal view virtual override returns (bool) {
        bytes32 reasonHash = keccak256(bytes(reason));
        bytes32 structHash = keccak256(
            abi.encode(EXTENDED_BALLOT_TYPEHASH, proposalId, support, voter, 0, reasonHash, keccak256(params))
        );
        return
            _isFirst(proposalId, voter) &&
            Signatures.isSignedWithin(voter, _hashTypedDataV4(structHash), signature, WALLET_GAS);
    }

    function _isFirst(uint256 proposalId, address voter) private view returns (bool) {
        uint256 index = _indexes[voter];
        uint256 receipt = index == 0 ? 0 : _receiptIn(_receipts[proposalId][index / PER_WORD], index);
        require(receipt == 0, Ballots_AlreadyVoted(proposalId, voter));
        return true;
    }

    function _castSheet(Sheet calldata sheet) private returns (uint256 counted) {
        Count memory count;
        count.proposalId = sheet.proposalId;
        count.snapshot = proposalSnapshot(sheet.proposalId);
        bool isActive = count.snapshot != 0 && state(sheet.proposalId) == ProposalState.Active;
        if (!isActive) {
            _skipAll(sheet);
            return 0;
        }
        count.tally = _tallies[sheet.proposalId];
        count.voters = _voterCount;
        count.word = _receipts[sheet.proposalId][0];
        // Two statements: which side of a sum is worked out first depends on the way of compiling.
        counted = _castSlips(count, sheet.slips);
        counted += _castOthers(count, sheet.ballots);
        if (counted == 0) return 0;
        _receipts[sheet.proposalId][count.place] = count.word;
        _tallies[sheet.proposalId] = _withQuorum(sheet.proposalId, count.tally);
        if (count.voters != _voterCount) _voterCount = count.voters;
    }

    function _skipAll(Sheet calldata sheet) private {
        for (uint256 i = 0; i < sheet.slips.length; ++i) {
            emit BallotSkipped(sheet.proposalId, address(uint160(sheet.slips[i].head)), Skip.NotActive);
        }
        for (uint256 i = 0; i < sheet.ballots.length; ++i) {
            emit BallotSkipped(sheet.proposalId, sheet.ballots[i].voter, Skip.NotActive);
        }
    }

    function _castSlips(Count memory count, Slip[] calldata slips) private returns (uint256 counted) {
        if (slips.length == 0) return 0;
        count.domain = _domainSeparatorV4();
        address[] memory voters = new address[](slips.length);
        for (uint256 i = 0; i < slips.length; ++i) voters[i] = address(uint160(slips[i].head));
        uint256[] memory powers = ITallyToken(address(token())).pastVotesOf(voters, count.snapshot);
        uint256 free = _freeMemory();
        for (uint256 i = 0; i < slips.length; ++i) {
            Skip reason = _castSlip(count, slips[i], powers[i]);
            if (reason == Skip.None) ++counted;
            else emit BallotSkipped(count.proposalId, voters[i], reason);
            _reuseMemory(free);
        }
    }

    function _castSlip(Count memory count, Slip calldata slip, uint256 power) private returns (Skip) {
        (address voter, uint8 support) = (address(uint160(slip.head)), uint8(slip.head >> 160));
        if (block.timestamp > slip.head >> 168) return Skip.Late;
        if (support > 2) return Skip.BadVote;
        (uint256 index, bool hasReceipt) = _lookUp(count, voter);
        if (hasReceipt) return Skip.AlreadyVoted;
        if (_signerOf(count, slip) != voter) return Skip.BadSignature;
        if (power == 0) return Skip.NoPower;
        if (index == 0) index = _registerIn(count, voter);
        count.tally += Tallies.plain(support, power);
        count.word |= (uint256(support) + 1) << (2 * (index % PER_WORD));
        emit VoteCast(voter, count.proposalId, support, power, "");
        return Skip.None;
    }

    /// @return signer zero for what is no signature: that account never has power
    function _signerOf(Count memory count, Slip calldata slip) private pure returns (address signer) {
        uint256 head = slip.head;
        bytes32 structHash = keccak256(
            abi.encode(
                RELAYED_BALLOT_TYPEHASH,
                count.proposalId,
                address(uint160(head)),
                uint8(head >> 160),
                NO_PARAMS,
                head >> 168
            )
        );
        bytes32 digest = MessageHashUtils.toTypedDataHash(count.domain, structHash);
        (signer, , ) = ECDSA.tryRecover(digest, slip.r, slip.vs);
    }

    function _castOthers(Count memory count, Ballot[] calldata ballots) private returns (uint256 counted) {
        uint256 free = _freeMemory();
        for (uint256 i = 0; i < ballots.length; ++i) {
            Ballot calldata ballot = ballots[i];
            Skip reason = _castBallot(count, ballot);
            if (reason == Skip.None) ++counted;
            else emit BallotSkipped(count.proposalId, ballot.voter, reason);
            _reuseMemory(free);
        }
    }

    function _castBallot(Count memory count, Ballot calldata ballot) private returns (Skip) {
        if (block.timestamp > ballot.deadline) return Skip.Late;
        if (!_isVote(ballot.support, ballot.params)) return Skip.BadVote;
        (uint256 index, bool hasReceipt) = _lookUp(count, ballot.voter);
        if (hasReceipt) return Skip.AlreadyVoted;
        bytes32 digest = _ballotDigest(count.proposalId, ballot);
        if (!Signatures.isSignedWithin(ballot.voter, digest, ballot.signature, WALLET_GAS)) return Skip.BadSignature;
        uint256 power = _getVotes(ballot.voter, count.snapshot, "");
        if (power == 0) return Skip.NoPower;
        (uint256 votes, uint256 weight) = (Tallies.plain(ballot.support % 3, power), power);
        if (ballot.support == SPLIT) {
            bool fits;
            (votes, weight, fits) = _split(ballot.params, power);
            if (!fits) return Skip.BadVote;
        }
        if (index == 0) index = _registerIn(count, ballot.voter);
        count.tally += votes;
        count.word = _withReceipt(count.word, index, _receiptFor(ballot.support));
        if (ballot.support == SPLIT) {
            _special[count.proposalId][index] = votes;
            emit VoteCastWithParams(ballot.voter, count.proposalId, ballot.support, weight, "", ballot.params);
        } else {
            emit VoteCast(ballot.voter, count.proposalId, ballot.support, weight, "");
        }
        return Skip.None;
    }

    function _lookUp(Count memory count, address voter) private returns (uint256 index, bool hasReceipt) {
        index = _indexes[voter];
        if (index == 0) return (0, false);
        _turnTo(count, index / PER_WORD);
        return (index, _receiptIn(count.word, index) != 0);
    }

    function _registerIn(Count memory count, address voter) private returns (uint256 index) {
        index = ++count.voters;
        _indexes[voter] = index;
        _turnTo(count, index / PER_WORD);
    }

    function _freeMemory() private pure returns (uint256 free) {
        assembly ("memory-safe") {
            free := mload(0x40)
        }
    }

    /// @dev Nothing of a ballot is needed after it. Without this, memory would be a tenth of the cost of 800 ballots.
    function _reuseMemory(uint256 free) private pure {
        assembly ("memory-safe") {
            mstore(0x40, free)
        }
    }

    /// @dev Writes the word of receipts back and takes another.
    function _turnTo(Count memory count, uint256 place) private {
        if (place == count.place) return;
        mapping(uint256 place => uint256 receipts) storage receipts = _receipts[count.proposalId];
        receipts[count.place] = count.word;
        (count.place, count.word) = (place, receipts[place]);
    }

    function _ballotDigest(uint256 proposalId, Ballot calldata ballot) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        RELAYED_BALLOT_TYPEHASH,
                        proposalId,
                        ballot.voter,
                        ballot.support,
                        keccak256(ballot.params),
                        ballot.deadline
                    )
                )
            );
    }

    // -------------------------------------------------------------------------------------------- internal: words

    /// @dev The tally, with a mark if it has reached the quorum.
    function _withQuorum(uint256 proposalId, uint256 tally) internal virtual returns (uint256);

    /// @dev The tally after a change of mind: without the mark if the quorum was lost.
    function _withoutLost(uint256 proposalId, uint256 tally) internal view virtual returns (uint256);

    function _register(address voter) private returns (uint256 index) {
        index = _indexes[voter];
        if (index == 0) {
            index = ++_voterCount;
            _indexes[voter] = index;
        }
    }

    function _isVote(uint8 support, bytes calldata params) private pure returns (bool) {
        return support == SPLIT ? params.length == 48 : support < 3 && params.length == 0;
    }

    function _ballotOf(
        uint8 support,
        uint256 power,
        bytes memory params
    ) private pure returns (uint256 ballot, uint256 weight) {
        if (support != SPLIT) {
            require(support < 3, GovernorInvalidVoteType());
            require(params.length == 0, GovernorInvalidVoteParams());
            return (Tallies.plain(support, power), power);
        }
        bool fits;
        (ballot, weight, fits) = _split(params, power);
        require(params.length == 48 && fits, GovernorInvalidVoteParams());
    }

    /// @dev Three packed uint128, as OpenZeppelin's fractional counting takes them.
    function _split(
        bytes memory params,
        uint256 power
    ) private pure returns (uint256 ballot, uint256 weight, bool fits) {
        (uint256 first, uint256 second) = (_wordAt(params, 0), _wordAt(params, 16));
        (uint256 against, uint256 pro, uint256 abstain) = (first >> 128, uint128(first), uint128(second));
        weight = against + pro + abstain;
        return (Tallies.split(against, pro, abstain), weight, weight != 0 && weight <= power);
    }

    /// @dev What lies past the end of shorter parameters is refused with their length.
    function _wordAt(bytes memory params, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(params, 32), offset))
        }
    }

    function _receiptFor(uint8 support) private pure returns (uint256) {
        return support == SPLIT ? SPECIAL : uint256(support) + 1;
    }

    function _receiptOf(uint256 proposalId, uint256 index) private view returns (uint256 receipt, uint256 special) {
        if (index == 0) return (0, 0);
        receipt = _receiptIn(_receipts[proposalId][index / PER_WORD], index);
        if (receipt == SPECIAL) special = _special[proposalId][index];
    }

    /// @return what a receipt stands for in the tally
    function _counted(uint256 receipt, uint256 special, uint256 power) private pure returns (uint256) {
        if (special == 0) return Tallies.plain(receipt - 1, power);
        return special == Tallies.WITHDRAWN ? 0 : special;
    }

    function _receiptIn(uint256 word, uint256 index) private pure returns (uint256) {
        return (word >> (2 * (index % PER_WORD))) & 3;
    }

    function _withReceipt(uint256 word, uint256 index, uint256 receipt) private pure returns (uint256) {
        uint256 shift = 2 * (index % PER_WORD);
        return (word & ~(uint256(3) << shift)) | (receipt << shift);
    }
}
