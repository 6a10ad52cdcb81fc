// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Discount: what money costs until a claim is paid
/// @notice Calendar days in UTC, of which the first counts and the last does not; actual/360. The SDK's `bankDiscount` and
/// `releaseReserve` say the same, to the base unit.
library Discount {
    uint256 internal constant BPS = 10_000;
    uint256 private constant BPS_DAYS = BPS * 360;

    /// @notice Number of the day of a second, from 1 January 1970 on.
    function dayOf(uint256 time) internal pure returns (uint256) {
        return time / 1 days;
    }

    /// @notice Days until a claim is due; none when that is over.
    function daysUntil(uint256 dueAt) internal view returns (uint256) {
        (uint256 last, uint256 today) = (dayOf(dueAt), dayOf(block.timestamp));
        return last > today ? last - today : 0;
    }

    /// @notice Whether a price is left: the discount is not the whole, and the fee not more.
    function isSound(uint256 daysLeft, uint16 rateBps, uint16 feeBps) internal pure returns (bool) {
        return daysLeft * rateBps < BPS_DAYS && feeBps <= BPS;
    }

    /// @notice What is left of `open` less discount (price rounded down) and fee (rounded up). Of sound terms.
    function netOf(uint256 open, uint256 daysLeft, uint16 rateBps, uint16 feeBps) internal pure returns (uint256) {
        uint256 price = (open * (BPS_DAYS - daysLeft * rateBps)) / BPS_DAYS;
        return price - feeOf(price, feeBps);
    }

    /// @notice A part, rounded up.
    function feeOf(uint256 amount, uint16 feeBps) internal pure returns (uint256) {
        return Math.ceilDiv(amount * feeBps, BPS);
    }

    /// @notice Simple interest, rounded up.
    function interestOf(uint256 principal, uint256 days_, uint16 rateBps) internal pure returns (uint256) {
        return Math.ceilDiv(principal * days_ * rateBps, BPS_DAYS);
    }
}
