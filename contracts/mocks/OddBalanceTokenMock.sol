// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OddBalanceTokenMock
/// @notice A token that moves nothing, and refuses to tell a balance or tells half of it.
contract OddBalanceTokenMock {
    bool private _short;

    error OddBalanceTokenMock_Refused(address account);

    function setShort(bool short) external {
        _short = short;
    }

    function balanceOf(address account) external view {
        require(_short, OddBalanceTokenMock_Refused(account));
        assembly ("memory-safe") {
            return(0x00, 0x1f)
        }
    }

    function transferFrom(address, address, uint256) external pure returns (bool) {
        return true;
    }
}
