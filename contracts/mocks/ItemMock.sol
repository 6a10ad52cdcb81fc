// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";

/// @title ItemMock
/// @notice An ERC-721 that misbehaves as it is told: pretends to move, moves nothing any more, or says that it sent what it
/// did not.
contract ItemMock is ERC721 {
    bool private _pretends;
    bool private _frozen;

    error ItemMock_Frozen();

    constructor() ERC721("Items", "ITM") {}

    function mint(address to, uint256 id) external {
        _mint(to, id);
    }

    function setPretends(bool pretends) external {
        _pretends = pretends;
    }

    function setFrozen(bool frozen) external {
        _frozen = frozen;
    }

    /// @notice Tells `to` of a transfer that was none.
    function pretend(address to, uint256 id, bytes calldata data) external {
        IERC721Receiver(to).onERC721Received(msg.sender, msg.sender, id, data);
    }

    function transferFrom(address from, address to, uint256 id) public override {
        if (!_pretends) super.transferFrom(from, to, id);
    }

    function _update(address to, uint256 id, address auth) internal override returns (address) {
        require(!_frozen, ItemMock_Frozen());
        return super._update(to, id, auth);
    }
}
