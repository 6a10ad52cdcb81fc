// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";

/// @title LotsMock
/// @notice An ERC-6909 whose units can be burned wherever they are, as debtors pay; told to, it moves nothing, or loses a
/// unit on the way.
contract LotsMock is ERC6909 {
    bool private _frozen;
    bool private _loses;

    error LotsMock_Frozen();

    function mint(address to, uint256 id, uint256 units) external {
        _mint(to, id, units);
    }

    function burn(address from, uint256 id, uint256 units) external {
        _burn(from, id, units);
    }

    function setFrozen(bool frozen) external {
        _frozen = frozen;
    }

    function setLoses(bool loses) external {
        _loses = loses;
    }

    function _update(address from, address to, uint256 id, uint256 amount) internal override {
        bool isMove = from != address(0) && to != address(0);
        require(!isMove || !_frozen, LotsMock_Frozen());
        super._update(from, to, id, amount);
        if (isMove && _loses) super._update(to, address(0), id, 1);
    }
}
