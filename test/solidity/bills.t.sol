// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BillsDesk} from "../../contracts/instruments/BillsDesk.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsDesk} from "../../contracts/instruments/IBillsDesk.sol";
import {IBillsRecourse} from "../../contracts/instruments/IBillsRecourse.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";
import {LotsBook} from "./lotsBook.sol";
import {assertEqual} from "./equal.sol";

/// @notice Bills walked about at random: any act, by anybody, at any time. What the desk says is what the contract does.
contract BillsWalk is InstrumentsBase, LotsBook {
    uint256 private constant PARTIES = 5;
    uint256 private constant STEPS = 400;
    uint40 private constant UNITS = 12;
    uint256 private constant ACTIONS = uint256(type(IBillsDesk.Action).max) + 1;

    Lots private _lots;
    IBills private _bills;
    IBillsRecourse private _recourse;
    BillsDesk private _desk;
    TokenMock private _token;

    address[PARTIES] private _parties;
    IBills.Face private _face;
    uint256 private _id;
    uint256 private _root;
    uint256 private _made;
    /// @dev Lots of the bill that there are or were.
    bytes32[] private _inners;
    uint256 private _random;
    uint256 private _paidIn;
    uint256 private _sentOut;

    error BillsWalk_Differs(string what, uint256 action);

    function setUp() public {
        vm.warp(1_790_000_000);
        _lots = _newLots();
        _bills = _newBills(_lots);
        _recourse = IBillsRecourse(_bills.recourse());
        _desk = BillsDesk(_deploy("instruments/BillsDesk.sol:BillsDesk", abi.encode(_bills)));
        _token = new TokenMock();
        for (uint256 i = 0; i < PARTIES; ++i) {
            _parties[i] = vm.addr(i + 1);
            _token.mint(_parties[i], 1e30);
            vm.prank(_parties[i]);
            _token.approve(address(_bills), type(uint256).max);
            vm.prank(_parties[i]);
            _token.approve(address(_recourse), type(uint256).max);
        }
    }

    /// @notice BIL-40, BIL-51, BIL-52, BIL-61, BIL-68: 256 walks of 400 steps.
    function test_BIL_51_walks(uint256 seed) public {
        (_random, _paidIn, _sentOut) = (seed, 0, 0);
        _draw();
        for (uint256 i = 0; i < STEPS; ++i) {
            _step();
            if (_isOver()) _draw();
        }
        _requireExit();
    }

    // --------------------------------------------------------------------------------------------------------- steps

    function _step() private {
        if (_pick(4) == 0) vm.warp(block.timestamp + _pick(3) * 12 hours + _pick(2) * _pick(400) * 1 hours);
        address party = _parties[_pick(PARTIES)];
        bytes32 inner = _inners[_pick(_inners.length)];
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
        (face.drawnAt, face.payableAt, face.document) = ("here", "there", bytes32(++_made));
        vm.prank(face.drawer);
        _id = _bills.draw(face);
        _face = face;
        _root = _lots.rootId(address(_bills), _id);
        delete _inners;
        _inners.push(0);
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

    // ------------------------------------------------------------------------------------------------------ recourse

    function _recourseStep(address party, bytes32 inner) private {
        uint256 choice = _pick(_isPart() ? 2 : 8);
        if (choice == 0) _takeUpRest();
        else if (choice == 1) _payForAcceptor(party, inner);
        else _takeUp(party, inner);
        _requireSums(ACTIONS + choice);
        if (_token.balanceOf(address(_recourse)) != 0) revert BillsWalk_Differs("recourse keeps money", choice);
    }

    /// @dev By who is liable, or for him by another.
    function _takeUp(address party, bytes32 inner) private {
        ILots.Link[] memory links = _links[_lotId(inner)];
        if (links.length == 0 || _holderOf(inner) == address(0)) return;
        uint256 index = _pick(links.length);
        address payer = _pick(3) == 0 ? party : links[index].from;
        bool isHis = payer == links[index].from;
        (bool isLiable, uint256 lastDay) = _recourse.liabilityOf(_face, inner, links, index);
        bool isRight = isLiable && block.timestamp / 1 days <= lastDay && (isHis || payer != _acceptor());
        (uint256 owed, bytes memory call) = (_owedOn(inner), "");
        if (isHis) call = abi.encodeCall(IBillsRecourse.takeUp, (_face, inner, links, index, owed));
        else call = abi.encodeCall(IBillsRecourse.payFor, (_face, inner, links, index, owed));
        _settle(payer, inner, call, isHis ? index : index + 1, isRight);
    }

    function _payForAcceptor(address party, bytes32 inner) private {
        if (_holderOf(inner) == address(0)) return;
        ILots.Link[] memory links = _links[_lotId(inner)];
        uint8 flags = _bills.billOf(_id).flags;
        bool isWhole = flags & 1 != 0 && (flags & 2 == 0 || flags & 32 != 0);
        bytes memory call = abi.encodeCall(IBillsRecourse.payForAcceptor, (_face, inner, links, _owedOn(inner)));
        _settle(party, inner, call, 0, isWhole);
    }

    /// @dev Whoever had a claim has his money, to the base unit, and the payer the lot; or nothing happens.
    function _settle(address payer, bytes32 inner, bytes memory call, uint256 count, bool isRight) private {
        (address holder, address receiver, uint256 owed) = (_holderOf(inner), _creditorOf(inner), _owedOn(inner));
        bool shall = isRight && payer != holder && payer != receiver && owed != 0 && _isShown();
        uint256 wanted = _token.balanceOf(receiver) + owed;
        vm.prank(payer);
        (bool isDone, ) = address(_recourse).call(call);
        if (isDone ? !shall : shall && _isCertain()) revert BillsWalk_Differs("recourse", count);
        if (!isDone) return;
        assertEqual(_token.balanceOf(receiver), wanted, "what the holder was owed");
        _noteTakenUp(inner, holder, payer, count);
    }

    /// @dev Whether it was presented in time is not judged here once more.
    function _isCertain() private view returns (bool) {
        return _face.presentBy == 0 && _face.tenor != IBills.Tenor.AfterSight;
    }

    function _creditorOf(bytes32 inner) private view returns (address) {
        ILots.Lot memory lot = _lots.lotOf(_lotId(inner));
        return lot.state & 2 == 0 ? lot.holder : _bills.principalOf(_lotId(inner));
    }

    function _noteTakenUp(bytes32 inner, address holder, address payer, uint256 count) private {
        if (_holderOf(inner) != payer) revert BillsWalk_Differs("who paid does not hold", count);
        uint256 lotId = _lotId(inner);
        _cutTo(lotId, count, holder, payer);
        ILots.Link[] memory links = _links[lotId];
        if (_lots.rollAfter(_root, links, links.length) != _lots.rollOf(lotId))
            revert BillsWalk_Differs("links", count);
    }

    /// @dev By the last who answers.
    function _takeUpRest() private {
        ILots.Link[] memory links = _links[_root];
        vm.prank(_holderOf(0));
        try _recourse.protestRest(_face, 0) {} catch {}
        for (uint256 index = links.length; index > 0; --index) {
            vm.prank(links[index - 1].from);
            try _recourse.takeUpRest(_face, links, index - 1, type(uint256).max) {
                IBills.Bill memory bill = _bills.billOf(_id);
                bool isRight = _isPart() && block.timestamp / 1 days < bill.dueDay;
                if (!isRight || bill.flags & 32 == 0) revert BillsWalk_Differs("rest", index);
                return;
            } catch {}
        }
    }

    function _owedOn(bytes32 inner) private view returns (uint256) {
        (uint256 principal, int256 interest, uint96 costs, uint256 paid) = _recourse.sumOf(_face, inner);
        return uint256(int256(principal) + interest) + costs + paid;
    }

    function _acceptor() private view returns (address) {
        return _bills.billOf(_id).flags & 1 == 0 ? address(0) : _face.drawee;
    }

    /// @dev Not accepted or not paid, and protested if it must be.
    function _isShown() private view returns (bool) {
        IBills.Status status = _bills.billOf(_id).status;
        return status == IBills.Status.Protested || (_face.clauses & 2 != 0 && _isRefused());
    }

    function _isPart() private view returns (bool) {
        return _bills.billOf(_id).status == IBills.Status.PartAccepted;
    }

    function _isRefused() private view returns (bool) {
        IBills.Status status = _bills.billOf(_id).status;
        bool isBad = status == IBills.Status.RefusedAcceptance || status == IBills.Status.Dishonoured;
        return isBad || status == IBills.Status.Protested;
    }

    function _holderOf(bytes32 inner) private view returns (address) {
        return _lots.lotOf(_lotId(inner)).holder;
    }

    // -------------------------------------------------------------------------------------------------------- checks

    /// @dev Units are neither lost nor made, and what is here is what the lots can collect.
    function _requireSums(uint256 action) private view {
        uint256 units;
        uint256 waiting;
        for (uint256 i = 0; i < _inners.length; ++i) {
            units += _lots.lotOf(_lotId(_inners[i])).units;
            waiting += _bills.collectable(_id, _inners[i]);
        }
        IBills.Status status = _bills.billOf(_id).status;
        bool isWhole = status != IBills.Status.Paid && !_isFinal(status);
        if (isWhole && units != UNITS) revert BillsWalk_Differs("units", action);
        assertEqual(_token.balanceOf(address(_bills)), _paidIn - _sentOut, "what came in and went out");
        assertEqual(waiting, _paidIn - _sentOut, "what waits");
    }

    /// @dev Sooner or later somebody may do something, whatever the state: here, after all windows.
    function _requireExit() private {
        if (_isFinal(_bills.billOf(_id).status)) return;
        vm.warp(block.timestamp + 10 * 365 days);
        uint256 offered;
        for (uint256 i = 0; i < PARTIES; ++i) {
            for (uint256 j = 0; j < _inners.length; ++j) offered |= _desk.actionsOf(_face, _inners[j], _parties[i]);
        }
        uint256 exits =
            _bit(IBillsDesk.Action.Pay) |
                _bit(IBillsDesk.Action.Cancel) |
                _bit(IBillsDesk.Action.Discharge) |
                _bit(IBillsDesk.Action.Lapse) |
                _bit(IBillsDesk.Action.Accept) |
                _bit(IBillsDesk.Action.Collect);
        if (offered & exits == 0) revert BillsWalk_Differs("no exit", offered);
    }

    /// @dev Final, and nothing left to collect.
    function _isOver() private view returns (bool) {
        if (!_isFinal(_bills.billOf(_id).status)) return false;
        for (uint256 i = 0; i < _inners.length; ++i) if (_lots.lotOf(_lotId(_inners[i])).units != 0) return false;
        return true;
    }

    function _isFinal(IBills.Status status) private pure returns (bool) {
        bool isEnded = status == IBills.Status.Discharged || status == IBills.Status.Cancelled;
        return isEnded || status == IBills.Status.Paid;
    }

    // ------------------------------------------------------------------------------------------------------- helpers

    function _pick(uint256 count) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % count;
    }

    function _other(address party) private returns (address) {
        uint256 index = _pick(PARTIES);
        return _parties[index] == party ? _parties[(index + 1) % PARTIES] : _parties[index];
    }

    function _keyOf(address party) private view returns (uint256) {
        for (uint256 i = 0; i < PARTIES; ++i) if (_parties[i] == party) return i + 1;
        return 1;
    }

    function _lotId(bytes32 inner) private view returns (uint256) {
        return _idOf(_root, inner);
    }

    function _bit(IBillsDesk.Action action) private pure returns (uint256) {
        return 1 << uint8(action);
    }
}
