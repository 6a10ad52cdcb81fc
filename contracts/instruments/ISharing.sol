// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title ISharing: what a lot brings goes to a financier up to what is due to him, then to the seller
/// @notice Due to the financier is what he gave with simple interest by calendar days (UTC), actual/360, rounded up, and his
/// fee; what he gets covers interest and fee first. A contract for one lot, that ends with its deal.
interface ISharing is IERC1271 {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What was agreed; nothing of it ever changes.
    /// @param terms which lot it is: `IHoldback`, `IBuyback`
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

    error Holdback_NotFinancier(address caller);
    error Holdback_NothingThere(address token);
    error Holdback_NothingToWithdraw(address account, address token);
    error Holdback_BadReceiver(address to);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Sends what is kept for the caller to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice What was agreed.
    function deal() external view returns (Deal memory deal);

    /// @notice What is due to the financier today: of the advance, and interest and fee.
    function due() external view returns (uint96 principal, uint128 charges);

    /// @notice What is kept for an account.
    function keptFor(address account, address token) external view returns (uint256 amount);

    /// @notice ERC-1271: the contract signs what financier and seller both signed.
    /// @param signature `abi.encode(bytes financierSignature, bytes sellerSignature)`
    function isValidSignature(bytes32 hash, bytes calldata signature) external view override returns (bytes4 magic);
}
