// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IVault: holds one locked lot
/// @notice Money that a debtor or liable party pays on a lot goes to whoever holds it, and a lot may be shortened while
/// it is locked. So each locked lot has a holder of its own, and what came in with it is never mixed with another's.
/// @dev States:
///
/// | state  | act       | next   | who |
/// |--------|-----------|--------|-----|
/// | locked | `release` | ended  | the hash lock, when the lock ends |
/// | ended  | `sweep`, `sweepItem` | ended | anyone; all goes to the party |
/// | ended  | `execute` | ended  | the party |
///
/// Nothing leaves a locked vault. An ended one belongs to the party for whom the lock ended, who can do with `execute`
/// whatever a holder may do (collect what was kept for the vault, object to a stop, sign nothing): a lot that can't be
/// moved is not lost.
interface IVault {
    event Released(address indexed party);

    error Vault_NotHashLock(address caller);
    /// @notice The lock has not ended.
    error Vault_Locked();
    error Vault_NotParty(address caller);
    error Vault_NothingThere(address token, uint256 tokenId);
    error Vault_Refused(address token, uint256 tokenId);

    /// @notice Ends the lock for a party, and hands on to it as much of the token as is here. Only the hash lock, once.
    /// @return isMoved false: the token refused, or nothing of it was here
    function release(address party, address token, uint256 tokenId) external returns (bool isMoved);

    /// @notice Sends all ether (zero) or all of an ERC-20 to the party. Anyone.
    function sweep(address token) external returns (uint256 amount);

    /// @notice Sends all of an ERC-6909 token to the party. Anyone.
    function sweepItem(address token, uint256 tokenId) external returns (uint256 amount);

    /// @notice Calls anything in the vault's name. Only the party; by transaction or through the relay.
    function execute(address target, uint256 value, bytes calldata data) external returns (bytes memory result);

    /// @notice For whom the lock ended; zero: it has not.
    function party() external view returns (address);
}
