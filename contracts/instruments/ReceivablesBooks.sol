// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ILots} from "./ILots.sol";
import {IReceivables} from "./IReceivables.sol";
import {Invoices} from "./Invoices.sol";
import {ReceivablesLedger} from "./ReceivablesLedger.sol";

/// @title ReceivablesBooks: what is due on a claim, and what its lots have had
/// @notice Nothing is kept for a claim that is paid at once and in time: its lots are worth their units. Books are opened
/// by whatever else happens. Moves no token.
abstract contract ReceivablesBooks is ReceivablesLedger {
    /// @notice Whole days that interest runs at most.
    uint16 public constant MAX_INTEREST_DAYS = 720;
    /// @notice From the due date until the debtor is said to be in default.
    uint40 public constant DEFAULT_AFTER = 90 days;

    uint256 private constant BPS_DAYS = 10_000 * 360;

    mapping(uint256 id => Books) internal _books;

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IReceivables
    function statusOf(Terms calldata terms) external view returns (Status status) {
        Terms memory copy = Invoices.load(terms);
        uint256 id = receivableId(copy.debtor, copy.creditor, copy.number);
        if (_claims[id].status == Status.None) return Status.None;
        Claim memory claim;
        (id, claim, ) = _known(copy);
        return _statusNow(claim.status, _dueAt(copy, id, claim));
    }

    /// @inheritdoc IReceivables
    function booksOf(uint256 id) external view returns (Books memory books) {
        return _books[id];
    }

    /// @inheritdoc IReceivables
    function dueOf(Terms calldata terms) external view returns (uint96 principal, uint96 interest) {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        if (!_isOwing(claim.status)) return (0, 0);
        Books memory books = _counted(copy, id, claim);
        return (books.principal, books.interest);
    }

    /// @inheritdoc IReceivables
    function collectable(Terms calldata terms, bytes32 inner) public view returns (uint256 amount) {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        return _collectable(copy, id, claim, lotId, lot.units);
    }

    /// @inheritdoc IReceivables
    function claimOf(
        Terms calldata terms,
        bytes32 inner
    )
        external
        view
        returns (uint256 lotId, address holder, uint40 units, Status status, uint40 dueAt, uint96 open, uint96 paid)
    {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        ILots.Lot memory lot;
        (lotId, lot) = _lotOf(id, inner);
        (holder, units) = (lot.holder, lot.units);
        dueAt = _dueAt(copy, id, claim);
        status = _statusNow(claim.status, dueAt);
        if (_isOwing(claim.status)) {
            open = claim.hasBooks ? _openOn(_books[id], _books[id].principal, units, false) : uint96(units * copy.unit);
        }
        paid = uint96(_collectable(copy, id, claim, lotId, units));
    }

    // ----------------------------------------------------------------------------------------------- internal: time

    function _dueAt(Terms memory terms, uint256 id, Claim memory claim) internal view returns (uint40) {
        return claim.hasBooks ? _books[id].dueAt : terms.dueAt;
    }

    function _isOwing(Status status) internal pure returns (bool) {
        return status == Status.Confirmed || status == Status.PartPaid || status == Status.Defaulted;
    }

    function _statusNow(Status status, uint40 dueAt) private view returns (Status) {
        bool canBeLate = status == Status.Confirmed || status == Status.PartPaid;
        return canBeLate && block.timestamp > dueAt ? Status.Overdue : status;
    }

    function _requireOwing(uint256 id, Claim memory claim) internal pure {
        require(_isOwing(claim.status), Receivables_WrongStatus(id, claim.status));
    }

    // ---------------------------------------------------------------------------------------------- internal: books

    /// @dev The books as they are, or would be if they were opened, with interest counted until now.
    function _counted(Terms memory terms, uint256 id, Claim memory claim) internal view returns (Books memory books) {
        if (claim.hasBooks) {
            books = _books[id];
        } else {
            books.openUnits = terms.units;
            books.uncollectedUnits = terms.units;
            books.principal = _faceOf(terms);
            books.dueAt = terms.dueAt;
        }
        uint256 from = books.dueAt + uint256(terms.graceDays) * 1 days;
        if (block.timestamp <= from) return books;
        uint256 daysNow = (block.timestamp - from) / 1 days;
        if (daysNow > MAX_INTEREST_DAYS) daysNow = MAX_INTEREST_DAYS;
        // Rounded down: against the holders, who are the ones that ask.
        uint256 interest = (books.principal * uint256(terms.lateBps) * (daysNow - books.interestDays)) / BPS_DAYS;
        books.interest = SafeCast.toUint96(books.interest + interest);
        books.interestDays = uint16(daysNow);
    }

    function _keep(uint256 id, Books memory books, Status status) internal {
        _books[id] = books;
        (_claims[id].status, _claims[id].hasBooks) = (status, true);
    }

    /// @dev Shares a payment among the open units.
    function _share(uint256 id, Claim memory claim, Books memory books, uint96 paid, uint96 interest) internal {
        books.interest -= interest;
        books.principal -= paid - interest;
        books.pot += paid;
        books.perUnit += (uint256(paid) << 64) / books.openUnits;
        Status partly = claim.status == Status.Defaulted ? Status.Defaulted : Status.PartPaid;
        _keep(id, books, books.principal + books.interest == 0 ? Status.Paid : partly);
    }

    /// @dev What was paid on a lot since it was collected last; noted as collected. A lot's mark is what one unit had been
    /// paid then, times 2^64.
    function _take(
        Books memory books,
        uint256 id,
        bytes32 inner,
        uint256 lotId,
        uint40 units
    ) internal returns (uint256 amount) {
        amount = _shareOf(books, lotId, units);
        if (amount != 0) lots.setMark(id, inner, books.perUnit);
        books.pot -= uint96(amount);
    }

    /// @dev Units that nothing more is collected for. With the last of them goes what rounding left.
    function _retire(Books memory books, uint40 units) internal pure returns (uint256 rest) {
        books.uncollectedUnits -= units;
        if (books.uncollectedUnits == 0) (rest, books.pot) = (books.pot, 0);
    }

    /// @dev What is open on some units, rounded up where somebody pays it.
    function _openOn(Books memory books, uint256 amount, uint40 units, bool isUp) internal pure returns (uint96) {
        return uint96((amount * units + (isUp ? books.openUnits - 1 : 0)) / books.openUnits);
    }

    function _collectable(
        Terms memory terms,
        uint256 id,
        Claim memory claim,
        uint256 lotId,
        uint40 units
    ) internal view returns (uint256) {
        if (!claim.hasBooks) return claim.status == Status.Paid ? uint256(units) * terms.unit : 0;
        Books memory books = _books[id];
        if (claim.status == Status.Paid && units == books.uncollectedUnits) return books.pot;
        return _shareOf(books, lotId, units);
    }

    function _shareOf(Books memory books, uint256 lot, uint40 units) private view returns (uint256) {
        return (units * (books.perUnit - lots.markOf(lot))) >> 64;
    }
}
