// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";

/// @title Links: the hashes that chains of lots are made of
/// @notice Each is `keccak256(abi.encode(...))`, and begins with a word of its own, so that none can pass for another.
/// @dev Assembly, because every act asks for some, and Solidity would take new memory for each. They are laid out in free
/// memory that nobody is given, addresses and numbers cut to their bits. Links from calldata are hashed as they stand: one
/// with bits where none belong has a hash that no act ever made.
library Links {
    bytes32 private constant ENDORSEMENT = keccak256(
        "Endorsement(bytes32 roll,address from,address to,uint8 kind,uint40 time)"
    );
    bytes32 private constant DIVISION = keccak256(
        "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)"
    );
    bytes32 private constant ROOT = keccak256("Root(address instrument,uint256 key)");
    bytes32 private constant PART = keccak256("Part(uint256 root,bytes32 inner)");

    /// @notice Id of a root.
    function rootId(address instrument, uint256 key) internal pure returns (uint256 id) {
        bytes32 typehash = ROOT;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), shr(96, shl(96, instrument)))
            mstore(add(free, 0x40), key)
            id := keccak256(free, 0x60)
        }
    }

    /// @notice Roll after an endorsement.
    function endorsed(
        bytes32 roll,
        address from,
        address to,
        ILots.Kind kind,
        uint40 time
    ) internal pure returns (bytes32 next) {
        bytes32 typehash = ENDORSEMENT;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), roll)
            mstore(add(free, 0x40), shr(96, shl(96, from)))
            mstore(add(free, 0x60), shr(96, shl(96, to)))
            mstore(add(free, 0x80), and(kind, 0xff))
            mstore(add(free, 0xa0), and(time, 0xffffffffff))
            next := keccak256(free, 0xc0)
        }
    }

    /// @notice What a part's id is made of, the root aside.
    function divided(
        bytes32 parentRoll,
        address from,
        address to,
        ILots.Kind kind,
        uint40 time,
        uint40 start,
        uint40 units
    ) internal pure returns (bytes32 inner) {
        bytes32 typehash = DIVISION;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), parentRoll)
            mstore(add(free, 0x40), shr(96, shl(96, from)))
            mstore(add(free, 0x60), shr(96, shl(96, to)))
            mstore(add(free, 0x80), and(kind, 0xff))
            mstore(add(free, 0xa0), and(time, 0xffffffffff))
            mstore(add(free, 0xc0), and(start, 0xffffffffff))
            mstore(add(free, 0xe0), and(units, 0xffffffffff))
            inner := keccak256(free, 0x100)
        }
    }

    /// @notice As `divided`, by the part's link.
    function innerOf(bytes32 parentRoll, ILots.Link calldata link) internal pure returns (bytes32 inner) {
        bytes32 typehash = DIVISION;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), parentRoll)
            calldatacopy(add(free, 0x40), link, 0xc0)
            inner := keccak256(free, 0x100)
        }
    }

    /// @notice Links in calldata as they stand, six words each.
    function words(ILots.Link[] calldata links) internal pure returns (bytes calldata raw) {
        assembly ("memory-safe") {
            raw.offset := links.offset
            raw.length := mul(links.length, 0xc0)
        }
    }

    /// @notice A lot's id; a root's `inner` is zero.
    function idOf(uint256 root, bytes32 inner) internal pure returns (uint256 id) {
        if (inner == 0) return root;
        bytes32 typehash = PART;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), root)
            mstore(add(free, 0x40), inner)
            id := keccak256(free, 0x60)
        }
    }

    /// @notice Roll after these links; before the first of all it is the root.
    function rollAfter(bytes32 roll, uint256 root, ILots.Link[] calldata links) internal pure returns (bytes32 next) {
        next = roll;
        (bytes32 endorsement, bytes32 division, bytes32 part) = (ENDORSEMENT, DIVISION, PART);
        assembly ("memory-safe") {
            let free := mload(0x40)
            // The decoder has made sure that the array lies within calldata: six words a link.
            let end := add(links.offset, mul(links.length, 0xc0))
            for {
                let link := links.offset
            } lt(link, end) {
                link := add(link, 0xc0)
            } {
                mstore(add(free, 0x20), next)
                calldatacopy(add(free, 0x40), link, 0xc0)
                // Without units it is an endorsement, of which start and units are not hashed.
                switch calldataload(add(link, 0xa0))
                case 0 {
                    mstore(free, endorsement)
                    next := keccak256(free, 0xc0)
                }
                default {
                    mstore(free, division)
                    let inner := keccak256(free, 0x100)
                    mstore(free, part)
                    mstore(add(free, 0x20), root)
                    mstore(add(free, 0x40), inner)
                    next := keccak256(free, 0x60)
                }
            }
        }
    }
}
