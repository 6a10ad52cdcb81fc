// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "./IHashLock.sol";

/// @title Terms: what is in the word of timelock, tip and salt (40, 128 and 88 bits), and the id of all terms
/// @dev Assembly, because Solidity would take and clean memory for each: 250 gas an act. An address with dirty upper bits
/// makes another id.
library Terms {
    function timelockOf(uint256 terms) internal pure returns (uint256) {
        return terms >> 216;
    }

    function tipOf(uint256 terms) internal pure returns (uint256) {
        return uint128(terms >> 88);
    }

    /// @notice `keccak256(abi.encode(block.chainid, address(this), ...))` of all arguments.
    function idOf(
        IHashLock.Kind kind,
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 amount,
        bytes32 hashlock,
        uint256 terms
    ) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), kind)
            mstore(add(free, 0x60), recipient)
            mstore(add(free, 0x80), refundee)
            mstore(add(free, 0xa0), tokenId)
            mstore(add(free, 0xc0), token)
            mstore(add(free, 0xe0), amount)
            mstore(add(free, 0x100), hashlock)
            mstore(add(free, 0x120), terms)
            id := keccak256(free, 0x140)
        }
    }

    /// @notice As `idOf`, of a lock of ether or of an ERC-20.
    function idOfLock(IHashLock.Lock calldata terms) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let token := calldataload(terms)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), iszero(iszero(token)))
            calldatacopy(add(free, 0x60), add(terms, 0x60), 0x40)
            mstore(add(free, 0xa0), 0x00)
            calldatacopy(add(free, 0xc0), terms, 0x60)
            mstore(add(free, 0x120), calldataload(add(terms, 0xa0)))
            id := keccak256(free, 0x140)
        }
    }

    /// @notice As `idOfLock`, with the preimage's sha256 as hashlock.
    function idOfClaim(IHashLock.Claim calldata claim) internal view returns (bytes32 id) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let token := calldataload(add(claim, 0x20))
            mstore(0x00, calldataload(claim))
            // Only a lack of gas can make it fail.
            if iszero(staticcall(gas(), 0x02, 0x00, 0x20, add(free, 0x100), 0x20)) {
                revert(0x00, 0x00)
            }
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), iszero(iszero(token)))
            mstore(add(free, 0x60), calldataload(add(claim, 0x60)))
            mstore(add(free, 0x80), calldataload(add(claim, 0xa0)))
            mstore(add(free, 0xa0), 0x00)
            mstore(add(free, 0xc0), token)
            mstore(add(free, 0xe0), calldataload(add(claim, 0x40)))
            mstore(add(free, 0x120), calldataload(add(claim, 0x80)))
            id := keccak256(free, 0x140)
        }
    }

    /// @notice `sha256(abi.encode(preimage))`.
    function hashOf(bytes32 preimage) internal view returns (bytes32 hashlock) {
        assembly ("memory-safe") {
            mstore(0x00, preimage)
            if iszero(staticcall(gas(), 0x02, 0x00, 0x20, 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            hashlock := mload(0x00)
        }
    }
}
