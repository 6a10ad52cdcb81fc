// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "../../contracts/market/IAccess.sol";
import {IExchange} from "../../contracts/market/IExchange.sol";
import {IGrants} from "../../contracts/market/IGrants.sol";
import {IRenewals} from "../../contracts/market/IRenewals.sol";
import {MarketHandler} from "./marketHandler.sol";

/// @notice More acts for the invariant tests: prepaid balances, and everything of the desk.
abstract contract MarketDeskHandler is MarketHandler {
    enum Way {
        Allowance,
        Balance,
        Transfer,
        Mandate
    }

    mapping(bytes32 mandate => uint256) private _spent;
    mapping(bytes32 mandate => uint40) private _paidUntil;
    mapping(bytes32 mandate => bool) private _withdrawn;

    // How the purchase that is being tried is paid.
    Way private _way;
    IRenewals.Mandate private _mandate;
    bytes private _signature;
    bool private _isForged;

    // ------------------------------------------------------------------------------------------------------ balances

    function deposit(uint256 by, uint256 to, uint256 amount) external {
        address account = actors[to % actors.length];
        amount = bound(amount, 0, 1e25);
        vm.prank(actors[by % actors.length]);
        try market.deposit(address(token), account, amount) {
            if (amount == 0) _differs("a deposit of nothing");
            credits[account] += amount;
            paidIn += amount;
        } catch {
            if (amount != 0) _differs("a refused deposit");
        }
    }

    function topUp(uint256 by, uint256 amount) external {
        address account = actors[by % actors.length];
        amount = bound(amount, 1, 1e25);
        vm.prank(account);
        token.transferAndCall(address(desk), amount, "");
        credits[account] += amount;
        paidIn += amount;
    }

    function buyFromBalance(uint256 index, uint256 by, uint256 to) external {
        _buyBy(Way.Balance, index, by, to);
    }

    function buyByTransfer(uint256 index, uint256 by, uint256 to) external {
        _buyBy(Way.Transfer, index, by, to);
    }

    // ------------------------------------------------------------------------------------------------------ renewals

    /// @dev Few different mandates, so that one is used often.
    function renew(uint256 index, uint256 by, uint256 to, uint256 seed) external {
        uint256 place = index % _offers.length;
        uint256 payer = by % actors.length;
        _mandate = IRenewals.Mandate({
            offer: _ids[place],
            payer: actors[payer],
            reader: actors[seed % 4 == 0 ? to % actors.length : payer],
            cap: uint96(_offers[place].price * (seed % 5)),
            lead: uint32((seed % 3) * 1 days),
            fromBalance: seed % 2 == 0,
            nonce: 0,
            deadline: FOREVER
        });
        _isForged = seed % 7 == 6;
        bytes32 digest = desk.mandateDigest(_mandate);
        _signature = _sign(_isForged ? (payer + 1) % actors.length : payer, digest);
        _way = Way.Mandate;
        Made memory made;
        made.offer = place + 1;
        made.purchase.payer = _mandate.payer;
        _buy(_offers[place], _mandate.reader, made, place);
        _way = Way.Allowance;
    }

    /// @dev Withdraws the mandate that was tried last.
    function withdrawMandate(uint256 by) external {
        address caller = actors[by % actors.length];
        bytes32 digest = desk.mandateDigest(_mandate);
        bool mayDo = caller == _mandate.payer && !_withdrawn[digest];
        vm.prank(caller);
        try desk.withdrawMandate(_mandate) {
            if (!mayDo) _differs("a mandate withdrawn by a stranger");
            _withdrawn[digest] = true;
        } catch {
            if (mayDo) _differs("a mandate not withdrawn by its payer");
        }
    }

    // --------------------------------------------------------------------------------------------- grants and deals

    function redeem(uint256 which, uint256 to, uint256 seed, bool forged) external {
        uint256 dataset = datasets[which % datasets.length];
        IAccess.Terms memory terms = _terms(dataset, seed);
        IGrants.Grant memory given = IGrants.Grant({
            dataset: dataset,
            owner: market.ownerOf(dataset),
            reader: actors[to % actors.length],
            duration: terms.duration,
            segments: terms.segments,
            fromVersion: terms.fromVersion,
            laterVersions: terms.laterVersions,
            nonce: seed % 1000,
            deadline: FOREVER
        });
        bytes32 digest = desk.grantDigest(given);
        bytes memory signature = _sign(_indexOf(given.owner) + (forged ? 1 : 0), digest);
        (IAccess.Right memory right, uint256 previous) = market.rightOf(dataset, given.reader);
        (bool refused, uint40 from, uint40 until) = _expected(right, terms);
        refused = refused || forged || desk.isGrantUsed(digest);
        try desk.redeem(given, signature) {
            if (refused) _differs("a signed grant that should be refused");
            _record(dataset, given.reader, Made(_purchase(previous, 0, address(0), 0, from), until, 0), previous);
        } catch {
            if (!refused) _differs("a refused signed grant");
        }
    }

    /// @param forged which of the sides have not signed
    function exchange(uint256 seed, uint256 forged) external {
        IExchange.Deal memory deal = IExchange.Deal(_side(0, seed), _side(1, seed >> 128), seed, FOREVER);
        bytes32 digest = desk.dealDigest(deal);
        bytes memory first = _sign(_indexOf(deal.first.owner) + (forged % 8 == 1 ? 1 : 0), digest);
        bytes memory second = _sign(_indexOf(deal.second.owner) + (forged % 8 == 2 ? 1 : 0), digest);
        bool refused = forged % 8 == 1 || forged % 8 == 2 || deal.first.owner == deal.second.owner;
        refused = refused || desk.isDealClosed(digest);
        (bool refusedFirst, Made memory toSecond) = _dealt(deal.first, deal.second.owner, digest);
        (bool refusedSecond, Made memory toFirst) = _dealt(deal.second, deal.first.owner, digest);
        refused = refused || refusedFirst || refusedSecond;
        try desk.exchange(deal, first, second) {
            if (refused) _differs("a deal that should be refused");
            _recordDealt(deal.first, deal.second.owner, toSecond);
            _recordDealt(deal.second, deal.first.owner, toFirst);
        } catch {
            if (!refused) _differs("a refused deal");
        }
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _buyBy(Way way, uint256 index, uint256 by, uint256 to) private {
        uint256 place = index % _offers.length;
        Made memory made;
        made.offer = place + 1;
        made.purchase.payer = actors[by % actors.length];
        _way = way;
        _buy(_offers[place], actors[to % actors.length], made, place);
        _way = Way.Allowance;
    }

    function _isRefusedWay(
        IAccess.Terms memory terms,
        address reader,
        address payer
    ) internal view override returns (bool) {
        if (_way == Way.Allowance) return false;
        // A free offer names no token, so no token can buy from it.
        if (_way == Way.Transfer) return terms.price == 0;
        if (_way == Way.Balance) return credits[payer] < terms.price;
        if (_mandate.fromBalance && credits[payer] < terms.price) return true;
        return _isRefusedMandate(terms, reader);
    }

    function _isRefusedMandate(IAccess.Terms memory terms, address reader) private view returns (bool) {
        bytes32 digest = desk.mandateDigest(_mandate);
        if (_isForged || _withdrawn[digest]) return true;
        if (_spent[digest] + terms.price > _mandate.cap) return true;
        (IAccess.Right memory right, ) = market.rightOf(terms.dataset, reader);
        if (right.until == 0 || right.revoked) return true;
        uint40 end = right.until > _paidUntil[digest] ? right.until : _paidUntil[digest];
        return end > block.timestamp + _mandate.lead;
    }

    function _pay(IAccess.Terms memory terms, address reader, Made memory made) internal override returns (bool done) {
        if (_way == Way.Allowance) return super._pay(terms, reader, made);
        if (_way == Way.Mandate) return _payUnderMandate(terms, made);
        vm.prank(made.purchase.payer);
        if (_way == Way.Transfer) {
            try token.transferAndCall(address(desk), terms.price, abi.encode(terms, reader, bytes(""))) {
                paidIn += terms.price;
                return true;
            } catch {
                return false;
            }
        }
        try market.buyFromBalance(terms, reader, "") {
            credits[made.purchase.payer] -= terms.price;
            return true;
        } catch {
            return false;
        }
    }

    function _payUnderMandate(IAccess.Terms memory terms, Made memory made) private returns (bool done) {
        bytes32 digest = desk.mandateDigest(_mandate);
        try desk.renew(terms, "", _mandate, _signature) {
            if (_mandate.fromBalance) credits[made.purchase.payer] -= terms.price;
            else paidIn += terms.price;
            _spent[digest] += terms.price;
            _paidUntil[digest] = made.until;
            if (desk.mandateState(digest).spent != _spent[digest]) _differs("what a mandate has spent");
            return true;
        } catch {
            return false;
        }
    }

    function _side(uint256 which, uint256 seed) private view returns (IExchange.Side memory side) {
        uint256 dataset = datasets[which];
        IAccess.Terms memory terms = _terms(dataset, seed);
        side.owner = market.ownerOf(dataset);
        side.dataset = dataset;
        (side.duration, side.segments) = (terms.duration, terms.segments);
        (side.fromVersion, side.laterVersions) = (terms.fromVersion, terms.laterVersions);
    }

    /// @dev What a side's right would be. The depth is expected when it is recorded.
    function _dealt(
        IExchange.Side memory side,
        address reader,
        bytes32 digest
    ) private returns (bool refused, Made memory made) {
        (IAccess.Right memory right, uint256 previous) = market.rightOf(side.dataset, reader);
        uint40 from;
        (refused, from, made.until) = _expected(right, _termsOf(side));
        made.purchase = _purchase(previous, digest, address(0), 0, from);
    }

    function _recordDealt(IExchange.Side memory side, address reader, Made memory made) private {
        _expectDepth(made.purchase.previous, _termsOf(side));
        _record(side.dataset, reader, made, made.purchase.previous);
    }

    function _termsOf(IExchange.Side memory side) private pure returns (IAccess.Terms memory terms) {
        terms.dataset = side.dataset;
        (terms.duration, terms.segments) = (side.duration, side.segments);
        (terms.fromVersion, terms.laterVersions) = (side.fromVersion, side.laterVersions);
    }

    function _indexOf(address owner) private view returns (uint256 index) {
        while (actors[index] != owner) ++index;
    }

    function _sign(uint256 actor, bytes32 digest) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY + (actor % actors.length), digest);
        return abi.encodePacked(r, s, v);
    }
}
