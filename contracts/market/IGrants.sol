// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Grants: free rights by signature
/// @notice The owner of a data set signs a grant off chain (an invitation, say) and hands it to its reader, who, or
/// anyone for him, redeems it. Grants of one owner may be redeemed in any order, unlike relayed requests.
/// @dev States of a grant, by its EIP-712 digest:
///
/// | state | act             | next | who |
/// |-------|-----------------|------|-----|
/// | open  | `redeem`        | used | anyone with the owner's signature, until `deadline` |
/// | open  | `withdrawGrant` | used | its owner |
///
/// Type: `Grant(uint256 dataset,address owner,address reader,uint40 duration,uint32 segments,uint16 fromVersion,`
/// `bool laterVersions,uint256 nonce,uint40 deadline)` in the domain of the desk.
interface IGrants {
    /// @notice A free right for one reader, once.
    /// @param dataset what may be read
    /// @param owner who gives; must own the data set when the grant is redeemed
    /// @param reader who gets the right
    /// @param duration seconds; zero: for ever
    /// @param segments bit i: segment i may be read
    /// @param fromVersion first version that may be read
    /// @param laterVersions whether every later version may be read too
    /// @param nonce tells apart grants that are otherwise equal
    /// @param deadline last second at which it may be redeemed
    struct Grant {
        uint256 dataset;
        address owner;
        address reader;
        uint40 duration;
        uint32 segments;
        uint16 fromVersion;
        bool laterVersions;
        uint256 nonce;
        uint40 deadline;
    }

    event GrantRedeemed(bytes32 indexed grant, uint256 indexed dataset, address indexed reader);
    event GrantWithdrawn(bytes32 indexed grant, address indexed owner);

    error Grants_Expired(bytes32 grant, uint40 deadline);
    error Grants_Used(bytes32 grant);
    error Grants_NotSigned(bytes32 grant, address owner);
    error Grants_NotOwner(bytes32 grant, address owner, address caller);

    /// @notice Gives the right that the owner signed for. Anyone who has the signature (EOA and ERC-1271 alike).
    function redeem(Grant calldata grant, bytes calldata ownerSignature) external;

    /// @notice Makes a grant that was signed void. Only its owner.
    function withdrawGrant(Grant calldata grant) external;

    /// @notice EIP-712 digest of a grant: what it is known by, and what is signed.
    function grantDigest(Grant calldata grant) external view returns (bytes32 digest);

    /// @notice Whether a grant was redeemed or withdrawn.
    function isGrantUsed(bytes32 digest) external view returns (bool used);
}
