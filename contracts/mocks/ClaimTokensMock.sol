// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC6909} from "@openzeppelin/contracts/token/ERC6909/ERC6909.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title ERC721Mock
/// @notice A claim as a token of OpenZeppelin's, for the bench.
contract ERC721Mock is ERC721 {
    constructor() ERC721("Claims", "CLM") {}

    function mint(address to, uint256 id, uint256) external {
        _mint(to, id);
    }
}

/// @title ERC1155Mock
/// @notice Units of claims as tokens of OpenZeppelin's, for the bench.
contract ERC1155Mock is ERC1155 {
    constructor() ERC1155("") {}

    function mint(address to, uint256 id, uint256 units) external {
        _mint(to, id, units, "");
    }
}

/// @title ERC6909Mock
/// @notice As `ERC1155Mock`.
contract ERC6909Mock is ERC6909 {
    function mint(address to, uint256 id, uint256 units) external {
        _mint(to, id, units);
    }
}
