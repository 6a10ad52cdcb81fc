// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1056} from "./IERC1056.sol";

/// @title EncryptionKeys: where to find the key to encrypt for an account
/// @notice An ERC-1056 registry that also keeps one attribute in state: the X25519 key of an account, named
/// `did/pub/X25519/enc`, 32 bytes raw. `did:ethr` resolvers and contracts see the same key.
/// @dev States of an account's key (by time: published while `validTo > now`, else ended):
///
/// | state     | act                                     | next      | who |
/// |-----------|-----------------------------------------|-----------|-----|
/// | any       | `publishKey`, `setAttribute…` of that name   | published | the identity's owner |
/// | published | `clearKey`, `revokeAttribute…` of that name and value | none | the identity's owner |
///
/// A new key replaces the old, which is revoked in an event of its own, so that resolvers too see one key; the history
/// is in the events. Signatures: the ERC's own names no chain and no deadline. Here a nonce begins with the chain id, so
/// a signature made with it is good on one chain; it has no deadline, but dies with the signer's next signed act. The
/// relay's signatures have both: prefer them.
interface IEncryptionKeys is IERC1056 {
    // ----------------------------------------------------------------------------------------------------- errors

    error EncryptionKeys_NotOwner(address identity, address actor);
    error EncryptionKeys_BadSignature(address identity);
    error EncryptionKeys_ValidityTooLong(uint256 validity);
    /// @notice An X25519 key is 32 bytes and not all zero.
    error EncryptionKeys_BadKey(bytes value);
    error EncryptionKeys_NoKey(address identity);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Publishes the caller's X25519 key, for good: `validTo` is `type(uint40).max`.
    function publishKey(bytes32 key) external;

    /// @notice Revokes the caller's key.
    function clearKey() external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice X25519 key of an account; zero when it has none that is valid now.
    /// @param validTo first second at which it is none any more; zero with the key
    function keyOf(address account) external view returns (bytes32 key, uint40 validTo);
}
