// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {STOPPED} from "./BillBits.sol";
import {Deals} from "./Deals.sol";
import {Discount} from "./Discount.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {IBillsChanges} from "./IBillsChanges.sol";
import {IBillsRecourse} from "./IBillsRecourse.sol";
import {IBuyback} from "./IBuyback.sol";
import {ILots} from "./ILots.sol";
import {Links} from "./Links.sol";
import {Sharing} from "./Sharing.sol";

/// @title Buyback
/// @notice The specification is `IBuyback`. Each is a clone that ends with its repo; what clones are made of has none, and
/// can do nothing. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Buyback is IBuyback, Sharing {
    IBills public immutable bills;
    ILots private immutable _lots;
    IBillsRecourse private immutable _recourse;
    IBillsChanges private immutable _changes;

    /// @inheritdoc IBuyback
    bool public isTaken;

    constructor(address relay, IBills bills_) Sharing(relay) {
        (bills, _lots) = (bills_, bills_.lots());
        (_recourse, _changes) = (IBillsRecourse(bills_.recourse()), IBillsChanges(bills_.changes()));
    }

    // -------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IBuyback
    function settle(
        IBills.Face calldata face,
        bytes32 inner
    ) external nonReentrant returns (uint256 toBuyer, uint256 toSeller, bool isBack) {
        (Deal memory made, uint256 id, uint256 lot) = _known(face, inner);
        uint256 amount;
        (amount, toBuyer, toSeller) = _shareAll(face, inner, made, id, lot);
        if (!isTaken && _isHeld(lot) && !_isDue(made)) isBack = _giveBack(lot, made.seller);
        require(amount != 0 || isBack, Holdback_NothingThere(face.token));
    }

    /// @inheritdoc IBuyback
    function take(IBills.Face calldata face, bytes32 inner) external nonReentrant {
        _requireFinancier();
        (Deal memory made, uint256 id, uint256 lot) = _known(face, inner);
        uint24 last = lastDay();
        require(Discount.dayOf(block.timestamp) > last, Buyback_TooEarly(last));
        _shareAll(face, inner, made, id, lot);
        require(_isHeld(lot), Buyback_Gone(lot));
        require(_isDue(made), Buyback_NothingDue(lot));
        Debt memory debt = _counted(made);
        isTaken = true;
        emit Taken(lot, made.financier, debt.principal, debt.charges);
        // Nobody answers for what this contract signs.
        _lots.endorse(lot, made.financier, ILots.Kind.WithoutRecourse);
    }

    /// @inheritdoc IBuyback
    function presentForPayment(IBills.Face calldata face, bytes32 inner) external {
        bills.presentForPayment(face, inner);
    }

    /// @inheritdoc IBuyback
    function protest(IBills.Face calldata face, bytes32 inner) external {
        bills.protest(face, inner);
    }

    /// @inheritdoc IBuyback
    function notify(IBills.Face calldata face, bytes32 inner, uint96 costs, bytes32 document) external {
        _requireParty();
        _recourse.notify(face, inner, costs, document);
    }

    /// @inheritdoc IBuyback
    function demand(IBills.Face calldata face, bytes32 inner, ILots.Link[] calldata links, uint256 index) external {
        _requireParty();
        _recourse.demand(face, inner, links, index);
    }

    /// @inheritdoc IBuyback
    function object(IBills.Face calldata face, bytes32 inner) external {
        _requireParty();
        _changes.object(face, inner);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBuyback
    function lastDay() public view returns (uint24) {
        return Deals.lastDayOf(Clones.fetchCloneArgs(address(this)));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _known(
        IBills.Face calldata face,
        bytes32 inner
    ) private view returns (Deal memory made, uint256 id, uint256 lot) {
        made = deal();
        id = Faces.idOf(address(bills), face);
        lot = Links.idOf(Links.rootId(address(bills), id), inner);
        require(bytes27(bytes32(lot)) == made.terms, Buyback_OtherLot(lot));
    }

    /// @dev From the lot, if it is still here, and what waits for this contract: refused by the token, or awarded by a court.
    function _shareAll(
        IBills.Face calldata face,
        bytes32 inner,
        Deal memory made,
        uint256 id,
        uint256 lot
    ) private returns (uint256 amount, uint256 toBuyer, uint256 toSeller) {
        address token = face.token;
        ILots.Lot memory held = _lots.lotOf(lot);
        // From a stopped lot nobody collects: what else is here must not wait for it.
        (bool isHere, bool isFree) = (held.holder == address(this), held.state & STOPPED == 0);
        if (isHere && isFree && bills.collectable(id, inner) != 0) bills.collect(face, inner, address(this));
        if (_recourse.keptFor(address(this), token) != 0) _recourse.withdraw(token, address(this));
        // Nothing is awarded for a lot that is here.
        if (!isHere && _changes.keptFor(address(this), token) != 0) _changes.withdraw(token, address(this));
        amount = _unshared(token);
        if (amount == 0) return (0, 0, 0);
        if (!isTaken) {
            (toBuyer, toSeller) = _share(made, token, amount);
        } else {
            toBuyer = amount;
            emit Settled(amount, 0, 0, 0);
            _payOut(token, made.financier, amount);
        }
    }

    /// @dev A lot that can't be moved now must not hold up the buyer's money.
    function _giveBack(uint256 lot, address seller) private returns (bool isBack) {
        try _lots.endorse(lot, seller, ILots.Kind.WithoutRecourse) {
            emit Returned(lot, seller);
            return true;
        } catch {
            return false;
        }
    }

    function _isDue(Deal memory made) private view returns (bool) {
        Debt memory debt = _counted(made);
        return debt.principal != 0 || debt.charges != 0;
    }

    function _isHeld(uint256 lot) private view returns (bool) {
        return _lots.lotOf(lot).holder == address(this);
    }

    function _requireParty() private view {
        address caller = _msgSender();
        Deal memory made = deal();
        require(caller == made.financier || caller == made.seller, Buyback_NotParty(caller));
    }
}
