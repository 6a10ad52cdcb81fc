// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures: who signed, where a signature is to last
/// @notice For promises that somebody relies on later. OpenZeppelin's `SignatureChecker` asks every account with code,
/// so who signed with a key could take it back by delegating the account (EIP-7702) to code that denies. Here the key
/// counts first: it commands its account, delegated or not, and no contract wallet has one. Only a contract wallet's own
/// signatures (ERC-1271) depend on what it answers now.
library Signatures {
    /// @notice Less gas is left than a wallet may need: it would seem to deny its signature.
    error Signatures_TooLittleGas(uint256 left, uint256 needed);

    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice As `isSignedBy`, of 64 bytes (EIP-2098) too, for a caller that must go on whatever a wallet does: it gets
    /// `walletGas` at most, and nothing of its answer is copied but one word. Reverts if less is left to give: whoever
    /// estimates gas, or wants a signature to look bad, would find that enough.
    function isSignedWithin(
        address signer,
        bytes32 digest,
        bytes memory signature,
        uint256 walletGas
    ) internal view returns (bool) {
        if (signature.length == 65 || signature.length == 64) {
            (uint8 v, bytes32 r, bytes32 s) = ECDSA.parse(signature);
            (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecover(digest, v, r, s);
            if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        }
        if (signer.code.length == 0) return false;
        // A call can take 63 of 64 parts of what is left.
        (uint256 left, uint256 needed) = (gasleft(), walletGas + walletGas / 32 + 5_000);
        require(left >= needed, Signatures_TooLittleGas(left, needed));
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 answer;
        assembly ("memory-safe") {
            mstore(0, 0)
            let success := staticcall(walletGas, signer, add(question, 32), mload(question), 0, 32)
            if and(success, gt(returndatasize(), 31)) {
                answer := mload(0)
            }
        }
        return answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
