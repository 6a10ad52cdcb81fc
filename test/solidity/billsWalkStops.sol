// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsChanges} from "../../contracts/instruments/IBillsChanges.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IRuleSets} from "../../contracts/instruments/IRuleSets.sol";
import {BillsWalkWorld} from "./billsWalkWorld.sol";
import {assertEqual} from "./equal.sol";

/// @notice Stop orders at random: given, objected to, dismissed, lifted, used, and what stands for lots that were replaced.
abstract contract BillsWalkStops is BillsWalkWorld {
    uint256 private constant GRACE = 60;
    uint256 private constant MIN_SECURITY = 365;

    struct Held {
        bytes32 inner;
        address claimant;
        address deprived;
        uint96 amount;
        uint256 day;
    }

    Held[] private _held;

    function _stopStep(address party, bytes32 inner) internal {
        uint256 choice = _pick(8);
        if (_isStopped(inner) && _pick(2) == 0) vm.warp(block.timestamp + _pick(70) * 1 days);
        if (_held.length != 0 && choice < 2) _end(_pick(_held.length), party);
        else if (!_isStopped(inner)) _stop(party, inner);
        else if (choice == 3) _object(_pick(2) == 0 ? party : _holderOf(inner), inner);
        else if (choice == 4) _dismiss(inner);
        else if (choice == 5) _lift(_pick(3) == 0 ? COURT : party, inner);
        else _replace(_pick(3) == 0 ? party : _changes.stopOf(_lotId(inner)).claimant, inner);
        _requireSums(ACTIONS + choice);
        uint256 secured;
        for (uint256 i = 0; i < _held.length; ++i) secured += _held[i].amount;
        assertEqual(_token.balanceOf(address(_changes)), secured, "what stands for lots");
    }

    /// @dev When nothing can be awarded any more, anybody gives back what is left.
    function _releaseAll() internal {
        if (_held.length == 0) return;
        vm.warp(block.timestamp + 30 * 365 days);
        while (_held.length != 0) _release(_held.length - 1, _parties[0]);
    }

    // ------------------------------------------------------------------------------------------------------- orders

    function _stop(address claimant, bytes32 inner) private {
        uint256 lotId = _lotId(inner);
        ILots.Lot memory lot = _lots.lotOf(lotId);
        bool shall = lot.units != 0 && _bills.billOf(_id).flags & 4 != 0 && claimant != lot.holder;
        if (lot.state & 4 != 0) shall = shall && claimant != _bills.pledgeOf(lotId).owner;
        if (lot.state & 2 != 0) shall = shall && claimant != _bills.principalOf(lotId);
        shall = shall && _changes.securityOf(lotId, claimant).amount == 0;
        uint24 lastDay = uint24(_today() + 60 + _pick(3));
        vm.prank(COURT);
        _expect(shall, abi.encodeCall(IBillsChanges.stop, (_face, inner, claimant, lastDay, "why")), "a stop");
        if (!shall) return;
        IBillsChanges.Stop memory order = _changes.stopOf(lotId);
        bool isNoted = order.claimant == claimant && order.lastDay == lastDay && order.state == lot.state;
        bool isBound = _lots.lotOf(lotId).state == (lot.state & ~uint8(128)) | 8;
        if (!isNoted || !isBound) revert BillsWalk_Differs("a stop order", lotId);
    }

    function _object(address party, bytes32 inner) private {
        IBillsChanges.Stop memory order = _changes.stopOf(_lotId(inner));
        bool shall = party == _holderOf(inner) && _today() <= order.lastDay && !order.isObjected && !order.isDismissed;
        vm.prank(party);
        _expect(shall, abi.encodeCall(IBillsChanges.object, (_face, inner)), "an objection");
    }

    function _dismiss(bytes32 inner) private {
        bool shall = _changes.stopOf(_lotId(inner)).isObjected;
        vm.prank(COURT);
        _expect(shall, abi.encodeCall(IBillsChanges.dismiss, (_face, inner)), "a dismissal");
    }

    function _lift(address party, bytes32 inner) private {
        IBillsChanges.Stop memory order = _changes.stopOf(_lotId(inner));
        bool shall = party == COURT || _today() > order.lastDay + GRACE;
        vm.prank(party);
        _expect(shall, abi.encodeCall(IBillsChanges.lift, (_face, inner)), "a lifted stop");
        if (shall && _lots.lotOf(_lotId(inner)).state != order.state)
            revert BillsWalk_Differs("a free lot", order.state);
    }

    /// @dev For all that the lot is worth.
    function _replace(address party, bytes32 inner) private {
        uint256 lotId = _lotId(inner);
        IBillsChanges.Stop memory order = _changes.stopOf(lotId);
        bool isInTime = _today() > order.lastDay && _today() <= order.lastDay + GRACE;
        bool shall = party == order.claimant && !order.isObjected && isInTime;
        (bytes32 roll, ILots.Lot memory lot) = (_lots.rollOf(lotId), _lots.lotOf(lotId));
        (uint256 worth, uint256 had) = (_worthOf(inner, lot.units), _token.balanceOf(party));
        vm.prank(party);
        _expect(shall, abi.encodeCall(IBillsChanges.replace, (_face, inner)), "a replacement");
        if (!shall) return;
        _follow(_lots, lotId, roll, lot.holder);
        assertEqual(_token.balanceOf(party), had - worth, "a security");
        ILots.Lot memory now_ = _lots.lotOf(lotId);
        if (now_.holder != party || now_.state != order.state) revert BillsWalk_Differs("a replaced lot", lotId);
        if (worth != 0) _held.push(Held(inner, party, lot.holder, uint96(worth), _today()));
    }

    // --------------------------------------------------------------------------------------------------- securities

    function _end(uint256 index, address party) private {
        if (_pick(2) == 0) return _release(index, party);
        Held memory held = _held[index];
        bool shall = _today() <= _lastDayOf(held);
        vm.prank(COURT);
        _expect(shall, abi.encodeCall(IBillsChanges.award, (_face, held.inner, held.claimant)), "an award");
        if (shall) _withdraw(index, held.deprived, held.amount);
    }

    function _release(uint256 index, address party) private {
        Held memory held = _held[index];
        bool shall = _today() > _lastDayOf(held);
        vm.prank(party);
        _expect(shall, abi.encodeCall(IBillsChanges.release, (_face, held.inner, held.claimant)), "a release");
        if (shall) _withdraw(index, held.claimant, held.amount);
    }

    function _withdraw(uint256 index, address account, uint256 amount) private {
        uint256 had = _token.balanceOf(account);
        vm.prank(account);
        _changes.withdraw(address(_token), account);
        assertEqual(_token.balanceOf(account), had + amount, "what stood for a lot");
        _held[index] = _held[_held.length - 1];
        _held.pop();
    }

    /// @dev As long as the acceptor could be sued, and a year at least.
    function _lastDayOf(Held memory held) private view returns (uint256 lastDay) {
        IRuleSets.Rules memory rules = _bills.ruleSets().rulesOf(_face.rules);
        lastDay = _bills.billOf(_id).dueDay;
        if (lastDay == 0) lastDay = uint256(_face.drawnOn) + rules.sightDays + _face.term;
        lastDay += rules.acceptorDays;
        if (lastDay < held.day + MIN_SECURITY) lastDay = held.day + MIN_SECURITY;
    }

    /// @dev What is open on it, with interest if that runs, and what can be collected.
    function _worthOf(bytes32 inner, uint256 units) private view returns (uint256) {
        IBills.Bill memory bill = _bills.billOf(_id);
        uint256 open = (bill.flags & 32 == 0 ? _face.unit : _bills.acceptedOf(_face)) - bill.paid;
        (, uint256 interest) = _bills.dueOf(_face);
        return (open + interest / UNITS) * units + _bills.collectable(_id, inner);
    }

    function _expect(bool shall, bytes memory call, string memory what) private {
        (bool isDone, ) = address(_changes).call(call);
        if (isDone != shall) revert BillsWalk_Differs(what, shall ? 1 : 0);
    }
}
