// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title CappedMock
/// @notice Says what its cap and its past supply are, as a token would.
contract CappedMock {
    uint256 public immutable cap;

    constructor(uint256 cap_) {
        cap = cap_;
    }

    function getPastTotalSupply(uint256) external pure returns (uint256) {
        return 1e30;
    }
}
