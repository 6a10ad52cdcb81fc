// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Policies} from "../market/Policies.sol";

/// @title PolicyCaller
/// @notice Asks a policy as the market does.
contract PolicyCaller {
    function admits(address policy, bytes calldata question) external view returns (bool) {
        return Policies.ask(policy, Policies.GAS, question);
    }
}
