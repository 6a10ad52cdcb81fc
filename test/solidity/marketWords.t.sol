// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "../../contracts/market/IAccess.sol";
import {Rights} from "../../contracts/market/Rights.sol";
import {Till} from "../../contracts/market/Till.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";

/// @notice The packed words, against their specification.
contract MarketWordsTest is Base {
    using Rights for uint256;
    using Till for uint256;
    using Till for IAccess.Held;

    function test_MKT_21_unpacksWhatWasPacked(
        uint40 until,
        uint32 segments,
        uint16 fromVersion,
        bool later,
        uint8 depth,
        bytes32 offer
    ) public pure {
        depth = uint8(bound(depth, 0, 63));
        IAccess.Purchase memory purchase = IAccess.Purchase(1, offer, address(2), 3, 4, 5);
        uint256 word =
            Rights.scope(segments, fromVersion, later).withDepth(depth) |
                until |
                Rights.receiptBits(1, offer, address(2), 3, 4, 5);
        IAccess.Right memory right = word.unpack();
        assertEqual(right.until, until, "until");
        assertEqual(right.segments, segments, "segments");
        assertEqual(right.fromVersion, fromVersion, "fromVersion");
        assertEqual(right.laterVersions ? 1 : 0, later ? 1 : 0, "laterVersions");
        assertEqual(right.revoked ? 1 : 0, 0, "revoked");
        assertEqual(right.depth, depth, "depth");
        assertEqual(right.receipt, uint160(uint256(keccak256(abi.encode(purchase)))), "receipt");
    }

    function test_MKT_13_aScopeCoversAnotherWhenItIncludesAllOfIt(
        uint8 segments,
        uint8 others,
        uint8 first,
        uint8 otherFirst,
        bool later,
        bool otherLater
    ) public pure {
        first = uint8(bound(first, 1, 6));
        otherFirst = uint8(bound(otherFirst, 1, 6));
        uint256 scope = Rights.scope(segments, first, later);
        uint256 other = Rights.scope(others, otherFirst, otherLater);
        bool all = true;
        // Version 7 stands for all that come after the ones there are.
        for (uint16 version = 1; version <= 7; ++version) {
            for (uint32 bit = 1; bit <= 128; bit <<= 1) {
                if (scope.includes(version, bit) && !other.includes(version, bit)) all = false;
            }
        }
        // A right to no segment at all is covered by version all the same: offers have at least one.
        if (segments != 0) assertEqual(scope.isCoveredBy(other) ? 1 : 0, all ? 1 : 0, "covered");
    }

    function test_MKT_23_theUnusedPartIsNeverMoreThanWasPaid(
        uint96 paid,
        uint40 from,
        uint32 duration,
        uint40 time
    ) public {
        duration = uint32(bound(duration, 1, type(uint32).max));
        from = uint40(bound(from, 1, type(uint40).max - uint256(duration) - 1));
        uint40 until = from + duration;
        time = uint40(bound(time, 1, until - 1));
        vm.warp(time);
        uint256 unused = uint256(until).unused(paid, from);
        require(unused <= paid, "more than was paid");
        if (time <= from) assertEqual(unused, paid, "not begun");
        vm.warp(uint256(time) + 1);
        if (uint256(time) + 1 < until) require(uint256(until).unused(paid, from) <= unused, "grew with time");
        assertEqual(uint256(Rights.FOREVER).unused(paid, from), paid, "for ever");
    }

    function test_MKT_24_rollingCreatesAndLosesNoMoney(
        uint96 current,
        uint96 previous,
        uint32 epoch,
        uint8 ahead
    ) public pure {
        IAccess.Held memory held = Till.unpackHeld(Till.pack(IAccess.Held(current, previous, epoch)));
        uint40 next = uint40(epoch) + ahead;
        uint256 released = held.roll(next);
        uint256 sum = uint256(current) + previous;
        assertEqual(released + held.current + held.previous, sum, "money");
        assertEqual(held.epoch, next, "epoch");
        if (ahead == 0) assertEqual(released, 0, "released in its epoch");
        if (ahead == 1) assertEqual(held.previous, current, "held for one more epoch");
        if (ahead > 1) assertEqual(released, sum, "released after two epochs");
    }

    function test_MKT_24_aWindowClosesBeforeItsMoneyIsReleased(
        uint40 boughtAt,
        uint32 window,
        uint40 time
    ) public pure {
        window = uint32(bound(window, 1, 90 days));
        boughtAt = uint40(bound(boughtAt, 0, type(uint40).max - 2 * uint256(window)));
        time = uint40(bound(time, boughtAt, uint256(boughtAt) + window - 1));
        IAccess.Held memory held = IAccess.Held(7, 0, Till.epochOf(boughtAt, window));
        assertEqual(held.roll(Till.epochOf(time, window)), 0, "released");
        require(held.holds(Till.epochOf(boughtAt, window)), "no longer held");
        held.take(Till.epochOf(boughtAt, window), 7);
        assertEqual(uint256(held.current) + held.previous, 0, "taken from its own bucket");
    }

    function test_MKT_28_anOffersWordKeepsItsParts(
        uint16 feeBps,
        uint96 first,
        uint96 second,
        uint96 taken
    ) public pure {
        uint256 state = Till.open(feeBps).withSale(first).withSale(second).withSale(0).withoutSale();
        uint256 credit = uint256(first) + second;
        taken = uint96(bound(taken, 0, credit < type(uint96).max ? credit : type(uint96).max));
        IAccess.OfferState memory got = state.withoutCredit(taken).withdrawn().unpackState();
        assertEqual(uint8(got.status), uint8(IAccess.OfferStatus.Withdrawn), "status");
        assertEqual(got.feeBps, feeBps, "fee");
        assertEqual(got.sold, 2, "sold");
        assertEqual(got.credit, credit - taken, "credit");
    }
}
