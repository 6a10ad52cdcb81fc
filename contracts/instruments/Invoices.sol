// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivables} from "./IReceivables.sol";

/// @title Invoices: what a receivable is known by
/// @dev Assembly, because every act asks, and Solidity would take new memory and copy word by word. What is hashed is laid
/// out in free memory that nobody is given.
library Invoices {
    /// @notice `keccak256(abi.encode(chain, receivables, debtor, creditor, number))`.
    function idOf(
        address receivables,
        address debtor,
        address creditor,
        bytes32 number
    ) internal view returns (uint256 id) {
        bytes32 last = number;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), shr(96, shl(96, receivables)))
            mstore(add(free, 0x40), shr(96, shl(96, debtor)))
            mstore(add(free, 0x60), shr(96, shl(96, creditor)))
            mstore(add(free, 0x80), last)
            id := keccak256(free, 0xa0)
        }
    }

    /// @notice `keccak256(abi.encode(terms))`: in calldata, as in memory, the words of a struct stand as in its encoding.
    function hashOf(IReceivables.Terms calldata terms) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, terms, 0x1a0)
            hash := keccak256(free, 0x1a0)
        }
    }

    /// @notice As `hashOf`, of terms in memory.
    function hashIn(IReceivables.Terms memory terms) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := keccak256(terms, 0x1a0)
        }
    }

    /// @notice Copies terms as they stand, bits included that the decoder would refuse: they make another hash than that of
    /// any terms that were registered, where `requireClean` is asked.
    function load(IReceivables.Terms calldata given) internal pure returns (IReceivables.Terms memory terms) {
        assembly ("memory-safe") {
            calldatacopy(terms, given, 0x1a0)
        }
    }

    /// @notice Refuses terms of which a word is not of its type, as the decoder would.
    function requireClean(IReceivables.Terms memory terms) internal pure {
        assembly ("memory-safe") {
            // Debtor, creditor and token; due date and units; unit and order's amount; tier; interest and days of grace.
            let dirt := shr(160, or(or(mload(terms), mload(add(terms, 0x20))), mload(add(terms, 0x40))))
            dirt := or(dirt, shr(40, or(mload(add(terms, 0x60)), mload(add(terms, 0x80)))))
            dirt := or(dirt, shr(96, or(mload(add(terms, 0xa0)), mload(add(terms, 0x180)))))
            dirt := or(dirt, shr(8, mload(add(terms, 0xc0))))
            dirt := or(dirt, shr(16, or(mload(add(terms, 0xe0)), mload(add(terms, 0x100)))))
            if dirt {
                revert(0x00, 0x00)
            }
        }
    }
}
