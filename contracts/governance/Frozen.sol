// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Ballots} from "./Ballots.sol";
import {ITallyGovernor} from "./ITallyGovernor.sol";
import {ITreasury} from "./ITreasury.sol";
import {Tallies} from "./Tallies.sol";

/// @title Frozen: what a proposal's outcome depends on, kept in one slot of its own
/// @notice Quorum, end, track and the targets' code, as they were when the proposal was made. So no later setting revives
/// a proposal that was lost (CVE-2022-31198), and a vote needs not ask the token for the supply.
abstract contract Frozen is ITallyGovernor, Ballots {
    /// @notice Basis points.
    uint256 private constant DENOMINATOR = 10_000;
    // The quorum is rounded up to a multiple of this many base units (0.00002 of a token with 18 decimals), so that it
    // fits 40 bits.
    uint256 private constant QUORUM_UNIT = 2 ** 44;

    /// @param pins 168 bits of the hash of the targets' code hashes
    struct Terms {
        uint40 quorumUnits;
        uint40 endsAt;
        bool isCritical;
        uint168 pins;
    }

    ITreasury internal immutable _treasury;

    uint48 private _voteExtension;
    uint48 private _coolDown;
    uint16 private _quorum;
    uint16 private _criticalQuorum;
    mapping(uint256 proposalId => Terms) private _terms;
    mapping(uint256 actions => uint256 proposalId) private _latest;

    constructor(ITreasury treasury) {
        _treasury = treasury;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc ITallyGovernor
    function setQuorums(uint16 ordinary, uint16 critical) external onlyGovernance {
        _setQuorums(ordinary, critical);
    }

    /// @inheritdoc ITallyGovernor
    function setLateQuorumVoteExtension(uint48 extension) external onlyGovernance {
        _setVoteExtension(extension);
    }

    /// @inheritdoc ITallyGovernor
    function setCoolDown(uint48 coolDown_) external onlyGovernance {
        _setCoolDown(coolDown_);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc ITallyGovernor
    function proposalQuorum(uint256 proposalId) public view returns (uint256) {
        return _terms[proposalId].quorumUnits * QUORUM_UNIT;
    }

    /// @inheritdoc ITallyGovernor
    function proposalIsCritical(uint256 proposalId) public view returns (bool) {
        return _terms[proposalId].isCritical;
    }

    /// @notice When the vote ends, or ended: later than planned if its quorum was reached late.
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        return _terms[proposalId].endsAt;
    }

    /// @inheritdoc ITallyGovernor
    function proposalPins(uint256 proposalId) external view returns (uint168) {
        return _terms[proposalId].pins;
    }

    /// @inheritdoc ITallyGovernor
    function latestOf(uint256 actions) external view returns (uint256 proposalId) {
        return _latest[actions];
    }

    /// @notice The quorum that an ordinary proposal made now would have, were the supply that of `timepoint`. A proposal's
    /// own is `proposalQuorum`.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return (token().getPastTotalSupply(timepoint) * _quorum) / DENOMINATOR;
    }

    /// @inheritdoc ITallyGovernor
    function quorumNumerator() external view returns (uint256) {
        return _quorum;
    }

    /// @inheritdoc ITallyGovernor
    function quorumDenominator() external pure returns (uint256) {
        return DENOMINATOR;
    }

    /// @inheritdoc ITallyGovernor
    function criticalQuorumNumerator() public view returns (uint256) {
        return _criticalQuorum;
    }

    /// @inheritdoc ITallyGovernor
    function lateQuorumVoteExtension() public view returns (uint48) {
        return _voteExtension;
    }

    /// @inheritdoc ITallyGovernor
    function coolDown() public view returns (uint256) {
        return _coolDown;
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev After the proposal is known to be new.
    function _freeze(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal {
        _noteActions(proposalId, hashProposal(targets, values, calldatas, 0));
        (bytes32[] memory codeHashes, uint168 pins) = _pinsOf(targets);
        bool isCritical = _treasury.isCritical(targets, calldatas);
        uint256 numerator = isCritical ? _criticalQuorum : _quorum;
        // The snapshot of the votes is still to come: the supply is that of a second ago.
        uint256 supply = token().getPastTotalSupply(clock() - 1);
        uint256 units = Math.ceilDiv(supply * numerator, DENOMINATOR * QUORUM_UNIT);
        uint256 endsAt = Governor.proposalDeadline(proposalId);
        _terms[proposalId] = Terms(uint40(units), uint40(endsAt), isCritical, pins);
        emit ProposalFrozen(proposalId, units * QUORUM_UNIT, isCritical, codeHashes);
    }

    function _noteActions(uint256 proposalId, uint256 actions) private {
        uint256 earlier = _latest[actions];
        _latest[actions] = proposalId;
        if (earlier == 0) return;
        ProposalState earlierState = state(earlier);
        // Not while it is pending: who copies a proposal must not hinder the original.
        if (earlierState == ProposalState.Canceled || earlierState == ProposalState.Pending) return;
        bool isLive =
            earlierState == ProposalState.Active ||
                earlierState == ProposalState.Succeeded ||
                earlierState == ProposalState.Queued;
        uint256 notBefore = proposalSnapshot(earlier) + _coolDown;
        require(!isLive && clock() >= notBefore, Governor_Repeated(earlier, notBefore));
    }

    function _requirePinned(uint256 proposalId, address[] memory targets) internal view {
        (, uint168 pins) = _pinsOf(targets);
        require(_terms[proposalId].pins == pins, Governor_CodeChanged(proposalId));
    }

    function _pinsOf(address[] memory targets) private view returns (bytes32[] memory codeHashes, uint168 pins) {
        codeHashes = new bytes32[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            require(targets[i].code.length != 0, Governor_NoCode(targets[i]));
            codeHashes[i] = targets[i].codehash;
        }
        pins = uint168(uint256(keccak256(abi.encodePacked(codeHashes))));
    }

    /// @dev A quorum that is reached late leaves time to answer it, once as long as it is kept.
    function _withQuorum(uint256 proposalId, uint256 tally) internal override returns (uint256) {
        if (tally & Tallies.QUORUM_REACHED != 0) return tally;
        Terms storage terms = _terms[proposalId];
        (uint256 units, uint256 endsAt) = (terms.quorumUnits, terms.endsAt);
        if (Tallies.present(tally) < units * QUORUM_UNIT) return tally;
        uint256 extended = block.timestamp + _voteExtension;
        if (extended > endsAt) {
            terms.endsAt = uint40(extended);
            emit ProposalExtended(proposalId, uint64(extended));
        }
        return tally | Tallies.QUORUM_REACHED;
    }

    /// @dev Else whoever shows a quorum early and takes it back would have used the extension up: the next one to reach it
    /// in the last second would leave no time. Minds change until the last tenth, so the end moves by one extension at most.
    function _withoutLost(uint256 proposalId, uint256 tally) internal view override returns (uint256) {
        bool isLost = Tallies.present(tally) < proposalQuorum(proposalId);
        return isLost ? tally & ~Tallies.QUORUM_REACHED : tally;
    }

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return Tallies.present(_tallies[proposalId]) >= proposalQuorum(proposalId);
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        return Tallies.isWon(_tallies[proposalId]);
    }

    // ---------------------------------------------------------------------------------------- internal: settings

    function _setQuorums(uint16 ordinary, uint16 critical) internal {
        _requireWithin("quorum", ordinary, 100, critical);
        _requireWithin("critical quorum", critical, ordinary, 8_000);
        emit QuorumNumeratorUpdated(_quorum, ordinary);
        emit CriticalQuorumSet(_criticalQuorum, critical);
        (_quorum, _criticalQuorum) = (ordinary, critical);
    }

    function _setVoteExtension(uint48 extension) internal {
        _requireWithin("vote extension", extension, 0, 14 days);
        emit LateQuorumVoteExtensionSet(_voteExtension, extension);
        _voteExtension = extension;
    }

    function _setCoolDown(uint48 coolDown_) internal {
        _requireWithin("cool-down", coolDown_, 0, 365 days);
        emit CoolDownSet(_coolDown, coolDown_);
        _coolDown = coolDown_;
    }

    function _requireWithin(bytes32 parameter, uint256 value, uint256 min, uint256 max) internal pure {
        require(value >= min && value <= max, Governor_OutOfBounds(parameter, value, min, max));
    }
}
