// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";

/// @title Transfers: paying by one transfer of an ERC-1363 token
/// @notice `token.transferAndCall(desk, value, data)` pays into the sender's prepaid balance in the market. With data, the
/// abi encoding of `(Terms terms, address reader, bytes evidence)`, that buys from the offer at once: `value` must be its
/// price. Either is done in whole or not at all; nothing stays here.
/// @dev The token is whoever calls, so it is asked for the money before anything is believed: what a token that lies says
/// harms offers in that token alone.
interface ITransfers is IERC1363Receiver {
    error Transfers_OtherToken(address expected, address actual);
    error Transfers_OtherAmount(uint256 price, uint256 value);
    error Transfers_BadOrder(bytes data);
}
