// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title GasProbe
/// @notice What a view costs a contract that asks it.
contract GasProbe {
    /// @return spent gas of the static call itself, the cold account included
    function measure(address target, bytes calldata data) external view returns (uint256 spent) {
        bytes memory question = data;
        assembly ("memory-safe") {
            let start := gas()
            pop(staticcall(gas(), target, add(question, 0x20), mload(question), 0x00, 0x20))
            spent := sub(start, gas())
        }
    }
}
