// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Discount} from "./Discount.sol";
import {ILots} from "./ILots.sol";
import {Links} from "./Links.sol";
import {Offers} from "./Offers.sol";
import {QuotesLedger} from "./QuotesLedger.sol";

/// @title QuotesTrades: a sale, whatever instrument the lot is of
/// @notice What a claim is worth, and how its status counts, is for who knows the instrument.
abstract contract QuotesTrades is QuotesLedger, Relayed, ReentrancyGuardTransient {
    /// @dev What is sold, and for what.
    /// @param lot that it is cut off, or the whole
    /// @param isAsked by an ask, for the lot as `version` says; else by a bid, as it is
    /// @param part zero: the whole lot
    /// @param status the instrument's own
    struct Sale {
        uint256 lot;
        bytes32 inner;
        bool isAsked;
        bytes32 version;
        address seller;
        address buyer;
        address holder;
        uint40 part;
        uint8 status;
        uint40 dueAt;
        uint96 open;
        uint96 paid;
        uint96 price;
        ILots.Kind kind;
    }

    /// @dev Whose roots the lots are of.
    address private immutable _instrument;

    constructor(address relay, address instrument, ILots lots_) QuotesLedger(lots_) Relayed(relay) {
        _instrument = instrument;
    }

    // ---------------------------------------------------------------------------------------------- internal: offers

    /// @return hash of an ask that the caller may take now
    function _requireTakeable(Ask calldata ask, bytes calldata signature) internal view returns (bytes32 hash) {
        hash = askHash(ask);
        _requireLive(hash, ask.seller, ask.deadline, signature);
        address buyer = _msgSender();
        require(ask.buyer == address(0) || ask.buyer == buyer, Quotes_NotBuyer(ask.buyer, buyer));
    }

    /// @dev Completes a sale by an ask.
    function _asked(Ask calldata ask, Sale memory sale, Bounds calldata bounds) internal view returns (uint96 price) {
        require(sale.lot == ask.lot, Quotes_OtherLot(sale.lot, ask.lot));
        address buyer = _msgSender();
        (sale.seller, sale.buyer, sale.holder, sale.kind) = (ask.seller, buyer, buyer, ask.kind);
        price = ask.price;
        if (price == 0) price = _discounted(ask.pricing, sale);
        else _requireStatus(sale, _isOpen(sale) || _isLate(sale));
        sale.price = price;
        _requireWithin(sale, bounds);
        (sale.isAsked, sale.version) = (true, ask.version);
    }

    /// @dev Parties of a sale by a bid, which must fit.
    function _offered(Bid calldata bid, bytes32 hash, address token, address debtor, Sale memory sale) internal view {
        (sale.seller, sale.buyer, sale.holder, sale.kind) = (_msgSender(), bid.buyer, bid.buyer, bid.kind);
        _requireNamed(bid, hash);
        require(token == bid.token, Quotes_OtherToken(token, bid.token));
        bool isDebtors = bid.debtor == address(0) || bid.debtor == debtor;
        require(isDebtors, Quotes_OtherDebtor(debtor, bid.debtor));
        bool isSellers = bid.seller == address(0) || bid.seller == sale.seller;
        require(isSellers, Quotes_NotSeller(bid.seller, sale.seller));
        require(bid.lot == 0 || bid.lot == sale.lot, Quotes_OtherLot(sale.lot, bid.lot));
        _requireStatus(sale, _isOpen(sale));
        uint256 daysLeft = Discount.daysUntil(sale.dueAt);
        require(daysLeft <= bid.maxDays, Quotes_TooLong(daysLeft, bid.maxDays));
    }

    // ----------------------------------------------------------------------------------------------- internal: sales

    /// @dev Of what is the whole lot's, what so many units have, rounded down.
    function _cutTo(Sale memory sale, uint40 units, uint40 whole) internal pure {
        if (units == 0 || units == whole) return;
        require(units < whole, Quotes_BadUnits(sale.lot, units, whole));
        sale.part = units;
        sale.open = uint96((uint256(sale.open) * units) / whole);
        sale.paid = uint96((uint256(sale.paid) * units) / whole);
    }

    /// @dev Before it is overdue: after that no discount says what a claim is worth.
    function _discounted(Pricing calldata pricing, Sale memory sale) internal view returns (uint96 price) {
        _requireStatus(sale, _isOpen(sale));
        (uint256 daysLeft, uint16 rateBps, uint16 feeBps) = (
            Discount.daysUntil(sale.dueAt),
            pricing.rateBps,
            pricing.feeBps
        );
        require(Discount.isSound(daysLeft, rateBps, feeBps), Quotes_BadPricing(daysLeft, rateBps, feeBps));
        price = uint96(Discount.netOf(sale.open, daysLeft, rateBps, feeBps)) + sale.paid;
        require(price != 0, Quotes_NoPrice(sale.lot));
    }

    /// @dev Claim and money, or neither. `Lots` refuses who does not hold the lot, or has not let this contract act for him.
    /// @param id key of the lot's root
    function _trade(
        Sale memory sale,
        uint256 id,
        address token,
        address debtor,
        bytes32 hash
    ) internal returns (uint256 lot) {
        bool isDebtors = sale.buyer == debtor;
        require(!isDebtors || sale.kind == ILots.Kind.WithoutRecourse, Quotes_BadKind(sale.kind));
        lot = sale.lot;
        if (sale.part != 0) lot = _cut(sale, id);
        else if (!sale.isAsked) lots.endorseFrom(sale.seller, lot, sale.holder, sale.kind);
        else _requireSame(sale, lots.endorseIf(sale.seller, lot, sale.version, sale.holder, sale.kind));
        emit Sold(lot, id, sale.seller, sale.buyer, sale.holder, sale.price, sale.open, sale.paid, sale.kind, hash);
        Money.move(token, sale.buyer, sale.seller, sale.price);
    }

    // ------------------------------------------------------------------------------------------ internal: instrument

    /// @dev Reverts with the status if it is not the right one.
    function _requireStatus(Sale memory sale, bool isRight) internal pure virtual;

    /// @dev Whether the debtor has promised to pay, and nothing is wrong.
    function _isOpen(Sale memory sale) internal view virtual returns (bool);

    /// @dev Whether he should have paid.
    function _isLate(Sale memory sale) internal view virtual returns (bool);

    // ----------------------------------------------------------------------------------------------------- private

    function _requireWithin(Sale memory sale, Bounds calldata bounds) private pure {
        require(sale.price <= bounds.maxPrice, Quotes_TooDear(sale.price, bounds.maxPrice));
        uint96 worth = sale.open + sale.paid;
        require(worth >= bounds.minWorth, Quotes_WorthLess(worth, bounds.minWorth));
        require(sale.dueAt <= bounds.latestDue, Quotes_DueLater(sale.dueAt, bounds.latestDue));
    }

    function _cut(Sale memory sale, uint256 id) private returns (uint256 lot) {
        if (sale.isAsked) _requireSame(sale, lots.versionOf(sale.lot) == sale.version);
        ILots.Part[] memory parts = new ILots.Part[](1);
        parts[0] = ILots.Part(sale.holder, sale.part, sale.kind);
        return lots.divideFrom(sale.seller, Links.rootId(_instrument, id), sale.inner, parts)[0];
    }

    function _requireSame(Sale memory sale, bool isSame) private view {
        bytes32 version = isSame ? sale.version : lots.versionOf(sale.lot);
        require(isSame, Quotes_Changed(sale.lot, version));
    }

    function _msgSender() internal view override(Offers, Relayed) returns (address) {
        return Relayed._msgSender();
    }
}
