// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";

/// @title DepositVault: what stands at a deposit address once its lock has ended
/// @notice Each is a clone, and pays what its `DepositAddress` says.
contract DepositVault {
    error DepositVault_NotOwner(address caller);

    address private immutable _owner;

    constructor() {
        _owner = msg.sender;
    }

    /// @notice Ether that comes late.
    receive() external payable {}

    /// @notice Pays, if the receiver lets it. With all gas there is; of the answer not more than a word is copied.
    /// @param token zero: ether
    function pay(address token, address to, uint256 amount) external returns (bool isPaid) {
        require(msg.sender == _owner, DepositVault_NotOwner(msg.sender));
        if (token == address(0)) return LowLevelCall.callNoReturn(to, amount, "");
        return SafeERC20.trySafeTransfer(IERC20(token), to, amount);
    }
}
