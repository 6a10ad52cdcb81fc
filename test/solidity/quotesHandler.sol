// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHoldback} from "../../contracts/instruments/IHoldback.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IQuotes} from "../../contracts/instruments/IQuotes.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {Quotes} from "../../contracts/instruments/Quotes.sol";
import {InstrumentsHandler} from "./instrumentsHandler.sol";

/// @notice The same holders buy lots of each other, whole or in part, at once or against an advance.
abstract contract QuotesHandler is InstrumentsHandler {
    struct Held {
        IHoldback holdback;
        address financier;
        address seller;
        uint256 claim;
        bytes32 inner;
    }

    Quotes public immutable quotes;
    Held[] internal _held;
    mapping(address holdback => uint256 number) private _numbers;
    mapping(address holdback => IReceivables.Terms) private _termsOf;
    /// @dev Up to there a nonce is one byte.
    uint256 private constant MOST = 100;
    uint256 private _salt;

    constructor() {
        quotes = _newQuotes(receivables);
        for (uint256 i = 0; i < _holders.length; ++i) {
            vm.prank(_holders[i]);
            token.approve(address(quotes), type(uint256).max);
            vm.prank(_holders[i]);
            lots.setOperator(address(quotes), true);
        }
    }

    // --------------------------------------------------------------------------------------------------------- acts

    function sell(uint256 which, uint256 to, uint256 units, bool isAdvance) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        address buyer = _holders[to % _holders.length];
        if (lot.holder == address(0) || lot.holder == buyer || _numbers[lot.holder] != 0) return;
        isAdvance = isAdvance && _held.length < MOST;
        units = _parts.length > 7 ? 0 : bound(units, 0, lot.units - 1);
        ILots.Link memory link;
        (link.from, link.to) = (lot.holder, isAdvance ? _nextHoldback() : buyer);
        (link.kind, link.time) = (ILots.Kind.WithRecourse, uint40(block.timestamp));
        if (units != 0) (link.units, link.start) = (uint40(units), lot.start + lot.units - uint40(units));
        bytes32 roll = lots.rollOf(part.id);
        if (!_buy(part, buyer, link, isAdvance)) return;
        bytes32 inner = units == 0 ? part.inner : _innerOf(roll, link);
        if (units == 0) _links[part.id].push(link);
        else _addPart(part, inner, link);
        uint256 id = lots.partId(lots.rootId(address(receivables), _ids[part.claim]), roll, link);
        if (lots.lotOf(units == 0 ? part.id : id).holder != link.to) _differs("the holder of what was sold");
        if (!isAdvance) return;
        _held.push(Held(IHoldback(link.to), buyer, link.from, part.claim, inner));
        _numbers[link.to] = _held.length;
        _termsOf[link.to] = _terms[part.claim];
    }

    function settle(uint256 which) external {
        if (_held.length == 0) return;
        Held memory held = _held[which % _held.length];
        uint40 units = _unitsOf(held);
        (uint96 principal, uint128 charges) = held.holdback.due();
        uint256 owed = uint256(principal) + charges;
        uint256 here = token.balanceOf(address(receivables));
        (uint256 financiers, uint256 sellers) = (token.balanceOf(held.financier), token.balanceOf(held.seller));
        try held.holdback.settle(_termsOf[address(held.holdback)], held.inner) returns (
            uint256 toFinancier,
            uint256 toSeller
        ) {
            sentOut += here - token.balanceOf(address(receivables));
            if (token.balanceOf(address(held.holdback)) != 0) _differs("money left in a holdback");
            if (toFinancier > owed || (toSeller != 0 && toFinancier != owed)) _differs("shares of a holdback");
            bool arePaid =
                token.balanceOf(held.financier) == financiers + toFinancier &&
                    token.balanceOf(held.seller) == sellers + toSeller;
            if (!arePaid) _differs("money of a holdback");
            _noteCollected(held, units);
        } catch {
            if (token.balanceOf(address(held.holdback)) != 0) _differs("a refused settlement");
        }
    }

    // ----------------------------------------------------------------------------------------------------- internal

    /// @dev A holdback signs what both its parties signed.
    function _signFor(address holder, bytes32 body) internal view override returns (bytes memory) {
        uint256 number = _numbers[holder];
        if (number == 0) return super._signFor(holder, body);
        Held memory held = _held[number - 1];
        return abi.encode(super._signFor(held.financier, body), super._signFor(held.seller, body));
    }

    function _bid(address buyer, bool isAdvance) private returns (IQuotes.Bid memory bid) {
        (bid.buyer, bid.token, bid.debtor) = (buyer, address(token), debtor);
        (bid.limit, bid.maxDays, bid.deadline) = (type(uint96).max, 1_000, type(uint40).max);
        bid.pricing = IQuotes.Pricing(720, 25);
        bid.kind = ILots.Kind.WithRecourse;
        bid.advanceBps = isAdvance ? 8_000 : 10_000;
        bid.salt = bytes32(++_salt);
    }

    /// @return expected the price, zero if it must be refused
    function _expected(Part memory part, uint256 units, bool isAdvance) private view returns (uint256 expected) {
        IQuotes.Pricing memory pricing = isAdvance ? IQuotes.Pricing(0, 0) : IQuotes.Pricing(720, 25);
        try quotes.priceOf(pricing, _terms[part.claim], part.inner, uint40(units)) returns (uint96 price, uint96) {
            return isAdvance ? (uint256(price) * 8_000) / 10_000 : price;
        } catch {
            return 0;
        }
    }

    function _buy(
        Part memory part,
        address buyer,
        ILots.Link memory link,
        bool isAdvance
    ) private returns (bool isSold) {
        IQuotes.Bid memory bid = _bid(buyer, isAdvance);
        vm.prank(buyer);
        quotes.postBid(bid);
        uint256 expected = _expected(part, link.units, isAdvance);
        (uint256 sellers, uint256 buyers) = (token.balanceOf(link.from), token.balanceOf(buyer));
        vm.prank(link.from);
        try quotes.sell(bid, "", _terms[part.claim], part.inner, link.units, 0) returns (uint96 price) {
            if (price != expected || price == 0) _differs("the price of a sale");
            bool isPaid = token.balanceOf(link.from) == sellers + price && token.balanceOf(buyer) == buyers - price;
            if (!isPaid) _differs("the money of a sale");
            return true;
        } catch {
            if (expected != 0) _differs("a refused sale");
        }
    }

    /// @dev Where the next contract of `quotes` will be: its first was the pattern.
    function _nextHoldback() private view returns (address) {
        bytes memory list = abi.encodePacked(hex"d694", address(quotes), uint8(2 + _held.length));
        return address(uint160(uint256(keccak256(list))));
    }

    function _unitsOf(Held memory held) private view returns (uint40) {
        (, address holder, uint40 units, IReceivables.Status status, , , ) = receivables.claimOf(
            _termsOf[address(held.holdback)],
            held.inner
        );
        bool isOver = status == IReceivables.Status.Paid && holder == address(held.holdback);
        return isOver ? units : 0;
    }

    /// @dev Of a paid claim the lot is no more. A claim that was renewed since had none left.
    function _noteCollected(Held memory held, uint40 units) private {
        _collectedUnits[held.claim] += units;
    }
}
