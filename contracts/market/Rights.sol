// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "./IAccess.sol";

/// @title Rights: the packed word of a reader's right
/// @notice From the low bits up: until 40, segments 32, fromVersion 16, flags 2 (1 later versions, 2 revoked),
/// depth 6, receipt 160.
/// @dev A revoked right ends in the second of its revocation, so `until` alone tells whether a right is active. No push
/// shortens a right, so a restored right never outlives the one above it.
library Rights {
    /// @notice `until` of a right without end.
    uint40 internal constant FOREVER = type(uint40).max;

    /// @notice Most purchases that a right may stack.
    uint8 internal constant MAX_DEPTH = 63;

    uint256 private constant SEGMENTS_AT = 40;
    uint256 private constant VERSION_AT = 72;
    uint256 private constant FLAGS_AT = 88;
    uint256 private constant DEPTH_AT = 90;
    uint256 private constant RECEIPT_AT = 96;
    uint256 private constant LATER = 1;
    uint256 private constant REVOKED = 2;
    /// @notice Depth of a right that one purchase made.
    uint256 internal constant FIRST = 1 << DEPTH_AT;

    uint256 private constant SCOPE = ((1 << 49) - 1) << SEGMENTS_AT;

    // --------------------------------------------------------------------------------------------------- reading

    function untilOf(uint256 right) internal pure returns (uint40) {
        return uint40(right);
    }

    function depthOf(uint256 right) internal pure returns (uint8) {
        return uint8(right >> DEPTH_AT) & MAX_DEPTH;
    }

    function isActive(uint256 right) internal view returns (bool) {
        return uint40(right) > block.timestamp;
    }

    function unpack(uint256 right) internal pure returns (IAccess.Right memory) {
        uint256 flags = right >> FLAGS_AT;
        return
            IAccess.Right({
                until: uint40(right),
                segments: uint32(right >> SEGMENTS_AT),
                fromVersion: uint16(right >> VERSION_AT),
                laterVersions: flags & LATER != 0,
                revoked: flags & REVOKED != 0,
                depth: depthOf(right),
                receipt: uint160(right >> RECEIPT_AT)
            });
    }

    /// @notice Whether a right, if active, lets all of `segments` of `version` be read.
    function includes(uint256 right, uint16 version, uint32 segments) internal pure returns (bool) {
        uint16 first = uint16(right >> VERSION_AT);
        bool versionIncluded = version == first || (version > first && (right >> FLAGS_AT) & LATER != 0);
        return versionIncluded && segments & ~uint32(right >> SEGMENTS_AT) == 0;
    }

    // ---------------------------------------------------------------------------------------------------- scopes

    /// @notice Scope bits of a right: which segments and versions.
    function scope(uint32 segments, uint16 fromVersion, bool laterVersions) internal pure returns (uint256) {
        return
            (uint256(segments) << SEGMENTS_AT) |
            (uint256(fromVersion) << VERSION_AT) |
            (laterVersions ? LATER << FLAGS_AT : 0);
    }

    function hasScope(uint256 right, uint256 scope_) internal pure returns (bool) {
        return right & SCOPE == scope_;
    }

    /// @notice Whether everything that `right` lets be read is in `scope_` too.
    function isCoveredBy(uint256 right, uint256 scope_) internal pure returns (bool) {
        uint16 first = uint16(right >> VERSION_AT);
        bool later = (right >> FLAGS_AT) & LATER != 0;
        return includes(scope_, first, uint32(right >> SEGMENTS_AT)) && (!later || (scope_ >> FLAGS_AT) & LATER != 0);
    }

    // --------------------------------------------------------------------------------------------------- the stack

    function withDepth(uint256 right, uint256 depth) internal pure returns (uint256) {
        return right | (depth << DEPTH_AT);
    }

    /// @notice `receiptOf` a purchase that is not in memory, where a right has it.
    function receiptBits(
        uint256 previous,
        bytes32 offer,
        address payer,
        uint256 paid,
        uint256 boughtAt,
        uint256 from
    ) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(previous, offer, payer, paid, boughtAt, from))) << RECEIPT_AT;
    }

    /// @notice Whether `purchase` is the newest in a right.
    function isNewest(uint256 right, IAccess.Purchase calldata purchase) internal pure returns (bool) {
        return right >> RECEIPT_AT == uint160(uint256(keccak256(abi.encode(purchase))));
    }

    /// @notice The word of a right revoked in this second.
    function revoked() internal view returns (uint256) {
        return block.timestamp | (REVOKED << FLAGS_AT);
    }

    /// @notice The part of what the newest purchase cost that has not been used: all of it where it was for ever, else
    /// pro rata of the time it paid for, rounded down.
    function unused(uint256 right, uint96 paid, uint40 from) internal view returns (uint256) {
        uint256 until = uint40(right);
        if (until == FOREVER) return paid;
        uint256 start = block.timestamp > from ? block.timestamp : from;
        return (paid * (until - start)) / (until - from);
    }
}
