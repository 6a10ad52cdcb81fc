// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-1056: Ethereum lightweight identity
/// @notice The interface of `EthereumDIDRegistry`, complete, as `did:ethr` tools use it. Every account is an identity and
/// owns itself until it names another owner. Each event points to the block of the one before, so a resolver walks back.
interface IERC1056 {
    event DIDOwnerChanged(address indexed identity, address owner, uint256 previousChange);
    event DIDDelegateChanged(
        address indexed identity,
        bytes32 delegateType,
        address delegate,
        uint256 validTo,
        uint256 previousChange
    );
    event DIDAttributeChanged(
        address indexed identity,
        bytes32 name,
        bytes value,
        uint256 validTo,
        uint256 previousChange
    );

    function changeOwner(address identity, address newOwner) external;

    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external;

    /// @param validity seconds from now
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external;

    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external;

    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external;

    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external;

    /// @param validity seconds from now
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external;

    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external;

    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external;

    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external;

    /// @notice Owner of an identity: itself, unless it named another.
    function identityOwner(address identity) external view returns (address);

    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool);

    /// @notice Owner an identity named; zero: none.
    function owners(address identity) external view returns (address);

    /// @param typeHash `keccak256(abi.encode(delegateType))`
    /// @return validTo first second at which the delegate is none any more
    function delegates(address identity, bytes32 typeHash, address delegate) external view returns (uint256 validTo);

    /// @notice Block of the identity's last event; zero: none.
    function changed(address identity) external view returns (uint256);

    /// @notice Nonce that the next signature of `signer` must name.
    function nonce(address signer) external view returns (uint256);
}
