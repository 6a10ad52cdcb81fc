// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IEncryptionKeys} from "./IEncryptionKeys.sol";
import {IERC1056} from "./IERC1056.sol";

/// @title EncryptionKeys
contract EncryptionKeys is IEncryptionKeys, ERC2771Context {
    // -------------------------------------------------------------------------------------------- types, storage

    /// @dev One slot: every act reads the owner and writes the block, a signed one counts itself too.
    /// @param signed acts that this account has signed, for itself or for identities it owns
    struct Identity {
        address owner;
        uint48 changed;
        uint48 signed;
    }

    struct Key {
        bytes32 value;
        uint40 validTo;
    }

    /// @dev A signature of the ERC's own kind.
    struct Signature {
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    bytes32 private constant _KEY_NAME = "did/pub/X25519/enc";

    mapping(address identity => Identity record) private _identities;
    mapping(address identity => Key key) private _keys;
    mapping(address identity => mapping(bytes32 typeHash => mapping(address delegate => uint256 validTo)))
        private _delegates;

    constructor(address relay) ERC2771Context(relay) {}

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IEncryptionKeys
    function publishKey(bytes32 key) external {
        address identity = _msgSender();
        _requireOwner(identity);
        _setAttribute(identity, _KEY_NAME, abi.encode(key), type(uint40).max);
    }

    /// @inheritdoc IEncryptionKeys
    function clearKey() external {
        address identity = _msgSender();
        _requireOwner(identity);
        bytes32 key = _keys[identity].value;
        require(key != 0, EncryptionKeys_NoKey(identity));
        _revokeAttribute(identity, _KEY_NAME, abi.encode(key));
    }

    // ------------------------------------------------------------------------------------------ acts: of ERC-1056

    /// @inheritdoc IERC1056
    function changeOwner(address identity, address newOwner) external {
        _requireOwner(identity);
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IERC1056
    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external {
        _requireSigned(identity, Signature(sigV, sigR, sigS), abi.encodePacked("changeOwner", newOwner));
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IERC1056
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external {
        _requireOwner(identity);
        _setDelegate(identity, delegateType, delegate, _after(validity));
    }

    /// @inheritdoc IERC1056
    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external {
        bytes memory act = abi.encodePacked("addDelegate", delegateType, delegate, validity);
        _requireSigned(identity, Signature(sigV, sigR, sigS), act);
        _setDelegate(identity, delegateType, delegate, _after(validity));
    }

    /// @inheritdoc IERC1056
    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external {
        _requireOwner(identity);
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IERC1056
    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external {
        bytes memory act = abi.encodePacked("revokeDelegate", delegateType, delegate);
        _requireSigned(identity, Signature(sigV, sigR, sigS), act);
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IERC1056
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external {
        _requireOwner(identity);
        _setAttribute(identity, name, value, _after(validity));
    }

    /// @inheritdoc IERC1056
    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external {
        bytes memory act = abi.encodePacked("setAttribute", name, value, validity);
        _requireSigned(identity, Signature(sigV, sigR, sigS), act);
        _setAttribute(identity, name, value, _after(validity));
    }

    /// @inheritdoc IERC1056
    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external {
        _requireOwner(identity);
        _revokeAttribute(identity, name, value);
    }

    /// @inheritdoc IERC1056
    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external {
        bytes memory act = abi.encodePacked("revokeAttribute", name, value);
        _requireSigned(identity, Signature(sigV, sigR, sigS), act);
        _revokeAttribute(identity, name, value);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IEncryptionKeys
    function keyOf(address account) external view returns (bytes32 key, uint40 validTo) {
        validTo = _keys[account].validTo;
        if (validTo > block.timestamp) key = _keys[account].value;
        else validTo = 0;
    }

    /// @inheritdoc IERC1056
    function identityOwner(address identity) public view returns (address) {
        address owner = _identities[identity].owner;
        return owner == address(0) ? identity : owner;
    }

    /// @inheritdoc IERC1056
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool) {
        return _delegates[identity][_typeHash(delegateType)][delegate] > block.timestamp;
    }

    /// @inheritdoc IERC1056
    function owners(address identity) external view returns (address) {
        return _identities[identity].owner;
    }

    /// @inheritdoc IERC1056
    function delegates(address identity, bytes32 typeHash, address delegate) external view returns (uint256 validTo) {
        return _delegates[identity][typeHash][delegate];
    }

    /// @inheritdoc IERC1056
    function changed(address identity) external view returns (uint256) {
        return _identities[identity].changed;
    }

    /// @inheritdoc IERC1056
    /// @dev What the ERC signs names no chain: the nonce does. Clients read it here, so theirs need no change.
    function nonce(address signer) public view returns (uint256) {
        return (block.chainid << 64) + _identities[signer].signed;
    }

    // ----------------------------------------------------------------------------------------- internal: authority

    function _requireOwner(address identity) private view {
        address actor = _msgSender();
        require(actor == identityOwner(identity), EncryptionKeys_NotOwner(identity, actor));
    }

    /// @dev The packing is the ERC's. It is unambiguous: no name of an act begins another's, and each act has at most
    /// one part of variable length.
    function _requireSigned(address identity, Signature memory signature, bytes memory act) private {
        address owner = identityOwner(identity);
        bytes32 digest = keccak256(abi.encodePacked(bytes1(0x19), bytes1(0), this, nonce(owner), identity, act));
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecover(digest, signature.v, signature.r, signature.s);
        require(err == ECDSA.RecoverError.NoError && signer == owner, EncryptionKeys_BadSignature(identity));
        ++_identities[owner].signed;
    }

    // --------------------------------------------------------------------------------------------- internal: acts

    function _changeOwner(address identity, address newOwner) private {
        _identities[identity].owner = newOwner;
        emit DIDOwnerChanged(identity, newOwner, _touch(identity));
    }

    function _setDelegate(address identity, bytes32 delegateType, address delegate, uint256 validTo) private {
        _delegates[identity][_typeHash(delegateType)][delegate] = validTo;
        emit DIDDelegateChanged(identity, delegateType, delegate, validTo, _touch(identity));
    }

    function _setAttribute(address identity, bytes32 name, bytes memory value, uint256 validTo) private {
        if (name == _KEY_NAME) _setKey(identity, value, validTo);
        emit DIDAttributeChanged(identity, name, value, validTo, _touch(identity));
    }

    function _setKey(address identity, bytes memory value, uint256 validTo) private {
        bytes32 key = bytes32(value);
        require(value.length == 32 && key != 0, EncryptionKeys_BadKey(value));
        Key memory old = _keys[identity];
        if (old.validTo > block.timestamp && old.value != key) {
            emit DIDAttributeChanged(identity, _KEY_NAME, abi.encode(old.value), 0, _touch(identity));
        }
        _keys[identity] = Key(key, validTo > type(uint40).max ? type(uint40).max : uint40(validTo));
    }

    function _revokeAttribute(address identity, bytes32 name, bytes memory value) private {
        if (name == _KEY_NAME && value.length == 32 && bytes32(value) == _keys[identity].value) {
            delete _keys[identity];
        }
        emit DIDAttributeChanged(identity, name, value, 0, _touch(identity));
    }

    /// @dev Notes that the identity changes in this block; returns the block before.
    function _touch(address identity) private returns (uint256 previousChange) {
        previousChange = _identities[identity].changed;
        _identities[identity].changed = uint48(block.number);
    }

    function _after(uint256 validity) private view returns (uint256) {
        require(validity <= type(uint256).max - block.timestamp, EncryptionKeys_ValidityTooLong(validity));
        return block.timestamp + validity;
    }

    function _typeHash(bytes32 delegateType) private pure returns (bytes32) {
        return keccak256(abi.encode(delegateType));
    }
}
