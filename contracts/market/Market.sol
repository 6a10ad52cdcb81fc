// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Datasets} from "./Datasets.sol";
import {Desk} from "./Desk.sol";
import {ForDesk} from "./ForDesk.sol";
import {IAccess} from "./IAccess.sol";
import {Returning} from "./Returning.sol";
import {Selling} from "./Selling.sol";

/// @title Market: data sets and access to them
/// @notice One contract, so that the owner check of every sale is one storage read. Any act may be batched (`multicall`)
/// and relayed (ERC-2771).
contract Market is ForDesk, Returning, AccessManaged {
    /// @param authority AccessManager that says who may set the fee
    /// @param treasury account that fees are credited to
    /// @param relay trusted ERC-2771 forwarder
    constructor(
        address authority,
        address treasury,
        address relay
    )
        ERC721("Tallystick data set", "TALLY")
        Relayed(relay)
        AccessManaged(authority)
        Selling(treasury)
        ForDesk(address(new Desk(IAccess(address(this)), relay)))
    {}

    /// @inheritdoc IAccess
    function setFee(uint16 feeBps_) external restricted {
        _setFee(feeBps_);
    }

    // ------------------------------------------------------------------------------------- who calls (ERC-2771)

    function _msgSender() internal view override(Context, Datasets) returns (address) {
        return Datasets._msgSender();
    }

    function _msgData() internal view override(Context, Datasets) returns (bytes calldata) {
        return Datasets._msgData();
    }

    function _contextSuffixLength() internal view override(Context, Datasets) returns (uint256) {
        return Datasets._contextSuffixLength();
    }
}
