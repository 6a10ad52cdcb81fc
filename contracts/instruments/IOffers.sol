// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IOffers: which offers stand
/// @notice An offer is known by its hash, the EIP-712 digest. It stands once its maker signed or posted it, until its
/// deadline, or until he cancels it, for good.
interface IOffers {
    // ----------------------------------------------------------------------------------------------------- errors

    /// @notice Neither posted nor signed by who makes the offer.
    error Quotes_NotSigned(address signer, bytes32 hash);
    error Quotes_Expired(uint40 deadline, uint256 timestamp);
    error Quotes_Cancelled(bytes32 hash);
    error Quotes_BeyondLimit(bytes32 hash, uint256 wanted, uint96 limit);
    error Quotes_NotSeller(address seller, address caller);
    error Quotes_NotBuyer(address buyer, address caller);
    error Quotes_OtherLot(uint256 lot, uint256 wanted);
    error Quotes_OtherToken(address token, address wanted);
    error Quotes_OtherDebtor(address debtor, address wanted);
    /// @notice The offer names neither debtor, seller nor lot.
    error Quotes_ForAnything(bytes32 hash);
    error Quotes_NoPrice(uint256 lot);
    error Quotes_TooCheap(uint96 price, uint96 minPrice);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice What of its limit a standing offer has used.
    function filledOf(bytes32 hash) external view returns (uint96 filled);

    function isPosted(bytes32 hash) external view returns (bool);

    function isCancelled(bytes32 hash) external view returns (bool);
}
