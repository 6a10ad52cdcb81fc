// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title PolicyMock
/// @notice Answers whatever its evidence says: raw bytes to return, or how to misbehave.
contract PolicyMock {
    error PolicyMock_Refused();

    uint256 private _written;

    /// @dev Same selector as `IPolicy.admits`, but not a view and with any answer.
    function admits(uint256, address, bytes32, bytes calldata evidence) external {
        bytes32 mode = keccak256(evidence);
        require(mode != keccak256("revert"), PolicyMock_Refused());
        if (mode == keccak256("write")) _written = 1;
        if (mode == keccak256("gas")) {
            for (uint256 i = 0; i < type(uint256).max; ++i) _written;
        }
        if (mode == keccak256("bomb")) {
            assembly {
                mstore(0, 1)
                return(0, 200000)
            }
        }
        bytes memory answer = evidence;
        assembly {
            return(add(answer, 32), mload(answer))
        }
    }
}
