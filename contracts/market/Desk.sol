// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeskBase} from "./DeskBase.sol";
import {Exchange} from "./Exchange.sol";
import {Grants} from "./Grants.sol";
import {IAccess} from "./IAccess.sol";
import {Renewals} from "./Renewals.sol";
import {Transfers} from "./Transfers.sol";

/// @title Desk: where parties leave what they signed, and others act on it
/// @notice Free grants, data for data, renewals under a mandate, and purchases by one transfer of an ERC-1363 token. It
/// holds no money and no right; the market believes it, and nobody else, about who consented. Any act may be batched
/// (`multicall`) and relayed (ERC-2771).
contract Desk is Grants, Exchange, Renewals, Transfers {
    /// @param market_ the market that makes it
    /// @param relay trusted ERC-2771 forwarder
    constructor(IAccess market_, address relay) DeskBase(market_, relay) {}
}
