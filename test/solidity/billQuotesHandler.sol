// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "../../contracts/instruments/ILots.sol";
import {IQuotes} from "../../contracts/instruments/IQuotes.sol";
import {AcceptedBillsHandler} from "./acceptedBillsHandler.sol";

/// @notice The same holders discount bills to each other, whole or in part: by asks, and into bids with a limit.
abstract contract BillQuotesHandler is AcceptedBillsHandler {
    uint256 internal constant BPS = 10_000;
    uint256 internal constant BPS_DAYS = BPS * 360;
    /// @dev About three of the largest bills.
    uint96 internal constant LIMIT = 400_000_000;

    /// @dev Of a buyer's bid: each time its limit is used up, another.
    mapping(address buyer => uint256 salt) private _salts;
    mapping(bytes32 bid => uint256 worth) private _filled;
    /// @dev Before a sale.
    mapping(address account => uint256 balance) private _before;

    struct Trade {
        Part part;
        ILots.Lot lot;
        ILots.Link link;
        bytes32 roll;
        uint256 open;
        uint256 paid;
        uint256 price;
    }

    // --------------------------------------------------------------------------------------------------------- acts

    function sell(uint256 which, uint256 to, uint256 units) external {
        (Trade memory trade, bool mayDo) = _tradeOf(which, to, units);
        if (!_isPerson(trade.lot.holder)) return;
        IQuotes.Bid memory bid;
        (bid.buyer, bid.token, bid.debtor, bid.kind) = (trade.link.to, address(token), DRAWEE, trade.link.kind);
        (bid.limit, bid.maxDays, bid.deadline, bid.advanceBps) = (LIMIT, 1_000, EVER, uint16(BPS));
        (bid.pricing, bid.salt) = (IQuotes.Pricing(720, 25), bytes32(_salts[bid.buyer]));
        trade.price = _discounted(trade, bid.pricing);
        vm.prank(bid.buyer);
        bytes32 hash = quotes.postBid(bid);
        bool isWithin = _filled[hash] + trade.open + trade.paid <= LIMIT;
        mayDo = mayDo && trade.price != 0 && isWithin;
        if (!isWithin) ++_salts[bid.buyer];
        _note(trade);
        vm.prank(trade.lot.holder);
        try quotes.sell(bid, "", _faces[trade.part.bill], trade.part.inner, trade.link.units, 0) returns (
            uint96 price
        ) {
            if (!mayDo) _differs("a sale into a bid");
            _filled[hash] += trade.open + trade.paid;
            _noteSold(trade, price);
        } catch {
            if (mayDo) _differs("a refused sale into a bid");
        }
        if (quotes.filledOf(hash) != _filled[hash] || _filled[hash] > LIMIT) _differs("what a bid has taken");
    }

    /// @param named zero: by a discount; else the price, and then it may be late
    function buy(uint256 which, uint256 to, uint256 units, uint96 named) external {
        (Trade memory trade, bool mayDo) = _tradeOf(which, to, units);
        if (!_isPerson(trade.lot.holder)) return;
        IQuotes.Ask memory ask;
        (ask.seller, ask.lot, ask.version) = (trade.lot.holder, trade.part.id, lots.versionOf(trade.part.id));
        (ask.units, ask.price, ask.pricing) = (trade.link.units, named % 1_000, IQuotes.Pricing(360, 10));
        (ask.kind, ask.deadline) = (trade.link.kind, EVER);
        trade.price = ask.price;
        if (ask.price == 0) {
            trade.price = _discounted(trade, ask.pricing);
            mayDo = mayDo && trade.price != 0;
        } else {
            mayDo = trade.open != 0 && trade.lot.state == MOVABLE && _mayPay(trade);
        }
        vm.prank(ask.seller);
        quotes.postAsk(ask);
        IQuotes.Bounds memory bounds = IQuotes.Bounds(type(uint96).max, uint96(trade.open + trade.paid), EVER);
        _note(trade);
        vm.prank(trade.link.to);
        try quotes.buy(ask, "", _faces[trade.part.bill], trade.part.inner, bounds) returns (uint96 price) {
            if (!mayDo) _differs("a sale by an ask");
            _noteSold(trade, price);
        } catch {
            if (mayDo) _differs("a refused sale by an ask");
        }
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @return trade of some units, or of the whole lot
    /// @return mayDo whether an open bill is sold by one who may
    function _tradeOf(uint256 which, uint256 to, uint256 units) private view returns (Trade memory trade, bool mayDo) {
        trade.part = _part(which);
        ILots.Lot memory lot = trade.lot = lots.lotOf(trade.part.id);
        if (!_isPerson(lot.holder)) return (trade, false);
        units = _parts.length > 9 ? 0 : bound(units, 0, lot.units - 1);
        (trade.link.from, trade.link.to) = (lot.holder, _holders[to % HOLDERS]);
        if (trade.link.to == lot.holder) trade.link.to = _holders[(to + 1) % HOLDERS];
        (trade.link.kind, trade.link.time) = (ILots.Kind(1 + (units % 2)), uint40(block.timestamp));
        (trade.open, trade.paid) = _worthOf(trade.part);
        if (units != 0) {
            (trade.link.units, trade.link.start) = (uint40(units), lot.start + lot.units - uint40(units));
            (trade.open, trade.paid) = ((trade.open * units) / lot.units, (trade.paid * units) / lot.units);
        }
        mayDo = trade.open != 0 && lot.state == MOVABLE && _isYoung(trade.part.bill) && _mayPay(trade);
    }

    function _mayPay(Trade memory trade) private view returns (bool) {
        return !_isBlocked[trade.link.from] && !_isBlocked[trade.link.to];
    }

    /// @dev Bank discount: rounded up, as the fee on what is left.
    function _discounted(Trade memory trade, IQuotes.Pricing memory pricing) private view returns (uint256 price) {
        (uint256 today, uint256 due) = (block.timestamp / 1 days, _faces[trade.part.bill].term);
        uint256 days_ = due > today ? due - today : 0;
        price = trade.open - _up(trade.open * pricing.rateBps * days_, BPS_DAYS);
        price = price - _up(price * pricing.feeBps, BPS) + trade.paid;
    }

    function _up(uint256 dividend, uint256 divisor) internal pure returns (uint256 quotient) {
        quotient = dividend / divisor;
        if (quotient * divisor < dividend) ++quotient;
    }

    function _note(Trade memory trade) private {
        trade.roll = lots.rollOf(trade.part.id);
        _before[trade.link.from] = token.balanceOf(trade.link.from);
        _before[trade.link.to] = token.balanceOf(trade.link.to);
    }

    function _noteSold(Trade memory trade, uint96 price) private {
        (address from, address to) = (trade.link.from, trade.link.to);
        if (price != trade.price || price > MONEY) _differs("the price of a sale");
        bool isPaid = token.balanceOf(from) == _before[from] + price && token.balanceOf(to) + price == _before[to];
        if (!isPaid) _differs("the money of a sale");
        uint256 id = trade.part.id;
        if (trade.link.units == 0) {
            _follow(lots, id, trade.roll, from);
        } else {
            uint256 root = lots.rootId(address(bills), _ids[trade.part.bill]);
            bytes32 inner = _innerOf(trade.roll, trade.link);
            id = _idOf(root, inner);
            _parts.push(Part(trade.part.bill, inner, id));
            _inherit(trade.part.id, id, trade.link);
        }
        if (lots.lotOf(id).holder != to) _differs("the holder of what was sold");
    }
}
