// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CallingTokenMock} from "./CallingTokenMock.sol";

/// @title BlockingTokenMock
/// @notice A token that refuses accounts, as USDC and USDT can.
contract BlockingTokenMock is CallingTokenMock {
    mapping(address account => bool) private _blocked;

    error BlockingTokenMock_Blocked(address account);

    function setBlocked(address account, bool blocked) external {
        _blocked[account] = blocked;
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        require(!_blocked[from], BlockingTokenMock_Blocked(from));
        require(!_blocked[to], BlockingTokenMock_Blocked(to));
        super._update(from, to, value);
    }
}
