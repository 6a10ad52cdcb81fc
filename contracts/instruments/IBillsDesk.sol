// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {IClaims} from "./IClaims.sol";

/// @title Bills' desk: what somebody may do now with a bill, and what a lot of one is worth to a buyer
/// @notice Reads `IBills` and keeps nothing.
interface IBillsDesk is IClaims {
    /// @notice Acts of `IBills` and `IBillsRecourse` by their names, as bits of `actionsOf`; signatures and consents of others
    /// aside, and what links must prove.
    enum Action {
        ReceiveBill,
        RefuseReceipt,
        Cancel,
        Present,
        Accept,
        AcceptPart,
        Refuse,
        Lapse,
        Guarantee,
        PresentForPayment,
        Pay,
        PayEarly,
        RefusePayment,
        Dishonour,
        Protest,
        Discharge,
        Collect,
        HandOn,
        EndorseNoFurther,
        EndorseInBlank,
        EndorseForCollection,
        Pledge,
        Deliver,
        Fill,
        GiveBack,
        Recall,
        Enforce,
        Notify,
        ProtestRest
    }

    /// @notice What an account may do now with a bill and one of its lots: bits `1 << action`. `Guarantee` is meant for the
    /// drawer, `HandOn` is an endorsement in full, in `ILots`.
    /// @param inner of the lot's id; zero for the first lot
    function actionsOf(
        IBills.Face calldata face,
        bytes32 inner,
        address account
    ) external view returns (uint256 actions);

    /// @notice Whose desk it is.
    function bills() external view returns (IBills);
}
