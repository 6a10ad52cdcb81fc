// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {Hostile, Manner} from "./swapsHostile.sol";

/// @dev Of a token by id: what it moves it says, in a word or in 100 kB.
abstract contract HostileById is Hostile {
    error HostileById_NotOwner(address account);

    function _answer(bool isDone) internal view {
        uint256 length = manner == Manner.Long ? 100_000 : 32;
        assembly {
            mstore(0x00, isDone)
            return(0x00, length)
        }
    }
}

/// @notice An ERC-721 whose owners have approved everybody, and which behaves as it is told.
contract HostileItems is HostileById {
    mapping(uint256 tokenId => address account) public ownerOf;

    function mint(address to, uint256 tokenId) external {
        ownerOf[tokenId] = to;
    }

    function transferFrom(address from, address to, uint256 tokenId) external {
        _move(from, to, tokenId);
        _answer(true);
    }

    function safeTransferFrom(address from, address to, uint256 tokenId, bytes calldata data) external {
        _move(from, to, tokenId);
        IERC721Receiver(to).onERC721Received(msg.sender, from, tokenId, data);
    }

    function _move(address from, address to, uint256 tokenId) private {
        require(ownerOf[tokenId] == from, HostileById_NotOwner(from));
        require(manner != Manner.False, Hostile_Refused());
        _behave();
        ownerOf[tokenId] = to;
    }
}

/// @notice An ERC-6909 whose owners have made everybody their operator, and which behaves as it is told.
contract HostileLots is HostileById {
    mapping(address account => mapping(uint256 tokenId => uint256 units)) public balanceOf;

    function mint(address to, uint256 tokenId, uint256 units) external {
        balanceOf[to][tokenId] += units;
    }

    function burn(address from, uint256 tokenId, uint256 units) external {
        balanceOf[from][tokenId] -= units;
    }

    function transfer(address to, uint256 tokenId, uint256 units) external {
        _move(msg.sender, to, tokenId, units);
    }

    function transferFrom(address from, address to, uint256 tokenId, uint256 units) external {
        _move(from, to, tokenId, units);
    }

    function _move(address from, address to, uint256 tokenId, uint256 units) private {
        _behave();
        bool isDone = manner != Manner.False;
        if (isDone) {
            balanceOf[from][tokenId] -= units;
            balanceOf[to][tokenId] += units;
        }
        _answer(isDone);
    }
}
