// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ForcedEtherMock
/// @notice Gives its ether to an account that can't refuse it, and is gone.
contract ForcedEtherMock {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}
