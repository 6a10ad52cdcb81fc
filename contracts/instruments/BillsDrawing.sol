// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ACCEPTED, PART, DELIVERED, REFUSED, MOVABLE, PART_ACCEPTANCE} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {BillsLedger} from "./BillsLedger.sol";
import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";

/// @title BillsDrawing: from the face to the acceptor's signature
abstract contract BillsDrawing is BillsLedger {
    // --------------------------------------------------------------------------------------- acts: drawer and payee

    /// @inheritdoc IBills
    function draw(Face memory face) external returns (uint256 id) {
        (id, ) = _draw(face);
    }

    /// @inheritdoc IBills
    function drawAccepted(
        Face memory face,
        uint40 deadline,
        bytes calldata draweeSignature
    ) external returns (uint256 id) {
        Bill memory bill;
        (id, bill) = _draw(face);
        _requireAcceptance(id, face.drawee, deadline, draweeSignature);
        _accept(face, id, bill);
    }

    /// @inheritdoc IBills
    function receiveBill(Face memory face) external {
        (uint256 id, Bill memory bill) = _undelivered(face);
        if (bill.dueDay != 0) _requireUntil(id, bill.dueDay);
        _bills[id].flags = bill.flags | DELIVERED;
        emit Received(id, face.payee);
        lots.move(id, 0, face.payee, ILots.Kind.Delivered, MOVABLE);
    }

    /// @inheritdoc IBills
    function refuseReceipt(Face memory face) external {
        (uint256 id, ) = _undelivered(face);
        _bills[id].status = Status.Cancelled;
        emit ReceiptRefused(id, face.payee);
        lots.shorten(id, 0, face.units);
    }

    // --------------------------------------------------------------------------------------------- acts: acceptance

    /// @inheritdoc IBills
    function present(Face memory face, bytes32 inner) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireStatus(id, bill.status, bill.status == Status.Drawn);
        (, ILots.Lot memory lot) = _held(id, inner);
        bool isPresentable = face.tenor != Tenor.AtSight && face.clauses & NO_PRESENTMENT == 0;
        require(isPresentable, Bills_NotForAcceptance(id));
        require(bill.windowDay == 0, Bills_AlreadyPresented(id, bill.windowDay));
        IRuleSets.Rules memory rules = ruleSets.rulesOf(face.rules);
        uint256 lastDay = bill.dueDay != 0 ? bill.dueDay : uint256(face.drawnOn) + rules.sightDays;
        if (face.presentBy != 0 && face.presentBy < lastDay) lastDay = face.presentBy;
        _requireUntil(id, lastDay);
        bill.windowDay = _today() + rules.acceptanceDays;
        _bills[id] = bill;
        emit PresentedForAcceptance(id, lot.holder, bill.windowDay);
    }

    /// @inheritdoc IBills
    function accept(Face memory face) external {
        (uint256 id, Bill memory bill) = _unanswered(face);
        _requireDrawee(id, face);
        _accept(face, id, bill);
    }

    /// @inheritdoc IBills
    function acceptSigned(Face memory face, uint40 deadline, bytes calldata draweeSignature) external {
        (uint256 id, Bill memory bill) = _unanswered(face);
        _requireAcceptance(id, face.drawee, deadline, draweeSignature);
        _accept(face, id, bill);
    }

    /// @inheritdoc IBills
    function acceptPart(Face memory face, uint96 part) external {
        (uint256 id, Bill memory bill) = _unanswered(face);
        _requireDrawee(id, face);
        require(part != 0 && part < face.unit, Bills_BadPart(part, face.unit - 1));
        bool isPermitted = ruleSets.rulesOf(face.rules).permits & PART_ACCEPTANCE != 0;
        require(isPermitted, Bills_NotPermitted(id, face.rules));
        _accepted[id] = part;
        _bind(face, id, bill, Status.PartAccepted, ACCEPTED | PART);
        emit Accepted(id, face.drawee, part * face.units, bill.dueDay);
    }

    /// @inheritdoc IBills
    function refuse(Face memory face, bytes32 reason) external {
        (uint256 id, Bill memory bill) = _unanswered(face);
        _requireDrawee(id, face);
        _refuse(face, id, bill, _today());
        emit AcceptanceRefused(id, face.drawee, reason);
    }

    /// @inheritdoc IBills
    function lapse(Face memory face) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireStatus(id, bill.status, bill.status == Status.Drawn);
        require(bill.windowDay != 0, Bills_NotPresented(id));
        _requireNotBefore(id, uint256(bill.windowDay) + 1);
        _refuse(face, id, bill, bill.windowDay);
        emit AcceptanceLapsed(id, face.drawee, bill.windowDay);
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _draw(Face memory face) private returns (uint256 id, Bill memory bill) {
        id = _newId(face);
        _requireDrawer(id, face);
        bool isOwn = face.payee == face.drawer;
        (bill.status, bill.flags, bill.dueDay) = (Status.Drawn, isOwn ? DELIVERED : 0, _dueDayOf(face));
        _bills[id] = bill;
        emit Drawn(id, face.drawer, face.drawee, face);
        lots.open(id, face.drawer, face.units, isOwn ? MOVABLE : 0, 0);
    }

    function _redraw(Face memory face, bool isAccepted) internal returns (uint256 id) {
        id = _newId(face);
        Bill memory bill;
        (bill.status, bill.flags, bill.dueDay) = (Status.Drawn, DELIVERED, _dueDayOf(face));
        _bills[id] = bill;
        emit Drawn(id, face.drawer, face.drawee, face);
        emit Redrawn(id, face.drawer, isAccepted);
        if (isAccepted) _accept(face, id, bill);
        lots.open(id, face.drawer, face.units, MOVABLE, 0);
    }

    /// @dev Of a sound face that nobody has drawn.
    function _newId(Face memory face) private view returns (uint256 id) {
        id = idOf(face);
        require(_bills[id].status == Status.None, Bills_Exists(id));
        _requireSound(face);
    }

    function _accept(Face memory face, uint256 id, Bill memory bill) private {
        _requireForAcceptance(face, id);
        _bind(face, id, bill, Status.Accepted, ACCEPTED);
        emit Accepted(id, face.drawee, face.unit * face.units, bill.dueDay);
    }

    function _bind(Face memory face, uint256 id, Bill memory bill, Status status, uint8 flags) private {
        if (face.tenor == Tenor.AfterSight) bill.dueDay = _today() + face.term;
        (bill.status, bill.flags, bill.windowDay) = (status, bill.flags | flags, 0);
        _bills[id] = bill;
    }

    /// @dev After sight it is due as if it had been seen on the day of the refusal (ULB 35).
    function _refuse(Face memory face, uint256 id, Bill memory bill, uint24 day) private {
        if (face.tenor == Tenor.AfterSight) bill.dueDay = day + face.term;
        (bill.status, bill.flags, bill.eventDay) = (Status.RefusedAcceptance, bill.flags | REFUSED, day);
        _bills[id] = bill;
    }

    function _undelivered(Face memory face) private view returns (uint256 id, Bill memory bill) {
        (id, bill) = _known(face);
        _requireStatus(id, bill.status, BillStates.isYoung(bill.status));
        _requirePayee(id, face);
        require(bill.flags & DELIVERED == 0, Bills_AlreadyDelivered(id));
    }

    /// @dev Drawn, and the drawee may still say whether he accepts.
    function _unanswered(Face memory face) private view returns (uint256 id, Bill memory bill) {
        (id, bill) = _known(face);
        _requireStatus(id, bill.status, bill.status == Status.Drawn);
        _requireForAcceptance(face, id);
        if (bill.windowDay != 0) _requireUntil(id, bill.windowDay);
        if (bill.dueDay != 0) _requireUntil(id, bill.dueDay);
    }

    function _requireSound(Face memory face) private view {
        bool areNamed = face.drawee != address(0) && face.payee != address(0);
        require(areNamed, Bills_BadParties(face.drawer, face.drawee, face.payee));
        require(face.token.code.length != 0, Bills_NoToken(face.token));
        uint256 sum = uint256(face.units) * face.unit;
        require(sum != 0 && sum <= MAX_SUM, Bills_BadSum(face.units, face.unit));
        uint24 today = _today();
        require(face.drawnOn <= today && face.drawnOn + MAX_AGE >= today, Bills_BadDate(face.drawnOn, today));
        bool isComplete = face.drawnAt != 0 && face.payableAt != 0 && face.document != 0;
        require(isComplete, Bills_Incomplete(face.drawnAt, face.payableAt, face.document));
        uint8 clauses = face.clauses;
        // Who is to be paid some time after sight must be able to show it (ULB 22).
        bool areSound = clauses < 8 && (clauses & NO_PRESENTMENT == 0 || face.tenor != Tenor.AfterSight);
        require(areSound, Bills_BadClauses(clauses));
        bool mayOrder = clauses & NO_PRESENTMENT == 0 && face.tenor != Tenor.AtSight && face.presentBy >= today;
        require(face.presentBy == 0 || mayOrder, Bills_BadPresentBy(face.presentBy));
        // Reverts if there is none.
        ruleSets.rulesOf(face.rules);
    }

    /// @return day zero: not known yet
    function _dueDayOf(Face memory face) private view returns (uint24 day) {
        (Tenor tenor, uint256 term, uint256 today) = (face.tenor, face.term, _today());
        bool isSound;
        if (tenor == Tenor.AtSight) {
            isSound = term == 0;
        } else if (tenor == Tenor.AfterSight) {
            isSound = term != 0 && term <= MAX_TERM;
        } else {
            if (tenor == Tenor.AfterDate) term += face.drawnOn;
            isSound = term >= today && term <= today + MAX_TERM;
            day = uint24(term);
        }
        require(isSound, Bills_BadTenor(tenor, face.term));
    }

    function _requireForAcceptance(Face memory face, uint256 id) private pure {
        require(face.tenor != Tenor.AtSight, Bills_NotForAcceptance(id));
    }
}
