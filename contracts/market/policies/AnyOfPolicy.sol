// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Combination} from "./Combination.sol";

/// @title AnyOfPolicy: admits whom any of its members admits
/// @notice Members behind the first that admits are not asked, so their evidence may be empty.
contract AnyOfPolicy is Combination {
    function _decisive() internal pure override returns (bool) {
        return true;
    }
}
