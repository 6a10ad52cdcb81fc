// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {ITabs} from "../market/ITabs.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {ILots} from "./ILots.sol";
import {IReceivables} from "./IReceivables.sol";
import {Invoices} from "./Invoices.sol";
import {Links} from "./Links.sol";
import {ReceivablesBooks} from "./ReceivablesBooks.sol";
import {ReceivablesLedger} from "./ReceivablesLedger.sol";

/// @title Receivables
/// @notice The specification is `IReceivables`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Receivables is ReceivablesBooks, Relayed, ReentrancyGuardTransient {
    bytes32 private constant CREDIT_NOTE_TYPEHASH = keccak256(
        "CreditNote(uint256 lot,bytes32 version,uint40 units,uint40 deadline)"
    );
    bytes32 private constant EXTENSION_TYPEHASH = keccak256(
        "Extension(uint256 lot,bytes32 version,uint40 dueAt,uint40 deadline)"
    );

    mapping(address account => mapping(address token => uint256 amount)) private _proceeds;

    /// @param authority AccessManager that says who may set the longest term, and caps of debtors
    /// @param relay trusted ERC-2771 forwarder
    /// @param tabs whose statements become receivables
    constructor(
        address authority,
        address relay,
        ILots lots_,
        ICredentials credentials,
        ITabs tabs
    ) ReceivablesLedger(authority, relay, lots_, credentials, tabs) Relayed(relay) {}

    // ------------------------------------------------------------------------------------------------ acts: payment

    /// @inheritdoc IReceivables
    function pay(Terms calldata terms, uint96 upTo) external nonReentrant returns (uint96 paid) {
        Terms memory copy = Invoices.load(terms);
        address payer = _msgSender();
        paid = _pay(copy, upTo, payer);
        Money.pull(copy.token, payer, paid);
    }

    /// @inheritdoc IReceivables
    function payMany(address token, Payment[] calldata payments) external nonReentrant returns (uint256 paid) {
        address payer = _msgSender();
        for (uint256 i = 0; i < payments.length; ++i) {
            Terms memory terms = Invoices.load(payments[i].terms);
            require(terms.token == token, Receivables_OtherToken(token, terms.token));
            paid += _pay(terms, payments[i].upTo, payer);
        }
        Money.pull(token, payer, paid);
    }

    /// @inheritdoc IReceivables
    function recordDefault(Terms calldata terms) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireNotDefaulted(id, claim);
        uint256 from = _dueAt(copy, id, claim) + DEFAULT_AFTER;
        require(block.timestamp >= from, Receivables_TooEarly(id, from));
        uint96 principal = _counted(copy, id, claim).principal;
        _claims[id].status = Status.Defaulted;
        debtors.addDefaulted(copy.debtor, copy.token, principal);
        emit DefaultRecorded(id, copy.debtor, principal);
    }

    // ----------------------------------------------------------------------------------------- acts: with consent

    /// @inheritdoc IReceivables
    function credit(
        Terms calldata terms,
        bytes32 inner,
        uint40 units,
        uint40 deadline,
        bytes calldata holderSignature
    ) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireDebtor(id, copy);
        _requireOwing(id, claim);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        require(units != 0 && units <= lot.units, Receivables_BadUnits(lotId, units, lot.units));
        if (lot.holder != copy.debtor) {
            _requireAgreed(CREDIT_NOTE_TYPEHASH, lotId, lot.holder, units, deadline, holderSignature);
        }
        uint96 principal = _cancel(copy, claim, inner, units);
        _release(copy, principal);
        emit Credited(id, lotId, lot.holder, units, principal);
    }

    /// @inheritdoc IReceivables
    function extend(Terms calldata terms, uint40 dueAt, uint40 deadline, Agreement[] calldata agreements) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireDebtor(id, copy);
        _requireNotDefaulted(id, claim);
        Books memory books = _counted(copy, id, claim);
        uint256 earliest = books.dueAt >= block.timestamp ? books.dueAt : block.timestamp;
        _requireDueDate(dueAt, earliest + 1);
        _requireAllAgreed(id, books.openUnits, dueAt, deadline, agreements);
        // Interest until now is owed; from here on the new date counts.
        (books.dueAt, books.interestDays) = (dueAt, 0);
        _keep(id, books, claim.status);
        emit Extended(id, dueAt);
    }

    // ------------------------------------------------------------------------------------------------ acts: holders

    /// @inheritdoc IReceivables
    function collect(Terms calldata terms, bytes32 inner, address to) external nonReentrant returns (uint256 amount) {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        (uint256 lotId, ILots.Lot memory lot) = _held(id, inner);
        _requireReceiver(to);
        bool isPaid = claim.status == Status.Paid;
        if (!claim.hasBooks) {
            amount = isPaid ? uint256(lot.units) * copy.unit : 0;
        } else {
            Books memory books = _books[id];
            amount = _take(books, id, inner, lotId, lot.units);
            if (isPaid) amount += _retire(books, lot.units);
            _keep(id, books, claim.status);
        }
        if (isPaid) _shorten(id, inner, lot.units);
        // A lot that had all but a rounding is closed too, so that the last one gets what is left.
        require(amount != 0 || isPaid, Receivables_NothingToCollect(lotId));
        emit Collected(id, lotId, lot.holder, to, amount);
        if (amount != 0) Money.send(copy.token, to, amount);
    }

    /// @inheritdoc IReceivables
    function demand(Terms calldata terms, bytes32 inner, ILots.Link[] calldata links, uint256 index) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        (uint256 lotId, ILots.Lot memory lot) = _held(id, inner);
        bool isChain = _askOf(ILots.isChain.selector, Links.rootId(address(this), id), inner, links, 0);
        require(isChain, Receivables_BadChain(lotId));
        _requireLiable(lotId, lot, links, index);
        uint96 amount = _shortOf(copy, id, claim, lot.units);
        emit RecourseDemanded(id, lotId, links[index].from, amount);
    }

    /// @inheritdoc IReceivables
    function takeUp(
        Terms calldata terms,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external nonReentrant returns (uint96 amount) {
        return _takeUp(Invoices.load(terms), inner, links, index);
    }

    /// @inheritdoc IReceivables
    function writeOff(Terms calldata terms, bytes32 inner) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        (uint256 lotId, ILots.Lot memory lot) = _held(id, inner);
        require(claim.status == Status.Defaulted, Receivables_WrongStatus(id, claim.status));
        require(lot.state & WRITTEN_OFF == 0, Receivables_WrittenOff(lotId));
        Books memory books = _counted(copy, id, claim);
        uint96 principal = _openOn(books, books.principal, lot.units, false);
        _setState(id, inner, lot.state | WRITTEN_OFF);
        debtors.addWrittenOff(copy.debtor, copy.token, principal);
        emit WrittenOff(id, lotId, lot.holder, principal);
    }

    /// @inheritdoc IReceivables
    function withdrawProceeds(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        _requireReceiver(to);
        amount = _proceeds[account][token];
        require(amount != 0, Receivables_NothingToCollect(0));
        delete _proceeds[account][token];
        emit ProceedsSent(account, token, to, amount);
        Money.send(token, to, amount);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IReceivables
    function proceedsOf(address account, address token) external view returns (uint256 amount) {
        return _proceeds[account][token];
    }

    /// @inheritdoc IReceivables
    function actionsOf(Terms calldata terms, bytes32 inner, address account) external view returns (uint256 actions) {
        return _actionsOf(Invoices.load(terms), inner, account);
    }

    // ---------------------------------------------------------------------------------------------------- internal

    /// @dev Books a payment; the money comes in afterwards, or everything is undone.
    function _pay(Terms memory terms, uint96 upTo, address payer) private returns (uint96 paid) {
        (uint256 id, Claim memory claim, ) = _known(terms);
        _requireOwing(id, claim);
        Books memory books = _counted(terms, id, claim);
        uint96 due = books.principal + books.interest;
        paid = upTo < due ? upTo : due;
        require(paid != 0, Receivables_NothingPaid(id));
        uint96 interest = paid < books.interest ? paid : books.interest;
        bool isLate = block.timestamp > books.dueAt;
        if (!claim.hasBooks && paid == due && interest == 0) {
            // Each unit was paid what it is worth: nothing to remember.
            _claims[id].status = Status.Paid;
        } else {
            _share(id, claim, books, paid, interest);
        }
        if (paid == due) {
            debtors.addPaid(terms.debtor, terms.token, paid - interest, _faceOf(terms), isLate);
            emit PaidInFull(id, payer, paid - interest, interest, isLate);
        } else {
            _release(terms, paid - interest);
            emit PartPaid(id, payer, paid - interest, interest);
        }
    }

    function _takeUp(
        Terms memory terms,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) private returns (uint96 amount) {
        (uint256 id, Claim memory claim, ) = _known(terms);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        address endorser = _msgSender();
        _requireLiable(lotId, lot, links, index);
        require(links[index].from == endorser, Receivables_NotLiable(lotId, endorser));
        amount = _shortOf(terms, id, claim, lot.units);
        uint256 owed = amount;
        if (claim.hasBooks) {
            // What was paid before is the earlier holder's.
            Books memory books = _books[id];
            owed += _take(books, id, inner, lotId, lot.units);
            _keep(id, books, claim.status);
        }
        _proceeds[lot.holder][terms.token] += owed;
        _askOf(ILots.takeBack.selector, id, inner, links, index);
        emit TakenUp(id, lotId, endorser, lot.holder, amount);
        Money.pull(terms.token, endorser, amount);
    }

    function _release(Terms memory terms, uint96 principal) private {
        debtors.release(terms.debtor, terms.token, principal);
    }

    /// @dev Takes units out of a claim, and keeps for the holder what his lot was paid.
    function _cancel(
        Terms memory terms,
        Claim memory claim,
        bytes32 inner,
        uint40 units
    ) private returns (uint96 principal) {
        uint256 id = receivableId(terms.debtor, terms.creditor, terms.number);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        Books memory books = _counted(terms, id, claim);
        uint256 owed = _take(books, id, inner, lotId, lot.units);
        principal = _openOn(books, books.principal, units, false);
        books.interest -= _openOn(books, books.interest, units, false);
        books.principal -= principal;
        books.openUnits -= units;
        owed += _retire(books, units);
        _proceeds[lot.holder][terms.token] += owed;
        _keep(id, books, books.openUnits == 0 ? Status.Paid : claim.status);
        _shorten(id, inner, units);
    }

    function _requireAllAgreed(
        uint256 id,
        uint40 openUnits,
        uint40 dueAt,
        uint40 deadline,
        Agreement[] calldata agreements
    ) private view {
        uint256 agreed;
        uint40 next;
        for (uint256 i = 0; i < agreements.length; ++i) {
            (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, agreements[i].inner);
            // So that none counts twice.
            require(lot.units != 0 && lot.start >= next, Receivables_NotAscending(lotId));
            next = lot.start + lot.units;
            agreed += lot.units;
            _requireAgreed(EXTENSION_TYPEHASH, lotId, lot.holder, dueAt, deadline, agreements[i].signature);
        }
        require(agreed == openUnits, Receivables_UnitsMissing(id, agreed, openUnits));
    }

    /// @param what units of a credit note, or the new due date
    function _requireAgreed(
        bytes32 typehash,
        uint256 lotId,
        address holder,
        uint40 what,
        uint40 deadline,
        bytes calldata signature
    ) private view {
        _requireInTime(deadline);
        bytes32 body = keccak256(abi.encode(typehash, lotId, lots.versionOf(lotId), what, deadline));
        _requireSigned(holder, _hashTypedDataV4(body), signature);
    }

    function _requireNotDefaulted(uint256 id, Claim memory claim) private pure {
        bool isOpen = claim.status == Status.Confirmed || claim.status == Status.PartPaid;
        require(isOpen, Receivables_WrongStatus(id, claim.status));
    }

    /// @dev Liable is who endorsed the lot with recourse, unless its holder had held it before and handed it on himself:
    /// he would only owe himself. Whether these are the lot's links is another question.
    function _requireLiable(
        uint256 lotId,
        ILots.Lot memory lot,
        ILots.Link[] calldata links,
        uint256 index
    ) private pure {
        require(index < links.length, Receivables_NotLiable(lotId, address(0)));
        ILots.Link calldata link = links[index];
        bool isLiable = link.kind == ILots.Kind.WithRecourse && link.from != lot.holder;
        for (uint256 i = 0; isLiable && i < index; ++i) {
            isLiable = links[i].from != lot.holder || links[i].kind == ILots.Kind.TakenUp;
        }
        require(isLiable, Receivables_NotLiable(lotId, link.from));
    }

    /// @dev Asks `lots` about links: `takeBack(first, inner, links, index)`, or `isChain(first, inner, links)`, to which the
    /// index is a word between. Assembly, because Solidity would copy the links field by field; the decoder has made sure
    /// that they lie within calldata, and `lots`, which answered before, judges them itself.
    function _askOf(
        bytes4 selector,
        uint256 first,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) private returns (bool answer) {
        address asked = address(lots);
        assembly ("memory-safe") {
            let free := mload(0x40)
            let size := mul(links.length, 0xc0)
            mstore(free, selector)
            mstore(add(free, 0x04), first)
            mstore(add(free, 0x24), inner)
            mstore(add(free, 0x44), 0x80)
            mstore(add(free, 0x64), index)
            mstore(add(free, 0x84), links.length)
            calldatacopy(add(free, 0xa4), links.offset, size)
            mstore(0x00, 0)
            if iszero(call(gas(), asked, 0, free, add(0xa4, size), 0x00, 0x20)) {
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
            answer := eq(mload(0x00), 1)
        }
    }

    /// @dev What an overdue lot is short of.
    function _shortOf(Terms memory terms, uint256 id, Claim memory claim, uint40 units) private view returns (uint96) {
        _requireOwing(id, claim);
        Books memory books = _counted(terms, id, claim);
        require(block.timestamp > books.dueAt, Receivables_TooEarly(id, uint256(books.dueAt) + 1));
        return _openOn(books, uint256(books.principal) + books.interest, units, true);
    }

    function _actionsOf(Terms memory terms, bytes32 inner, address account) private view returns (uint256 actions) {
        (uint256 id, Claim memory claim, ) = _known(terms);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        Status status = claim.status;
        bool isUnconfirmed = status == Status.Registered || status == Status.Disputed;
        bool isDebtor = account == terms.debtor;
        actions = _bit(Action.Confirm, isDebtor && isUnconfirmed);
        actions |= _bit(Action.Dispute, isDebtor && status == Status.Registered);
        actions |= _bit(Action.Withdraw, account == terms.creditor && isUnconfirmed);
        bool isHolder = lot.holder == account && lot.units != 0;
        bool isDefaulted = status == Status.Defaulted;
        if (_isOwing(status)) {
            uint256 dueAt = _dueAt(terms, id, claim);
            bool isOverdue = block.timestamp > dueAt;
            bool isDefault = block.timestamp >= dueAt + DEFAULT_AFTER;
            actions |= _bit(Action.Pay, true);
            actions |= _bit(Action.Credit, isDebtor);
            actions |= _bit(Action.Extend, isDebtor && !isDefaulted);
            actions |= _bit(Action.RecordDefault, isDefault && !isDefaulted);
            actions |= _bit(Action.Demand, isHolder && isOverdue && lot.serial != 0);
        }
        bool isDeepest = lot.state & CAPPED != 0 && lot.serial == type(uint8).max;
        bool mayCollect = status == Status.Paid || _collectable(terms, id, claim, lotId, lot.units) != 0;
        actions |= _bit(Action.HandOn, isHolder && lot.state & MOVABLE != 0 && !isDeepest);
        actions |= _bit(Action.Collect, isHolder && mayCollect);
        actions |= _bit(Action.WriteOff, isHolder && isDefaulted && lot.state & WRITTEN_OFF == 0);
    }

    function _held(uint256 id, bytes32 inner) private view returns (uint256 lotId, ILots.Lot memory lot) {
        (lotId, lot) = _lotOf(id, inner);
        address caller = _msgSender();
        require(lot.holder == caller, Receivables_NotHolder(lotId, caller));
    }

    function _bit(Action action, bool isThere) private pure returns (uint256) {
        return isThere ? 1 << uint8(action) : 0;
    }

    function _requireReceiver(address to) private view {
        require(to != address(0) && to != address(this), Receivables_BadReceiver(to));
    }

    function _msgSender() internal view override(Context, Relayed) returns (address) {
        return Relayed._msgSender();
    }

    function _msgData() internal view override(Context, Relayed) returns (bytes calldata) {
        return Relayed._msgData();
    }

    function _contextSuffixLength() internal view override(Context, Relayed) returns (uint256) {
        return Relayed._contextSuffixLength();
    }
}
