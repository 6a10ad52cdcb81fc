// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Buying} from "./Buying.sol";
import {Datasets} from "./Datasets.sol";
import {Returning} from "./Returning.sol";
import {Selling} from "./Selling.sol";

/// @title Market: data sets and access to them
/// @notice One contract, so that the owner check of every sale is one storage read. Any act may be batched (`multicall`)
/// and relayed (ERC-2771).
contract Market is Selling, Buying, Returning, Multicall {
    /// @param authority AccessManager that says who may set the fee
    /// @param treasury account that fees are credited to
    /// @param relay trusted ERC-2771 forwarder
    constructor(
        address authority,
        address treasury,
        address relay
    ) ERC721("Tallystick data set", "TALLY") ERC2771Context(relay) AccessManaged(authority) Selling(treasury) {}

    // ------------------------------------------------------------------------------------- who calls (ERC-2771)

    function _msgSender() internal view override(Context, Datasets, Selling) returns (address) {
        return Datasets._msgSender();
    }

    function _msgData() internal view override(Context, Datasets, Selling) returns (bytes calldata) {
        return Datasets._msgData();
    }

    function _contextSuffixLength() internal view override(Context, Datasets, Selling) returns (uint256) {
        return Datasets._contextSuffixLength();
    }
}
