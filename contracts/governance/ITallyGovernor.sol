// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ITallyGovernor: how the DAO decides
/// @notice OpenZeppelin's Governor (`IGovernor`), with what is frozen into a proposal when it is made, its expiry, its two
/// tracks and its guardian. Ballots are `IBallots`; the money is `ITreasury`.
///
/// | state     | act, or time                                     | next      | who                                      |
/// |-----------|--------------------------------------------------|-----------|------------------------------------------|
/// | none      | `propose`, `proposeSponsored`                    | pending   | power at least the threshold, alone or with sponsors |
/// | pending   | the voting delay passes                          | active    | time                                     |
/// | active    | the quorum is reached late: longer, once while it is kept | active | a ballot                           |
/// | active    | the period passes: quorum, and more for than against | succeeded | time                                 |
/// | active    | the period passes otherwise                      | defeated  | time                                     |
/// | succeeded | `queue`, within `GRACE`                          | queued    | anyone                                   |
/// | succeeded | `GRACE` passes                                   | expired   | time                                     |
/// | queued    | `execute`, after the track's delay, within `GRACE` | executed | anyone                                  |
/// | queued    | `GRACE` passes after the delay                   | expired   | time                                     |
/// | pending, active | `cancel`                                   | canceled  | its proposer                             |
/// | any but canceled, expired, executed | `cancel`               | canceled  | the guardian, until his term ends        |
///
/// The id of a proposal is the id of its operation in the treasury. It commits to chain, governor, actions, description
/// and proposer: each description ends with `#proposer=0x...`, which is appended to one that does not say so.
///
/// Queueing and execution are refused if the code of any target is not what it was when the proposal was made. Warning:
/// behind a proxy the code that acts may change though the proxy's own does not.
///
/// The same actions can't be proposed again while a proposal of them is voted on, won or queued, nor within the cool-down
/// after its vote began, unless it was canceled.
interface ITallyGovernor {
    /// @notice Somebody else's power for a proposal.
    /// @param deadline last second in which it counts
    /// @param signature of `Sponsorship(uint256 proposalId,address sponsor,uint256 deadline)`
    struct Sponsorship {
        address sponsor;
        uint48 deadline;
        bytes signature;
    }

    /// @notice What a proposal's outcome and execution depend on, as it was when the proposal was made.
    event ProposalFrozen(uint256 indexed proposalId, uint256 quorum, bool isCritical, bytes32[] codeHashes);
    event ProposalSponsored(uint256 indexed proposalId, address indexed sponsor, uint256 power);
    /// @dev As OpenZeppelin's GovernorPreventLateQuorum.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);
    /// @dev As OpenZeppelin's GovernorPreventLateQuorum.
    event LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension);
    /// @dev As OpenZeppelin's GovernorTimelockControl: once, when the governor is made.
    event TimelockChange(address oldTimelock, address newTimelock);
    /// @dev As OpenZeppelin's GovernorVotesQuorumFraction.
    event QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator);
    event CriticalQuorumSet(uint256 oldNumerator, uint256 newNumerator);
    event CoolDownSet(uint256 oldCoolDown, uint256 newCoolDown);
    event GuardianTermSet(uint256 until);

    error Governor_NoCode(address target);
    error Governor_CodeChanged(uint256 proposalId);
    error Governor_Repeated(uint256 earlierId, uint256 notBefore);
    /// @notice Sponsors stand in ascending order, each once, and none is the proposer.
    error Governor_SponsorOrder(address sponsor);
    error Governor_SponsorLate(address sponsor, uint256 deadline);
    error Governor_OutOfBounds(bytes32 parameter, uint256 value, uint256 min, uint256 max);
    error Governor_CapTooHigh(uint256 cap, uint256 max);

    /// @notice Proposes with the power of sponsors added to the caller's.
    /// @param sponsors in ascending order of their addresses; each signs the proposal's id
    function proposeSponsored(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        Sponsorship[] calldata sponsors
    ) external returns (uint256 proposalId);

    /// @notice Sets the quorums of ordinary and of critical proposals in basis points of the supply: the ordinary one at
    /// least 1 %, the critical one not lower and at most 80 %. Only by a (critical) proposal.
    function setQuorums(uint16 ordinary, uint16 critical) external;

    /// @notice Sets how much longer a vote lasts at least after its quorum was reached. Only by a (critical) proposal.
    function setLateQuorumVoteExtension(uint48 extension) external;

    /// @notice Sets after how long the same actions may be proposed again. Only by a (critical) proposal.
    function setCoolDown(uint48 coolDown) external;

    /// @notice The quorum frozen into a proposal: for and abstain together must reach it.
    function proposalQuorum(uint256 proposalId) external view returns (uint256);

    /// @notice Whether a proposal has the higher quorum and the longer delay, and may make critical calls.
    function proposalIsCritical(uint256 proposalId) external view returns (bool);

    /// @notice What the targets' code was when a proposal was made: the low 168 bits of the keccak-256 of their code
    /// hashes, one after the other.
    function proposalPins(uint256 proposalId) external view returns (uint168);

    /// @notice The newest proposal of the same actions; zero: none.
    /// @param actions `hashProposal(targets, values, calldatas, 0)`
    function latestOf(uint256 actions) external view returns (uint256 proposalId);

    /// @notice The quorum of ordinary proposals, over `quorumDenominator`.
    function quorumNumerator() external view returns (uint256);

    function quorumDenominator() external view returns (uint256);

    function criticalQuorumNumerator() external view returns (uint256);

    function lateQuorumVoteExtension() external view returns (uint48);

    function coolDown() external view returns (uint256);

    /// @notice When the guardian's term ends.
    function guardianUntil() external view returns (uint256);

    /// @notice The treasury, by the name that front ends ask for.
    function timelock() external view returns (address);
}
