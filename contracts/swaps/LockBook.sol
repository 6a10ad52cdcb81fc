// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "./IHashLock.sol";

/// @title LockBook: ids, slots and events of hash locks
/// @notice An open lock is one slot, at its id: the number of the block (64 bits) and, of a lot, its vault, from the lowest
/// bit on. What is taken out tells whether it was there; the caller reverts if it was not.
/// @dev Assembly, because Solidity would take and clean memory for the hash, and again for the event, and hash the id once
/// more for a mapping: 400 gas an act. An address with dirty upper bits makes another id.
///
/// What an id is the hash of, by word: 0 chain, 1 contract, 2 kind, 3 recipient, 4 refundee, 5 number of the token,
/// 6 token, 7 amount, 8 hashlock, 9 terms. What events say follows one another in it.
library LockBook {
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

    /// @notice Enters a lock of ether (no token) or of an ERC-20. `earlier` is not zero: it was open.
    function open(
        address token,
        uint256 amount,
        bytes32 hashlock,
        address recipient,
        address refundee,
        uint256 terms
    ) internal returns (bytes32 id, uint256 earlier) {
        bytes32 topic = IHashLock.Locked.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), iszero(iszero(token)))
            mstore(add(free, 0x60), recipient)
            mstore(add(free, 0x80), refundee)
            mstore(add(free, 0xa0), 0x00)
            mstore(add(free, 0xc0), token)
            mstore(add(free, 0xe0), amount)
            mstore(add(free, 0x100), hashlock)
            mstore(add(free, 0x120), terms)
            id := keccak256(free, 0x140)
            earlier := sload(id)
            sstore(id, number())
            log4(add(free, 0xc0), 0x80, topic, id, recipient, refundee)
        }
    }

    /// @notice Takes out what the secret opens, and tells what is paid to whom. `entry` is zero: it was not open.
    function claimed(
        IHashLock.Claim calldata claim
    ) internal returns (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) {
        bytes32 topic = IHashLock.Claimed.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(0x00, calldataload(claim))
            // Only a lack of gas can make it fail.
            if iszero(staticcall(gas(), 0x02, 0x00, 0x20, add(free, 0x100), 0x20)) {
                revert(0x00, 0x00)
            }
            token := calldataload(add(claim, 0x20))
            amount := calldataload(add(claim, 0x40))
            payee := calldataload(add(claim, 0x60))
            let terms := calldataload(add(claim, 0x80))
            tip := shr(128, shl(40, terms))
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            mstore(add(free, 0x40), iszero(iszero(token)))
            mstore(add(free, 0x60), payee)
            mstore(add(free, 0x80), calldataload(add(claim, 0xa0)))
            mstore(add(free, 0xa0), 0x00)
            mstore(add(free, 0xc0), token)
            mstore(add(free, 0xe0), amount)
            mstore(add(free, 0x120), terms)
            id := keccak256(free, 0x140)
            entry := sload(id)
            sstore(id, 0x00)
            log2(0x00, 0x20, topic, id)
        }
    }

    /// @notice Takes out what is to be refunded, and tells what is paid to whom. `entry` is zero: it was not open.
    function refunded(
        IHashLock.Lock calldata terms
    ) internal returns (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) {
        bytes32 topic = IHashLock.Refunded.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, chainid())
            mstore(add(free, 0x20), address())
            token := calldataload(terms)
            amount := calldataload(add(terms, 0x20))
            payee := calldataload(add(terms, 0x80))
            let word := calldataload(add(terms, 0xa0))
            tip := shr(128, shl(40, word))
            mstore(add(free, 0x40), iszero(iszero(token)))
            calldatacopy(add(free, 0x60), add(terms, 0x60), 0x40)
            mstore(add(free, 0xa0), 0x00)
            calldatacopy(add(free, 0xc0), terms, 0x60)
            mstore(add(free, 0x120), word)
            id := keccak256(free, 0x140)
            entry := sload(id)
            sstore(id, 0x00)
            log2(0x00, 0x00, topic, id)
        }
    }

    /// @notice `claims[index]`, for an index that is known to be one: 35 gas less.
    function claimAt(
        IHashLock.Claim[] calldata claims,
        uint256 index
    ) internal pure returns (IHashLock.Claim calldata claim) {
        assembly ("memory-safe") {
            claim := add(claims.offset, mul(index, 0xc0))
        }
    }

    /// @notice As above, of locks.
    function lockAt(
        IHashLock.Lock[] calldata locks,
        uint256 index
    ) internal pure returns (IHashLock.Lock calldata terms) {
        assembly ("memory-safe") {
            terms := add(locks.offset, mul(index, 0xc0))
        }
    }

    /// @notice As `idOf`, of an ERC-721 (no units) or a lot.
    function idOfItem(
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 units,
        bytes32 hashlock,
        uint256 terms
    ) internal view returns (bytes32 id) {
        if (units != 0) {
            return idOf(IHashLock.Kind.Erc6909, recipient, refundee, tokenId, token, units, hashlock, terms);
        }
        return idOf(IHashLock.Kind.Erc721, recipient, refundee, tokenId, token, 1, hashlock, terms);
    }

    /// @notice Enters a lock of an ERC-721 (no units) or a lot. `earlier` is not zero: it was open.
    /// @param vault of the lot
    function openItem(
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 units,
        bytes32 hashlock,
        uint256 terms,
        address vault
    ) internal returns (bytes32 id, uint256 earlier) {
        id = idOfItem(recipient, refundee, tokenId, token, units, hashlock, terms);
        bytes32 topic = IHashLock.LockedItem.selector;
        assembly ("memory-safe") {
            earlier := sload(id)
            sstore(id, or(shl(64, vault), number()))
            // `idOf` has left its words there.
            let free := mload(0x40)
            mstore(add(free, 0xe0), units)
            log4(add(free, 0xa0), 0xa0, topic, id, recipient, refundee)
        }
    }

    /// @notice What is at an id.
    function entryOf(bytes32 id) internal view returns (uint256 entry) {
        assembly ("memory-safe") {
            entry := sload(id)
        }
    }

    /// @notice Takes a lock of any kind out. `entry` is zero: it was not open.
    function take(bytes32 id) internal returns (uint256 entry) {
        assembly ("memory-safe") {
            entry := sload(id)
            sstore(id, 0x00)
        }
    }

    /// @notice The vault that an entry names.
    function vaultIn(uint256 entry) internal pure returns (address vault) {
        return address(uint160(entry >> 64));
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
