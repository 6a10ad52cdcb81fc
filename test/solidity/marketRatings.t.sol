// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRatings} from "../../contracts/market/IRatings.sol";
import {PassText} from "../../contracts/market/PassText.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {MarketRatingsHandler} from "./marketRatingsHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract MarketRatingsActs is MarketRatingsHandler {}

/// @dev 25,600 calls an invariant, 76,800 in all.
/// forge-config: default.invariant.depth = 400
contract MarketRatingsInvariants is Base {
    MarketRatingsActs private _handler;

    error MarketRatingsInvariants_Differs(string what);

    function setUp() public {
        _handler = new MarketRatingsActs();
        _target(address(_handler));
    }

    /// @notice MKT-91, MKT-92: every rating is taken or refused as the model says.
    function invariant_MKT_92_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, MarketRatingsInvariants_Differs(what));
    }

    function invariant_MKT_93_totalsAreTheSumOfTheRatings() public view {
        IRatings.Total memory total = _handler.ratings().totalOf(_handler.dataset());
        (uint256 paidCount, uint256 paidStars, uint256 freeCount, uint256 freeStars) = _handler.counted();
        assertEqual(total.paidCount, paidCount, "ratings of what was paid for");
        assertEqual(total.paidStars, paidStars, "their stars");
        assertEqual(total.freeCount, freeCount, "ratings of what was free");
        assertEqual(total.freeStars, freeStars, "their stars");
    }

    function invariant_MKT_91_eachPurchaseHasItsLastRating() public view {
        uint256 count = _handler.ratingCount();
        // The newest ones: reading all at every step would be most of the work.
        for (uint256 i = count > 4 ? count - 4 : 0; i < count; ++i) {
            MarketRatingsHandler.Rating memory rating = _handler.rating(i);
            uint256 stars = _handler.ratings().ratingOf(_handler.dataset(), rating.reader, rating.receipt);
            assertEqual(stars, rating.stars, "stars of a purchase");
        }
    }
}

contract MarketPassTextTest is Base {
    /// @dev Dates come after each other, a day apart, in a year of the right length.
    function test_MKT_97_datesFollowEachOther(uint256 day) public pure {
        // Until the year 36,812, the last one that a right can end in.
        day = bound(day, 0, uint256(type(uint40).max) / 1 days - 1);
        (uint256 year, uint256 month, uint256 dayOfMonth) = _parse(PassText.date(day * 1 days + 86_399));
        (uint256 nextYear, uint256 nextMonth, uint256 nextDay) = _parse(PassText.date((day + 1) * 1 days));
        bool isLast = dayOfMonth == _daysIn(year, month);
        assertEqual(nextDay, isLast ? 1 : dayOfMonth + 1, "day");
        assertEqual(nextMonth, isLast ? (month % 12) + 1 : month, "month");
        assertEqual(nextYear, isLast && month == 12 ? year + 1 : year, "year");
    }

    function test_MKT_97_datesAreTheKnownOnes() public pure {
        _isDate(0, "1970-01-01");
        _isDate(951_782_400, "2000-02-29");
        _isDate(951_868_800, "2000-03-01");
        _isDate(1_790_000_000, "2026-09-21");
        _isDate(4_107_542_399, "2100-02-28");
        _isDate(4_107_542_400, "2100-03-01");
        _isDate(253_402_300_799, "9999-12-31");
    }

    function _isDate(uint256 time, string memory expected) private pure {
        require(keccak256(bytes(PassText.date(time))) == keccak256(bytes(expected)), expected);
    }

    function _daysIn(uint256 year, uint256 month) private pure returns (uint256) {
        if (month == 2) return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function _parse(string memory date) private pure returns (uint256 year, uint256 month, uint256 day) {
        bytes memory text = bytes(date);
        uint256 length = text.length;
        for (uint256 i = 0; i < length - 6; ++i) year = year * 10 + uint8(text[i]) - 48;
        month = (uint256(uint8(text[length - 5])) - 48) * 10 + uint8(text[length - 4]) - 48;
        day = (uint256(uint8(text[length - 2])) - 48) * 10 + uint8(text[length - 1]) - 48;
    }
}
