// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../shared/Signatures.sol";
import {DeskBase} from "./DeskBase.sol";
import {IExchange} from "./IExchange.sol";
import {IGrants} from "./IGrants.sol";

/// @title Grants
/// @notice The specification is `IGrants`.
abstract contract Grants is IGrants, DeskBase {
    bytes32 private constant GRANT_TYPEHASH = keccak256(
        "Grant(uint256 dataset,address owner,address reader,uint40 duration,uint32 segments,uint16 fromVersion,"
        "bool laterVersions,uint256 nonce,uint40 deadline)"
    );

    mapping(bytes32 grant => bool used) private _used;

    /// @inheritdoc IGrants
    function redeem(Grant calldata grant, bytes calldata ownerSignature) external {
        bytes32 digest = grantDigest(grant);
        require(!_isOver(grant.deadline), Grants_Expired(digest, grant.deadline));
        _use(digest);
        bool signed = Signatures.isSignedBy(grant.owner, digest, ownerSignature);
        require(signed, Grants_NotSigned(digest, grant.owner));
        emit GrantRedeemed(digest, grant.dataset, grant.reader);
        market.giveFor(
            IExchange.Side({
                owner: grant.owner,
                dataset: grant.dataset,
                duration: grant.duration,
                segments: grant.segments,
                fromVersion: grant.fromVersion,
                laterVersions: grant.laterVersions
            }),
            grant.reader,
            0
        );
    }

    /// @inheritdoc IGrants
    function withdrawGrant(Grant calldata grant) external {
        bytes32 digest = grantDigest(grant);
        address caller = _msgSender();
        require(caller == grant.owner, Grants_NotOwner(digest, grant.owner, caller));
        _use(digest);
        emit GrantWithdrawn(digest, caller);
    }

    /// @inheritdoc IGrants
    function grantDigest(Grant calldata grant) public view returns (bytes32 digest) {
        return _hashTypedDataV4(keccak256(abi.encode(GRANT_TYPEHASH, grant)));
    }

    /// @inheritdoc IGrants
    function isGrantUsed(bytes32 digest) external view returns (bool used) {
        return _used[digest];
    }

    function _use(bytes32 digest) private {
        require(!_used[digest], Grants_Used(digest));
        _used[digest] = true;
    }
}
