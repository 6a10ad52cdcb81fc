// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeskBase} from "./DeskBase.sol";
import {IExchange} from "./IExchange.sol";

/// @title Exchange
/// @notice The specification is `IExchange`.
abstract contract Exchange is IExchange, DeskBase {
    string private constant SIDE =
        "Side(address owner,uint256 dataset,uint40 duration,uint32 segments,uint16 fromVersion,bool laterVersions)";
    bytes32 private constant SIDE_TYPEHASH = keccak256(bytes(SIDE));
    bytes32 private constant DEAL_TYPEHASH = keccak256(
        abi.encodePacked("Deal(Side first,Side second,uint256 nonce,uint40 deadline)", SIDE)
    );

    mapping(bytes32 deal => bool closed) private _closed;

    /// @inheritdoc IExchange
    function exchange(Deal calldata deal, bytes calldata firstSignature, bytes calldata secondSignature) external {
        bytes32 digest = dealDigest(deal);
        require(!_isOver(deal.deadline), Exchange_Expired(digest, deal.deadline));
        _close(digest);
        (address first, address second) = (deal.first.owner, deal.second.owner);
        require(first != second, Exchange_SameOwner(first));
        require(_consents(first, digest, firstSignature), Exchange_NotSigned(digest, first));
        require(_consents(second, digest, secondSignature), Exchange_NotSigned(digest, second));
        emit Exchanged(digest, first, second, deal);
        market.giveFor(deal.first, second, digest);
        market.giveFor(deal.second, first, digest);
    }

    /// @inheritdoc IExchange
    function withdrawDeal(Deal calldata deal) external {
        bytes32 digest = dealDigest(deal);
        address caller = _msgSender();
        bool isParty = caller == deal.first.owner || caller == deal.second.owner;
        require(isParty, Exchange_NotParty(digest, caller));
        _close(digest);
        emit DealWithdrawn(digest, caller);
    }

    /// @inheritdoc IExchange
    function dealDigest(Deal calldata deal) public view returns (bytes32 digest) {
        bytes32 first = keccak256(abi.encode(SIDE_TYPEHASH, deal.first));
        bytes32 second = keccak256(abi.encode(SIDE_TYPEHASH, deal.second));
        return _hashTypedDataV4(keccak256(abi.encode(DEAL_TYPEHASH, first, second, deal.nonce, deal.deadline)));
    }

    /// @inheritdoc IExchange
    function isDealClosed(bytes32 digest) external view returns (bool closed) {
        return _closed[digest];
    }

    function _close(bytes32 digest) private {
        require(!_closed[digest], Exchange_Closed(digest));
        _closed[digest] = true;
    }
}
