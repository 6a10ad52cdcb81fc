// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TokenMock
/// @notice A token that misbehaves as it is told: takes a fee, returns false, lies about balances, or calls somebody
/// before it moves money (as ERC-777 does).
contract TokenMock is ERC20 {
    uint256 public feeBps;
    bool public returnsFalse;
    bool public loses;
    address private _target;
    bytes private _call;

    event CalledBack(bool success, bytes result);

    constructor() ERC20("Token mock", "MOCK") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function setFee(uint256 feeBps_) external {
        feeBps = feeBps_;
    }

    function setReturnsFalse(bool returnsFalse_) external {
        returnsFalse = returnsFalse_;
    }

    /// @notice From now on a transfer burns a unit of the receiver's.
    function setLoses(bool loses_) external {
        loses = loses_;
    }

    /// @notice From now on a transfer calls `target` first.
    function setCall(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (returnsFalse) return false;
        if (loses) _burn(to, 1);
        if (_target != address(0)) {
            address target = _target;
            _target = address(0);
            (bool success, bytes memory result) = target.call(_call);
            emit CalledBack(success, result);
        }
        uint256 fee = (amount * feeBps) / 10_000;
        if (fee != 0) _burn(from, fee);
        return super.transferFrom(from, to, amount - fee);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return !returnsFalse && super.transfer(to, amount);
    }
}
