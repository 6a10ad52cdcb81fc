// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Terms: timelock, tip and salt in one word, 40, 128 and 88 bits
library Terms {
    function timelockOf(uint256 terms) internal pure returns (uint256) {
        return terms >> 216;
    }

    function tipOf(uint256 terms) internal pure returns (uint256) {
        return uint128(terms >> 88);
    }
}
