// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";

/// @title Faces: ids of bills
library Faces {
    /// @notice As `IBills.idOf`, by a face in calldata as it stands: one with bits where none belong is no bill's.
    /// @dev Assembly, because Solidity would check and copy the face field by field.
    function idOf(address bills, IBills.Face calldata face) internal view returns (uint256 id) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, face, 0x200)
            let hash := keccak256(free, 0x200)
            mstore(free, chainid())
            mstore(add(free, 0x20), bills)
            mstore(add(free, 0x40), hash)
            id := keccak256(free, 0x60)
        }
    }
}
