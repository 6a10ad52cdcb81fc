// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

error NotEqual(string what, uint256 actual, uint256 expected);

/// @notice Says what differed, and by how much.
function assertEqual(uint256 actual, uint256 expected, string memory what) pure {
    require(actual == expected, NotEqual(what, actual, expected));
}
