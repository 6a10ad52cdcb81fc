// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Claims: what a sale of a lot depends on, whatever its instrument
/// @notice An instrument whose lots are sold answers this one question.
interface IClaims {
    /// @param lot its id
    /// @param key by which the instrument knows the root
    /// @param holder of the lot; zero: there is no such lot, or no longer
    /// @param units it has
    /// @param debtor who has promised to pay; zero: nobody yet
    /// @param token that it is paid in
    /// @param isPromised whether a debtor has promised, and nothing is wrong so far: only then it is bought at a discount
    /// @param isLate whether it is overdue, dishonoured or in recourse, and something is open
    /// @param dueAt last second at which it is paid in time; zero: not known yet
    /// @param open principal on the lot that is promised and not paid, rounded down
    /// @param paid what its holder could collect now
    struct Claim {
        uint256 lot;
        uint256 key;
        address holder;
        uint40 units;
        address debtor;
        address token;
        bool isPromised;
        bool isLate;
        uint40 dueAt;
        uint96 open;
        uint96 paid;
    }

    /// @param terms of the root, as the instrument's own acts take them, ABI-encoded
    /// @param inner of the lot's id; zero for the first lot
    function claimOf(bytes calldata terms, bytes32 inner) external view returns (Claim memory claim);
}
