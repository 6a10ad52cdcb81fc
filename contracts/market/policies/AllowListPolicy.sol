// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IPolicy} from "../IPolicy.sol";

/// @title AllowListPolicy: admits the accounts of a list
/// @notice The word for the policy is the root of a Merkle tree of accounts as `@openzeppelin/merkle-tree` builds it
/// (`StandardMerkleTree.of([[account], …], ["address"])`: leaves hashed twice, pairs sorted); the evidence is
/// `abi.encode(bytes32[] proof)`. A leaf names the reader alone, so a proof admits nobody else, and a list serves any
/// number of offers. The list never changes: another list is another root, hence another offer.
contract AllowListPolicy is IPolicy {
    /// @inheritdoc IPolicy
    function admits(uint256, address reader, bytes32 data, bytes calldata evidence) external pure returns (bool) {
        bytes32[] memory proof = abi.decode(evidence, (bytes32[]));
        return MerkleProof.verify(proof, data, leafOf(reader));
    }

    /// @notice Leaf of an account.
    function leafOf(address account) public pure returns (bytes32 leaf) {
        return keccak256(bytes.concat(keccak256(abi.encode(account))));
    }
}
