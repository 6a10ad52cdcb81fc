// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ITreasury: the DAO's money, its timelock, and what it may do by which vote
/// @notice OpenZeppelin's timelock. It alone has every right that the DAO has; its only proposer, canceller and executor is
/// the governor, so that nothing happens without a vote, a delay and the check of the targets' code.
///
/// | call                                                                 | track    |
/// |----------------------------------------------------------------------|----------|
/// | `spend`, `allow` within the token's limit                            | ordinary |
/// | anything else of the treasury's own: roles, delays, limits, tracks   | critical |
/// | any call of a critical target: governor, token, AccessManager        | critical |
/// | a call that hands out tokens or credit past `spend` and `allow`      | critical |
/// | any other call, ether that it sends within the limit                 | ordinary |
///
/// A critical call needs the higher quorum and the longer delay of its proposal, and may spend past limits.
interface ITreasury {
    event Founded(address indexed governor, address[] criticalTargets);
    /// @param token zero: ether
    /// @param amount in base units within any `window` seconds
    event LimitSet(address indexed token, uint208 amount, uint48 window);
    event Spent(address indexed token, address indexed to, uint256 amount);
    /// @notice `spender` may take `amount` now, instead of what it could take before.
    event Allowed(address indexed token, address indexed spender, uint256 amount);
    event CriticalTargetSet(address indexed target, bool isCritical);
    event DelaysSet(uint48 ordinary, uint48 critical);

    /// @notice Only who deployed the treasury founds it, and once.
    error Treasury_NotFounder(address caller);
    error Treasury_ZeroAddress();
    error Treasury_OnlyItself(address caller);
    /// @notice A call that needs the critical track, in an ordinary proposal.
    error Treasury_Critical(address target, bytes4 selector);
    error Treasury_LimitExceeded(address token, uint256 asked, uint256 available);
    error Treasury_BadDelays(uint256 ordinary, uint256 critical, uint256 min, uint256 max);
    error Treasury_BadWindow(uint256 window, uint256 min, uint256 max);
    /// @notice The governor and the treasury stay critical targets.
    error Treasury_AlwaysCritical(address target);
    error Treasury_TransferFailed(address to, uint256 amount);

    // --------------------------------------------------------------------------------------------- acts: the founder

    /// @notice Gives everything to the governor. Only who deployed the treasury, once, as the last step of deployment;
    /// before it nobody has any right here, and after it the founder has none.
    /// @param criticalTargets beside the governor and the treasury: the AccessManager and the token
    function found(address governor, address[] calldata criticalTargets) external;

    // -------------------------------------------------------------------------------------------- acts: the governor

    /// @notice Executes a proposal that is due (`executeBatch`, without a predecessor). Only the governor.
    /// @param isCritical_ whether critical calls are let through, and limits do not count
    function executeTrack(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 salt,
        bool isCritical_
    ) external payable;

    // ------------------------------------------------------------------------------------------ acts: the treasury

    /// @notice Sends tokens, or ether. Only by a proposal.
    /// @param token zero: ether
    function spend(address token, address to, uint256 amount) external;

    /// @notice Lets a contract take tokens, as `Dividends.deposit` does; counts as spent at once. Only by a proposal.
    function allow(address token, address spender, uint256 amount) external;

    /// @notice Sets what ordinary proposals may spend of a token within any `window` seconds. Only by a critical proposal.
    /// What was spent before counts on.
    /// @param token zero: ether
    /// @param window `MIN_WINDOW` to `MAX_WINDOW`
    function setLimit(address token, uint208 amount, uint48 window) external;

    /// @notice Makes each call of a target critical, or ends that. Only by a critical proposal.
    function setCriticalTarget(address target, bool isCritical) external;

    /// @notice Sets both delays, in seconds, `MIN_DELAY` to `MAX_DELAY`, the critical one not shorter. Only by a critical
    /// proposal.
    function setDelays(uint48 ordinary, uint48 critical) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether calls need the critical track.
    function isCritical(address[] calldata targets, bytes[] calldata payloads) external view returns (bool);

    /// @notice Whether each call of a target needs the critical track.
    function isCriticalTarget(address target) external view returns (bool);

    /// @notice Seconds from queueing a critical proposal to its execution.
    function getCriticalDelay() external view returns (uint256);

    /// @notice What ordinary proposals may spend of a token (zero: ether) within `window` seconds, and of it now.
    function limitOf(address token) external view returns (uint256 amount, uint256 window, uint256 available);

    /// @notice The DAO's governor; zero before it was founded.
    function governor() external view returns (address);
}
