// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Deals} from "./Deals.sol";
import {Discount} from "./Discount.sol";
import {Holdback} from "./Holdback.sol";
import {IEvidence} from "./IEvidence.sol";
import {IHoldback} from "./IHoldback.sol";
import {ILots} from "./ILots.sol";
import {IQuotes} from "./IQuotes.sol";
import {IReceivables} from "./IReceivables.sol";
import {Invoices} from "./Invoices.sol";
import {Links} from "./Links.sol";
import {QuotesLedger} from "./QuotesLedger.sol";

/// @title Quotes
/// @notice The specification is `IQuotes`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Quotes is QuotesLedger, Relayed, ReentrancyGuardTransient {
    /// @dev What is sold, and for what.
    /// @param lot that it is cut off, or the whole
    /// @param isAsked by an ask, for the lot as `version` says; else by a bid, as it is
    /// @param part zero: the whole lot
    struct Sale {
        uint256 lot;
        bytes32 inner;
        bool isAsked;
        bytes32 version;
        address seller;
        address buyer;
        address holder;
        uint40 part;
        IReceivables.Status status;
        uint40 dueAt;
        uint96 open;
        uint96 paid;
        uint96 price;
        ILots.Kind kind;
    }

    IReceivables public immutable receivables;
    IEvidence public immutable evidence;
    /// @notice What the holdbacks of advances are clones of.
    address public immutable holdback;

    constructor(
        address relay,
        IReceivables receivables_,
        IEvidence evidence_
    ) QuotesLedger(receivables_.lots()) Relayed(relay) {
        (receivables, evidence) = (receivables_, evidence_);
        holdback = address(new Holdback(relay, receivables_));
    }

    // ------------------------------------------------------------------------------------------------- acts: trades

    /// @inheritdoc IQuotes
    function buy(
        Ask calldata ask,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        Bounds calldata bounds
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = askHash(ask);
        _requireLive(hash, ask.seller, ask.deadline, signature);
        address buyer = _msgSender();
        require(ask.buyer == address(0) || ask.buyer == buyer, Quotes_NotBuyer(ask.buyer, buyer));
        Sale memory sale = _saleOf(terms, inner, ask.units);
        require(sale.lot == ask.lot, Quotes_OtherLot(sale.lot, ask.lot));
        (sale.seller, sale.buyer, sale.holder, sale.kind) = (ask.seller, buyer, buyer, ask.kind);
        price = ask.price;
        if (price == 0) price = _discounted(ask.pricing, sale);
        else _requireStatus(sale, _isOpen(sale.status) || _isLate(sale.status));
        sale.price = price;
        _requireWithin(sale, bounds);
        (sale.isAsked, sale.version) = (true, ask.version);
        _trade(sale, terms, hash);
    }

    /// @inheritdoc IQuotes
    function sell(
        Bid calldata bid,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units,
        uint96 minPrice
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = bidHash(bid);
        Offer memory offer = _requireLive(hash, bid.buyer, bid.deadline, signature);
        Sale memory sale = _saleOf(terms, inner, units);
        (sale.seller, sale.buyer, sale.holder, sale.kind) = (_msgSender(), bid.buyer, bid.buyer, bid.kind);
        _requireNamed(bid, hash);
        _requireFit(bid, terms, sale);
        _fill(hash, offer, sale.open + sale.paid, bid.limit);
        bool isWhole = bid.advanceBps == Discount.BPS;
        price = isWhole ? _discounted(bid.pricing, sale) : _advanced(bid, terms, sale);
        require(price >= minPrice, Quotes_TooCheap(price, minPrice));
        sale.price = price;
        if (isWhole) _trade(sale, terms, hash);
        else _hold(bid, terms, sale, hash);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IQuotes
    function priceOf(
        Pricing calldata pricing,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units
    ) external view returns (uint96 price, uint96 worth) {
        Sale memory sale = _saleOf(terms, inner, units);
        return (_discounted(pricing, sale), sale.open + sale.paid);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev What the units are now; what is theirs of the lot is rounded down.
    function _saleOf(
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units
    ) private view returns (Sale memory sale) {
        uint40 whole;
        (sale.lot, whole, sale.status, sale.dueAt, sale.open, sale.paid) = _claimOf(terms, inner);
        sale.inner = inner;
        if (units == 0 || units == whole) return sale;
        require(units < whole, Quotes_BadUnits(sale.lot, units, whole));
        sale.part = units;
        sale.open = uint96((uint256(sale.open) * units) / whole);
        sale.paid = uint96((uint256(sale.paid) * units) / whole);
    }

    /// @dev `receivables.claimOf(terms, inner)`, without the holder. Assembly, because Solidity would copy the terms field by
    /// field. The answer is our own contract's, which encodes each word as its type.
    function _claimOf(
        IReceivables.Terms calldata terms,
        bytes32 inner
    )
        private
        view
        returns (uint256 lot, uint40 units, IReceivables.Status status, uint40 dueAt, uint96 open, uint96 paid)
    {
        address asked = address(receivables);
        bytes4 selector = IReceivables.claimOf.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, selector)
            calldatacopy(add(free, 0x04), terms, 0x1a0)
            mstore(add(free, 0x1a4), inner)
            if iszero(staticcall(gas(), asked, free, 0x1c4, free, 0xe0)) {
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
            if lt(returndatasize(), 0xe0) {
                revert(0x00, 0x00)
            }
            lot := mload(free)
            units := mload(add(free, 0x40))
            status := mload(add(free, 0x60))
            dueAt := mload(add(free, 0x80))
            open := mload(add(free, 0xa0))
            paid := mload(add(free, 0xc0))
        }
    }

    function _requireFit(Bid calldata bid, IReceivables.Terms calldata terms, Sale memory sale) private view {
        require(terms.token == bid.token, Quotes_OtherToken(terms.token, bid.token));
        bool isDebtors = bid.debtor == address(0) || bid.debtor == terms.debtor;
        require(isDebtors, Quotes_OtherDebtor(terms.debtor, bid.debtor));
        bool isSellers = bid.seller == address(0) || bid.seller == sale.seller;
        require(isSellers, Quotes_NotSeller(bid.seller, sale.seller));
        require(bid.lot == 0 || bid.lot == sale.lot, Quotes_OtherLot(sale.lot, bid.lot));
        _requireStatus(sale, _isOpen(sale.status));
        uint256 daysLeft = Discount.daysUntil(sale.dueAt);
        require(daysLeft <= bid.maxDays, Quotes_TooLong(daysLeft, bid.maxDays));
        if (bid.evidence != 0) {
            uint256 id = _idOf(terms);
            uint8 streams = evidence.streamsOf(id);
            require(streams & bid.evidence == bid.evidence, Quotes_EvidenceMissing(id, streams, bid.evidence));
        }
    }

    function _requireWithin(Sale memory sale, Bounds calldata bounds) private pure {
        require(sale.price <= bounds.maxPrice, Quotes_TooDear(sale.price, bounds.maxPrice));
        uint96 worth = sale.open + sale.paid;
        require(worth >= bounds.minWorth, Quotes_WorthLess(worth, bounds.minWorth));
        require(sale.dueAt <= bounds.latestDue, Quotes_DueLater(sale.dueAt, bounds.latestDue));
    }

    /// @dev Before it is overdue: after that no discount says what a claim is worth.
    function _discounted(Pricing calldata pricing, Sale memory sale) private view returns (uint96 price) {
        _requireStatus(sale, _isOpen(sale.status));
        (uint256 daysLeft, uint16 rateBps, uint16 feeBps) = (
            Discount.daysUntil(sale.dueAt),
            pricing.rateBps,
            pricing.feeBps
        );
        require(Discount.isSound(daysLeft, rateBps, feeBps), Quotes_BadPricing(daysLeft, rateBps, feeBps));
        price = uint96(Discount.netOf(sale.open, daysLeft, rateBps, feeBps)) + sale.paid;
        require(price != 0, Quotes_NoPrice(sale.lot));
    }

    function _advanced(
        Bid calldata bid,
        IReceivables.Terms calldata terms,
        Sale memory sale
    ) private pure returns (uint96 advance) {
        bool isPart = bid.advanceBps < Discount.BPS && bid.buyer != terms.debtor;
        require(isPart, Quotes_BadAdvance(bid.advanceBps));
        Pricing calldata pricing = bid.pricing;
        bool isSound = Discount.isSound(0, pricing.rateBps, pricing.feeBps);
        require(isSound, Quotes_BadPricing(0, pricing.rateBps, pricing.feeBps));
        advance = uint96((uint256(sale.open + sale.paid) * bid.advanceBps) / Discount.BPS);
        require(advance != 0, Quotes_NoPrice(sale.lot));
    }

    /// @dev The lot goes to a contract of its own.
    function _hold(Bid calldata bid, IReceivables.Terms calldata terms, Sale memory sale, bytes32 hash) private {
        Pricing calldata pricing = bid.pricing;
        uint96 fee = uint96(Discount.feeOf(sale.open + sale.paid, pricing.feeBps));
        IHoldback.Deal memory deal = IHoldback.Deal({
            financier: sale.buyer,
            seller: sale.seller,
            advance: sale.price,
            fee: fee,
            rateBps: pricing.rateBps,
            startDay: uint24(Discount.dayOf(block.timestamp)),
            terms: bytes27(Invoices.hashOf(terms))
        });
        sale.holder = Clones.cloneWithImmutableArgs(holdback, Deals.pack(deal));
        uint256 lot = _trade(sale, terms, hash);
        emit Advanced(lot, sale.holder, sale.buyer, sale.seller, sale.price, fee, pricing.rateBps);
    }

    /// @dev Claim and money, or neither. `Lots` refuses who does not hold the lot, or has not let this contract act for him.
    function _trade(Sale memory sale, IReceivables.Terms calldata terms, bytes32 hash) private returns (uint256 lot) {
        bool isDebtors = sale.buyer == terms.debtor;
        require(!isDebtors || sale.kind == ILots.Kind.WithoutRecourse, Quotes_BadKind(sale.kind));
        uint256 id = _idOf(terms);
        lot = sale.lot;
        if (sale.part != 0) lot = _cut(sale, id);
        else if (!sale.isAsked) lots.endorseFrom(sale.seller, lot, sale.holder, sale.kind);
        else _requireSame(sale, lots.endorseIf(sale.seller, lot, sale.version, sale.holder, sale.kind));
        emit Sold(lot, id, sale.seller, sale.buyer, sale.holder, sale.price, sale.open, sale.paid, sale.kind, hash);
        Money.move(terms.token, sale.buyer, sale.seller, sale.price);
    }

    function _cut(Sale memory sale, uint256 id) private returns (uint256 lot) {
        if (sale.isAsked) _requireSame(sale, lots.versionOf(sale.lot) == sale.version);
        ILots.Part[] memory parts = new ILots.Part[](1);
        parts[0] = ILots.Part(sale.holder, sale.part, sale.kind);
        return lots.divideFrom(sale.seller, Links.rootId(address(receivables), id), sale.inner, parts)[0];
    }

    /// @dev As `receivables.receivableId`, without asking.
    function _idOf(IReceivables.Terms calldata terms) private view returns (uint256) {
        return Invoices.idOf(address(receivables), terms.debtor, terms.creditor, terms.number);
    }

    function _requireSame(Sale memory sale, bool isSame) private view {
        bytes32 version = isSame ? sale.version : lots.versionOf(sale.lot);
        require(isSame, Quotes_Changed(sale.lot, version));
    }

    function _requireStatus(Sale memory sale, bool isRight) private pure {
        require(isRight, Quotes_WrongStatus(sale.lot, sale.status));
    }

    function _isOpen(IReceivables.Status status) private pure returns (bool) {
        return status == IReceivables.Status.Confirmed || status == IReceivables.Status.PartPaid;
    }

    function _isLate(IReceivables.Status status) private pure returns (bool) {
        return status == IReceivables.Status.Overdue || status == IReceivables.Status.Defaulted;
    }

    function _msgSender() internal view override(QuotesLedger, Relayed) returns (address) {
        return Relayed._msgSender();
    }
}
