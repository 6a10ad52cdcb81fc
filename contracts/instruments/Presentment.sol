// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ACCEPTED, REFUSED} from "./BillBits.sol";
import {IBills} from "./IBills.sol";
import {IRuleSets} from "./IRuleSets.sol";

/// @title Presentment: whether a bill was presented for acceptance, where without it there is no recourse (ULB 53)
library Presentment {
    /// @notice Last day for it, by the drawer's order or after sight by law (ULB 22, 23); zero: it is not needed.
    function lastDay(IBills.Face calldata face, IRuleSets.Rules memory rules) internal pure returns (uint256 day) {
        day = face.presentBy;
        if (face.tenor != IBills.Tenor.AfterSight) return day;
        uint256 lawful = uint256(face.drawnOn) + rules.sightDays;
        return day == 0 ? lawful : Math.min(day, lawful);
    }

    /// @notice Whether the drawee had it before him by then. Of an acceptance the day is known after sight alone.
    function isTimely(
        IBills.Face calldata face,
        IBills.Bill memory bill,
        IRuleSets.Rules memory rules
    ) internal pure returns (bool) {
        uint256 day = lastDay(face, rules);
        if (day == 0) return true;
        if (bill.flags & REFUSED != 0) return bill.windowDay != 0 || bill.eventDay <= day;
        if (bill.flags & ACCEPTED == 0) return false;
        return face.tenor != IBills.Tenor.AfterSight || bill.dueDay <= day + rules.acceptanceDays + face.term;
    }
}
