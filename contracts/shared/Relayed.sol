// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @title Relayed: acts by transaction or through the relay, one by one or many at once
abstract contract Relayed is ERC2771Context, Multicall {
    constructor(address relay) ERC2771Context(relay) {}

    function _contextSuffixLength() internal view virtual override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }

    function _msgSender() internal view virtual override(Context, ERC2771Context) returns (address) {
        // Most calls are not relayed: they need not look for a suffix.
        return isTrustedForwarder(msg.sender) ? ERC2771Context._msgSender() : msg.sender;
    }

    function _msgData() internal view virtual override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }
}
