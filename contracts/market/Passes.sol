// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IAccess} from "./IAccess.sol";
import {IERC5192} from "./IERC5192.sol";
import {IERC7858} from "./IERC7858.sol";
import {IPasses} from "./IPasses.sol";
import {PassText} from "./PassText.sol";

/// @title Passes
/// @notice The specification is `IPasses`.
contract Passes is IPasses, IERC5192, IERC7858, IERC4906, ERC721, Relayed {
    struct Pass {
        uint256 dataset;
        uint40 mintedAt;
    }

    /// @notice Whose rights the passes show.
    IAccess public immutable market;

    mapping(uint256 tokenId => Pass) private _passes;

    constructor(IAccess market_, address relay) ERC721("Tallystick pass", "PASS") Relayed(relay) {
        market = market_;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IPasses
    function mint(uint256 dataset) external returns (uint256 tokenId) {
        address reader = _msgSender();
        require(market.hasAccess(dataset, reader), Passes_NoRight(dataset, reader));
        tokenId = passId(dataset, reader);
        require(_ownerOf(tokenId) == address(0), Passes_Exists(tokenId));
        _passes[tokenId] = Pass(dataset, uint40(block.timestamp));
        // Without a receiver's hook: the reader asked for it himself.
        _mint(reader, tokenId);
        emit Locked(tokenId);
        emit TokenExpiryUpdated(tokenId, block.timestamp, endTime(tokenId));
    }

    /// @inheritdoc IPasses
    function burn(uint256 tokenId) external {
        address caller = _msgSender();
        require(_requireOwned(tokenId) == caller, Passes_NotHolder(tokenId, caller));
        delete _passes[tokenId];
        _burn(tokenId);
    }

    /// @inheritdoc IPasses
    function announce(uint256 tokenId) external {
        emit TokenExpiryUpdated(tokenId, startTime(tokenId), endTime(tokenId));
        emit MetadataUpdate(tokenId);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IPasses
    function passId(uint256 dataset, address reader) public pure returns (uint256 tokenId) {
        return uint256(keccak256(abi.encode(dataset, reader)));
    }

    /// @inheritdoc IPasses
    function datasetOf(uint256 tokenId) external view returns (uint256 dataset) {
        return _passes[tokenId].dataset;
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @inheritdoc IERC7858
    function expiryType() external pure returns (ExpiryType) {
        return ExpiryType.TimeBased;
    }

    /// @inheritdoc IERC7858
    function isTokenExpired(uint256 tokenId) external view returns (bool) {
        address reader = _requireOwned(tokenId);
        return !market.hasAccess(_passes[tokenId].dataset, reader);
    }

    /// @inheritdoc IERC7858
    /// @dev When the pass was minted: the market does not keep when a right began.
    function startTime(uint256 tokenId) public view returns (uint256) {
        _requireOwned(tokenId);
        return _passes[tokenId].mintedAt;
    }

    /// @inheritdoc IERC7858
    /// @dev The standard wants it after `startTime`, and zero means without end; so a right that was given back (its end
    /// may be long past, or zero) ends the second after minting.
    function endTime(uint256 tokenId) public view returns (uint256) {
        address reader = _requireOwned(tokenId);
        Pass memory pass = _passes[tokenId];
        uint256 until = market.expiresAt(pass.dataset, reader);
        if (until == type(uint40).max) return 0;
        return until > pass.mintedAt ? until : uint256(pass.mintedAt) + 1;
    }

    /// @notice A name, the data set's id, the end and a picture, as JSON in the link itself.
    function tokenURI(uint256 tokenId) public view override returns (string memory) {
        return PassText.uri(address(market), _passes[tokenId].dataset, startTime(tokenId), endTime(tokenId));
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return
            interfaceId == type(IERC5192).interfaceId ||
            interfaceId == type(IERC7858).interfaceId ||
            // ERC-4906's: it has events alone, so it can't be computed.
            interfaceId == 0x49064906 ||
            super.supportsInterface(interfaceId);
    }

    // ----------------------------------------------------------------------------------------------- not transferable

    /// @notice Refuses: an approval that can never be used would only mislead.
    function approve(address, uint256 tokenId) public pure override(ERC721, IERC721) {
        revert Passes_Locked(tokenId);
    }

    /// @notice Refuses, as `approve`.
    function setApprovalForAll(address, bool) public pure override(ERC721, IERC721) {
        revert Passes_NoApprovals();
    }

    /// @dev Every way to move a token leads through here.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        from = super._update(to, tokenId, auth);
        require(from == address(0) || to == address(0), Passes_Locked(tokenId));
    }

    // ------------------------------------------------------------------------------------- who calls (ERC-2771)

    function _msgSender() internal view override(Context, Relayed) returns (address) {
        return Relayed._msgSender();
    }

    function _msgData() internal view override(Context, Relayed) returns (bytes calldata) {
        return Relayed._msgData();
    }

    function _contextSuffixLength() internal view override(Context, Relayed) returns (uint256) {
        return Relayed._contextSuffixLength();
    }
}
