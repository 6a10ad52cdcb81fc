// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {NOT_TO_ORDER} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {BillClaims} from "./BillClaims.sol";
import {Discount} from "./Discount.sol";
import {IBillQuotes} from "./IBillQuotes.sol";
import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";
import {QuotesTrades} from "./QuotesTrades.sol";

/// @title BillQuotes
/// @notice The specification is `IBillQuotes`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract BillQuotes is IBillQuotes, QuotesTrades {
    /// @inheritdoc IBillQuotes
    IBills public immutable bills;

    /// @param relay trusted ERC-2771 forwarder
    constructor(address relay, IBills bills_) QuotesTrades(relay, address(bills_), bills_.lots()) {
        bills = bills_;
    }

    // ------------------------------------------------------------------------------------------------- acts: trades

    /// @inheritdoc IBillQuotes
    function buy(
        Ask calldata ask,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        Bounds calldata bounds
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = _requireTakeable(ask, signature);
        (Sale memory sale, uint256 id) = _saleOf(face, inner, ask.units);
        price = _asked(ask, sale, bounds);
        _requireBinding(face, id, ask.kind);
        _trade(sale, id, face.token, face.drawee, hash);
    }

    /// @inheritdoc IBillQuotes
    function sell(
        Bid calldata bid,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        uint40 units,
        uint96 minPrice
    ) external nonReentrant returns (uint96 price) {
        bytes32 hash = bidHash(bid);
        Standing memory offer = _requireLive(hash, bid.buyer, bid.deadline, signature);
        (Sale memory sale, uint256 id) = _saleOf(face, inner, units);
        _offered(bid, hash, face.token, face.drawee, sale);
        require(bid.evidence == 0, Quotes_EvidenceMissing(id, 0, bid.evidence));
        require(bid.advanceBps == Discount.BPS, Quotes_BadAdvance(bid.advanceBps));
        _requireBinding(face, id, bid.kind);
        _fill(hash, offer, sale.open + sale.paid, bid.limit);
        price = _discounted(bid.pricing, sale);
        require(price >= minPrice, Quotes_TooCheap(price, minPrice));
        sale.price = price;
        _trade(sale, id, face.token, face.drawee, hash);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBillQuotes
    function priceOf(
        Pricing calldata pricing,
        IBills.Face calldata face,
        bytes32 inner,
        uint40 units
    ) external view returns (uint96 price, uint96 worth) {
        (Sale memory sale, ) = _saleOf(face, inner, units);
        return (_discounted(pricing, sale), sale.open + sale.paid);
    }

    // ---------------------------------------------------------------------------------------------------- internal

    function _requireStatus(Sale memory sale, bool isRight) internal pure override {
        require(isRight, Quotes_WrongStatus(sale.lot, IBills.Status(sale.status)));
    }

    function _isOpen(Sale memory sale) internal view override returns (bool) {
        bool isRefused = BillStates.isRefused(IBills.Status(sale.status));
        return sale.open != 0 && !isRefused && block.timestamp <= sale.dueAt;
    }

    /// @dev If it is not open.
    function _isLate(Sale memory sale) internal pure override returns (bool) {
        return sale.open != 0;
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev What the units are now. Nothing is open on a bill that nobody accepted.
    function _saleOf(
        IBills.Face calldata face,
        bytes32 inner,
        uint40 units
    ) private view returns (Sale memory sale, uint256 id) {
        BillClaims.Claim memory claim = BillClaims.claimOf(bills, lots, face, inner);
        (id, sale.lot, sale.inner) = (claim.id, claim.lotId, inner);
        (sale.status, sale.dueAt) = (uint8(claim.status), claim.dueAt);
        (sale.open, sale.paid) = (claim.open, claim.paid);
        uint8 state = claim.lot.state;
        _requireStatus(sale, sale.open != 0);
        require(BillClaims.isMovable(claim), Quotes_NotFree(sale.lot, state));
        _cutTo(sale, units, claim.lot.units);
    }

    /// @dev Nobody is bound by his endorsement of a bill that is not to order.
    function _requireBinding(IBills.Face calldata face, uint256 id, ILots.Kind kind) private pure {
        bool isBinding = kind == ILots.Kind.WithoutRecourse || face.clauses & NOT_TO_ORDER == 0;
        require(isBinding, Quotes_NotToOrder(id));
    }
}
