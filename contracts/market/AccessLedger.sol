// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Datasets} from "./Datasets.sol";
import {IAccess} from "./IAccess.sol";
import {RawTerms} from "./RawTerms.sol";
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

    /// @dev A word that is found once, then read and written: a mapping hashes its keys each time (100 gas).
    struct Word {
        uint256 bits;
    }

    mapping(bytes32 offer => Word state) private _offers;
    mapping(bytes32 offer => uint256 held) private _held;
    mapping(uint256 dataset => mapping(address reader => Word right)) private _rights;
    mapping(address account => mapping(address token => uint256 amount)) private _credits;

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IAccess
    function hasAccess(uint256 dataset, address reader) external view returns (bool) {
        return _rights[dataset][reader].bits.isActive();
    }

    /// @inheritdoc IAccess
    function hasAccessTo(
        uint256 dataset,
        address reader,
        uint16 version,
        uint32 segments
    ) external view returns (bool) {
        uint256 right = _right(dataset, reader);
        (uint16 versions, ) = versionsOf(dataset);
        return right.isActive() && version <= versions && right.includes(version, segments);
    }

    /// @inheritdoc IAccess
    function rightOf(uint256 dataset, address reader) external view returns (Right memory right, uint256 packed) {
        packed = _right(dataset, reader);
        right = packed.unpack();
    }

    /// @inheritdoc IAccess
    function expiresAt(uint256 dataset, address reader) external view returns (uint40 until) {
        return _right(dataset, reader).untilOf();
    }

    /// @inheritdoc IAccess
    /// @dev `keccak256(abi.encode(chainid, this, terms))`. Assembly, because Solidity checks and copies the fifteen fields
    /// one by one (1,400 gas). Nothing is lost: `offer` reads them all, so no offer has terms that are not well formed.
    function offerId(Terms calldata terms) public view returns (bytes32 id) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            calldatacopy(add(free, 0x40), terms, 480)
            id := keccak256(free, 544)
        }
    }

    /// @inheritdoc IAccess
    function offerState(bytes32 id) external view returns (OfferState memory state, Held memory held) {
        return (_offer(id).bits.unpackState(), _held[id].unpackHeld());
    }

    /// @inheritdoc IAccess
    function collectable(Terms calldata terms) external view returns (uint256 amount) {
        bytes32 id = offerId(terms);
        amount = _offer(id).bits.creditOf();
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
        return _rights[dataset][reader].bits;
    }

    function _setRight(uint256 dataset, address reader, uint256 right) internal {
        _rights[dataset][reader].bits = right;
    }

    /// @dev Adds a purchase (or a grant: no offer, no payer) to a reader's right.
    function _push(
        uint256 dataset,
        address reader,
        uint256 scope,
        uint256 duration,
        bytes32 offer_,
        address payer,
        uint256 paid
    ) internal returns (uint256 right) {
        Word storage word = _rights[dataset][reader];
        uint256 previous = word.bits;
        uint256 from = block.timestamp;
        right = scope | Rights.FIRST;
        if (previous.isActive()) (from, right) = _extended(dataset, reader, previous, scope, duration);
        right |= _endOf(from, duration) | Rights.receiptBits(previous, offer_, payer, paid, block.timestamp, from);
        word.bits = right;
    }

    /// @dev What becomes of an active right: the table of `IAccess`.
    /// @return from first second of the time added
    /// @return right scope and depth
    function _extended(
        uint256 dataset,
        address reader,
        uint256 previous,
        uint256 scope,
        uint256 duration
    ) private view returns (uint256 from, uint256 right) {
        uint256 end = previous.untilOf();
        bool outlasts = duration >= end - block.timestamp;
        uint256 depth = previous.depthOf() + 1;
        if (previous.hasScope(scope)) {
            require(end != Rights.FOREVER, Access_AlreadyForever(dataset, reader));
            if (outlasts) depth = depth > 3 ? depth - 2 : 2;
            from = end;
        } else {
            outlasts = outlasts || duration == 0;
            require(outlasts && previous.isCoveredBy(scope), Access_ScopeDiffers(dataset, reader));
            from = block.timestamp;
        }
        require(depth <= MAX_DEPTH, Access_TooManyPurchases(dataset, reader, MAX_DEPTH));
        right = scope.withDepth(depth);
    }

    function _endOf(uint256 from, uint256 duration) private pure returns (uint256 until) {
        if (duration == 0) return Rights.FOREVER;
        until = from + duration;
        require(until < Rights.FOREVER, Access_DurationTooLong(uint40(duration), MAX_DURATION));
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

    function _offer(bytes32 id) internal view returns (Word storage word) {
        return _offers[id];
    }

    /// @dev Books one sale: at once to the seller's credit, or held while it can be given back.
    function _bookSale(Word storage word, uint256 state, bytes32 id, Terms calldata terms) internal {
        uint256 credit = RawTerms.price(terms);
        uint32 refundWindow = RawTerms.refundWindow(terms);
        if (refundWindow != 0 && credit != 0) credit = _hold(id, credit, refundWindow);
        word.bits = state.withSale(credit);
    }

    /// @return released money of closed windows
    function _hold(bytes32 id, uint256 price, uint32 refundWindow) private returns (uint256 released) {
        Held memory held;
        (held, released) = _rolledHeld(id, refundWindow);
        held.current += uint96(price);
        _held[id] = held.pack();
    }

    /// @dev Takes all of the seller's credit.
    /// @return amount what it was
    /// @return state of the offer without it
    function _takeCredit(bytes32 id, uint32 refundWindow) internal returns (uint256 amount, uint256 state) {
        Word storage word = _offers[id];
        state = word.bits;
        amount = state.creditOf();
        state = state.withoutCredit(amount);
        if (refundWindow != 0) {
            (Held memory held, uint256 released) = _rolledHeld(id, refundWindow);
            _held[id] = held.pack();
            amount += released;
        }
        word.bits = state;
    }

    /// @dev Undoes a sale: its place is free again. Takes `amount` from the purchase's bucket or, where that has been
    /// credited, from the seller's credit, as far as it goes.
    /// @return taken what there was of `amount`
    function _undoSale(
        bytes32 id,
        uint32 refundWindow,
        uint40 boughtAt,
        uint256 amount
    ) internal returns (uint256 taken) {
        Word storage word = _offers[id];
        uint256 state = word.bits.withoutSale();
        if (amount != 0) {
            uint256 released = 0;
            if (refundWindow != 0) (taken, released) = _takeHeld(id, refundWindow, boughtAt, amount);
            uint256 credit = state.creditOf() + released;
            uint256 rest = amount - taken;
            if (rest > credit) rest = credit;
            taken += rest;
            state = state.withCredit(released).withoutCredit(rest);
        }
        word.bits = state;
    }

    /// @return taken `amount`, or zero when the purchase's bucket has been credited
    /// @return released money of closed windows
    function _takeHeld(
        bytes32 id,
        uint32 refundWindow,
        uint40 boughtAt,
        uint256 amount
    ) private returns (uint256 taken, uint256 released) {
        Held memory held;
        (held, released) = _rolledHeld(id, refundWindow);
        uint40 epoch = Till.epochOf(boughtAt, refundWindow);
        if (held.holds(epoch)) {
            held.take(epoch, amount);
            taken = amount;
        }
        _held[id] = held.pack();
    }

    function _addCredit(address account, address token, uint256 amount) internal {
        _credits[account][token] += amount;
    }

    function _spendCredit(address account, address token, uint256 price) internal {
        mapping(address token => uint256 amount) storage credits = _credits[account];
        uint256 balance = credits[token];
        require(balance >= price, Access_BalanceTooLow(account, token, balance, price));
        credits[token] = balance - price;
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
