// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {DELIVERED, LATE, REST, WITH_AGENT} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {BillsDrawing} from "./BillsDrawing.sol";
import {BillsHolding} from "./BillsHolding.sol";
import {BillsLedger} from "./BillsLedger.sol";
import {BillsRecourse} from "./BillsRecourse.sol";
import {IBills} from "./IBills.sol";
import {IBillsAttached} from "./IBillsAttached.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";

/// @title Bills
/// @notice The specification is `IBills`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Bills is BillsDrawing, BillsHolding, Relayed, ReentrancyGuardTransient {
    bytes32 private constant EARLY_PAYMENT_TYPEHASH = keccak256(
        "EarlyPayment(uint256 lot,bytes32 version,uint40 deadline)"
    );
    uint256 private constant BPS_DAYS = 10_000 * 365;

    /// @inheritdoc IBills
    address public immutable recourse;
    /// @inheritdoc IBills
    address public immutable changes;

    /// @param relay trusted ERC-2771 forwarder
    /// @param changes_ of no other bills yet
    constructor(
        address relay,
        ILots lots_,
        IRuleSets ruleSets_,
        IBillsAttached changes_
    ) BillsLedger(lots_, ruleSets_) Relayed(relay) {
        changes = address(changes_);
        changes_.attach();
        recourse = address(new BillsRecourse(relay, lots_, ruleSets_));
    }

    // ----------------------------------------------------------------------------------------------- acts: maturity

    /// @inheritdoc IBills
    function presentForPayment(Face memory face, bytes32 inner) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireStatus(id, bill.status, BillStates.isYoung(bill.status) || bill.status == Status.PartPaid);
        require(bill.flags & DELIVERED != 0, Bills_NotDelivered(id));
        (, ILots.Lot memory lot) = _held(id, inner);
        bool isAgain = bill.status == Status.PartPaid && bill.windowDay != 0;
        require(!isAgain, Bills_AlreadyPresented(id, bill.windowDay));
        IRuleSets.Rules memory rules = ruleSets.rulesOf(face.rules);
        if (face.tenor == Tenor.AtSight) {
            _requireUntil(id, uint256(face.drawnOn) + rules.sightDays);
        } else {
            _requireDue(face, id, bill);
            _requireUntil(id, uint256(bill.dueDay) + rules.presentmentDays);
        }
        if (bill.dueDay == 0) bill.dueDay = _today();
        (bill.status, bill.windowDay) = (Status.Presented, _today() + rules.paymentDays);
        _bills[id] = bill;
        emit PresentedForPayment(id, lot.holder, bill.windowDay);
    }

    /// @inheritdoc IBills
    function refusePayment(Face memory face, bytes32 reason) external {
        (uint256 id, Bill memory bill) = _presented(face);
        _requireDrawee(id, face);
        _requireUntil(id, bill.windowDay);
        (bill.status, bill.eventDay) = (Status.Dishonoured, _today());
        _bills[id] = bill;
        emit PaymentRefused(id, face.drawee, reason);
    }

    /// @inheritdoc IBills
    function dishonour(Face memory face) external {
        (uint256 id, Bill memory bill) = _presented(face);
        _requireNotBefore(id, uint256(bill.windowDay) + 1);
        (bill.status, bill.eventDay) = (Status.Dishonoured, bill.windowDay);
        _bills[id] = bill;
        emit Dishonoured(id, face.drawee, bill.windowDay);
    }

    /// @inheritdoc IBills
    function protest(Face memory face, bytes32 inner) external {
        (uint256 id, Bill memory bill) = _known(face);
        bool isForNonAcceptance = bill.status == Status.RefusedAcceptance;
        _requireStatus(id, bill.status, isForNonAcceptance || bill.status == Status.Dishonoured);
        require(bill.flags & DELIVERED != 0, Bills_NotDelivered(id));
        (, ILots.Lot memory lot) = _held(id, inner);
        uint256 lastDay = uint256(bill.eventDay) + ruleSets.rulesOf(face.rules).protestDays;
        if (isForNonAcceptance && bill.dueDay > lastDay) lastDay = bill.dueDay;
        _requireUntil(id, lastDay);
        (bill.status, bill.protestedAt) = (Status.Protested, uint40(block.timestamp));
        _bills[id] = bill;
        emit Protested(id, lot.holder, isForNonAcceptance);
    }

    // ------------------------------------------------------------------------------------------------ acts: payment

    /// @inheritdoc IBills
    function pay(Face memory face, uint96 upTo) external nonReentrant returns (uint96 paid) {
        address payer = _msgSender();
        paid = _pay(face, upTo, payer);
        Money.pull(face.token, payer, paid);
    }

    /// @inheritdoc IBills
    function payMany(address token, Payment[] calldata payments) external nonReentrant returns (uint256 paid) {
        address payer = _msgSender();
        for (uint256 i = 0; i < payments.length; ++i) {
            Face memory face = payments[i].face;
            require(face.token == token, Bills_OtherToken(token, face.token));
            paid += _pay(face, payments[i].upTo, payer);
        }
        Money.pull(token, payer, paid);
    }

    /// @inheritdoc IBills
    function payEarly(
        Face memory face,
        uint40 deadline,
        bytes calldata holderSignature
    ) external nonReentrant returns (uint96 paid) {
        (uint256 id, Bill memory bill) = _known(face);
        bool isAccepted = bill.status == Status.Accepted || bill.status == Status.PartAccepted;
        _requireStatus(id, bill.status, isAccepted);
        _requireDrawee(id, face);
        require(bill.flags & DELIVERED != 0, Bills_NotDelivered(id));
        _requireUntil(id, bill.dueDay - 1);
        _requireInTime(deadline);
        (uint256 lotId, ILots.Lot memory lot) = _whole(id, face);
        bytes32 body = keccak256(abi.encode(EARLY_PAYMENT_TYPEHASH, lotId, lots.versionOf(lotId), deadline));
        _requireSigned(lot.holder, body, holderSignature);
        bill.paid = _payable(face, id, bill);
        paid = bill.paid * face.units;
        bill.status = Status.Paid;
        _bills[id] = bill;
        emit PaidInFull(id, face.drawee, paid, 0);
        Money.pull(face.token, face.drawee, paid);
    }

    /// @inheritdoc IBills
    function collect(Face memory face, bytes32 inner, address to) external nonReentrant returns (uint256 amount) {
        (uint256 id, Bill memory bill) = _known(face);
        (uint256 lotId, ILots.Lot memory lot) = _free(id, inner);
        bool isSound = lot.state & WITH_AGENT == 0 ? to != address(0) && to != address(this) : to == _principals[lotId];
        require(isSound, Bills_BadReceiver(to));
        amount = _collectable(id, bill, lotId, lot.units);
        require(amount != 0, Bills_NothingToCollect(lotId));
        emit Collected(id, lotId, lot.holder, to, amount);
        if (bill.status == Status.Paid) lots.shorten(id, inner, lot.units);
        else lots.setMark(id, inner, _perUnit(id, bill));
        Money.send(face.token, to, amount);
    }

    // ---------------------------------------------------------------------------------------------------- acts: ends

    /// @inheritdoc IBills
    function cancel(Face memory face) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireStatus(id, bill.status, BillStates.isYoung(bill.status) || bill.status == Status.RefusedAcceptance);
        _requireDrawer(id, face);
        _end(face, id, bill, Status.Cancelled);
        emit Cancelled(id, face.drawer);
    }

    /// @inheritdoc IBills
    function discharge(Face memory face) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireOut(id, bill);
        _end(face, id, bill, Status.Discharged);
        emit Discharged(id, _msgSender());
    }

    // ------------------------------------------------------------------------------------------------- acts: changes

    /// @inheritdoc IBills
    function setState(uint256, bytes32, uint8) external {
        _requireChanges();
        _forward();
    }

    /// @inheritdoc IBills
    function move(uint256, bytes32, address, ILots.Kind, uint8) external {
        _requireChanges();
        _forward();
    }

    /// @inheritdoc IBills
    function end(uint256 id) external {
        _requireChanges();
        (, ILots.Lot memory lot) = _lotOf(id, 0);
        _bills[id].status = Status.Cancelled;
        lots.shorten(id, 0, lot.units);
    }

    /// @inheritdoc IBills
    function redraw(Face memory face, bool isAccepted) external returns (uint256 id) {
        _requireChanges();
        return _redraw(face, isAccepted);
    }

    // ------------------------------------------------------------------------------------------------ acts: recourse

    /// @inheritdoc IBills
    function takeUp(uint256, bytes32, ILots.Link[] calldata, uint256, address, uint8) external {
        _requireRecourse();
        _forward();
    }

    /// @inheritdoc IBills
    function setRest(uint256 id) external {
        _requireRecourse();
        _bills[id].flags |= REST;
    }

    // -------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBills
    function dueOf(Face memory face) external view returns (uint96 principal, uint96 interest) {
        (uint256 id, Bill memory bill) = _known(face);
        bool isOwed = BillStates.isLive(bill.status) && bill.flags & DELIVERED != 0 && _isDue(face, bill);
        if (!isOwed) return (0, 0);
        uint96 open = _payable(face, id, bill) - bill.paid;
        return (open * face.units, _interestOn(open, _rateOf(face, bill)) * face.units);
    }

    /// @inheritdoc IBills
    function collectable(uint256 id, bytes32 inner) external view returns (uint256 amount) {
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        return _collectable(id, _bills[id], lotId, lot.units);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Books a payment; the money comes in afterwards, or everything is undone.
    function _pay(Face memory face, uint96 upTo, address payer) private returns (uint96 paid) {
        (uint256 id, Bill memory bill) = _known(face);
        _requireOut(id, bill);
        _requireDue(face, id, bill);
        uint256 rate = _rateOf(face, bill);
        uint96 open = _payable(face, id, bill) - bill.paid;
        (uint96 part, uint96 interest) = _partFor(open, upTo / face.units, rate);
        require(part != 0, Bills_NothingPaid(id));
        bill.paid += part;
        if (interest != 0) {
            bill.flags |= LATE;
            _interest[id] += interest;
        }
        if (bill.dueDay == 0) bill.dueDay = _today();
        bool isWhole = part == open;
        // A window that is open for acceptance is none for payment.
        if (BillStates.isYoung(bill.status)) bill.windowDay = 0;
        if (isWhole) bill.status = Status.Paid;
        else if (!BillStates.isRefused(bill.status)) bill.status = Status.PartPaid;
        _bills[id] = bill;
        return _notePaid(id, payer, part * face.units, interest * face.units, isWhole);
    }

    function _notePaid(
        uint256 id,
        address payer,
        uint96 principal,
        uint96 interest,
        bool isWhole
    ) private returns (uint96 paid) {
        if (isWhole) emit PaidInFull(id, payer, principal, interest);
        else emit PartPaid(id, payer, principal, interest);
        return principal + interest;
    }

    /// @dev Takes a bill that one party holds out of the world.
    function _end(Face memory face, uint256 id, Bill memory bill, Status status) private {
        (uint256 lotId, ILots.Lot memory lot) = _whole(id, face);
        address caller = _msgSender();
        require(lot.holder == caller, Bills_NotHolder(lotId, caller));
        uint256 amount = _collectable(id, bill, lotId, lot.units);
        require(amount == 0, Bills_Uncollected(id, amount));
        _bills[id].status = status;
        lots.shorten(id, 0, lot.units);
    }

    /// @dev The same act with the same arguments, so that nobody copies them once more.
    function _forward() private {
        Address.functionCall(address(lots), msg.data);
    }

    function _requireChanges() private view {
        require(msg.sender == changes, Bills_NotChanges(msg.sender));
    }

    function _requireRecourse() private view {
        require(msg.sender == recourse, Bills_NotRecourse(msg.sender));
    }

    function _presented(Face memory face) private view returns (uint256 id, Bill memory bill) {
        (id, bill) = _known(face);
        bool isPartly = bill.status == Status.PartPaid && bill.windowDay != 0;
        _requireStatus(id, bill.status, isPartly || bill.status == Status.Presented);
    }

    function _isDue(Face memory face, Bill memory bill) private view returns (bool) {
        return face.tenor == Tenor.AtSight || (bill.dueDay != 0 && _today() >= bill.dueDay);
    }

    /// @dev After sight, and nobody has seen it: there is no first day.
    function _requireDue(Face memory face, uint256 id, Bill memory bill) private view {
        uint256 firstDay = bill.dueDay == 0 ? type(uint24).max : bill.dueDay;
        require(_isDue(face, bill), Bills_TooEarly(id, firstDay));
    }

    /// @return rate of interest times days, on what is paid now
    function _rateOf(Face memory face, Bill memory bill) private view returns (uint256 rate) {
        uint24 today = _today();
        if (!BillStates.isRefused(bill.status) || today <= bill.dueDay) return 0;
        IRuleSets.Rules memory rules = ruleSets.rulesOf(face.rules);
        uint256 late = today - bill.dueDay;
        return rules.interestBps * (late < rules.acceptorDays ? late : rules.acceptorDays);
    }

    /// @dev As much of what is open on a unit as `most` suffices for, interest on it included.
    function _partFor(uint96 open, uint96 most, uint256 rate) private pure returns (uint96 part, uint96 interest) {
        interest = _interestOn(open, rate);
        if (uint256(open) + interest <= most) return (open, interest);
        part = uint96((most * BPS_DAYS) / (BPS_DAYS + rate));
        interest = _interestOn(part, rate);
    }

    /// @dev Rounded down: against the holders, who are the ones that ask.
    function _interestOn(uint96 part, uint256 rate) private pure returns (uint96) {
        return uint96((part * rate) / BPS_DAYS);
    }

    /// @dev What a unit has been paid.
    function _perUnit(uint256 id, Bill memory bill) private view returns (uint256) {
        return bill.flags & LATE == 0 ? bill.paid : bill.paid + _interest[id];
    }

    /// @dev A lot's mark is what a unit of it had been paid when it was collected last.
    function _collectable(uint256 id, Bill memory bill, uint256 lotId, uint40 units) private view returns (uint256) {
        return bill.paid == 0 ? 0 : units * (_perUnit(id, bill) - lots.markOf(lotId));
    }

    function _msgSender() internal view override(BillsLedger, Relayed) returns (address) {
        return Relayed._msgSender();
    }
}
