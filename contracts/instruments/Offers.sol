// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IOffers} from "./IOffers.sol";

/// @title Offers
/// @notice The specification is `IOffers`.
abstract contract Offers is IOffers, EIP712 {
    /// @dev One slot. An ask is filled once, by the lot's change, which needs no mark here.
    struct Standing {
        uint96 filled;
        bool isPosted;
        bool isCancelled;
    }

    mapping(bytes32 hash => Standing) private _offers;

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IOffers
    function filledOf(bytes32 hash) external view returns (uint96 filled) {
        return _offers[hash].filled;
    }

    /// @inheritdoc IOffers
    function isPosted(bytes32 hash) external view returns (bool) {
        return _offers[hash].isPosted;
    }

    /// @inheritdoc IOffers
    function isCancelled(bytes32 hash) external view returns (bool) {
        return _offers[hash].isCancelled;
    }

    // ---------------------------------------------------------------------------------------------------- internal

    /// @return offer that stands: in time, posted or signed, and not cancelled
    function _requireLive(
        bytes32 hash,
        address signer,
        uint40 deadline,
        bytes calldata signature
    ) internal view returns (Standing memory offer) {
        _requireInTime(deadline);
        offer = _offers[hash];
        require(!offer.isCancelled, Quotes_Cancelled(hash));
        bool isTheirs = offer.isPosted || Signatures.isSignedBy(signer, hash, signature);
        require(isTheirs, Quotes_NotSigned(signer, hash));
    }

    function _fill(bytes32 hash, Standing memory offer, uint96 worth, uint96 limit) internal {
        uint256 wanted = uint256(offer.filled) + worth;
        require(wanted <= limit, Quotes_BeyondLimit(hash, wanted, limit));
        _offers[hash].filled = uint96(wanted);
    }

    function _post(bytes32 hash, uint40 deadline) internal {
        _requireInTime(deadline);
        require(!_offers[hash].isCancelled, Quotes_Cancelled(hash));
        _offers[hash].isPosted = true;
    }

    function _cancel(bytes32 hash) internal {
        _offers[hash].isCancelled = true;
    }

    function _requireInTime(uint40 deadline) internal view {
        require(block.timestamp <= deadline, Quotes_Expired(deadline, block.timestamp));
    }

    function _msgSender() internal view virtual returns (address);
}
