// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";

/// @title Links: the hashes that chains of lots are made of
/// @dev Each kind of hash begins with a word of its own, so that none can pass for another.
library Links {
    bytes32 private constant ENDORSEMENT = keccak256(
        "Endorsement(bytes32 roll,address from,address to,uint8 kind,uint40 time)"
    );
    bytes32 private constant DIVISION = keccak256(
        "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)"
    );
    bytes32 private constant ROOT = keccak256("Root(address instrument,uint256 key)");
    bytes32 private constant PART = keccak256("Part(uint256 root,bytes32 inner)");

    /// @notice Id of a root.
    function rootId(address instrument, uint256 key) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(ROOT, instrument, key)));
    }

    /// @notice Roll after an endorsement.
    function endorsed(
        bytes32 roll,
        address from,
        address to,
        ILots.Kind kind,
        uint40 time
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(ENDORSEMENT, roll, from, to, kind, time));
    }

    /// @notice What a part's id is made of, the root aside.
    function innerOf(bytes32 parentRoll, ILots.Link memory link) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(DIVISION, parentRoll, link.from, link.to, link.kind, link.time, link.start, link.units)
            );
    }

    /// @notice A lot's id; a root's `inner` is zero.
    function idOf(uint256 root, bytes32 inner) internal pure returns (uint256) {
        return inner == 0 ? root : uint256(keccak256(abi.encode(PART, root, inner)));
    }

    /// @notice Roll after the first `count` links from the root on.
    function rollAfter(uint256 root, ILots.Link[] calldata links, uint256 count) internal pure returns (bytes32 roll) {
        roll = bytes32(root);
        for (uint256 i = 0; i < count; ++i) roll = _next(roll, root, links[i]);
    }

    /// @notice Roll after all links from number `from` on.
    function rollFrom(
        bytes32 roll,
        uint256 root,
        ILots.Link[] calldata links,
        uint256 from
    ) internal pure returns (bytes32) {
        for (uint256 i = from; i < links.length; ++i) roll = _next(roll, root, links[i]);
        return roll;
    }

    function _next(bytes32 roll, uint256 root, ILots.Link calldata link) private pure returns (bytes32) {
        if (link.units == 0) return endorsed(roll, link.from, link.to, link.kind, link.time);
        return bytes32(idOf(root, innerOf(roll, link)));
    }
}
