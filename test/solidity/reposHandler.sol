// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBuyback} from "../../contracts/instruments/IBuyback.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IRepos} from "../../contracts/instruments/IRepos.sol";
import {BillQuotesHandler} from "./billQuotesHandler.sol";

/// @notice The same holders sell bills with the right to buy them back. A second account says what is due, and who gets what.
abstract contract ReposHandler is BillQuotesHandler {
    /// @dev Repos at a time.
    uint256 internal constant MOST = 10;

    /// @param got by the buyer from the buy-back until he took the lot
    /// @param charged interest in all
    struct Repo {
        IBuyback buyback;
        address buyer;
        address seller;
        IBills.Face face;
        uint256 id;
        Part part;
        uint256 rateBps;
        uint256 lastDay;
        uint256 price;
        uint256 principal;
        uint256 charges;
        uint256 day;
        uint256 got;
        uint256 charged;
        bool isTaken;
    }

    /// @param coming what a settlement finds
    /// @param isHeld whether the lot is there after it
    struct Standing {
        uint256 owed;
        uint256 coming;
        bool isHeld;
        bool isMovable;
        uint256 buyers;
        uint256 sellers;
        bytes32 roll;
    }

    struct Opening {
        Part part;
        uint256 slot;
        ILots.Lot lot;
        IRepos.Offer offer;
        uint256 price;
    }

    Repo[] internal _repos;
    mapping(address buyer => uint256 salt) private _salts;
    mapping(bytes32 offer => uint256 sum) private _filled;

    // --------------------------------------------------------------------------------------------------------- acts

    function open(uint256 which, uint256 to, uint16 haircutBps, uint16 rateBps, uint256 days_) external {
        Opening memory act;
        (act.part, act.slot) = (_part(which), _freeSlot());
        act.lot = lots.lotOf(act.part.id);
        if (!_isPerson(act.lot.holder) || act.slot == MOST) return;
        IRepos.Offer memory offer = act.offer;
        (offer.buyer, offer.token, offer.debtor) = (_holders[to % HOLDERS], address(token), DRAWEE);
        if (offer.buyer == act.lot.holder) offer.buyer = _holders[(to + 1) % HOLDERS];
        (offer.limit, offer.rateBps, offer.deadline) = (LIMIT, rateBps, EVER);
        offer.haircutBps = uint16(bound(haircutBps, 0, BPS));
        offer.lastDay = uint24(block.timestamp / 1 days + bound(days_, 0, 15));
        offer.salt = bytes32(_salts[offer.buyer]);
        vm.prank(offer.buyer);
        bytes32 hash = repos.postOffer(offer);
        bool isFit = _isFit(act, hash);
        bytes32 roll = lots.rollOf(act.part.id);
        uint256 had = token.balanceOf(act.lot.holder);
        vm.prank(act.lot.holder);
        try repos.open(offer, "", _faces[act.part.bill], act.part.inner, 0) returns (address made, uint96 price) {
            if (!isFit || price != act.price) _differs("a repo");
            bool isDone = token.balanceOf(act.lot.holder) == had + price && lots.lotOf(act.part.id).holder == made;
            if (!isDone) _differs("what a repo gives");
            _filled[hash] += price;
            _follow(lots, act.part.id, roll, act.lot.holder);
            _keep(act, IBuyback(made));
        } catch {
            if (isFit) _differs("a refused repo");
        }
        if (repos.filledOf(hash) != _filled[hash] || _filled[hash] > LIMIT) _differs("what an offer has given");
    }

    function settle(uint256 which) external {
        if (_repos.length == 0) return;
        Repo storage repo = _repos[which % _repos.length];
        Standing memory before = _standing(repo);
        bool isBack = before.isHeld && !repo.isTaken && before.owed <= before.coming && before.isMovable;
        try repo.buyback.settle(repo.face, repo.part.inner) returns (uint256 toBuyer, uint256 toSeller, bool isDone) {
            if (isDone != isBack || (before.coming == 0 && !isBack)) _differs("a settlement");
            if (toBuyer + toSeller != before.coming) _differs("what a settlement says");
            _share(repo, before, before.coming);
            if (isBack) _noteMoved(repo, before.roll, repo.seller);
        } catch {
            if (before.coming != 0 || isBack) _differs("a refused settlement");
        }
    }

    function repurchase(uint256 which, uint256 by) external {
        if (_repos.length == 0) return;
        Repo storage repo = _repos[which % _repos.length];
        address payer = _holders[by % HOLDERS];
        Standing memory before = _standing(repo);
        // A token may refuse even to move nothing.
        bool mayDo = before.isHeld && !repo.isTaken && before.isMovable && !_isBlocked[payer];
        if (payer == repo.buyer) before.buyers -= before.owed;
        if (payer == repo.seller) before.sellers -= before.owed;
        vm.prank(payer);
        try repos.repurchase(repo.face, repo.part.inner, before.owed) returns (uint256 paid) {
            if (!mayDo || paid != before.owed) _differs("a buy-back");
            _share(repo, before, before.coming + before.owed);
            if (_owed(repo) != 0) _differs("what is due after a buy-back");
            _noteMoved(repo, before.roll, repo.seller);
        } catch {
            if (mayDo) _differs("a refused buy-back");
        }
    }

    function take(uint256 which) external {
        if (_repos.length == 0) return;
        Repo storage repo = _repos[which % _repos.length];
        Standing memory before = _standing(repo);
        bool mayDo = before.isHeld && before.isMovable && block.timestamp / 1 days > repo.lastDay;
        mayDo = mayDo && before.owed > (repo.isTaken ? 0 : before.coming);
        vm.prank(repo.buyer);
        try repo.buyback.take(repo.face, repo.part.inner) {
            if (!mayDo) _differs("a lot that was taken");
            _share(repo, before, before.coming);
            repo.isTaken = true;
            _noteMoved(repo, before.roll, repo.buyer);
        } catch {
            if (mayDo) _differs("a lot that was not given to its buyer");
        }
    }

    function send(uint256 which, uint256 amount) external {
        if (_repos.length == 0) return;
        vm.prank(DRAWEE);
        token.transfer(address(_repos[which % _repos.length].buyback), bound(amount, 0, 1e9));
    }

    function withdraw(uint256 which, uint256 who) external {
        if (_repos.length == 0) return;
        Repo storage repo = _repos[which % _repos.length];
        address account = _holders[who % HOLDERS];
        uint256 kept = repo.buyback.keptFor(account, address(token));
        vm.prank(account);
        try repo.buyback.withdraw(address(token), account) returns (uint256 amount) {
            if (amount != kept || kept == 0 || _isBlocked[account]) _differs("what waited");
        } catch {
            if (kept != 0 && !_isBlocked[account]) _differs("what waits and is not given");
        }
    }

    /// @dev By anyone, for a lot in a repo.
    function dishonourHeld(uint256 which) external {
        if (_repos.length == 0) return;
        Repo storage repo = _repos[which % _repos.length];
        try repo.buyback.presentForPayment(repo.face, repo.part.inner) {} catch {}
        vm.prank(DRAWEE);
        try bills.refusePayment(repo.face, "why") {} catch {}
        try repo.buyback.protest(repo.face, repo.part.inner) {} catch {}
        bool isDishonoured = bills.billOf(repo.id).eventDay != 0;
        if (isDishonoured && _ids[repo.part.bill] == repo.id) _isDishonoured[repo.part.bill] = true;
    }

    // ----------------------------------------------------------------------------------------------------- internal

    /// @return due to the buyer today
    function _owed(Repo memory repo) internal view returns (uint256 due) {
        return repo.principal + repo.charges + _interest(repo);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev A repo that is over: no lot, and no money. `MOST`: there is none.
    function _freeSlot() private view returns (uint256 index) {
        for (; index < _repos.length; ++index) {
            address buyback = address(_repos[index].buyback);
            uint256 waiting = recourse.keptFor(buyback, address(token)) + changes.keptFor(buyback, address(token));
            bool isOver = token.balanceOf(buyback) == 0 && waiting == 0;
            if (isOver && lots.lotOf(_repos[index].part.id).holder != buyback) return index;
        }
    }

    /// @dev Sets the price. An offer whose limit is used up is followed by another.
    function _isFit(Opening memory act, bytes32 hash) private returns (bool isFit) {
        (uint256 promised, uint256 paid) = _worthOf(act.part);
        IRepos.Offer memory offer = act.offer;
        act.price = ((promised + paid) * (BPS - offer.haircutBps)) / BPS;
        isFit = promised != 0 && act.lot.state == MOVABLE && _isYoung(act.part.bill) && act.price != 0;
        isFit = isFit && !_isBlocked[act.lot.holder] && !_isBlocked[offer.buyer];
        isFit = isFit && offer.lastDay < _faces[act.part.bill].term;
        if (_filled[hash] + act.price <= LIMIT) return isFit;
        ++_salts[offer.buyer];
        return false;
    }

    function _keep(Opening memory act, IBuyback buyback) private {
        if (act.slot == _repos.length) _repos.push();
        Repo storage repo = _repos[act.slot];
        (repo.buyback, repo.buyer, repo.seller) = (buyback, act.offer.buyer, act.lot.holder);
        repo.face = _faces[act.part.bill];
        (repo.part, repo.id) = (act.part, _ids[act.part.bill]);
        (repo.rateBps, repo.lastDay, repo.isTaken) = (act.offer.rateBps, act.offer.lastDay, false);
        (repo.price, repo.principal, repo.charges) = (act.price, act.price, 0);
        (repo.day, repo.got, repo.charged) = (block.timestamp / 1 days, 0, 0);
    }

    function _interest(Repo memory repo) private view returns (uint256) {
        return _up(repo.principal * (block.timestamp / 1 days - repo.day) * repo.rateBps, BPS_DAYS);
    }

    /// @dev Before an act.
    function _standing(Repo memory repo) private view returns (Standing memory before) {
        (before.owed, before.roll) = (_owed(repo), lots.rollOf(repo.part.id));
        (before.buyers, before.sellers) = (_hasOf(repo, repo.buyer), _hasOf(repo, repo.seller));
        address buyback = address(repo.buyback);
        before.coming = token.balanceOf(buyback) + recourse.keptFor(buyback, address(token)) - _waiting(repo);
        ILots.Lot memory lot = lots.lotOf(repo.part.id);
        (before.isHeld, before.isMovable) = (lot.holder == buyback, lot.state == MOVABLE);
        if (!before.isHeld) before.coming += changes.keptFor(buyback, address(token));
        if (!before.isHeld || lot.state & STOPPED != 0) return before;
        before.coming += bills.collectable(repo.id, repo.part.inner);
        before.isHeld = bills.billOf(repo.id).status != IBills.Status.Paid;
    }

    function _waiting(Repo memory repo) internal view returns (uint256) {
        address money = address(token);
        return repo.buyback.keptFor(repo.buyer, money) + repo.buyback.keptFor(repo.seller, money);
    }

    function _hasOf(Repo memory repo, address account) private view returns (uint256) {
        return token.balanceOf(account) + repo.buyback.keptFor(account, address(token));
    }

    /// @dev By the second account: interest first, then the price, then the seller; after he took the lot, all is the buyer's.
    function _share(Repo storage repo, Standing memory before, uint256 amount) private {
        uint256 toBuyer = amount;
        if (amount != 0 && !repo.isTaken) {
            uint256 interest = _interest(repo);
            (repo.charged, repo.day) = (repo.charged + interest, block.timestamp / 1 days);
            repo.charges += interest;
            uint256 toCharges = amount < repo.charges ? amount : repo.charges;
            uint256 toPrice = amount - toCharges < repo.principal ? amount - toCharges : repo.principal;
            (repo.charges, repo.principal) = (repo.charges - toCharges, repo.principal - toPrice);
            toBuyer = toCharges + toPrice;
            repo.got += toBuyer;
        }
        bool arePaid = _hasOf(repo, repo.buyer) == before.buyers + toBuyer;
        arePaid = arePaid && _hasOf(repo, repo.seller) == before.sellers + amount - toBuyer;
        if (!arePaid) _differs("the money of a repo");
        if (token.balanceOf(address(repo.buyback)) != _waiting(repo)) _differs("money left in a buy-back");
    }

    function _noteMoved(Repo memory repo, bytes32 roll, address to) private {
        _follow(lots, repo.part.id, roll, address(repo.buyback));
        if (lots.lotOf(repo.part.id).holder != to) _differs("the holder after a repo");
    }
}
