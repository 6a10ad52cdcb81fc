// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBallots} from "../../contracts/governance/IBallots.sol";
import {TallyGovernor} from "../../contracts/governance/TallyGovernor.sol";
import {TallyToken} from "../../contracts/governance/TallyToken.sol";
import {Treasury} from "../../contracts/governance/Treasury.sol";
import {GovernedMock} from "../../contracts/mocks/GovernedMock.sol";
import {Base} from "./Base.sol";

/// @notice Transfers, delegations, proposals, votes of every form in any order; and a second account: each voter's ballot
/// by itself, with the power that the token says he had.
abstract contract GovernanceHandler is Base {
    uint256 internal constant VOTERS = 6;
    uint256 private constant KEY = 0x7a11;
    uint256 private constant POWER = 1_000_000e18;
    uint32 private constant PERIOD = 10 days;

    struct Model {
        uint256 id;
        uint256 snapshot;
        uint256 endsAt;
        bool isCanceled;
    }

    struct Cast {
        bool exists;
        bool withdrawn;
        uint256 against;
        uint256 pro;
        uint256 abstain;
    }

    TallyToken public immutable token;
    TallyGovernor public immutable governor;
    /// @notice What the governor did and the model would not have.
    string public difference;
    uint256 public counted;

    GovernedMock private immutable _mock;
    address[VOTERS] private _voters;
    Model[] private _proposals;
    mapping(uint256 id => mapping(address voter => Cast)) private _casts;

    constructor() {
        vm.warp(1_790_000_000);
        Treasury treasury = new Treasury(1 days, 2 days);
        address[] memory accounts = new address[](VOTERS);
        uint256[] memory amounts = new uint256[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) {
            _voters[i] = accounts[i] = vm.addr(KEY + i);
            // The last one begins without any.
            amounts[i] = i == VOTERS - 1 ? 0 : POWER;
        }
        token = new TallyToken("T", "T", address(treasury), address(0), 10_000_000e18, accounts, amounts);
        vm.warp(block.timestamp + 1);
        TallyGovernor.Settings memory settings = TallyGovernor.Settings({
            votingDelay: 1 hours,
            votingPeriod: PERIOD,
            proposalThreshold: 0,
            quorum: 3_000,
            criticalQuorum: 5_000,
            voteExtension: 2 days,
            coolDown: 0,
            guardian: address(0)
        });
        bytes memory arguments = abi.encode(token, treasury, address(0), settings);
        governor = TallyGovernor(payable(_deploy("governance/TallyGovernor.sol:TallyGovernor", arguments)));
        _mock = new GovernedMock();
    }

    // ------------------------------------------------------------------------------------------------------ reading

    function proposalCount() external view returns (uint256) {
        return _proposals.length;
    }

    function proposal(uint256 index) external view returns (Model memory) {
        return _proposals[index];
    }

    function voter(uint256 index) external view returns (address) {
        return _voters[index];
    }

    function castOf(uint256 id, address account) external view returns (Cast memory) {
        return _casts[id][account];
    }

    // ---------------------------------------------------------------------------------------------------- the world

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 1, 1 days));
    }

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address sender = _voters[from % VOTERS];
        amount = bound(amount, 0, token.balanceOf(sender));
        vm.prank(sender);
        token.transfer(_voters[to % VOTERS], amount);
    }

    function delegate(uint256 by, uint256 to) external {
        vm.prank(_voters[by % VOTERS]);
        if (to % 8 == 7) token.renouncePower();
        else token.delegate(_voters[to % VOTERS]);
    }

    function propose(uint256 by, uint256 seldom) external {
        if (seldom % 4 != 0 && _proposals.length > 0) return;
        address[] memory targets = new address[](1);
        bytes[] memory calldatas = new bytes[](1);
        targets[0] = address(_mock);
        calldatas[0] = abi.encodeCall(GovernedMock.set, (_proposals.length));
        vm.prank(_voters[by % VOTERS]);
        uint256 id = governor.propose(targets, new uint256[](1), calldatas, "");
        uint256 snapshot = block.timestamp + 1 hours;
        _proposals.push(Model(id, snapshot, snapshot + PERIOD, false));
    }

    // -------------------------------------------------------------------------------------------------------- votes

    function vote(uint256 which, uint256 by, uint8 support, uint256 share) external {
        Model memory one = _pick(which);
        if (one.id == 0) return;
        address account = _voters[by % VOTERS];
        uint256 power = _powerOf(account, one);
        (uint8 kind, bytes memory params, Cast memory next) = _voteOf(support, power, share);
        Cast memory earlier = _casts[one.id][account];
        bool isLate = earlier.exists && block.timestamp > one.snapshot + (PERIOD * 9) / 10;
        bool mayDo = _isActive(one) && power != 0 && next.exists && !isLate;
        vm.prank(account);
        try governor.castVoteWithReasonAndParams(one.id, kind, "", params) {
            if (!mayDo) _differs("a vote that should be refused");
            _casts[one.id][account] = next;
            _noteEnd(one.id);
            ++counted;
        } catch {
            if (mayDo) _differs("a refused vote");
        }
    }

    function withdraw(uint256 which, uint256 by, uint256 seldom) external {
        Model memory one = _pick(which);
        if (one.id == 0 || seldom % 4 != 0) return;
        address account = _voters[by % VOTERS];
        Cast memory earlier = _casts[one.id][account];
        bool mayDo = block.timestamp <= one.endsAt && !earlier.exists && !earlier.withdrawn;
        vm.prank(account);
        try governor.withdrawBallots(one.id) {
            if (!mayDo) _differs("a withdrawal that should be refused");
            _casts[one.id][account].withdrawn = true;
        } catch {
            if (mayDo) _differs("a refused withdrawal");
        }
    }

    /// @dev Three ballots of whoever, of either form; the seed makes some of them bad.
    function castBallots(uint256 which, uint256 seed) external {
        Model memory one = _pick(which);
        if (one.id == 0) return;
        IBallots.Sheet[] memory sheets = new IBallots.Sheet[](1);
        sheets[0].proposalId = one.id;
        sheets[0].slips = new IBallots.Slip[](2);
        sheets[0].ballots = new IBallots.Ballot[](1);
        uint256 expected;
        for (uint256 i = 0; i < 3; ++i) {
            if (_fillIn(sheets[0], i, one, seed >> (i * 40))) ++expected;
        }
        uint256 done = governor.castBallots(sheets);
        if (done != expected) _differs("another number of ballots counted");
        counted += done;
        _noteEnd(one.id);
    }

    // ----------------------------------------------------------------------------------------------------- internal

    /// @dev Writes one ballot into the sheet, and down as cast if it is a good one.
    /// @return isGood whether the governor must count it
    function _fillIn(
        IBallots.Sheet memory sheet,
        uint256 place,
        Model memory one,
        uint256 part
    ) private returns (bool isGood) {
        IBallots.Ballot memory ballot;
        ballot.voter = _voters[part % VOTERS];
        uint256 power = _powerOf(ballot.voter, one);
        Cast memory next;
        (ballot.support, ballot.params, next) = _voteOf(uint8(part >> 8), power, part >> 16);
        // A slip has no room for parts.
        if (place < 2 && ballot.support == 255) {
            (ballot.support, ballot.params, next) = (2, "", Cast(true, false, 0, 0, power));
        }
        isGood = _write(sheet, place, part, ballot) && _isActive(one) && power != 0 && next.exists;
        Cast storage earlier = _casts[one.id][ballot.voter];
        if (!isGood || earlier.exists || earlier.withdrawn) return false;
        _casts[one.id][ballot.voter] = next;
    }

    /// @return isGood whether it is neither late nor forged: the seed makes some of them so
    function _write(
        IBallots.Sheet memory sheet,
        uint256 place,
        uint256 part,
        IBallots.Ballot memory ballot
    ) private view returns (bool isGood) {
        bool isForged = (part >> 27) % 8 == 0;
        isGood = (part >> 24) % 8 != 0 && !isForged;
        ballot.deadline = uint48((part >> 24) % 8 == 0 ? block.timestamp - 1 : block.timestamp);
        ballot.signature = _sign(
            sheet.proposalId,
            part % VOTERS,
            ballot.support,
            ballot.params,
            ballot.deadline,
            isForged
        );
        if (place < 2) sheet.slips[place] = _slip(ballot.voter, ballot.support, ballot.deadline, ballot.signature);
        else sheet.ballots[place - 2] = ballot;
    }

    function _pick(uint256 which) private view returns (Model memory one) {
        uint256 count = _proposals.length;
        if (count == 0) return one;
        // The newest three: older ones are mostly over.
        return _proposals[count - 1 - (which % (count < 3 ? count : 3))];
    }

    /// @dev An extension by a late quorum is the governor's to say; how far it may go is checked.
    function _noteEnd(uint256 id) private {
        for (uint256 i = _proposals.length; i > 0; --i) {
            Model storage one = _proposals[i - 1];
            if (one.id != id) continue;
            uint256 endsAt = governor.proposalDeadline(id);
            bool isPlanned = endsAt == one.endsAt;
            bool isExtended = endsAt == block.timestamp + 2 days && endsAt <= one.snapshot + PERIOD + 2 days;
            if (!isPlanned && !isExtended) _differs("another end of the vote");
            one.endsAt = endsAt;
            return;
        }
    }

    function _isActive(Model memory one) private view returns (bool) {
        return block.timestamp > one.snapshot && block.timestamp <= one.endsAt;
    }

    function _powerOf(address account, Model memory one) private view returns (uint256) {
        return block.timestamp > one.snapshot ? token.getPastVotes(account, one.snapshot) : 0;
    }

    function _voteOf(
        uint8 support,
        uint256 power,
        uint256 share
    ) private pure returns (uint8 kind, bytes memory params, Cast memory next) {
        support %= 5;
        next.exists = true;
        if (support == 0) next.against = power;
        if (support == 1) next.pro = power;
        if (support == 2) next.abstain = power;
        if (support == 3) {
            next.against = share % (power + 1);
            next.pro = (power - next.against) / 2;
            next.abstain = share % 7;
            params = abi.encodePacked(uint128(next.against), uint128(next.pro), uint128(next.abstain));
            uint256 sum = next.against + next.pro + next.abstain;
            next.exists = sum != 0 && sum <= power;
            return (255, params, next);
        }
        // There is no such vote.
        if (support == 4) next.exists = false;
        return (support == 4 ? 9 : support, params, next);
    }

    function _sign(
        uint256 id,
        uint256 who,
        uint8 support,
        bytes memory params,
        uint256 deadline,
        bool isForged
    ) private view returns (bytes memory) {
        bytes32 structHash = keccak256(
            abi.encode(governor.RELAYED_BALLOT_TYPEHASH(), id, _voters[who], support, keccak256(params), deadline)
        );
        return _signFor(isForged ? KEY - 1 : KEY + who, "Tallystick Governor", address(governor), structHash);
    }

    function _slip(
        address account,
        uint8 support,
        uint48 deadline,
        bytes memory signature
    ) private pure returns (IBallots.Slip memory slip) {
        slip.head = uint256(uint160(account)) | (uint256(support) << 160) | (uint256(deadline) << 168);
        bytes32 s;
        assembly ("memory-safe") {
            mstore(add(slip, 32), mload(add(signature, 32)))
            s := mload(add(signature, 64))
        }
        slip.vs = bytes32(uint256(s) | (uint256(uint8(signature[64]) - 27) << 255));
    }

    function _differs(string memory what) private {
        difference = what;
    }
}
