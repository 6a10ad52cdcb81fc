// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {DELIVERED, REST, WITH_AGENT, PLEDGED, STOPPED, MOVABLE} from "./BillBits.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {IBillsAttached} from "./IBillsAttached.sol";
import {IBillsChanges} from "./IBillsChanges.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";
import {Links} from "./Links.sol";

/// @title BillsStops: lots whose key was lost, and what stands for them
/// @notice Moves no money.
abstract contract BillsStops is IBillsChanges {
    /// @notice Days that a stop order lasts at least, so that a holder can hear of it (NIL 15: 60 days of public summons).
    uint24 public constant MIN_STOP = 60;
    /// @notice Days that it lasts at most.
    uint24 public constant MAX_STOP = 365;
    /// @notice Days after its last one in which the lot may be replaced; then anyone may lift it.
    uint24 public constant GRACE = 60;
    /// @notice Days after a replacement in which its security may be awarded at least.
    uint24 public constant MIN_SECURITY = 365;

    /// @inheritdoc IBillsChanges
    IBills public bills;
    ILots internal immutable _lots;

    mapping(uint256 lot => Stop) private _stops;
    mapping(uint256 lot => mapping(address claimant => Security)) private _securities;
    mapping(address account => mapping(address token => uint256 amount)) internal _kept;

    constructor(ILots lots) {
        _lots = lots;
    }

    /// @inheritdoc IBillsAttached
    function attach() external {
        require(address(bills) == address(0), BillsChanges_Attached(address(bills)));
        bills = IBills(msg.sender);
    }

    // -------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IBillsChanges
    function stop(IBills.Face calldata face, bytes32 inner, address claimant, uint24 lastDay, bytes32 reason) external {
        uint256 id = _requireCourt(face);
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        require(bills.billOf(id).flags & DELIVERED != 0, BillsChanges_NotDelivered(id));
        require(lot.state & STOPPED == 0, BillsChanges_AlreadyStopped(lotId));
        _requireClaimant(face, lotId, lot, claimant);
        (uint256 first, uint256 last) = (_today() + MIN_STOP, _today() + MAX_STOP);
        require(lastDay >= first && lastDay <= last, BillsChanges_BadLastDay(lastDay, first, last));
        _stops[lotId] = Stop(claimant, lastDay, lot.state, false, false);
        emit Stopped(id, lotId, claimant, face.court, lastDay, reason);
        bills.setState(id, inner, (lot.state & ~MOVABLE) | STOPPED);
    }

    /// @inheritdoc IBillsChanges
    function object(IBills.Face calldata face, bytes32 inner) external {
        (uint256 id, uint256 lotId, Stop memory order) = _stopped(face, inner);
        address holder = _msgSender();
        require(_lots.lotOf(lotId).holder == holder, BillsChanges_NotHolder(lotId, holder));
        require(_today() <= order.lastDay, BillsChanges_TooLate(lotId, order.lastDay));
        require(!order.isObjected, BillsChanges_Objected(lotId));
        require(!order.isDismissed, BillsChanges_Dismissed(lotId));
        _stops[lotId].isObjected = true;
        emit Objected(id, lotId, holder);
    }

    /// @inheritdoc IBillsChanges
    function dismiss(IBills.Face calldata face, bytes32 inner) external {
        _requireCourt(face);
        (uint256 id, uint256 lotId, Stop memory order) = _stopped(face, inner);
        require(order.isObjected, BillsChanges_NotObjected(lotId));
        (order.isObjected, order.isDismissed) = (false, true);
        _stops[lotId] = order;
        emit Dismissed(id, lotId, face.court);
    }

    /// @inheritdoc IBillsChanges
    function lift(IBills.Face calldata face, bytes32 inner) external {
        (uint256 id, uint256 lotId, Stop memory order) = _stopped(face, inner);
        uint256 last = uint256(order.lastDay) + GRACE;
        bool isCourt = _msgSender() == face.court;
        require(isCourt || _today() > last, BillsChanges_TooEarly(lotId, last + 1));
        delete _stops[lotId];
        emit Lifted(id, lotId);
        bills.setState(id, inner, order.state);
    }

    /// @inheritdoc IBillsChanges
    function award(IBills.Face calldata face, bytes32 inner, address claimant) external {
        uint256 id = _requireCourt(face);
        (uint256 lotId, Security memory security) = _secured(id, inner, claimant);
        uint256 lastDay = _lastDayOf(face, id, security);
        require(_today() <= lastDay, BillsChanges_TooLate(lotId, lastDay));
        emit Awarded(id, lotId, claimant, security.deprived, security.amount);
        _give(lotId, claimant, face.token, security.deprived, security.amount);
    }

    /// @inheritdoc IBillsChanges
    function release(IBills.Face calldata face, bytes32 inner, address claimant) external {
        uint256 id = Faces.idOf(address(bills), face);
        (uint256 lotId, Security memory security) = _secured(id, inner, claimant);
        uint256 lastDay = _lastDayOf(face, id, security);
        require(_today() > lastDay, BillsChanges_TooEarly(lotId, lastDay + 1));
        emit Released(id, lotId, claimant, security.amount);
        _give(lotId, claimant, face.token, claimant, security.amount);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBillsChanges
    function stopOf(uint256 lot) external view returns (Stop memory order) {
        return _stops[lot];
    }

    /// @inheritdoc IBillsChanges
    function securityOf(uint256 lot, address claimant) external view returns (Security memory security) {
        return _securities[lot][claimant];
    }

    /// @inheritdoc IBillsChanges
    function keptFor(address account, address token) external view returns (uint256 amount) {
        return _kept[account][token];
    }

    // ---------------------------------------------------------------------------------------------------- internal

    /// @dev The lot is his; the money comes in afterwards, or everything is undone.
    function _replace(IBills.Face calldata face, bytes32 inner, address claimant) internal returns (uint96 amount) {
        (uint256 id, uint256 lotId, Stop memory order) = _stopped(face, inner);
        require(order.claimant == claimant, BillsChanges_NotClaimant(lotId, claimant));
        require(!order.isObjected, BillsChanges_Objected(lotId));
        require(_today() > order.lastDay, BillsChanges_TooEarly(lotId, uint256(order.lastDay) + 1));
        uint256 last = uint256(order.lastDay) + GRACE;
        require(_today() <= last, BillsChanges_TooLate(lotId, last));
        ILots.Lot memory lot = _lots.lotOf(lotId);
        amount = _worthOf(face, id, inner, lot.units);
        delete _stops[lotId];
        _securities[lotId][claimant] = Security(lot.holder, amount, uint24(_today()));
        emit Replaced(id, lotId, claimant, lot.holder, amount);
        // Nobody can give more than the holder had: whose pledgee or agent he was, theirs is the claimant.
        bills.move(id, inner, claimant, ILots.Kind.Replaced, order.state);
    }

    function _today() internal view returns (uint256) {
        return block.timestamp / 1 days;
    }

    function _msgSender() internal view virtual returns (address);

    // ----------------------------------------------------------------------------------------------------- private

    function _give(uint256 lotId, address claimant, address token, address to, uint96 amount) private {
        delete _securities[lotId][claimant];
        _kept[to][token] += amount;
    }

    function _requireCourt(IBills.Face calldata face) private view returns (uint256 id) {
        id = Faces.idOf(address(bills), face);
        address caller = _msgSender();
        require(caller == face.court, BillsChanges_NotCourt(id, caller));
    }

    /// @dev The court would be a judge in its own cause. Holder, pledger and who sent an agent have the lot already, or would
    /// have it back from themselves. One security at a time, so that nobody's is another's.
    function _requireClaimant(
        IBills.Face calldata face,
        uint256 lotId,
        ILots.Lot memory lot,
        address claimant
    ) private view {
        bool isOther = claimant != address(0) && claimant != face.court && claimant != lot.holder;
        if (lot.state & PLEDGED != 0) isOther = isOther && claimant != bills.pledgeOf(lotId).owner;
        if (lot.state & WITH_AGENT != 0) isOther = isOther && claimant != bills.principalOf(lotId);
        require(isOther && _securities[lotId][claimant].amount == 0, BillsChanges_BadClaimant(claimant));
    }

    function _lotOf(uint256 id, bytes32 inner) private view returns (uint256 lotId, ILots.Lot memory lot) {
        lotId = Links.idOf(Links.rootId(address(bills), id), inner);
        lot = _lots.lotOf(lotId);
        require(lot.units != 0, BillsChanges_NoLot(lotId));
    }

    function _stopped(
        IBills.Face calldata face,
        bytes32 inner
    ) private view returns (uint256 id, uint256 lotId, Stop memory order) {
        id = Faces.idOf(address(bills), face);
        lotId = Links.idOf(Links.rootId(address(bills), id), inner);
        order = _stops[lotId];
        require(order.claimant != address(0), BillsChanges_NotStopped(lotId));
    }

    function _secured(
        uint256 id,
        bytes32 inner,
        address claimant
    ) private view returns (uint256 lotId, Security memory security) {
        lotId = Links.idOf(Links.rootId(address(bills), id), inner);
        security = _securities[lotId][claimant];
        require(security.amount != 0, BillsChanges_NoSecurity(lotId, claimant));
    }

    /// @dev What is open on a lot, with interest if that runs, and what can be collected.
    function _worthOf(
        IBills.Face calldata face,
        uint256 id,
        bytes32 inner,
        uint40 units
    ) private view returns (uint96) {
        IBills.Bill memory bill = bills.billOf(id);
        uint256 payable_ = bill.flags & REST == 0 ? face.unit : bills.acceptedOf(face);
        (, uint256 interest) = bills.dueOf(face);
        // Interest is whole base units on each unit.
        uint256 open = payable_ - bill.paid + interest / face.units;
        return SafeCast.toUint96(open * units + bills.collectable(id, inner));
    }

    /// @dev Last day on which a security may be awarded: as long as the acceptor could be sued, of a bill that never fell due if
    /// it had at the last moment; and a year at least, since what was paid is not barred.
    function _lastDayOf(
        IBills.Face calldata face,
        uint256 id,
        Security memory security
    ) private view returns (uint256 lastDay) {
        IRuleSets.Rules memory rules = bills.ruleSets().rulesOf(face.rules);
        uint256 dueDay = bills.billOf(id).dueDay;
        if (dueDay == 0) dueDay = uint256(face.drawnOn) + rules.sightDays + face.term;
        lastDay = dueDay + rules.acceptorDays;
        uint256 leastDay = uint256(security.day) + MIN_SECURITY;
        if (leastDay > lastDay) lastDay = leastDay;
    }
}
