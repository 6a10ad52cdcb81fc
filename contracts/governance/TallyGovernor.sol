// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorProposalGuardian} from "@openzeppelin/contracts/governance/extensions/GovernorProposalGuardian.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Signatures} from "../shared/Signatures.sol";
import {Ballots} from "./Ballots.sol";
import {Descriptions} from "./Descriptions.sol";
import {Frozen} from "./Frozen.sol";
import {ITallyGovernor} from "./ITallyGovernor.sol";
import {ITreasury} from "./ITreasury.sol";

interface ICapped {
    function cap() external view returns (uint256);
}

/// @title TallyGovernor
/// @notice The specification is `ITallyGovernor` and `IBallots`. OpenZeppelin's GovernorTimelockControl is not among its
/// parts: a proposal's id is the id of its operation in the treasury, so nothing is written to find it again, and the
/// treasury alone knows what is queued. That saves 44,000 gas a proposal.
contract TallyGovernor is Frozen, GovernorSettings, GovernorProposalGuardian, ERC2771Context {
    /// @notice How long a won proposal may wait to be queued, and a due one to be executed.
    uint48 public constant GRACE = 14 days;
    /// @notice How long a guardian may cancel after he was named.
    uint48 public constant GUARDIAN_TERM = 365 days;
    /// @notice EIP-712 type of a sponsor's signature.
    bytes32 public constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)"
    );

    // Of the token's supply cap: what fits the words of `Tallies`.
    uint256 private constant MAX_CAP = 2 ** 84 - 1;

    uint48 private _guardianUntil;

    /// @param quorum in basis points of the supply, as `criticalQuorum`; the rest in seconds, power in base units
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint256 proposalThreshold;
        uint16 quorum;
        uint16 criticalQuorum;
        uint48 voteExtension;
        uint48 coolDown;
        address guardian;
    }

    constructor(
        IVotes token_,
        ITreasury treasury,
        address relay,
        Settings memory settings
    )
        Governor("Tallystick Governor")
        GovernorVotes(token_)
        Frozen(treasury)
        GovernorSettings(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold)
        ERC2771Context(relay)
    {
        uint256 cap = ICapped(address(token_)).cap();
        require(cap <= MAX_CAP, Governor_CapTooHigh(cap, MAX_CAP));
        _setQuorums(settings.quorum, settings.criticalQuorum);
        _setVoteExtension(settings.voteExtension);
        _setCoolDown(settings.coolDown);
        _setProposalGuardian(settings.guardian);
        emit TimelockChange(address(0), address(treasury));
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc ITallyGovernor
    function proposeSponsored(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        Sponsorship[] calldata sponsors
    ) external returns (uint256 proposalId) {
        address proposer = _msgSender();
        require(Descriptions.isOf(description, proposer), GovernorRestrictedProposer(proposer));
        description = Descriptions.withProposer(description, proposer);
        proposalId = getProposalId(targets, values, calldatas, keccak256(bytes(description)));
        uint256 power = getVotes(proposer, clock() - 1) + _sponsoredPower(proposalId, proposer, sponsors);
        uint256 threshold = proposalThreshold();
        require(power >= threshold, GovernorInsufficientProposerVotes(proposer, power, threshold));
        return _propose(targets, values, calldatas, description, proposer);
    }

    /// @notice Schedules a won proposal in the treasury, with its track's delay. Anyone.
    function queue(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public override returns (uint256 proposalId) {
        bytes32 salt = _saltOf(descriptionHash);
        proposalId = _operationOf(targets, values, calldatas, salt);
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Succeeded));
        _requirePinned(proposalId, targets);
        TimelockController treasury = TimelockController(payable(address(_treasury)));
        uint256 delay = proposalIsCritical(proposalId) ? _treasury.getCriticalDelay() : treasury.getMinDelay();
        treasury.scheduleBatch(targets, values, calldatas, 0, salt, delay);
        emit ProposalQueued(proposalId, block.timestamp + delay);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc Governor
    function state(uint256 proposalId) public view override returns (ProposalState current) {
        current = super.state(proposalId);
        if (current == ProposalState.Succeeded && block.timestamp > proposalDeadline(proposalId) + GRACE) {
            return ProposalState.Expired;
        }
        if (current == ProposalState.Queued && block.timestamp > proposalEta(proposalId) + GRACE) {
            return ProposalState.Expired;
        }
    }

    /// @notice When a queued proposal may be executed; zero: it is not queued. The treasury knows.
    function proposalEta(uint256 proposalId) public view override returns (uint256) {
        return TimelockController(payable(address(_treasury))).getTimestamp(bytes32(proposalId));
    }

    /// @notice The id of the operation in the treasury. The description is the full one, with its proposer.
    function getProposalId(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override returns (uint256) {
        return _operationOf(targets, values, calldatas, _saltOf(descriptionHash));
    }

    /// @inheritdoc IGovernor
    function proposalNeedsQueuing(uint256) public pure override returns (bool) {
        return true;
    }

    /// @notice The guardian, until his term ends; then nobody.
    function proposalGuardian() public view override returns (address) {
        return block.timestamp > _guardianUntil ? address(0) : super.proposalGuardian();
    }

    /// @inheritdoc ITallyGovernor
    function guardianUntil() external view returns (uint256) {
        return _guardianUntil;
    }

    /// @inheritdoc ITallyGovernor
    function timelock() external view returns (address) {
        return address(_treasury);
    }

    /// @dev The token's clock, without asking it.
    function clock() public view override(Governor, GovernorVotes) returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override(Governor, GovernorVotes) returns (string memory) {
        return "mode=timestamp";
    }

    function proposalDeadline(uint256 proposalId) public view override(Governor, Frozen) returns (uint256) {
        return Frozen.proposalDeadline(proposalId);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    // --------------------------------------------------------------------------------------- internal: life cycle

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override returns (uint256 proposalId) {
        description = Descriptions.withProposer(description, proposer);
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        _freeze(proposalId, targets, values, calldatas);
    }

    function _isValidDescriptionForProposer(
        address proposer,
        string memory description
    ) internal pure override returns (bool) {
        return Descriptions.isOf(description, proposer);
    }

    function _sponsoredPower(
        uint256 proposalId,
        address proposer,
        Sponsorship[] calldata sponsors
    ) private returns (uint256 power) {
        address previous;
        for (uint256 i = 0; i < sponsors.length; ++i) {
            Sponsorship calldata one = sponsors[i];
            require(one.sponsor > previous && one.sponsor != proposer, Governor_SponsorOrder(one.sponsor));
            previous = one.sponsor;
            require(block.timestamp <= one.deadline, Governor_SponsorLate(one.sponsor, one.deadline));
            bytes32 structHash = keccak256(abi.encode(SPONSORSHIP_TYPEHASH, proposalId, one.sponsor, one.deadline));
            bool isSigned = Signatures.isSignedWithin(
                one.sponsor,
                _hashTypedDataV4(structHash),
                one.signature,
                WALLET_GAS
            );
            require(isSigned, GovernorInvalidSignature(one.sponsor));
            uint256 own = getVotes(one.sponsor, clock() - 1);
            power += own;
            emit ProposalSponsored(proposalId, one.sponsor, own);
        }
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override {
        _requirePinned(proposalId, targets);
        bool isCritical = proposalIsCritical(proposalId);
        _treasury.executeTrack{value: msg.value}(targets, values, calldatas, _saltOf(descriptionHash), isCritical);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override returns (uint256 proposalId) {
        proposalId = super._cancel(targets, values, calldatas, descriptionHash);
        TimelockController treasury = TimelockController(payable(address(_treasury)));
        if (treasury.isOperationPending(bytes32(proposalId))) treasury.cancel(bytes32(proposalId));
    }

    /// @dev The proposer until the vote is won, the guardian until his term ends.
    function _validateCancel(
        uint256 proposalId,
        address caller
    ) internal view override(Governor, GovernorProposalGuardian) returns (bool) {
        ProposalState current = state(proposalId);
        bool isOpen = current == ProposalState.Pending || current == ProposalState.Active;
        return (isOpen && caller == proposalProposer(proposalId)) || caller == proposalGuardian();
    }

    function _saltOf(bytes32 descriptionHash) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), descriptionHash));
    }

    /// @dev As TimelockController.hashOperationBatch, without a predecessor.
    function _operationOf(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 salt
    ) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(targets, values, calldatas, bytes32(0), salt)));
    }

    function _executor() internal view override returns (address) {
        return address(_treasury);
    }

    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal view override(Governor, Ballots) returns (bool) {
        return super._validateVoteSig(proposalId, support, voter, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal view override(Governor, Ballots) returns (bool) {
        return super._validateExtendedVoteSig(proposalId, support, voter, reason, params, signature);
    }

    // ----------------------------------------------------------------------------------------- internal: settings

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _requireWithin("voting delay", newVotingDelay, 1, 30 days);
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _requireWithin("voting period", newVotingPeriod, 1 minutes, 60 days);
        super._setVotingPeriod(newVotingPeriod);
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal override {
        // Above it nobody could propose to lower it again.
        uint256 max = token().getPastTotalSupply(clock() - 1) / 20;
        _requireWithin("proposal threshold", newProposalThreshold, 0, max);
        super._setProposalThreshold(newProposalThreshold);
    }

    function _setProposalGuardian(address newProposalGuardian) internal override {
        _guardianUntil = clock() + GUARDIAN_TERM;
        emit GuardianTermSet(_guardianUntil);
        super._setProposalGuardian(newProposalGuardian);
    }

    // ------------------------------------------------------------------------------------------ internal: context

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }
}
