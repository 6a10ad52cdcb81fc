// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "../../contracts/market/IAccess.sol";
import {MarketModel} from "./marketModel.sol";

/// @notice What the invariant tests call in any order: every act of the market, by anybody, followed by the model.
abstract contract MarketHandler is MarketModel {
    constructor() {
        for (uint256 i = 0; i < 8; ++i) _offer(i % 2, i * 7919);
    }

    // ---------------------------------------------------------------------------------------------------- the world

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 3 days));
    }

    function setFee(uint256 feeBps) external {
        market.setFee(uint16(bound(feeBps, 0, 500)));
    }

    function moveDataset(uint256 which, uint256 to) external {
        uint256 dataset = datasets[which % datasets.length];
        address owner = market.ownerOf(dataset);
        vm.prank(owner);
        market.transferFrom(owner, actors[to % actors.length], dataset);
    }

    function addVersion(uint256 which, uint256 seed, bool byOwner) external {
        uint256 dataset = datasets[which % datasets.length];
        address owner = market.ownerOf(dataset);
        vm.prank(byOwner ? owner : address(0xBAD));
        try market.addVersion(dataset, _anchor(bound(seed, 1, type(uint64).max))) returns (uint16 version) {
            if (!byOwner) _differs("a version by a stranger");
            versions[dataset] += 1;
            if (version != versions[dataset]) _differs("the number of a version");
        } catch {
            if (byOwner) _differs("no version by the owner");
        }
    }

    // ------------------------------------------------------------------------------------------------------ selling

    function offer(uint256 which, uint256 seed) external {
        if (_offers.length < 12) _offer(which, seed);
    }

    function withdrawOffer(uint256 index, uint256 by) external {
        IAccess.Terms memory terms = _offers[index % _offers.length];
        address caller = actors[by % actors.length];
        bool mayDo = caller == terms.seller || caller == market.ownerOf(terms.dataset);
        vm.prank(caller);
        try market.withdrawOffer(terms) {
            if (!mayDo) _differs("an offer withdrawn by a stranger");
        } catch {}
    }

    function collect(uint256 index, uint256 by) external {
        IAccess.Terms memory terms = _offers[index % _offers.length];
        address caller = actors[by % actors.length];
        uint256 gross = market.collectable(terms);
        (IAccess.OfferState memory state, ) = market.offerState(market.offerId(terms));
        vm.prank(caller);
        try market.collect(terms, caller) returns (uint256 amount) {
            if (caller != terms.seller || gross == 0) _differs("credit collected by a stranger");
            if (amount != (gross * (10_000 - state.feeBps)) / 10_000) _differs("the fee");
            sentOut += amount;
            fees += gross - amount;
            credits[market.treasury()] += gross - amount;
        } catch {
            if (caller == terms.seller && gross != 0) _differs("credit not collected by the seller");
        }
    }

    function grant(uint256 which, uint256 to, uint256 seed, bool byOwner) external {
        uint256 dataset = datasets[which % datasets.length];
        address reader = actors[to % actors.length];
        IAccess.Terms memory terms = _terms(dataset, seed);
        (IAccess.Right memory right, uint256 previous) = market.rightOf(dataset, reader);
        (bool refused, uint40 from, uint40 until) = _expected(right, terms);
        vm.prank(byOwner ? market.ownerOf(dataset) : address(0xBAD));
        try market.grant(dataset, reader, terms.duration, terms.segments, terms.fromVersion, terms.laterVersions) {
            if (refused || !byOwner) _differs("a grant that should be refused");
            _record(dataset, reader, Made(_purchase(previous, 0, address(0), 0, from), until, 0), previous);
        } catch {
            if (!refused && byOwner) _differs("a refused grant");
        }
    }

    function revoke(uint256 which, uint256 whose, uint256 by, uint256 missing) external {
        uint256 dataset = datasets[which % datasets.length];
        address reader = actors[whose % actors.length];
        address caller = by % 4 == 0 ? actors[by % actors.length] : market.ownerOf(dataset);
        uint256 height = _stacks[dataset][reader].length;
        uint256 count = missing % 4 == 0 && height != 0 ? height - 1 : height;
        (IAccess.Entry[] memory entries, Made[] memory made) = _newest(dataset, reader, count);
        // Enough when what lies below the last entry has ended.
        bool enough =
            count == height || uint40(made.length == 0 ? FOREVER : _below(made[count - 1])) <= block.timestamp;
        bool active = untils[dataset][reader] > block.timestamp;
        bool mayDo = caller == market.ownerOf(dataset) && !_holdsDeal(made);
        uint256 earlier = token.balanceOf(address(market));
        vm.prank(caller);
        try market.revoke(dataset, reader, entries) {
            if (!active || !mayDo || !enough) _differs("a revocation that should be refused");
            for (uint256 i = 0; i < count; ++i) _noteBack(made[i]);
            broughtIn += token.balanceOf(address(market)) - earlier;
            delete _stacks[dataset][reader];
            untils[dataset][reader] = uint40(block.timestamp);
        } catch {
            if (active && mayDo && enough) _differs("a refused revocation");
        }
    }

    // ------------------------------------------------------------------------------------------------------- buying

    function buy(uint256 index, uint256 by, uint256 to) external {
        uint256 place = index % _offers.length;
        IAccess.Terms memory terms = _offers[place];
        Made memory made;
        made.offer = place + 1;
        made.purchase.payer = actors[by % actors.length];
        _buy(terms, actors[to % actors.length], made, place);
    }

    /// @dev One purchase, paid in the way that `_pay` says.
    function _buy(IAccess.Terms memory terms, address reader, Made memory made, uint256 place) internal {
        bool refused;
        {
            (IAccess.Right memory right, uint256 packed) = market.rightOf(terms.dataset, reader);
            made.purchase.previous = packed;
            made.purchase.paid = terms.price;
            made.purchase.boughtAt = uint40(block.timestamp);
            made.purchase.offer = market.offerId(terms);
            (refused, made.purchase.from, made.until) = _expected(right, terms);
        }
        (IAccess.OfferState memory state, ) = market.offerState(made.purchase.offer);
        refused = refused || state.status != IAccess.OfferStatus.Open;
        refused = refused || (terms.maxSales != 0 && sold[place] >= terms.maxSales);
        refused = refused || market.ownerOf(terms.dataset) != terms.seller;
        refused = refused || (terms.policy != address(0) && terms.policyData != bytes32(uint256(uint160(reader))));
        refused = refused || _isRefusedWay(terms, reader, made.purchase.payer);
        if (_pay(terms, reader, made)) {
            if (refused) _differs("a purchase that should be refused");
            sold[place] += 1;
            _record(terms.dataset, reader, made, made.purchase.previous);
        } else if (!refused) {
            _differs("a refused purchase");
        }
    }

    /// @dev Whether the way of paying alone is reason enough to refuse.
    function _isRefusedWay(IAccess.Terms memory, address, address) internal view virtual returns (bool) {
        return false;
    }

    /// @dev Pays, and notes what moved.
    function _pay(IAccess.Terms memory terms, address reader, Made memory made) internal virtual returns (bool done) {
        vm.prank(made.purchase.payer);
        try market.buy(terms, reader, "") {
            paidIn += terms.price;
            return true;
        } catch {
            return false;
        }
    }

    function refund(uint256 which, uint256 by, uint256 count) external {
        uint256 dataset = datasets[which % datasets.length];
        address reader = actors[by % actors.length];
        uint256 height = _stacks[dataset][reader].length;
        if (height == 0) return;
        count = bound(count, 1, height < 3 ? height : 3);
        (IAccess.Entry[] memory entries, Made[] memory made) = _newest(dataset, reader, count);
        bool refused = false;
        for (uint256 i = 0; i < count; ++i) {
            if (made[i].until <= block.timestamp) refused = true;
            uint256 closedAt = uint256(made[i].purchase.boughtAt) + entries[i].terms.refundWindow;
            if (made[i].offer != 0 && block.timestamp >= closedAt) refused = true;
        }
        vm.prank(reader);
        try market.refund(dataset, entries) {
            if (refused) _differs("a refund that should be refused");
            for (uint256 i = 0; i < count; ++i) _noteBack(made[i]);
            _dropNewest(dataset, reader, count);
        } catch {
            if (!refused) _differs("a refused refund");
        }
    }

    function renounce(uint256 which, uint256 by) external {
        uint256 dataset = datasets[which % datasets.length];
        address reader = actors[by % actors.length];
        if (_stacks[dataset][reader].length == 0) return;
        (IAccess.Entry[] memory entries, Made[] memory made) = _newest(dataset, reader, 1);
        IAccess.Purchase[] memory purchases = new IAccess.Purchase[](1);
        purchases[0] = entries[0].purchase;
        vm.prank(reader);
        try market.renounce(dataset, purchases) {
            if (made[0].until <= block.timestamp) _differs("an ended right renounced");
            _free(made[0]);
            _dropNewest(dataset, reader, 1);
        } catch {
            if (made[0].until > block.timestamp) _differs("a right not renounced");
        }
    }

    function withdraw(uint256 by) external {
        address account = by % 5 == 4 ? market.treasury() : actors[by % actors.length];
        vm.prank(account);
        try market.withdraw(address(token), account) returns (uint256 amount) {
            if (amount != credits[account]) _differs("the amount of a withdrawal");
            credits[account] = 0;
            sentOut += amount;
        } catch {
            if (credits[account] != 0) _differs("a refused withdrawal");
        }
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _offer(uint256 which, uint256 seed) private {
        uint256 dataset = datasets[which % datasets.length];
        address owner = market.ownerOf(dataset);
        IAccess.Terms memory terms = _terms(dataset, seed);
        terms.seller = owner;
        terms.nonce = uint32(_offers.length);
        terms.price = uint96(bound(uint256(keccak256(abi.encode(seed))), 0, 1e24));
        if (terms.price != 0) terms.token = address(token);
        terms.maxSales = seed % 5 == 0 ? 3 : 0;
        terms.refundWindow = seed % 3 == 0 ? 0 : uint32(bound(seed, 1 hours, 5 days));
        if (seed % 4 == 1) {
            terms.policy = address(_oneReader);
            terms.policyData = bytes32(uint256(uint160(actors[seed % actors.length])));
        }
        vm.prank(owner);
        _ids.push(market.offer(terms));
        _offers.push(terms);
    }

    /// @dev Scope and duration, chosen so that equal, wider and narrower ones meet.
    function _terms(uint256 dataset, uint256 seed) internal view returns (IAccess.Terms memory terms) {
        terms.dataset = dataset;
        terms.segments = seed % 2 == 0 ? 1 : 3;
        terms.fromVersion = seed % 7 == 0 ? versions[dataset] : 1;
        terms.laterVersions = seed % 4 != 3;
        terms.duration = seed % 6 == 5 ? 0 : uint40(bound(seed >> 8, 1, 10)) * 1 days;
    }

    function _purchase(
        uint256 previous,
        bytes32 id,
        address payer,
        uint96 paid,
        uint40 from
    ) internal view returns (IAccess.Purchase memory) {
        return IAccess.Purchase(previous, id, payer, paid, uint40(block.timestamp), from);
    }

    function _below(Made memory made) private pure returns (uint256) {
        return uint40(made.purchase.previous);
    }
}
