// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITabs} from "../market/ITabs.sol";

/// @title IStatements: from a reader's tab to the confirmed claim
/// @notice What a reader owes on a statement becomes a receivable of the provider, financed like any other. `Tabs` checks
/// both signatures and that the debt leaves the tab; `Receivables`, whose constructor makes this contract, takes the claim
/// from it alone.
interface IStatements {
    /// @notice Follows `IReceivables.Registered` and `Confirmed`.
    /// @param id of the receivable
    event StatementRegistered(uint256 indexed id, bytes32 indexed tab, uint32 indexed number);

    /// @notice Makes the outstanding part of a tab's statement a receivable of the provider, confirmed by the reader: both
    /// signed `HandOver` for this contract (`ITabs.handOver`), which takes it out of the tab. Anyone.
    /// @dev Terms: due when the statement is, even if that is over; no interest, grace, order or limit of tiers; `number` is
    /// "T" and 31 capital hex digits of `keccak256(abi.encode(tab's id, number))`; `document` is the digest of the
    /// statement's voucher; a unit is one base unit, or the least power of ten with which the face fits, or, where none
    /// divides it, the whole face.
    function registerStatement(
        ITabs.Tab calldata tab,
        uint32 number,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external returns (uint256 id);

    /// @notice Where statements come from.
    function tabs() external view returns (ITabs);
}
