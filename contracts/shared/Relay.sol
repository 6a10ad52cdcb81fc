// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Relay: any act by signature
/// @notice OpenZeppelin's ERC-2771 forwarder, accepting contract wallets too. Every contract of Tallystick trusts it, so
/// whatever a party does by transaction it can also do by an EIP-712 signature that anyone may relay. A request names
/// chain, relay, target, call, the signer's next nonce and a deadline. It has no owner and no settings.
contract Relay is ERC2771Forwarder {
    constructor() ERC2771Forwarder("Tallystick Relay") {}

    /// @dev As the base, but asks `request.from` itself whether it signed when it is a contract (ERC-1271).
    function _validate(
        ForwardRequestData calldata request
    ) internal view override returns (bool isTrustedForwarder, bool active, bool signerMatch, address signer) {
        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(
                    FORWARD_REQUEST_TYPEHASH,
                    request.from,
                    request.to,
                    request.value,
                    request.gas,
                    nonces(request.from),
                    request.deadline,
                    keccak256(request.data)
                )
            )
        );
        return (
            _isTrustedByTarget(request.to),
            request.deadline >= block.timestamp,
            SignatureChecker.isValidSignatureNow(request.from, digest, request.signature),
            request.from
        );
    }
}
