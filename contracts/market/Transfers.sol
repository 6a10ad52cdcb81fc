// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {DeskBase} from "./DeskBase.sol";
import {IAccess} from "./IAccess.sol";
import {ITransfers} from "./ITransfers.sol";

/// @title Transfers
/// @notice The specification is `ITransfers`.
abstract contract Transfers is ITransfers, DeskBase {
    using SafeERC20 for IERC20;

    // Terms, reader, and where the evidence is; its length.
    uint256 private constant SHORTEST_ORDER = 480 + 3 * 32;

    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(
        address,
        address from,
        uint256 value,
        bytes calldata data
    ) external nonReentrant returns (bytes4) {
        // Who calls, not whom a relay names: money comes from the token itself.
        address token = msg.sender;
        IERC20(token).forceApprove(address(market), value);
        market.deposit(token, from, value);
        if (data.length != 0) _buy(token, from, value, data);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    function _buy(address token, address payer, uint256 value, bytes calldata data) private {
        require(data.length >= SHORTEST_ORDER, Transfers_BadOrder(data));
        (IAccess.Terms memory terms, address reader, bytes memory evidence) = abi.decode(
            data,
            (IAccess.Terms, address, bytes)
        );
        require(terms.token == token, Transfers_OtherToken(terms.token, token));
        require(terms.price == value, Transfers_OtherAmount(terms.price, value));
        market.sellFor(terms, reader, evidence, payer, true);
    }
}
