// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Tallies: three sums in a word
/// @notice From the low bits up: against, for and abstain, 84 bits each; bit 252: the quorum was reached; bit 253: signed
/// ballots are withdrawn. A ballot has the same form as a tally, so that counting is one addition.
/// @dev No sum overflows: all power together is at most the token's cap, `2 ** 84 - 1`.
library Tallies {
    uint256 internal constant QUORUM_REACHED = 1 << 252;
    uint256 internal constant WITHDRAWN = 1 << 253;
    uint256 internal constant BITS = 84;
    uint256 private constant MASK = 2 ** BITS - 1;

    /// @param support 0 to 2
    function plain(uint256 support, uint256 power) internal pure returns (uint256) {
        return power << (BITS * support);
    }

    function split(uint256 against, uint256 pro, uint256 abstain) internal pure returns (uint256) {
        return against | (pro << BITS) | (abstain << (2 * BITS));
    }

    function votes(uint256 tally) internal pure returns (uint256 against, uint256 pro, uint256 abstain) {
        return (tally & MASK, (tally >> BITS) & MASK, (tally >> (2 * BITS)) & MASK);
    }

    /// @notice What counts towards the quorum.
    function present(uint256 tally) internal pure returns (uint256) {
        return ((tally >> BITS) & MASK) + ((tally >> (2 * BITS)) & MASK);
    }

    function isWon(uint256 tally) internal pure returns (bool) {
        return ((tally >> BITS) & MASK) > (tally & MASK);
    }
}
