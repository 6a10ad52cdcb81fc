// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockingTokenMock} from "./BlockingTokenMock.sol";

/// @title TaxingTokenMock
/// @notice A token that begins, when it is told to, to keep a part of every transfer: of those that go out, too. It can
/// also refuse accounts.
contract TaxingTokenMock is BlockingTokenMock {
    uint256 private _taxBps;

    function setTax(uint256 taxBps) external {
        _taxBps = taxBps;
    }

    function _update(address from, address to, uint256 value) internal override {
        uint256 tax = from == address(0) || to == address(0) ? 0 : (value * _taxBps) / 10_000;
        if (tax != 0) super._update(from, address(0), tax);
        super._update(from, to, value - tax);
    }
}
