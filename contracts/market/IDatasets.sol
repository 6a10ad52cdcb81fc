// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Datasets: who owns a data set, and which versions of it exist
/// @notice A data set is an ERC-721 token; the token is ownership. Its id is the hash of chain, contract, publisher
/// and a salt, so a publisher knows the id before publishing and can write it into the manifest; a manifest that names
/// another id than the one it is anchored under is a copy, and clients refuse it.
/// @dev States of a data set:
///
/// | state     | act            | next      | who       |
/// |-----------|----------------|-----------|-----------|
/// | none      | `publish`      | published | anyone    |
/// | published | `addVersion`   | published | owner     |
/// | published | ERC-721 moves  | published | owner, approved |
///
/// Versions are numbered from 1, appended, never changed. One slot holds the number of versions and a rolling hash of
/// their anchors, so a version costs one update of that slot; a party proves an old version with calldata.
interface IDatasets {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What a version commits to. All of it is public; nothing in it is secret.
    /// @param manifest sha-256 of the manifest's bytes (hence its CIDv1, raw, sha2-256)
    /// @param root Merkle root over the encrypted chunks (see docs/architecture.md, "Encrypted files")
    /// @param size total size of the ciphertext in bytes
    /// @param keyCommitment sha-256 over the commitments of the segment keys
    struct Anchor {
        bytes32 manifest;
        bytes32 root;
        uint64 size;
        bytes32 keyCommitment;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @notice A data set came into being.
    event Published(uint256 indexed dataset, address indexed publisher, bytes32 salt);

    /// @notice A version was appended.
    /// @param head rolling hash after it, the low 240 bits of `keccak256(abi.encode(previousHead, version, anchor))`
    event VersionPublished(uint256 indexed dataset, uint16 indexed version, Anchor anchor, uint240 head);

    // ----------------------------------------------------------------------------------------------------- errors

    error Datasets_ManifestTaken(bytes32 manifest, address publisher);
    error Datasets_EmptyAnchor(Anchor anchor);
    error Datasets_NotOwner(uint256 dataset, address caller);
    error Datasets_TooManyVersions(uint256 dataset);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Publishes a data set with its first version; the caller becomes publisher and owner.
    /// @dev Reverts when an anchor field is zero, when somebody has published this manifest before (the first publisher
    /// stays on record), or when the caller has used this salt before (`ERC721InvalidSender`).
    /// @param salt any number the caller has not used yet
    /// @return dataset the id, equal to `datasetId(caller, salt)`
    function publish(bytes32 salt, Anchor calldata anchor) external returns (uint256 dataset);

    /// @notice Appends a version. Only the owner.
    /// @return version its number
    function addVersion(uint256 dataset, Anchor calldata anchor) external returns (uint16 version);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Id that `publish` will give: `uint256(keccak256(abi.encode(chainid, this, publisher, salt)))`.
    function datasetId(address publisher, bytes32 salt) external view returns (uint256 dataset);

    /// @notice Who published a manifest first; zero when nobody has (first versions only).
    function publisherOf(bytes32 manifest) external view returns (address publisher);

    /// @notice Number of versions, and rolling hash of their anchors; both zero for a data set that does not exist.
    function versionsOf(uint256 dataset) external view returns (uint16 versions, uint240 head);
}
