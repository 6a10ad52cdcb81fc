// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deals} from "../../contracts/instruments/Deals.sol";
import {Discount} from "../../contracts/instruments/Discount.sol";
import {ISharing} from "../../contracts/instruments/ISharing.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IOffers} from "../../contracts/instruments/IOffers.sol";
import {IQuotes} from "../../contracts/instruments/IQuotes.sol";
import {IReceivableQuotes} from "../../contracts/instruments/IReceivableQuotes.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {assertEqual} from "./equal.sol";
import {QuotesWorld} from "./quotesWorld.sol";

contract InstrumentsQuotesTest is QuotesWorld {
    uint256 private constant FACE = 1_234_567_000;

    function test_QUO_05_isTheBankDiscountToTheBaseUnit(
        uint40 units,
        uint96 unit,
        uint256 wait,
        uint40 part,
        IQuotes.Pricing memory pricing
    ) public {
        units = uint40(bound(units, 1, type(uint40).max));
        unit = uint96(bound(unit, 1, (2 ** 94) / units));
        pricing.feeBps = uint16(bound(pricing.feeBps, 0, 10_001));
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(units, unit, 200 days);
        vm.warp(this.time() + bound(wait, 0, 200 days + 1));
        bytes memory refusal = _refusal(terms, root, part, pricing);
        uint256 open = uint256(part == 0 ? units : part) * unit;
        try _quotes.priceOf(pricing, terms, 0, part) returns (uint96 price, uint96 worth) {
            assertEqual(refusal.length, 0, "a price that must be refused");
            assertEqual(worth, open, "worth");
            assertEqual(price, _net(open, _daysLeft(terms), pricing.rateBps, pricing.feeBps), "price");
            require(price != 0 && price <= worth, "out of bounds");
        } catch (bytes memory reason) {
            // Which refusal, where none was expected, only the fee can tell: it took all.
            if (refusal.length == 0) refusal = abi.encodeWithSelector(IOffers.Quotes_NoPrice.selector, root);
            require(keccak256(reason) == keccak256(refusal), "refused for another reason");
            bool isNothing =
                bytes4(refusal) != IOffers.Quotes_NoPrice.selector ||
                    _net(open, _daysLeft(terms), pricing.rateBps, pricing.feeBps) == 0;
            require(isNothing, "no price where there is one");
        }
    }

    function test_QUO_04_fillsNoMoreThanItsLimitWhateverTheOrder(uint16[6] memory wanted, uint96 limit) public {
        limit = uint96(bound(limit, 1, 9_000));
        uint16[6] memory reversed;
        for (uint256 i = 0; i < 6; ++i) reversed[5 - i] = wanted[i];
        _fill(wanted, limit);
        _fill(reversed, limit);
    }

    function test_QUO_10_isWorthAsMuchInPartsToTheUnit(uint16[5] memory cuts, uint256 paid, uint256 wait) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 1_234_567, 60 days);
        vm.prank(DEBTOR);
        _receivables.pay(terms, uint96(bound(paid, 1, FACE - 1)));
        vm.warp(this.time() + bound(wait, 0, 50 days));
        (uint256 whole, uint256 all) = _quotes.priceOf(IQuotes.Pricing(500, 0), terms, 0, 0);
        (bytes32[] memory inners, uint256 worths) = _sellInParts(terms, root, cuts);
        // Each of six sales may lose less than one unit of each of three roundings.
        uint256 got = _token.balanceOf(_seller);
        require(got <= whole && whole - got < 18, "the price of all parts");
        require(worths <= all && all - worths < 12, "the worth of all parts");
        vm.prank(DEBTOR);
        _receivables.pay(terms, type(uint96).max);
        assertEqual(_collect(terms, inners), FACE, "collected");
        assertEqual(_token.balanceOf(address(_receivables)), 0, "left");
    }

    function test_QUO_03_isTakenOnce(uint40 part, bool isPosted) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 3, 60 days);
        IQuotes.Ask memory ask = _ask(root, uint40(bound(part, 0, 500)));
        bytes memory signature = isPosted ? bytes("") : _signed(ask, block.chainid, address(_quotes));
        vm.prank(_seller);
        if (isPosted) _quotes.postAsk(ask);
        else _lots.setOperator(address(_quotes), true);
        assertEqual(_buy(ask, signature, terms).length, 0, "refused");
        uint40 left = _lots.lotOf(root).units;
        bytes memory refusal = abi.encodeWithSelector(IQuotes.Quotes_Changed.selector, root, _lots.versionOf(root));
        require(keccak256(_buy(ask, signature, terms)) == keccak256(refusal), "taken twice");
        assertEqual(_lots.lotOf(root).units, left, "units");
        assertEqual(_token.balanceOf(_seller), 1, "paid");
    }

    function test_QUO_02_isOfItsChainAndContractAlone(uint64 chainId, address verifier) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 3, 60 days);
        IQuotes.Ask memory ask = _ask(root, 0);
        bytes memory refusal = abi.encodeWithSelector(IOffers.Quotes_NotSigned.selector, _seller, _quotes.askHash(ask));
        vm.assume(chainId != block.chainid && verifier != address(_quotes));
        bytes memory reason = _buy(ask, _signed(ask, chainId, address(_quotes)), terms);
        require(keccak256(reason) == keccak256(refusal), "another chain's");
        reason = _buy(ask, _signed(ask, block.chainid, verifier), terms);
        require(keccak256(reason) == keccak256(refusal), "another contract's");
        assertEqual(_buy(ask, _signed(ask, block.chainid, address(_quotes)), terms).length, 0, "its own");
    }

    function test_QUO_02_standsUntilItsDeadlineOrIsCancelled(
        uint256 wait,
        uint256 deadline,
        bool isPosted,
        bool isCancelled
    ) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 3, 60 days);
        IQuotes.Ask memory ask = _ask(root, 0);
        ask.deadline = uint40(this.time() + bound(deadline, 0, 3));
        bytes memory signature = isPosted ? bytes("") : _signed(ask, block.chainid, address(_quotes));
        bytes32 hash = _quotes.askHash(ask);
        vm.prank(_seller);
        if (isPosted) _quotes.postAsk(ask);
        else _lots.setOperator(address(_quotes), true);
        if (isCancelled) {
            vm.prank(_seller);
            _quotes.cancelAsk(ask);
        }
        vm.warp(this.time() + bound(wait, 0, 6));
        bytes memory refusal;
        if (isCancelled) refusal = abi.encodeWithSelector(IOffers.Quotes_Cancelled.selector, hash);
        if (this.time() > ask.deadline)
            refusal = abi.encodeWithSelector(IOffers.Quotes_Expired.selector, ask.deadline, this.time());
        require(keccak256(_buy(ask, signature, terms)) == keccak256(refusal), "an offer's end");
        require((_lots.lotOf(root).holder == _financier) == (refusal.length == 0), "holder");
    }

    function test_QUO_05_countsDaysOfTheCalendar(uint40 from, uint40 until) public {
        vm.warp(from);
        // Midnights that lie between, the last included.
        uint256 midnights = until <= from ? 0 : (until - (until % 86_400) - (from - (from % 86_400))) / 86_400;
        assertEqual(this.daysUntil(until), midnights, "days");
    }

    function daysUntil(uint256 dueAt) external view returns (uint256) {
        return Discount.daysUntil(dueAt);
    }

    function test_QUO_22_packsWhatWasAgreed(ISharing.Deal memory deal) public pure {
        ISharing.Deal memory back = Deals.unpack(Deals.pack(deal));
        require(keccak256(abi.encode(back)) == keccak256(abi.encode(deal)), "a deal");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _daysLeft(IReceivables.Terms memory terms) private view returns (uint256) {
        return terms.dueAt / 1 days - this.time() / 1 days;
    }

    /// @dev What a price must be refused for, a price of nothing aside.
    function _refusal(
        IReceivables.Terms memory terms,
        uint256 root,
        uint40 part,
        IQuotes.Pricing memory pricing
    ) private view returns (bytes memory) {
        if (part > terms.units)
            return abi.encodeWithSelector(IQuotes.Quotes_BadUnits.selector, root, part, terms.units);
        if (this.time() > terms.dueAt)
            return
                abi.encodeWithSelector(
                    IReceivableQuotes.Quotes_WrongStatus.selector,
                    root,
                    IReceivables.Status.Overdue
                );
        uint256 daysLeft = _daysLeft(terms);
        if (pricing.feeBps <= 10_000 && daysLeft * pricing.rateBps < BPS_DAYS) return "";
        return abi.encodeWithSelector(IQuotes.Quotes_BadPricing.selector, daysLeft, pricing.rateBps, pricing.feeBps);
    }

    /// @dev Sells part after part to a bid: each is taken if there is room for it.
    function _fill(uint16[6] memory wanted, uint96 limit) private {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 7, 60 days);
        IQuotes.Bid memory bid = _bid(720, 25, 10_000);
        bid.limit = limit;
        bytes32 hash = _post(bid);
        (uint256 filled, uint256 price, uint256 before) = (0, 0, _token.balanceOf(_financier));
        for (uint256 i = 0; i < 6; ++i) {
            uint40 left = _lots.lotOf(root).units;
            if (left == 1) break;
            uint40 units = uint40(bound(wanted[i], 1, left - 1));
            uint256 worth = uint256(units) * 7;
            if (_isTaken(bid, terms, units, filled + worth)) {
                (filled, price) = (filled + worth, price + _net(worth, _daysLeft(terms), 720, 25));
                require(filled <= limit, "beyond the limit");
            }
            assertEqual(_quotes.filledOf(hash), filled, "filled");
            assertEqual(uint256(_lots.lotOf(root).units) * 7, 7_000 - filled, "what the seller has");
        }
        assertEqual(before - _token.balanceOf(_financier), price, "what the buyer gave");
    }

    /// @dev The one reason why not is that the bid would be filled beyond its limit.
    function _isTaken(
        IQuotes.Bid memory bid,
        IReceivables.Terms memory terms,
        uint40 units,
        uint256 filled
    ) private returns (bool) {
        bytes32 hash = _quotes.bidHash(bid);
        vm.prank(_seller);
        try _quotes.sell(bid, "", terms, 0, units, 0) returns (uint96) {
            return true;
        } catch (bytes memory reason) {
            require(filled > bid.limit, "refused within the limit");
            bytes memory refusal = abi.encodeWithSelector(IOffers.Quotes_BeyondLimit.selector, hash, filled, bid.limit);
            require(keccak256(reason) == keccak256(refusal), "refused for another reason");
            return false;
        }
    }

    function _sellInParts(
        IReceivables.Terms memory terms,
        uint256 root,
        uint16[5] memory cuts
    ) private returns (bytes32[] memory inners, uint256 worths) {
        _post(_bid(500, 0, 10_000));
        inners = new bytes32[](6);
        for (uint256 i = 0; i < 6 && _lots.lotOf(root).holder == _seller; ++i) {
            uint40 left = _lots.lotOf(root).units;
            uint40 units = i == 5 || left == 1 ? 0 : uint40(bound(cuts[i], 1, left - 1));
            (, uint96 worth) = _quotes.priceOf(IQuotes.Pricing(0, 0), terms, 0, units);
            worths += worth;
            inners[i] = _sell(terms, root, units);
        }
    }

    /// @return inner of what was sold
    function _sell(IReceivables.Terms memory terms, uint256 root, uint40 units) private returns (bytes32 inner) {
        ILots.Lot memory lot = _lots.lotOf(root);
        if (units != 0) {
            bytes32 typehash = keccak256(
                "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)"
            );
            ILots.Link memory link;
            (link.from, link.to, link.kind) = (_seller, _financier, ILots.Kind.WithRecourse);
            (link.time, link.start, link.units) = (uint40(this.time()), lot.units - units, units);
            inner = keccak256(abi.encode(typehash, root, link));
        }
        IQuotes.Bid memory bid = _bid(500, 0, 10_000);
        vm.prank(_seller);
        _quotes.sell(bid, "", terms, 0, units, 0);
    }

    /// @return amount that the financier gets for all lots that he has
    function _collect(IReceivables.Terms memory terms, bytes32[] memory inners) private returns (uint256 amount) {
        for (uint256 i = 0; i < inners.length; ++i) {
            (, address holder, , , , , ) = _receivables.claimOf(terms, inners[i]);
            if (holder != _financier) continue;
            vm.prank(_financier);
            amount += _receivables.collect(terms, inners[i], _financier);
        }
    }
}
