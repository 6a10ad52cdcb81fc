// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IDatasets} from "./IDatasets.sol";

/// @title Datasets
/// @notice The specification is `IDatasets`.
abstract contract Datasets is IDatasets, ERC721, Relayed {
    /// @dev From the low bits up: versions 16, head 240.
    mapping(uint256 dataset => uint256 history) private _histories;

    mapping(bytes32 manifest => address publisher) private _publishers;

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IDatasets
    function publish(bytes32 salt, Anchor calldata anchor) external returns (uint256 dataset) {
        address publisher = _msgSender();
        address earlier = _publishers[anchor.manifest];
        require(earlier == address(0), Datasets_ManifestTaken(anchor.manifest, earlier));
        _publishers[anchor.manifest] = publisher;
        dataset = datasetId(publisher, salt);
        emit Published(dataset, publisher, salt);
        _mint(publisher, dataset);
        _append(dataset, anchor);
    }

    /// @inheritdoc IDatasets
    function addVersion(uint256 dataset, Anchor calldata anchor) external returns (uint16 version) {
        _requireDatasetOwner(dataset, _msgSender());
        return _append(dataset, anchor);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDatasets
    function datasetId(address publisher, bytes32 salt) public view returns (uint256 dataset) {
        return uint256(keccak256(abi.encode(block.chainid, address(this), publisher, salt)));
    }

    /// @inheritdoc IDatasets
    function publisherOf(bytes32 manifest) external view returns (address publisher) {
        return _publishers[manifest];
    }

    /// @inheritdoc IDatasets
    function versionsOf(uint256 dataset) public view returns (uint16 versions, uint240 head) {
        uint256 history = _histories[dataset];
        return (uint16(history), uint240(history >> 16));
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _requireDatasetOwner(uint256 dataset, address caller) internal view {
        require(_ownerOf(dataset) == caller, Datasets_NotOwner(dataset, caller));
    }

    function _append(uint256 dataset, Anchor calldata anchor) private returns (uint16 version) {
        require(
            anchor.manifest != 0 && anchor.root != 0 && anchor.size != 0 && anchor.keyCommitment != 0,
            Datasets_EmptyAnchor(anchor)
        );
        (uint16 versions, uint240 head) = versionsOf(dataset);
        require(versions < type(uint16).max, Datasets_TooManyVersions(dataset));
        version = versions + 1;
        head = uint240(uint256(keccak256(abi.encode(head, version, anchor))));
        _histories[dataset] = (uint256(head) << 16) | version;
        emit VersionPublished(dataset, version, anchor, head);
    }

    // ------------------------------------------------------------------------------------- who calls (ERC-2771)

    function _msgSender() internal view virtual override(Context, Relayed) returns (address) {
        return Relayed._msgSender();
    }

    function _msgData() internal view virtual override(Context, Relayed) returns (bytes calldata) {
        return Relayed._msgData();
    }

    function _contextSuffixLength() internal view virtual override(Context, Relayed) returns (uint256) {
        return Relayed._contextSuffixLength();
    }
}
