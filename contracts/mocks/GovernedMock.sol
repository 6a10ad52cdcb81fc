// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title GovernedMock
/// @notice A target of proposals: keeps a number, or misbehaves.
contract GovernedMock {
    uint256 public number;
    address public lastCaller;

    error GovernedMock_Refused(uint256 number);

    receive() external payable {}

    function set(uint256 number_) external payable {
        number = number_;
        lastCaller = msg.sender;
    }

    function refuse(uint256 number_) external pure {
        revert GovernedMock_Refused(number_);
    }

    /// @notice Returns so much that whoever copies it runs out of gas.
    function bomb() external {
        number = 1;
        assembly {
            return(0, 1000000)
        }
    }

    /// @notice Calls somebody back, and remembers whether that succeeded: 1, or 2 if not.
    function callBack(address to, bytes calldata data) external {
        (bool success, ) = to.call(data);
        number = success ? 1 : 2;
    }
}
