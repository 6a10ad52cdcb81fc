// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IN_BLANK, WITH_AGENT, PLEDGED, MOVABLE, BLANKS} from "./BillBits.sol";
import {BillsLedger} from "./BillsLedger.sol";
import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";

/// @title BillsHolding: the ways of handing a bill on that the law has beside the endorsement in full
abstract contract BillsHolding is BillsLedger {
    mapping(uint256 lot => Pledge) private _pledges;
    mapping(uint256 lot => address principal) internal _principals;

    // ---------------------------------------------------------------------------------------------- acts: handing on

    /// @inheritdoc IBills
    function endorse(Face memory face, bytes32 inner, address to, ILots.Kind kind) external {
        (uint256 id, Bill memory bill) = _known(face);
        _requireOut(id, bill);
        (uint256 lotId, ILots.Lot memory lot) = _free(id, inner);
        bool isForAgent = kind == ILots.Kind.Collection;
        bool isKnown = isForAgent || kind == ILots.Kind.NoFurther || kind == ILots.Kind.InBlank;
        require(isKnown, Bills_BadKind(lotId, kind));
        if (isForAgent) return _send(id, inner, lotId, lot, to);
        _requireOwned(lotId, lot);
        require(face.clauses & NOT_TO_ORDER == 0, Bills_NotToOrder(id));
        bool isNamed = kind == ILots.Kind.NoFurther;
        bool isPermitted = isNamed || ruleSets.rulesOf(face.rules).permits & BLANKS != 0;
        require(isPermitted, Bills_NotPermitted(id, face.rules));
        lots.move(id, inner, to, kind, isNamed ? MOVABLE : IN_BLANK);
    }

    /// @inheritdoc IBills
    function pledge(uint256 id, bytes32 inner, address to, uint24 lastDay) external {
        _requireOut(id, _bills[id]);
        (uint256 lotId, ILots.Lot memory lot) = _free(id, inner);
        _requireOwned(lotId, lot);
        _requireUntil(id, lastDay);
        _pledges[lotId] = Pledge(lot.holder, lastDay);
        emit Pledged(id, lotId, lot.holder, to, lastDay);
        lots.move(id, inner, to, ILots.Kind.Pledge, _bound(lot.state | PLEDGED));
    }

    /// @inheritdoc IBills
    function deliver(uint256 id, bytes32 inner, address to) external {
        _heldInBlank(id, inner);
        lots.move(id, inner, to, ILots.Kind.Delivered, IN_BLANK);
    }

    /// @inheritdoc IBills
    function fill(uint256 id, bytes32 inner) external {
        (uint256 lotId, ILots.Lot memory lot) = _heldInBlank(id, inner);
        emit BlankFilled(id, lotId, lot.holder);
        lots.setState(id, inner, MOVABLE);
    }

    /// @inheritdoc IBills
    function giveBack(uint256 id, bytes32 inner) external {
        (uint256 lotId, ILots.Lot memory lot) = _free(id, inner);
        require(lot.state & (WITH_AGENT | PLEDGED) != 0, Bills_WrongHold(lotId, lot.state));
        if (lot.state & WITH_AGENT != 0) return _takeFromAgent(id, inner, lotId, lot);
        address owner = _pledges[lotId].owner;
        delete _pledges[lotId];
        lots.move(id, inner, owner, ILots.Kind.Returned, _bound(lot.state & ~PLEDGED));
    }

    /// @inheritdoc IBills
    function recall(uint256 id, bytes32 inner) external {
        (uint256 lotId, ILots.Lot memory lot) = _lotOf(id, inner);
        _requireNotStopped(lotId, lot);
        address caller = _msgSender();
        // Recourse may have taken the lot from the agent, and left who sent him here.
        bool isHis = lot.state & WITH_AGENT != 0 && _principals[lotId] == caller;
        require(isHis, Bills_NotPrincipal(lotId, caller));
        _takeFromAgent(id, inner, lotId, lot);
    }

    /// @inheritdoc IBills
    function enforce(uint256 id, bytes32 inner) external {
        (uint256 lotId, ILots.Lot memory lot) = _free(id, inner);
        bool isHis = lot.state & PLEDGED != 0 && lot.state & WITH_AGENT == 0;
        require(isHis, Bills_WrongHold(lotId, lot.state));
        Pledge memory given = _pledges[lotId];
        _requireNotBefore(id, uint256(given.lastDay) + 1);
        delete _pledges[lotId];
        emit PledgeEnforced(id, lotId, lot.holder, given.owner);
        lots.setState(id, inner, _bound(lot.state & ~PLEDGED));
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBills
    function pledgeOf(uint256 lot) external view returns (Pledge memory) {
        return _pledges[lot];
    }

    /// @inheritdoc IBills
    function principalOf(uint256 lot) external view returns (address principal) {
        return _principals[lot];
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev An agent of an agent has the same principal, and whoever sends it to him gives it back.
    function _send(uint256 id, bytes32 inner, uint256 lotId, ILots.Lot memory lot, address to) private {
        if (_principals[lotId] == to && lot.state & WITH_AGENT != 0) return _takeFromAgent(id, inner, lotId, lot);
        if (lot.state & WITH_AGENT == 0) _principals[lotId] = lot.holder;
        lots.move(id, inner, to, ILots.Kind.Collection, _bound(lot.state | WITH_AGENT));
    }

    function _takeFromAgent(uint256 id, bytes32 inner, uint256 lotId, ILots.Lot memory lot) private {
        address principal = _principals[lotId];
        delete _principals[lotId];
        lots.move(id, inner, principal, ILots.Kind.Returned, _bound(lot.state & ~WITH_AGENT));
    }

    function _heldInBlank(uint256 id, bytes32 inner) private view returns (uint256 lotId, ILots.Lot memory lot) {
        (lotId, lot) = _free(id, inner);
        require(lot.state == IN_BLANK, Bills_WrongHold(lotId, lot.state));
    }

    /// @dev Neither an agent's nor a pledgee's.
    function _requireOwned(uint256 lotId, ILots.Lot memory lot) private pure {
        require(lot.state & (WITH_AGENT | PLEDGED) == 0, Bills_WrongHold(lotId, lot.state));
    }

    /// @dev Movable in `Lots` only if nothing is special about it.
    function _bound(uint8 state) private pure returns (uint8) {
        uint8 special = state & (IN_BLANK | WITH_AGENT | PLEDGED);
        return special == 0 ? MOVABLE : special;
    }
}
