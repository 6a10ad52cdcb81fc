// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsRecourse} from "../../contracts/instruments/IBillsRecourse.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IRuleSets} from "../../contracts/instruments/IRuleSets.sol";
import {BillsWalkWorld} from "./billsWalkWorld.sol";
import {assertEqual} from "./equal.sol";

/// @notice Recourse at random: to whom links bind and to others, for honour, for the acceptor, for a rest and its receipts.
abstract contract BillsWalkRecourse is BillsWalkWorld {
    /// @dev Of the receipt for a rest: the links before whose it is.
    mapping(uint256 id => ILots.Link[]) private _before;

    function _recourseStep(address party, bytes32 inner) internal {
        uint256 choice = _pick(_isPart() ? 2 : 8);
        if (_before[_id].length != 0 && _pick(2) == 0) _takeUpReceipt();
        else if (choice == 0) _takeUpRest();
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
        bool shall = isRight && payer != holder && payer != receiver && owed != 0 && _isShown() && !_isStopped(inner);
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
                bool isRight = _isPart() && _today() < bill.dueDay && !_isStopped(0);
                if (!isRight || bill.flags & 32 == 0) revert BillsWalk_Differs("rest", index);
                return _noteReceipt(links, index - 1);
            } catch {}
        }
    }

    /// @dev By one of those before whose it is. The drawer answers to everybody but himself.
    function _takeUpReceipt() private {
        ILots.Link[] memory links = _before[_id];
        IBillsRecourse.Receipt memory receipt = _recourse.receiptOf(_id);
        (uint256 index, uint256 had) = (_pick(links.length), _token.balanceOf(receipt.creditor));
        (uint256 owed, bool isInTime) = _receiptOf(receipt);
        address payer = links[index].from;
        vm.prank(payer);
        try _recourse.takeUpReceipt(_face, links, index, owed) returns (uint256 amount) {
            if (!isInTime || payer == receipt.creditor) revert BillsWalk_Differs("a receipt", index);
            assertEqual(amount, owed, "what a receipt costs");
            assertEqual(_token.balanceOf(receipt.creditor), had + owed, "what a receipt brings");
            _noteReceipt(links, index);
            IBillsRecourse.Receipt memory next = _recourse.receiptOf(_id);
            bool isNext = next.creditor == payer && next.amount == owed && next.day == _today();
            if (!isNext || next.roll != _lots.rollAfter(_root, links, index))
                revert BillsWalk_Differs("receipt", index);
        } catch {
            bool isDrawers = index == 0 && payer != receipt.creditor && links[0].kind != ILots.Kind.TakenUp;
            if (isDrawers && isInTime) revert BillsWalk_Differs("a refused receipt", index);
        }
    }

    function _noteReceipt(ILots.Link[] memory links, uint256 count) private {
        delete _before[_id];
        for (uint256 i = 0; i < count; ++i) _before[_id].push(links[i]);
    }

    /// @return owed with interest since it was made
    /// @return isInTime whether the claim of an endorser against those before him is not barred
    function _receiptOf(IBillsRecourse.Receipt memory receipt) private view returns (uint256 owed, bool isInTime) {
        IRuleSets.Rules memory rules = _bills.ruleSets().rulesOf(_face.rules);
        uint256 days_ = _today() - receipt.day;
        isInTime = days_ <= rules.endorserDays;
        if (days_ > rules.acceptorDays) days_ = rules.acceptorDays;
        owed = receipt.amount + (uint256(receipt.amount) * rules.interestBps * days_) / (10_000 * 365);
    }
}
