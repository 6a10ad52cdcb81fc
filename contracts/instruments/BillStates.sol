// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";

/// @title BillStates: what the states of bills have in common
library BillStates {
    /// @notice Before anything happened at maturity, and not refused.
    function isYoung(IBills.Status status) internal pure returns (bool) {
        return
            status == IBills.Status.Drawn || status == IBills.Status.Accepted || status == IBills.Status.PartAccepted;
    }

    /// @notice Acceptance or payment was refused.
    function isRefused(IBills.Status status) internal pure returns (bool) {
        return
            status == IBills.Status.RefusedAcceptance ||
            status == IBills.Status.Dishonoured ||
            status == IBills.Status.Protested;
    }

    /// @notice It can still be paid.
    function isLive(IBills.Status status) internal pure returns (bool) {
        bool isOpen = status == IBills.Status.Presented || status == IBills.Status.PartPaid;
        return isYoung(status) || isRefused(status) || isOpen;
    }
}
