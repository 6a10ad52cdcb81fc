// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BillsDesk} from "../../contracts/instruments/BillsDesk.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsChanges} from "../../contracts/instruments/IBillsChanges.sol";
import {IBillsDesk} from "../../contracts/instruments/IBillsDesk.sol";
import {IBillsRecourse} from "../../contracts/instruments/IBillsRecourse.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";
import {LotsBook} from "./lotsBook.sol";
import {assertEqual} from "./equal.sol";

/// @notice One bill at a time, five parties with money, and how all stands.
abstract contract BillsWalkWorld is InstrumentsBase, LotsBook {
    uint256 internal constant PARTIES = 5;
    uint40 internal constant UNITS = 12;
    address internal constant COURT = address(0xC0);
    uint256 internal constant ACTIONS = uint256(type(IBillsDesk.Action).max) + 1;

    Lots internal _lots;
    IBills internal _bills;
    IBillsRecourse internal _recourse;
    IBillsChanges internal _changes;
    BillsDesk internal _desk;
    TokenMock internal _token;

    address[PARTIES] internal _parties;
    IBills.Face internal _face;
    uint256 internal _id;
    uint256 internal _root;
    uint256 internal _made;
    /// @dev Lots of the bill that there are or were.
    bytes32[] internal _inners;
    uint256 internal _random;
    uint256 internal _paidIn;
    uint256 internal _sentOut;

    error BillsWalk_Differs(string what, uint256 action);

    function setUp() public {
        vm.warp(1_790_000_000);
        _lots = _newLots();
        _bills = _newBills(_lots);
        (_recourse, _changes) = (IBillsRecourse(_bills.recourse()), IBillsChanges(_bills.changes()));
        _desk = BillsDesk(_deploy("instruments/BillsDesk.sol:BillsDesk", abi.encode(_bills)));
        _token = new TokenMock();
        for (uint256 i = 0; i < PARTIES; ++i) {
            _parties[i] = vm.addr(i + 1);
            _token.mint(_parties[i], 1e30);
            vm.prank(_parties[i]);
            _token.approve(address(_bills), type(uint256).max);
            vm.prank(_parties[i]);
            _token.approve(address(_recourse), type(uint256).max);
            vm.prank(_parties[i]);
            _token.approve(address(_changes), type(uint256).max);
        }
    }

    // -------------------------------------------------------------------------------------------------------- checks

    /// @dev Units are neither lost nor made, and what is here is what the lots can collect.
    function _requireSums(uint256 action) internal view {
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
    function _requireExit() internal {
        if (_isFinal(_bills.billOf(_id).status)) return;
        vm.warp(block.timestamp + 10 * 365 days);
        // No stop order outlives its time, if anybody wants it to end.
        for (uint256 i = 0; i < _inners.length; ++i) {
            if (!_isStopped(_inners[i])) continue;
            vm.prank(_parties[0]);
            _changes.lift(_face, _inners[i]);
        }
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
    function _isOver() internal view returns (bool) {
        if (!_isFinal(_bills.billOf(_id).status)) return false;
        for (uint256 i = 0; i < _inners.length; ++i) if (_lots.lotOf(_lotId(_inners[i])).units != 0) return false;
        return true;
    }

    function _isFinal(IBills.Status status) internal pure returns (bool) {
        bool isEnded = status == IBills.Status.Discharged || status == IBills.Status.Cancelled;
        return isEnded || status == IBills.Status.Paid;
    }

    // --------------------------------------------------------------------------------------------------- how it stands

    function _owedOn(bytes32 inner) internal view returns (uint256) {
        (uint256 principal, int256 interest, uint96 costs, uint256 paid) = _recourse.sumOf(_face, inner);
        return uint256(int256(principal) + interest) + costs + paid;
    }

    function _acceptor() internal view returns (address) {
        return _bills.billOf(_id).flags & 1 == 0 ? address(0) : _face.drawee;
    }

    /// @dev Not accepted or not paid, and protested if it must be.
    function _isShown() internal view returns (bool) {
        IBills.Status status = _bills.billOf(_id).status;
        return status == IBills.Status.Protested || (_face.clauses & 2 != 0 && _isRefused());
    }

    function _isPart() internal view returns (bool) {
        return _bills.billOf(_id).status == IBills.Status.PartAccepted;
    }

    function _isRefused() internal view returns (bool) {
        IBills.Status status = _bills.billOf(_id).status;
        bool isBad = status == IBills.Status.RefusedAcceptance || status == IBills.Status.Dishonoured;
        return isBad || status == IBills.Status.Protested;
    }

    function _holderOf(bytes32 inner) internal view returns (address) {
        return _lots.lotOf(_lotId(inner)).holder;
    }

    function _isStopped(bytes32 inner) internal view returns (bool) {
        return _lots.lotOf(_lotId(inner)).state & 8 != 0;
    }

    function _today() internal view returns (uint256) {
        return block.timestamp / 1 days;
    }

    function _creditorOf(bytes32 inner) internal view returns (address) {
        ILots.Lot memory lot = _lots.lotOf(_lotId(inner));
        return lot.state & 2 == 0 ? lot.holder : _bills.principalOf(_lotId(inner));
    }

    // ------------------------------------------------------------------------------------------------------- helpers

    function _pick(uint256 count) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _random % count;
    }

    function _other(address party) internal returns (address) {
        uint256 index = _pick(PARTIES);
        return _parties[index] == party ? _parties[(index + 1) % PARTIES] : _parties[index];
    }

    function _keyOf(address party) internal view returns (uint256) {
        for (uint256 i = 0; i < PARTIES; ++i) if (_parties[i] == party) return i + 1;
        return 1;
    }

    function _lotId(bytes32 inner) internal view returns (uint256) {
        return _idOf(_root, inner);
    }

    function _bit(IBillsDesk.Action action) internal pure returns (uint256) {
        return 1 << uint8(action);
    }
}
