// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";
import {IReceivables} from "./IReceivables.sol";
import {ISharing} from "./ISharing.sol";

/// @title IHoldback: a lot on which a financier paid an advance
/// @notice Holds one lot, made by `IReceivableQuotes.sell`, and shares what it brings. The deal names the receivable by the
/// first 27 bytes of the hash of its terms.
/// @dev Interest runs until the day of `settle`, which anyone may call as soon as money is there. It makes no difference
/// by which way the money came: collected from the receivable, paid by an endorser who took the lot up, left by a credit
/// note, or sent here.
///
/// | state    | act                   | next                         | who |
/// |----------|-----------------------|------------------------------|-----|
/// | any      | `settle`              | same, less due               | anyone, when money is there |
/// | any      | `demand`, `writeOff`  | same                         | financier |
/// | any      | `withdraw`            | same                         | who could not be paid |
/// | any      | anything else a holder may do | as that act says     | both: credit notes and extensions by signature, the rest through the relay |
interface IHoldback is ISharing {
    // ----------------------------------------------------------------------------------------------------- errors

    error Holdback_OtherTerms(bytes32 terms);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Takes in what the lot has brought, and shares out all that is here. Anyone.
    /// @param inner of the lot's id; of any lot that the holdback had, where its own is gone
    function settle(
        IReceivables.Terms calldata terms,
        bytes32 inner
    ) external returns (uint256 toFinancier, uint256 toSeller);

    /// @notice `IReceivables.demand`, as the holder. Only the financier.
    function demand(
        IReceivables.Terms calldata terms,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external;

    /// @notice `IReceivables.writeOff`, as the holder. Only the financier.
    function writeOff(IReceivables.Terms calldata terms, bytes32 inner) external;
}
