// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";

/// @title RelayTargetMock
/// @notice Tells who it believes called it.
contract RelayTargetMock is ERC2771Context {
    event Called(address sender, uint256 value, bytes data);

    error RelayTargetMock_Refused(address sender);

    constructor(address relay) ERC2771Context(relay) {}

    function note(bytes calldata) external payable {
        emit Called(_msgSender(), msg.value, _msgData());
    }

    function refuse() external payable {
        require(msg.sender == address(0), RelayTargetMock_Refused(_msgSender()));
    }
}
