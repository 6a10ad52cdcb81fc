// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures: who signed, where a signature is to last
/// @notice For promises that somebody relies on later. OpenZeppelin's `SignatureChecker` asks every account with code,
/// so who signed with a key could take it back by delegating the account (EIP-7702) to code that denies. Here the key
/// counts first: it commands its account, delegated or not, and no contract wallet has one. Only a contract wallet's own
/// signatures (ERC-1271) depend on what it answers now.
library Signatures {
    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
