// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Deals} from "./Deals.sol";
import {Discount} from "./Discount.sol";
import {Holdback} from "./Holdback.sol";
import {IEvidence} from "./IEvidence.sol";
import {IReceivableQuotes} from "./IReceivableQuotes.sol";
import {IReceivables} from "./IReceivables.sol";
import {Invoices} from "./Invoices.sol";
import {ISharing} from "./ISharing.sol";
import {QuotesTrades} from "./QuotesTrades.sol";

/// @title Quotes
/// @notice The specification is `IReceivableQuotes`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Quotes is IReceivableQuotes, QuotesTrades {
    IReceivables public immutable receivables;
    IEvidence public immutable evidence;
    /// @notice What the holdbacks of advances are clones of.
    address public immutable holdback;

    constructor(
        address relay,
        IReceivables receivables_,
        IEvidence evidence_
    ) QuotesTrades(relay, address(receivables_), receivables_.lots()) {
        (receivables, evidence) = (receivables_, evidence_);
        holdback = address(new Holdback(relay, receivables_));
    }

    // ------------------------------------------------------------------------------------------------- acts: trades

    /// @inheritdoc IReceivableQuotes
    function buy(
        Ask calldata ask,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        Bounds calldata bounds
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = _requireTakeable(ask, signature);
        Sale memory sale = _saleOf(terms, inner, ask.units);
        price = _asked(ask, sale, bounds);
        _trade(sale, _idOf(terms), terms.token, terms.debtor, hash);
    }

    /// @inheritdoc IReceivableQuotes
    function sell(
        Bid calldata bid,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units,
        uint96 minPrice
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = bidHash(bid);
        Standing memory offer = _requireLive(hash, bid.buyer, bid.deadline, signature);
        Sale memory sale = _saleOf(terms, inner, units);
        _offered(bid, hash, terms.token, terms.debtor, sale);
        _requireEvidence(bid, terms);
        _fill(hash, offer, sale.open + sale.paid, bid.limit);
        bool isWhole = bid.advanceBps == Discount.BPS;
        price = isWhole ? _discounted(bid.pricing, sale) : _advanced(bid, terms, sale);
        require(price >= minPrice, Quotes_TooCheap(price, minPrice));
        sale.price = price;
        if (isWhole) _trade(sale, _idOf(terms), terms.token, terms.debtor, hash);
        else _hold(bid, terms, sale, hash);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IReceivableQuotes
    function priceOf(
        Pricing calldata pricing,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units
    ) external view returns (uint96 price, uint96 worth) {
        Sale memory sale = _saleOf(terms, inner, units);
        return (_discounted(pricing, sale), sale.open + sale.paid);
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _requireStatus(Sale memory sale, bool isRight) internal pure override {
        require(isRight, Quotes_WrongStatus(sale.lot, IReceivables.Status(sale.status)));
    }

    function _isOpen(Sale memory sale) internal pure override returns (bool) {
        uint8 status = sale.status;
        return status == uint8(IReceivables.Status.Confirmed) || status == uint8(IReceivables.Status.PartPaid);
    }

    function _isLate(Sale memory sale) internal pure override returns (bool) {
        uint8 status = sale.status;
        return status == uint8(IReceivables.Status.Overdue) || status == uint8(IReceivables.Status.Defaulted);
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
        _cutTo(sale, units, whole);
    }

    /// @dev `receivables.claimOf(terms, inner)`, without the holder. Assembly, because Solidity would copy the terms field by
    /// field. The answer is our own contract's, which encodes each word as its type.
    function _claimOf(
        IReceivables.Terms calldata terms,
        bytes32 inner
    ) private view returns (uint256 lot, uint40 units, uint8 status, uint40 dueAt, uint96 open, uint96 paid) {
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

    function _requireEvidence(Bid calldata bid, IReceivables.Terms calldata terms) private view {
        if (bid.evidence == 0) return;
        uint256 id = _idOf(terms);
        uint8 streams = evidence.streamsOf(id);
        require(streams & bid.evidence == bid.evidence, Quotes_EvidenceMissing(id, streams, bid.evidence));
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
        ISharing.Deal memory deal = ISharing.Deal({
            financier: sale.buyer,
            seller: sale.seller,
            advance: sale.price,
            fee: fee,
            rateBps: pricing.rateBps,
            startDay: uint24(Discount.dayOf(block.timestamp)),
            terms: bytes27(Invoices.hashOf(terms))
        });
        sale.holder = Clones.cloneWithImmutableArgs(holdback, Deals.pack(deal));
        uint256 lot = _trade(sale, _idOf(terms), terms.token, terms.debtor, hash);
        emit Advanced(lot, sale.holder, sale.buyer, sale.seller, sale.price, fee, pricing.rateBps);
    }

    /// @dev As `receivables.receivableId`, without asking.
    function _idOf(IReceivables.Terms calldata terms) private view returns (uint256) {
        return Invoices.idOf(address(receivables), terms.debtor, terms.creditor, terms.number);
    }
}
