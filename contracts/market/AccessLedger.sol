// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Datasets} from "./Datasets.sol";
import {IAccess} from "./IAccess.sol";
import {Rights} from "./Rights.sol";
import {Till} from "./Till.sol";

/// @title AccessLedger: the books of rights and money
/// @notice Makes no external call. What comes in and goes out is the business of `Selling`, `Buying` and `Returning`.
abstract contract AccessLedger is IAccess, Datasets {
    using Rights for uint256;
    using Till for uint256;
    using Till for Held;

    /// @notice Longest time one purchase or grant may add, unless it is for ever: a hundred years.
    uint40 public constant MAX_DURATION = 36_525 days;

    /// @notice Most purchases that a right may stack.
    uint8 public constant MAX_DEPTH = Rights.MAX_DEPTH;

    mapping(bytes32 offer => uint256 state) private _offers;
    mapping(bytes32 offer => uint256 held) private _held;
    mapping(uint256 dataset => mapping(address reader => uint256 right)) private _rights;
    mapping(address account => mapping(address token => uint256 amount)) private _credits;

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IAccess
    function hasAccess(uint256 dataset, address reader) external view returns (bool) {
        return _rights[dataset][reader].isActive();
    }

    /// @inheritdoc IAccess
    function hasAccessTo(
        uint256 dataset,
        address reader,
        uint16 version,
        uint32 segments
    ) external view returns (bool) {
        uint256 right = _rights[dataset][reader];
        (uint16 versions, ) = versionsOf(dataset);
        return right.isActive() && version <= versions && right.includes(version, segments);
    }

    /// @inheritdoc IAccess
    function rightOf(uint256 dataset, address reader) external view returns (Right memory right, uint256 packed) {
        packed = _rights[dataset][reader];
        right = packed.unpack();
    }

    /// @inheritdoc IAccess
    function expiresAt(uint256 dataset, address reader) external view returns (uint40 until) {
        return _rights[dataset][reader].untilOf();
    }

    /// @inheritdoc IAccess
    function offerId(Terms calldata terms) public view returns (bytes32 id) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @inheritdoc IAccess
    function offerState(bytes32 id) external view returns (OfferState memory state, Held memory held) {
        return (_offers[id].unpackState(), _held[id].unpackHeld());
    }

    /// @inheritdoc IAccess
    function collectable(Terms calldata terms) external view returns (uint256 amount) {
        bytes32 id = offerId(terms);
        amount = _offers[id].creditOf();
        if (terms.refundWindow != 0) {
            (, uint256 released) = _rolledHeld(id, terms.refundWindow);
            amount += released;
        }
    }

    /// @inheritdoc IAccess
    function creditOf(address account, address token) external view returns (uint256 amount) {
        return _credits[account][token];
    }

    // ----------------------------------------------------------------------------------------------------- rights

    function _right(uint256 dataset, address reader) internal view returns (uint256) {
        return _rights[dataset][reader];
    }

    function _setRight(uint256 dataset, address reader, uint256 right) internal {
        _rights[dataset][reader] = right;
    }

    /// @dev Adds a purchase (or a grant: no offer, no payer) to a reader's right.
    function _push(
        uint256 dataset,
        address reader,
        uint256 scope,
        uint40 duration,
        bytes32 offer_,
        address payer,
        uint96 paid
    ) internal returns (uint256 right) {
        uint256 previous = _rights[dataset][reader];
        (uint40 from, uint40 until, uint8 depth) = _extended(dataset, reader, previous, scope, duration);
        right = scope.push(
            until,
            depth,
            Purchase({
                previous: previous,
                offer: offer_,
                payer: payer,
                paid: paid,
                boughtAt: uint40(block.timestamp),
                from: from
            })
        );
        _rights[dataset][reader] = right;
    }

    /// @dev What a purchase of `duration` (zero: for ever) makes of a right: the table of `IAccess`.
    function _extended(
        uint256 dataset,
        address reader,
        uint256 previous,
        uint256 scope,
        uint40 duration
    ) private view returns (uint40, uint40, uint8) {
        uint256 from = block.timestamp;
        uint256 depth = 1;
        if (previous.isActive()) {
            uint256 end = previous.untilOf();
            uint256 left = end - from;
            bool isRenewal = previous.hasScope(scope);
            require(!isRenewal || end != Rights.FOREVER, Access_AlreadyForever(dataset, reader));
            require(
                isRenewal || (previous.isCoveredBy(scope) && (duration == 0 || duration >= left)),
                Access_ScopeDiffers(dataset, reader)
            );
            depth = isRenewal && duration != 0 && duration >= left ? 2 : previous.depthOf() + 1;
            require(depth <= MAX_DEPTH, Access_TooManyPurchases(dataset, reader, MAX_DEPTH));
            if (isRenewal) from = end;
        }
        uint256 until = duration == 0 ? Rights.FOREVER : from + duration;
        require(duration == 0 || until < Rights.FOREVER, Access_DurationTooLong(duration, MAX_DURATION));
        return (uint40(from), uint40(until), uint8(depth));
    }

    /// @dev The right as it was before its newest purchase. Nothing is written.
    function _popped(
        uint256 dataset,
        address reader,
        uint256 right,
        uint256 index,
        Purchase calldata purchase
    ) internal view returns (uint256 previous) {
        require(right.isActive(), Access_NoRight(dataset, reader));
        require(right.isNewest(purchase), Access_WrongPurchase(dataset, reader, index));
        return purchase.previous;
    }

    // ------------------------------------------------------------------------------------------------------ money

    function _offer(bytes32 id) internal view returns (uint256 state) {
        return _offers[id];
    }

    function _setOffer(bytes32 id, uint256 state) internal {
        _offers[id] = state;
    }

    /// @dev Books one sale: at once to the seller's credit, or held while it can be given back.
    function _bookSale(bytes32 id, uint256 state, uint96 price, uint32 refundWindow) internal {
        uint256 credit = price;
        if (refundWindow != 0 && price != 0) {
            Held memory held;
            (held, credit) = _rolledHeld(id, refundWindow);
            held.current += price;
            _held[id] = held.pack();
        }
        _offers[id] = state.withSale().withCredit(credit);
    }

    /// @dev Takes all of the seller's credit.
    function _takeCredit(bytes32 id, uint256 state, uint32 refundWindow) internal returns (uint256 amount) {
        amount = state.creditOf();
        state = state.withoutCredit(amount);
        if (refundWindow != 0) {
            (Held memory held, uint256 released) = _rolledHeld(id, refundWindow);
            _held[id] = held.pack();
            amount += released;
        }
        _offers[id] = state;
    }

    /// @dev Takes a purchase's money back from its bucket, if it is still there.
    /// @return taken `amount`, or zero when the purchase's bucket has been credited
    function _takeHeld(
        bytes32 id,
        uint32 refundWindow,
        uint40 purchasedAt,
        uint256 amount
    ) internal returns (uint256 taken) {
        if (refundWindow == 0) return 0;
        (Held memory held, uint256 released) = _rolledHeld(id, refundWindow);
        uint40 epoch = Till.epochOf(purchasedAt, refundWindow);
        if (held.holds(epoch)) {
            held.take(epoch, amount);
            taken = amount;
        }
        _held[id] = held.pack();
        if (released != 0) _offers[id] = _offers[id].withCredit(released);
    }

    /// @dev Takes back from the seller's credit as much as there is of `amount`.
    function _takeFromCredit(bytes32 id, uint256 amount) internal returns (uint256 taken) {
        uint256 state = _offers[id];
        uint256 credit = state.creditOf();
        taken = credit < amount ? credit : amount;
        _offers[id] = state.withoutCredit(taken);
    }

    function _addCredit(address account, address token, uint256 amount) internal {
        _credits[account][token] += amount;
    }

    function _clearCredit(address account, address token) internal returns (uint256 amount) {
        amount = _credits[account][token];
        _credits[account][token] = 0;
    }

    function _rolledHeld(bytes32 id, uint32 refundWindow) private view returns (Held memory held, uint256 released) {
        held = _held[id].unpackHeld();
        released = held.roll(Till.epochOf(block.timestamp, refundWindow));
    }
}
