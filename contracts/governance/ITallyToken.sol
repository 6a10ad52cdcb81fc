// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ITallyToken: power in the DAO, and a share of its dividends
/// @notice ERC-20 with permit, ERC-3009, ERC-5805 votes by time (ERC-6372) and a cap. Whoever holds tokens has their
/// power himself, from the first one on, until he delegates it.
///
/// | state of an account's power | act                          | next             |
/// |-----------------------------|------------------------------|------------------|
/// | his own (from the beginning)| `delegate(other)`            | with the other   |
/// | with another                | `delegate(himself)`          | his own          |
/// | his own, or with another    | `renouncePower`              | nobody's         |
/// | nobody's                    | `delegate(himself or other)` | his, the other's |
///
/// A round is a dividend. The token remembers, for each account, what it held at each round, in stretches of rounds
/// through which its balance was the same.
interface ITallyToken {
    /// @notice What an account held at the rounds after `from`, up to and with `upTo`. One slot.
    struct Stretch {
        uint40 from;
        uint40 upTo;
        uint176 balance;
    }

    /// @notice A dividend begins a round: what accounts hold now is what it is paid for.
    event RoundOpened(uint40 indexed round);

    error TallyToken_BadCap(uint256 cap, uint256 max);
    error TallyToken_LengthsDiffer(uint256 accounts, uint256 amounts);
    /// @notice Only the treasury mints, by a proposal of the critical track.
    error TallyToken_NotTreasury(address caller);
    /// @notice Delegating to the zero address looks like a mistake: `renouncePower` is for those who mean it.
    error TallyToken_ZeroDelegate(address account);
    error TallyToken_NotDividends(address caller);

    /// @notice Makes new tokens, up to the cap. Only the treasury.
    function mint(address to, uint256 amount) external;

    /// @notice Leaves one's power to nobody until one delegates again. The tokens stay usable.
    function renouncePower() external;

    /// @notice Begins a round. Only `dividends`.
    function openRound() external returns (uint40 round);

    /// @notice `getPastVotes` of many accounts at once.
    function pastVotesOf(address[] calldata accounts, uint256 timepoint) external view returns (uint256[] memory);

    /// @notice Rounds so far.
    function roundCount() external view returns (uint40);

    /// @notice How many stretches are closed, and the last round that they or an empty balance cover: since then the
    /// account has held what it holds now.
    function headOf(address account) external view returns (uint40 count, uint40 upTo);

    /// @notice A closed stretch. Rounds that no stretch covers, up to the head's, found the account with nothing.
    function stretchOf(address account, uint40 index) external view returns (Stretch memory);

    /// @notice What an account held at a round.
    /// @dev For readers: it walks the account's stretches.
    function balanceAt(address account, uint40 round) external view returns (uint256);
}
