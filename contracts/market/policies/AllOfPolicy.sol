// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Combination} from "./Combination.sol";

/// @title AllOfPolicy: admits whom all of its members admit
/// @notice One member that denies, in any way, denies.
contract AllOfPolicy is Combination {
    function _decisive() internal pure override returns (bool) {
        return false;
    }
}
