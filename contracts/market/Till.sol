// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "./IAccess.sol";

/// @title Till: the two words that hold an offer's state and the money of its open refund windows
/// @notice Offer, from the low bits up: status 8, feeBps 16, sold 40, credit 128. Held: current 96, previous 96, epoch 40.
/// @dev An epoch is as long as the window. A purchase of epoch e can be given back until some time in epoch e + 1, so
/// its bucket is the seller's from the first second of e + 2 on.
library Till {
    uint256 private constant FEE_AT = 8;
    uint256 private constant SOLD_AT = 24;
    uint256 private constant CREDIT_AT = 64;
    uint256 private constant PREVIOUS_AT = 96;
    uint256 private constant EPOCH_AT = 192;

    // ---------------------------------------------------------------------------------------------- state of an offer

    function open(uint16 feeBps) internal pure returns (uint256) {
        return uint256(IAccess.OfferStatus.Open) | (uint256(feeBps) << FEE_AT);
    }

    function withdrawn(uint256 state) internal pure returns (uint256) {
        return (state & ~uint256(type(uint8).max)) | uint256(IAccess.OfferStatus.Withdrawn);
    }

    function statusOf(uint256 state) internal pure returns (IAccess.OfferStatus) {
        return IAccess.OfferStatus(uint8(state));
    }

    function isOpen(uint256 state) internal pure returns (bool) {
        return uint8(state) == uint8(IAccess.OfferStatus.Open);
    }

    function feeBpsOf(uint256 state) internal pure returns (uint16) {
        return uint16(state >> FEE_AT);
    }

    function soldOf(uint256 state) internal pure returns (uint40) {
        return uint40(state >> SOLD_AT);
    }

    function creditOf(uint256 state) internal pure returns (uint256) {
        return state >> CREDIT_AT;
    }

    /// @notice One sale more, and `credit` more for the seller.
    function withSale(uint256 state, uint256 credit) internal pure returns (uint256) {
        return state + (credit << CREDIT_AT) + (1 << SOLD_AT);
    }

    /// @notice The place of a sale that was given back.
    function withoutSale(uint256 state) internal pure returns (uint256) {
        return state - (1 << SOLD_AT);
    }

    /// @dev Can't overflow: the money of 2^40 sales at the highest price is below 2^136.
    function withCredit(uint256 state, uint256 amount) internal pure returns (uint256) {
        return state + (amount << CREDIT_AT);
    }

    function withoutCredit(uint256 state, uint256 amount) internal pure returns (uint256) {
        return state - (amount << CREDIT_AT);
    }

    function unpackState(uint256 state) internal pure returns (IAccess.OfferState memory) {
        return
            IAccess.OfferState({
                status: statusOf(state),
                feeBps: feeBpsOf(state),
                sold: soldOf(state),
                credit: uint128(creditOf(state))
            });
    }

    // ------------------------------------------------------------------------------------------ money of open windows

    function unpackHeld(uint256 held) internal pure returns (IAccess.Held memory) {
        return
            IAccess.Held({
                current: uint96(held),
                previous: uint96(held >> PREVIOUS_AT),
                epoch: uint40(held >> EPOCH_AT)
            });
    }

    function pack(IAccess.Held memory held) internal pure returns (uint256) {
        return held.current | (uint256(held.previous) << PREVIOUS_AT) | (uint256(held.epoch) << EPOCH_AT);
    }

    function epochOf(uint256 time, uint32 window) internal pure returns (uint40) {
        return uint40(time / window);
    }

    /// @notice Moves the buckets on to `epoch`.
    /// @return released money whose windows have all closed
    function roll(IAccess.Held memory held, uint40 epoch) internal pure returns (uint256 released) {
        if (epoch == held.epoch) return 0;
        released = held.previous;
        if (epoch == held.epoch + 1) {
            held.previous = held.current;
        } else {
            released += held.current;
            held.previous = 0;
        }
        held.current = 0;
        held.epoch = epoch;
    }

    /// @notice Whether money of a purchase is still in a bucket of rolled buckets.
    function holds(IAccess.Held memory held, uint40 purchaseEpoch) internal pure returns (bool) {
        return purchaseEpoch + 1 >= held.epoch;
    }

    /// @notice Takes money of a purchase out of its bucket.
    function take(IAccess.Held memory held, uint40 purchaseEpoch, uint256 amount) internal pure {
        if (purchaseEpoch == held.epoch) held.current -= uint96(amount);
        else held.previous -= uint96(amount);
    }
}
