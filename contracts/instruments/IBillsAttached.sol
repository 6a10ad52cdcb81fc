// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What belongs to one contract of bills, which it learns from that contract's constructor
interface IBillsAttached {
    /// @notice Makes the caller the contract of bills that it belongs to. Once.
    function attach() external;
}
