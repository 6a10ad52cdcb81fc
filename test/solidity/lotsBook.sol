// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "../../contracts/instruments/ILots.sol";
import {Base} from "./Base.sol";

/// @notice A second account of lots: all links by which each came to its holder.
abstract contract LotsBook is Base {
    mapping(uint256 lot => ILots.Link[]) internal _links;

    error LotsBook_Unknown(uint256 lot);

    /// @dev Hash of the link by which a part comes about, and so what its id is made of.
    function _innerOf(bytes32 roll, ILots.Link memory link) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "Division(bytes32 roll,address from,address to,uint8 kind,uint40 time,uint40 start,uint40 units)"
        );
        return keccak256(abi.encode(typehash, roll, link));
    }

    function _idOf(uint256 root, bytes32 inner) internal pure returns (uint256) {
        if (inner == 0) return root;
        return uint256(keccak256(abi.encode(keccak256("Part(uint256 root,bytes32 inner)"), root, inner)));
    }

    /// @dev A part that was cut off another: the same links, and one more.
    function _inherit(uint256 parent, uint256 lot, ILots.Link memory link) internal {
        for (uint256 i = 0; i < _links[parent].length; ++i) _links[lot].push(_links[parent][i]);
        _links[lot].push(link);
    }

    /// @dev The link that an act left, of whatever kind.
    /// @param roll,from of the lot before it
    function _follow(ILots lots, uint256 lot, bytes32 roll, address from) internal {
        bytes32 next = lots.rollOf(lot);
        if (next == roll) return;
        bytes32 typehash = keccak256("Endorsement(bytes32 roll,address from,address to,uint8 kind,uint40 time)");
        (address to, uint40 time) = (lots.lotOf(lot).holder, uint40(block.timestamp));
        for (uint8 kind = 1; kind <= uint8(type(ILots.Kind).max); ++kind) {
            if (keccak256(abi.encode(typehash, roll, from, to, kind, time)) != next) continue;
            _links[lot].push(ILots.Link(from, to, ILots.Kind(kind), time, 0, 0));
            return;
        }
        revert LotsBook_Unknown(lot);
    }

    /// @dev Who took a lot up ended the links from some on.
    function _cutTo(uint256 lot, uint256 count, address holder, address payer) internal {
        ILots.Link[] storage links = _links[lot];
        while (links.length > count) links.pop();
        links.push(ILots.Link(holder, payer, ILots.Kind.TakenUp, uint40(block.timestamp), 0, 0));
    }

    function _areApart(ILots.Lot memory one, ILots.Lot memory other) internal pure returns (bool) {
        return one.start + one.units <= other.start || other.start + other.units <= one.start;
    }
}
