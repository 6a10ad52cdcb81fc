// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TokenMock} from "./TokenMock.sol";

/// @title SendingTokenMock
/// @notice A token that calls each receiver of a transfer who wants it, as ERC-777 does.
contract SendingTokenMock is TokenMock {
    mapping(address account => address target) private _targets;
    mapping(address account => bytes call) private _calls;

    event Told(address indexed account, bool success, bytes result);

    /// @notice From now on a transfer to `account` calls `target` first; the token itself: it burns all gas there is.
    function setHook(address account, address target, bytes calldata call_) external {
        (_targets[account], _calls[account]) = (target, call_);
    }

    function _update(address from, address to, uint256 value) internal override {
        address target = _targets[to];
        while (target == address(this)) {}
        if (target != address(0)) {
            (bool success, bytes memory result) = target.call(_calls[to]);
            emit Told(to, success, result);
        }
        super._update(from, to, value);
    }
}
