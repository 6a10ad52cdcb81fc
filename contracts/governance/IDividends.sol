// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IDividends: what the DAO pays its holders
/// @notice Whoever deposits an amount of any ERC-20 opens a round: it is shared among all who hold TallyTokens at that
/// moment, by what they hold (not by what is delegated to them). Per payout token a running total of what one share has
/// earned is kept, so a claim takes all rounds at once. What was earned stays with whom it was earned by: transfers
/// afterwards change nothing. A claim has no end.
///
/// The treasury's own tokens earn nothing: their part goes to the other holders. Tokens of any other account earn for that
/// account: anybody may have it paid out to a pool or wallet, to nobody else. What tokens in nobody's hands earn stays
/// here.
///
/// | state of (account, payout token) | act       | who                              | next  |
/// |----------------------------------|-----------|----------------------------------|-------|
/// | nothing due                      | `deposit` | anybody (the DAO by a proposal)  | due   |
/// | due                              | `claim`   | the account, to whom it likes    | none, or less after a part |
/// | due                              | `claimFor`| anybody, to the account          | none, or less after a part |
///
/// Rounding is down: all claims together are never more than what came in. Whatever the account does by transaction it can
/// also do through the relay, by signature.
interface IDividends {
    /// @param round as the token counts them
    /// @param perShare what one base unit of TallyToken earned, times `SCALE`
    event Deposited(
        uint40 indexed round,
        address indexed token,
        address indexed from,
        uint256 amount,
        uint256 perShare
    );
    event Claimed(address indexed account, address indexed token, address to, uint256 amount, uint40 upTo);

    error Dividends_ZeroAmount();
    error Dividends_ZeroRecipient();
    /// @notice Nobody but the treasury holds anything.
    error Dividends_NoShares();
    error Dividends_NothingDue(address account, address token);
    /// @notice The treasury's tokens earn nothing.
    error Dividends_OfTreasury(address treasury);

    /// @notice Shares an amount among all who hold TallyTokens now. The caller pays it by allowance.
    /// @dev Reverts if less arrives than was asked for (`Money_ShortDelivery`).
    function deposit(address token, uint256 amount) external returns (uint40 round);

    /// @notice Sends what the caller has earned to `to`.
    /// @param stretches how many of his stretches to go through at most: for accounts with so many that one transaction
    /// can't; zero: all
    function claim(address token, address to, uint256 stretches) external returns (uint256 amount);

    /// @notice Sends what an account has earned to that account. Anybody.
    function claimFor(address account, address token, uint256 stretches) external returns (uint256 amount);

    /// @notice What an account would get now.
    function dueOf(address account, address token) external view returns (uint256 amount);

    /// @notice What one base unit of TallyToken has earned so far, times `SCALE`.
    function perShareOf(address token) external view returns (uint256);

    /// @notice How far an account has claimed: up to which round, and how many of its stretches are done.
    function claimedOf(address account, address token) external view returns (uint40 upTo, uint40 stretches);
}
