// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsDesk} from "../../contracts/instruments/IBillsDesk.sol";
import {IBillsRecourse} from "../../contracts/instruments/IBillsRecourse.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {BillsWalkRecourse} from "./billsWalkRecourse.sol";
import {BillsWalkStops} from "./billsWalkStops.sol";

/// @notice Bills walked about at random: any act, by anybody, at any time. What the desk says is what the contract does.
contract BillsWalk is BillsWalkRecourse, BillsWalkStops {
    uint256 private constant STEPS = 660;

    /// @notice BIL-40, BIL-51, BIL-52, BIL-61, BIL-67, BIL-68, BIL-70 to BIL-76: 256 walks of 660 steps. With BIL-89 some 201,000 acts.
    function test_BIL_51_walks(uint256 seed) public {
        (_random, _paidIn, _sentOut) = (seed, 0, 0);
        _draw();
        for (uint256 i = 0; i < STEPS; ++i) {
            _step();
            if (!_isOver()) continue;
            _releaseAll();
            _draw();
        }
        _requireExit();
        _releaseAll();
    }

    // --------------------------------------------------------------------------------------------------------- steps

    function _step() private {
        if (_pick(4) == 0) vm.warp(block.timestamp + _pick(3) * 12 hours + _pick(2) * _pick(400) * 1 hours);
        address party = _parties[_pick(PARTIES)];
        bytes32 inner = _inners[_pick(_inners.length)];
        if (_face.court != address(0) && _pick(_isStopped(inner) ? 4 : 20) == 0) return _stopStep(party, inner);
        if (_pick(_isRefused() || _isPart() ? 3 : 12) == 0) return _recourseStep(party, inner);
        uint256 offered = _desk.actionsOf(_face, inner, party);
        // Mostly something that he may do.
        uint256 action = _pick(ACTIONS);
        for (uint256 i = 0; i < ACTIONS && _pick(8) != 0 && offered & (1 << action) == 0; ++i) {
            action = (action + 1) % ACTIONS;
        }
        // Shall not end at once.
        bool isEnd = action == uint256(IBillsDesk.Action.Discharge) || action == uint256(IBillsDesk.Action.Cancel);
        if (isEnd && _pick(10) != 0) return;
        IBills.Status earlier = _bills.billOf(_id).status;
        bytes32[2] memory rolls = [_lots.rollOf(_root), _lots.rollOf(_lotId(inner))];
        address[2] memory holders = [_holderOf(0), _holderOf(inner)];
        bool isDone = _try(IBillsDesk.Action(action), party, inner);
        _follow(_lots, _root, rolls[0], holders[0]);
        if (inner != 0) _follow(_lots, _lotId(inner), rolls[1], holders[1]);
        if (isDone != (offered & (1 << action) != 0)) revert BillsWalk_Differs("the desk", action);
        if (!isDone && _bills.billOf(_id).status != earlier) revert BillsWalk_Differs("a refused act", action);
        _requireSums(action);
    }

    function _draw() private {
        IBills.Face memory face;
        face.drawer = _parties[0];
        face.drawee = _parties[_pick(8) == 0 ? 0 : 1];
        face.payee = _parties[_pick(3) == 0 ? 0 : 2];
        face.token = address(_token);
        (face.units, face.unit) = (UNITS, uint96(1 + _pick(1_000)));
        face.drawnOn = uint24(block.timestamp / 1 days);
        face.tenor = IBills.Tenor(_pick(4));
        if (face.tenor == IBills.Tenor.FixedDay) face.term = face.drawnOn + uint24(_pick(20));
        else if (face.tenor != IBills.Tenor.AtSight) face.term = uint24(1 + _pick(20));
        face.rules = uint16(1 + _pick(3));
        face.clauses = uint8(_pick(face.tenor == IBills.Tenor.AfterSight ? 4 : 8));
        bool mayOrder = face.tenor != IBills.Tenor.AtSight && face.clauses < 4;
        if (mayOrder && _pick(4) == 0) face.presentBy = face.drawnOn + uint24(_pick(10));
        if (_pick(3) == 0) face.court = COURT;
        (face.drawnAt, face.payableAt, face.document) = ("here", "there", bytes32(++_made));
        bool isHandedOn = _pick(4) == 0;
        if (isHandedOn) _makeLong(face);
        vm.prank(face.drawer);
        _id = _bills.draw(face);
        _face = face;
        _root = _lots.rootId(address(_bills), _id);
        delete _inners;
        _inners.push(0);
        if (isHandedOn) _acceptPartAndHandOn();
    }

    /// @dev Seldom would a bill be accepted in part and be handed on as a whole before it is due: then its rest and the receipts
    /// for it have a way to go.
    function _makeLong(IBills.Face memory face) private {
        (face.tenor, face.term, face.unit) = (IBills.Tenor.FixedDay, face.drawnOn + 80, face.unit + 1);
        (face.rules, face.clauses, face.presentBy) = (uint16(1 + _pick(2)), uint8(2 * _pick(2)), 0);
    }

    function _acceptPartAndHandOn() private {
        address holder = _face.drawer;
        if (_face.payee != holder) {
            vm.prank(_face.payee);
            _bills.receiveBill(_face);
            _follow(_lots, _root, bytes32(_root), holder);
            holder = _face.payee;
        }
        vm.prank(_face.drawee);
        _bills.acceptPart(_face, uint96(1 + _pick(_face.unit - 1)));
        for (uint256 left = 1 + _pick(4); left > 0; --left) {
            bytes32 roll = _lots.rollOf(_root);
            vm.prank(holder);
            _lots.endorse(_root, _other(holder), ILots.Kind.WithRecourse);
            _follow(_lots, _root, roll, holder);
            holder = _holderOf(0);
        }
    }

    function _try(IBillsDesk.Action action, address party, bytes32 inner) private returns (bool isDone) {
        if (action == IBillsDesk.Action.HandOn) return _handOn(party, inner);
        if (action == IBillsDesk.Action.PayEarly) return _payEarly(party);
        address to = _other(party);
        bytes memory call = _callOf(action, party, inner, to);
        uint256 earlier = _token.balanceOf(address(_bills));
        vm.prank(party);
        (isDone, ) = (_isOfRecourse(action) ? address(_recourse) : address(_bills)).call(call);
        uint256 balance = _token.balanceOf(address(_bills));
        if (balance > earlier) _paidIn += balance - earlier;
        else _sentOut += earlier - balance;
    }

    function _isOfRecourse(IBillsDesk.Action action) private pure returns (bool) {
        bool isDemand = action == IBillsDesk.Action.Notify || action == IBillsDesk.Action.ProtestRest;
        return isDemand || action == IBillsDesk.Action.Guarantee;
    }

    function _callOf(
        IBillsDesk.Action action,
        address party,
        bytes32 inner,
        address to
    ) private returns (bytes memory) {
        if (action == IBillsDesk.Action.ReceiveBill) return abi.encodeCall(IBills.receiveBill, (_face));
        if (action == IBillsDesk.Action.RefuseReceipt) return abi.encodeCall(IBills.refuseReceipt, (_face));
        if (action == IBillsDesk.Action.Cancel) return abi.encodeCall(IBills.cancel, (_face));
        if (action == IBillsDesk.Action.Present) return abi.encodeCall(IBills.present, (_face, inner));
        if (action == IBillsDesk.Action.Accept) return abi.encodeCall(IBills.accept, (_face));
        if (action == IBillsDesk.Action.AcceptPart) {
            uint96 part = _face.unit == 1 ? 1 : uint96(1 + _pick(_face.unit - 1));
            return abi.encodeCall(IBills.acceptPart, (_face, part));
        }
        if (action == IBillsDesk.Action.Refuse) return abi.encodeCall(IBills.refuse, (_face, "why"));
        if (action == IBillsDesk.Action.Lapse) return abi.encodeCall(IBills.lapse, (_face));
        if (action == IBillsDesk.Action.Guarantee) {
            return abi.encodeCall(IBillsRecourse.guarantee, (_face, address(0), _face.unit, 0, new ILots.Link[](0)));
        }
        if (action == IBillsDesk.Action.Pay) {
            // All, or some: at least one base unit on each unit, and interest.
            uint96 some = _pick(3) == 0 ? type(uint96).max : uint96(UNITS * (2 + _pick(_face.unit)));
            return abi.encodeCall(IBills.pay, (_face, some));
        }
        return _laterCallOf(action, party, inner, to);
    }

    function _laterCallOf(
        IBillsDesk.Action action,
        address party,
        bytes32 inner,
        address to
    ) private returns (bytes memory) {
        if (action == IBillsDesk.Action.PresentForPayment) {
            return abi.encodeCall(IBills.presentForPayment, (_face, inner));
        }
        if (action == IBillsDesk.Action.RefusePayment) return abi.encodeCall(IBills.refusePayment, (_face, "why"));
        if (action == IBillsDesk.Action.Dishonour) return abi.encodeCall(IBills.dishonour, (_face));
        if (action == IBillsDesk.Action.Protest) return abi.encodeCall(IBills.protest, (_face, inner));
        if (action == IBillsDesk.Action.Discharge) return abi.encodeCall(IBills.discharge, (_face));
        if (action == IBillsDesk.Action.Collect) {
            address principal = _bills.principalOf(_lotId(inner));
            return abi.encodeCall(IBills.collect, (_face, inner, principal == address(0) ? party : principal));
        }
        if (action == IBillsDesk.Action.Pledge) {
            uint24 lastDay = uint24(block.timestamp / 1 days + _pick(10));
            return abi.encodeCall(IBills.pledge, (_id, inner, to, lastDay));
        }
        if (action == IBillsDesk.Action.Deliver) return abi.encodeCall(IBills.deliver, (_id, inner, to));
        if (action == IBillsDesk.Action.Fill) return abi.encodeCall(IBills.fill, (_id, inner));
        if (action == IBillsDesk.Action.GiveBack) return abi.encodeCall(IBills.giveBack, (_id, inner));
        if (action == IBillsDesk.Action.Recall) return abi.encodeCall(IBills.recall, (_id, inner));
        if (action == IBillsDesk.Action.Notify) {
            (uint256 open, , , ) = _recourse.sumOf(_face, inner);
            return abi.encodeCall(IBillsRecourse.notify, (_face, inner, uint96(open / 100), "why"));
        }
        if (action == IBillsDesk.Action.ProtestRest) return abi.encodeCall(IBillsRecourse.protestRest, (_face, 0));
        if (action == IBillsDesk.Action.Enforce) return abi.encodeCall(IBills.enforce, (_id, inner));
        ILots.Kind kind = ILots.Kind.Collection;
        if (action == IBillsDesk.Action.EndorseNoFurther) kind = ILots.Kind.NoFurther;
        if (action == IBillsDesk.Action.EndorseInBlank) kind = ILots.Kind.InBlank;
        return abi.encodeCall(IBills.endorse, (_face, inner, to, kind));
    }

    /// @dev In full, or a part of it.
    function _handOn(address party, bytes32 inner) private returns (bool isDone) {
        ILots.Lot memory lot = _lots.lotOf(_lotId(inner));
        address to = _other(party);
        if (lot.units < 2 || _inners.length > 4 || _pick(3) != 0) {
            vm.prank(party);
            try _lots.endorse(_lotId(inner), to, ILots.Kind.WithRecourse) {
                return true;
            } catch {
                return false;
            }
        }
        uint40 units = uint40(1 + _pick(lot.units - 1));
        ILots.Link memory link = ILots.Link({
            from: party,
            to: to,
            kind: ILots.Kind.WithRecourse,
            time: uint40(block.timestamp),
            start: lot.start + lot.units - units,
            units: units
        });
        bytes32 roll = _lots.rollOf(_lotId(inner));
        ILots.Part[] memory parts = new ILots.Part[](1);
        parts[0] = ILots.Part(to, units, ILots.Kind.WithRecourse);
        vm.prank(party);
        try _lots.divide(_root, inner, parts) {
            bytes32 part = _innerOf(roll, link);
            _inners.push(part);
            _inherit(_lotId(inner), _lotId(part), link);
            return true;
        } catch {
            return false;
        }
    }

    function _payEarly(address party) private returns (bool isDone) {
        address holder = _lots.lotOf(_root).holder;
        bytes32 typehash = keccak256("EarlyPayment(uint256 lot,bytes32 version,uint40 deadline)");
        bytes32 body = keccak256(abi.encode(typehash, _root, _lots.versionOf(_root), type(uint40).max));
        bytes memory signature = _signFor(_keyOf(holder), "Tallystick Bills", address(_bills), body);
        vm.prank(party);
        try _bills.payEarly(_face, type(uint40).max, signature) returns (uint96 paid) {
            _paidIn += paid;
            return true;
        } catch {
            return false;
        }
    }
}
