// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "../market/IAccess.sol";
import {Passes} from "../market/Passes.sol";

/// @title PassesMock
/// @notice Passes that tell whom and what they believe to be called by.
contract PassesMock is Passes {
    event Called(address sender, bytes data);

    constructor(IAccess market_, address relay) Passes(market_, relay) {}

    function note(bytes calldata) external {
        emit Called(_msgSender(), _msgData());
    }
}
