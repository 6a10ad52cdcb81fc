// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    NOT_TO_ORDER,
    NO_PROTEST,
    NO_PRESENTMENT,
    ACCEPTED,
    DELIVERED,
    REST,
    IN_BLANK,
    WITH_AGENT,
    PLEDGED,
    STOPPED,
    MOVABLE,
    BLANKS,
    PART_ACCEPTANCE
} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {IBills} from "./IBills.sol";
import {IBillsDesk} from "./IBillsDesk.sol";
import {IBillsRecourse} from "./IBillsRecourse.sol";
import {IClaims} from "./IClaims.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";
import {Links} from "./Links.sol";
import {Presentment} from "./Presentment.sol";

/// @title BillsDesk
/// @notice The specification is `IBillsDesk`.
contract BillsDesk is IBillsDesk {
    /// @dev All that the answers depend on.
    struct Scene {
        uint256 id;
        uint256 lotId;
        bytes32 inner;
        IBills.Bill bill;
        ILots.Lot lot;
        IRuleSets.Rules rules;
        address account;
        bool isHolder;
        bool isOwner;
        bool isOut;
        bool isYoung;
        bool isRefused;
        bool isLive;
        bool isDelivered;
        uint256 today;
    }

    /// @inheritdoc IBillsDesk
    IBills public immutable bills;

    ILots private immutable _lots;
    IRuleSets private immutable _ruleSets;
    IBillsRecourse private immutable _recourse;

    constructor(IBills bills_) {
        (bills, _lots, _ruleSets) = (bills_, bills_.lots(), bills_.ruleSets());
        _recourse = IBillsRecourse(bills_.recourse());
    }

    /// @inheritdoc IBillsDesk
    function actionsOf(
        IBills.Face calldata face,
        bytes32 inner,
        address account
    ) external view returns (uint256 actions) {
        Scene memory scene = _sceneOf(face, inner, account);
        if (scene.bill.status == IBills.Status.None) return 0;
        actions = _ofReceipt(face, scene) | _ofAcceptance(face, scene) | _ofPayment(face, scene);
        actions |= _ofDishonour(face, scene) | _ofWhole(face, scene);
        actions |= _ofHolder(face, scene) | _ofHold(scene);
        return actions | _ofRecourse(face, scene);
    }

    /// @inheritdoc IClaims
    function claimOf(bytes calldata terms, bytes32 inner) external view returns (Claim memory claim) {
        IBills.Face memory face = abi.decode(terms, (IBills.Face));
        uint256 id = bills.idOf(face);
        IBills.Bill memory bill = bills.billOf(id);
        (claim.lot, claim.key, claim.token) = (_lotIdOf(id, inner), id, face.token);
        ILots.Lot memory lot = _lots.lotOf(claim.lot);
        (claim.holder, claim.units) = (lot.holder, lot.units);
        uint96 promised = bills.acceptedOf(face);
        if (promised != 0) claim.debtor = face.drawee;
        if (bill.dueDay != 0) claim.dueAt = (uint40(bill.dueDay) + 1) * 1 days - 1;
        bool isOpen = BillStates.isLive(bill.status) && promised > bill.paid;
        bool isLate = isOpen && (BillStates.isRefused(bill.status) || block.timestamp > claim.dueAt);
        (claim.isPromised, claim.isLate) = (isOpen && !isLate, isLate);
        if (isOpen) claim.open = (promised - bill.paid) * lot.units;
        claim.paid = uint96(bills.collectable(id, inner));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _sceneOf(
        IBills.Face calldata face,
        bytes32 inner,
        address account
    ) private view returns (Scene memory scene) {
        scene.id = bills.idOf(face);
        scene.bill = bills.billOf(scene.id);
        if (scene.bill.status == IBills.Status.None) return scene;
        (scene.lotId, scene.inner, scene.account) = (_lotIdOf(scene.id, inner), inner, account);
        scene.lot = _lots.lotOf(scene.lotId);
        scene.rules = _ruleSets.rulesOf(face.rules);
        scene.isHolder = scene.lot.units != 0 && scene.lot.holder == account;
        scene.isOwner = scene.isHolder && scene.lot.state & (WITH_AGENT | PLEDGED) == 0;
        scene.isYoung = BillStates.isYoung(scene.bill.status);
        scene.isRefused = BillStates.isRefused(scene.bill.status);
        scene.isLive = BillStates.isLive(scene.bill.status);
        scene.isDelivered = scene.bill.flags & DELIVERED != 0;
        scene.isOut = scene.isLive && scene.isDelivered;
        scene.today = block.timestamp / 1 days;
    }

    function _ofReceipt(IBills.Face calldata face, Scene memory scene) private pure returns (uint256 actions) {
        bool isPayee = scene.account == face.payee && !scene.isDelivered && scene.isYoung;
        return _bit(Action.ReceiveBill, isPayee && _isTimely(scene)) | _bit(Action.RefuseReceipt, isPayee);
    }

    function _ofAcceptance(IBills.Face calldata face, Scene memory scene) private pure returns (uint256 actions) {
        IBills.Bill memory bill = scene.bill;
        if (bill.status != IBills.Status.Drawn) return 0;
        bool isOver = bill.windowDay != 0 && scene.today > bill.windowDay;
        actions = _bit(Action.Lapse, isOver);
        if (face.tenor == IBills.Tenor.AtSight) return actions;
        if (scene.account == face.drawee && _isTimely(scene) && !isOver) {
            actions |= _bit(Action.Accept, true) | _bit(Action.Refuse, true);
            bool mayPart = scene.rules.permits & PART_ACCEPTANCE != 0 && face.unit > 1;
            actions |= _bit(Action.AcceptPart, mayPart);
        }
        uint256 lastDay = bill.dueDay != 0 ? bill.dueDay : uint256(face.drawnOn) + scene.rules.sightDays;
        if (face.presentBy != 0 && face.presentBy < lastDay) lastDay = face.presentBy;
        bool mayPresent = face.clauses & NO_PRESENTMENT == 0 && bill.windowDay == 0;
        actions |= _bit(Action.Present, scene.isHolder && mayPresent && scene.today <= lastDay);
    }

    function _ofPayment(IBills.Face calldata face, Scene memory scene) private pure returns (uint256 actions) {
        IBills.Bill memory bill = scene.bill;
        bool isAtSight = face.tenor == IBills.Tenor.AtSight;
        bool isDue = isAtSight || (bill.dueDay != 0 && scene.today >= bill.dueDay);
        actions = _bit(Action.Pay, scene.isOut && isDue);
        bool isUnseen = bill.status == IBills.Status.PartPaid && bill.windowDay == 0;
        bool isPresentable = scene.isDelivered && (scene.isYoung || isUnseen);
        uint256 lastDay = uint256(bill.dueDay) + scene.rules.presentmentDays;
        if (isAtSight) lastDay = uint256(face.drawnOn) + scene.rules.sightDays;
        bool mayPresent = scene.isHolder && isPresentable && isDue && scene.today <= lastDay;
        actions |= _bit(Action.PresentForPayment, mayPresent);
    }

    function _ofDishonour(IBills.Face calldata face, Scene memory scene) private pure returns (uint256 actions) {
        IBills.Bill memory bill = scene.bill;
        bool isPartly = bill.status == IBills.Status.PartPaid && bill.windowDay != 0;
        if (isPartly || bill.status == IBills.Status.Presented) {
            bool isOver = scene.today > bill.windowDay;
            actions = _bit(Action.RefusePayment, !isOver && scene.account == face.drawee);
            actions |= _bit(Action.Dishonour, isOver);
        }
        bool isNotAccepted = bill.status == IBills.Status.RefusedAcceptance;
        bool isProtestable = scene.isDelivered && (isNotAccepted || bill.status == IBills.Status.Dishonoured);
        uint256 lastDay = uint256(bill.eventDay) + scene.rules.protestDays;
        if (isNotAccepted && bill.dueDay > lastDay) lastDay = bill.dueDay;
        actions |= _bit(Action.Protest, scene.isHolder && isProtestable && scene.today <= lastDay);
    }

    /// @dev What is done with a whole bill, and the guarantee.
    function _ofWhole(IBills.Face calldata face, Scene memory scene) private view returns (uint256 actions) {
        ILots.Lot memory whole = _lots.lotOf(_lotIdOf(scene.id, 0));
        bool isWhole = whole.units == face.units && whole.state & (WITH_AGENT | PLEDGED | STOPPED) == 0;
        bool isNotAccepted = scene.bill.status == IBills.Status.RefusedAcceptance;
        if (isWhole && whole.holder == scene.account && bills.collectable(scene.id, 0) == 0) {
            bool isDrawer = scene.account == face.drawer;
            actions = _bit(Action.Cancel, isDrawer && (scene.isYoung || isNotAccepted));
            actions |= _bit(Action.Discharge, scene.isOut);
        }
        bool isAccepted = scene.isYoung && scene.bill.flags & ACCEPTED != 0;
        bool isEarly = isAccepted && scene.isDelivered && scene.today < scene.bill.dueDay;
        actions |= _bit(Action.PayEarly, isWhole && isEarly && scene.account == face.drawee);
        if (scene.account != face.drawer && scene.isLive && (!scene.isRefused || isNotAccepted)) {
            bool mayRaise = _recourse.guaranteeOf(scene.id, scene.account, face.drawer) < face.unit;
            actions |= _bit(Action.Guarantee, mayRaise);
        }
    }

    function _ofHolder(IBills.Face calldata face, Scene memory scene) private view returns (uint256 actions) {
        uint8 state = scene.lot.state;
        if (state & STOPPED != 0) return 0;
        bool isSomething = scene.isHolder && bills.collectable(scene.id, scene.inner) != 0;
        actions = _bit(Action.Collect, isSomething) | _bit(Action.HandOn, scene.isHolder && state & MOVABLE != 0);
        bool mayEndorse = scene.isOwner && scene.isOut && face.clauses & NOT_TO_ORDER == 0;
        actions |= _bit(Action.EndorseNoFurther, mayEndorse);
        actions |= _bit(Action.EndorseInBlank, mayEndorse && scene.rules.permits & BLANKS != 0);
        actions |= _bit(Action.EndorseForCollection, scene.isHolder && scene.isOut);
        actions |= _bit(Action.Pledge, scene.isOwner && scene.isOut);
    }

    /// @dev What a lot that is in blank, pledged or with an agent is free for.
    function _ofHold(Scene memory scene) private view returns (uint256 actions) {
        uint8 state = scene.lot.state;
        if (state & STOPPED != 0) return 0;
        bool isInBlank = scene.isHolder && state == IN_BLANK;
        actions |= _bit(Action.Deliver, isInBlank) | _bit(Action.Fill, isInBlank);
        actions |= _bit(Action.GiveBack, scene.isHolder && state & (WITH_AGENT | PLEDGED) != 0);
        // A lot that is no more has no state.
        bool isPrincipal = state & WITH_AGENT != 0 && bills.principalOf(scene.lotId) == scene.account;
        actions |= _bit(Action.Recall, isPrincipal);
        bool isPledgee = scene.isHolder && state & PLEDGED != 0 && state & WITH_AGENT == 0;
        bool isKept = isPledgee && scene.today > bills.pledgeOf(scene.lotId).lastDay;
        actions |= _bit(Action.Enforce, isKept);
    }

    function _ofRecourse(IBills.Face calldata face, Scene memory scene) private view returns (uint256 actions) {
        if (!scene.isHolder) return 0;
        IBills.Bill memory bill = scene.bill;
        bool isProtested = bill.status == IBills.Status.Protested;
        bool isOpen = isProtested || (scene.isRefused && face.clauses & NO_PROTEST != 0);
        actions = _bit(Action.Notify, isOpen && Presentment.isTimely(face, bill, scene.rules));
        bool isPart = bill.status == IBills.Status.PartAccepted && scene.isDelivered && bill.flags & REST == 0;
        if (!isPart || scene.inner != 0 || scene.lot.units != face.units || scene.today > bill.dueDay) return actions;
        (uint40 protestedAt, ) = _recourse.restOf(scene.id);
        return actions | _bit(Action.ProtestRest, protestedAt == 0);
    }

    function _isTimely(Scene memory scene) private pure returns (bool) {
        return scene.bill.dueDay == 0 || scene.today <= scene.bill.dueDay;
    }

    function _lotIdOf(uint256 id, bytes32 inner) private view returns (uint256) {
        return Links.idOf(Links.rootId(address(bills), id), inner);
    }

    function _bit(Action action, bool isThere) private pure returns (uint256) {
        return isThere ? 1 << uint8(action) : 0;
    }
}
