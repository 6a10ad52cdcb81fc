// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";
import {IReceivables} from "./IReceivables.sol";

/// @title IHoldback: a lot on which a financier paid an advance
/// @notice Holds one lot, made by `IQuotes.sell`. What the lot brings goes to the financier up to what is due to him, then
/// to the seller. Due to the financier is the advance with simple interest by calendar days (UTC), actual/360, rounded up,
/// and his fee; what he gets covers interest and fee first.
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
interface IHoldback {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What was agreed; nothing of it ever changes.
    /// @param terms the first 27 bytes of the hash of the receivable's terms
    /// @param startDay day of the advance, counted from 1 January 1970, UTC
    struct Deal {
        address financier;
        address seller;
        uint96 advance;
        uint96 fee;
        uint16 rateBps;
        uint24 startDay;
        bytes27 terms;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @notice Money was shared out.
    /// @param principal,charges what is due to the financier still, as of today
    event Settled(uint256 toFinancier, uint256 toSeller, uint96 principal, uint128 charges);
    /// @notice A payment was refused, and waits here.
    event Kept(address indexed account, address indexed token, uint256 amount);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    error Holdback_OtherTerms(bytes32 terms);
    error Holdback_NotFinancier(address caller);
    error Holdback_NothingThere(address token);
    error Holdback_NothingToWithdraw(address account, address token);
    error Holdback_BadReceiver(address to);

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

    /// @notice Sends what is kept for the caller to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice What was agreed.
    function deal() external view returns (Deal memory deal);

    /// @notice What is due to the financier today: of the advance, and interest and fee.
    function due() external view returns (uint96 principal, uint128 charges);

    /// @notice What is kept for an account.
    function keptFor(address account, address token) external view returns (uint256 amount);

    /// @notice ERC-1271: the holdback signs what financier and seller both signed.
    /// @param signature `abi.encode(bytes financierSignature, bytes sellerSignature)`
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4 magic);
}
