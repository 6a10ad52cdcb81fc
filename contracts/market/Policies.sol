// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPolicy} from "./IPolicy.sol";

/// @title Policies: asking a policy that may be hostile
library Policies {
    /// @notice Gas a policy may use.
    uint256 internal constant GAS = 200_000;

    /// @notice Whether a policy answers exactly `true`.
    function admits(
        address policy,
        uint256 dataset,
        address reader,
        bytes32 data,
        bytes calldata evidence
    ) internal view returns (bool admitted) {
        return ask(policy, GAS, abi.encodeCall(IPolicy.admits, (dataset, reader, data, evidence)));
    }

    /// @notice Whether a policy answers a call of `IPolicy.admits` with exactly `true`, using no more than `gasLimit`.
    /// @dev Assembly, because Solidity would revert without a reason on an answer that is no bool or on an account
    /// without code, and copies what a low-level call returns, however long.
    function ask(address policy, uint256 gasLimit, bytes memory question) internal view returns (bool admitted) {
        assembly ("memory-safe") {
            mstore(0x00, 0)
            let answered := staticcall(gasLimit, policy, add(question, 0x20), mload(question), 0x00, 0x20)
            admitted := and(answered, eq(mload(0x00), 1))
        }
    }
}
