// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {TokenMock} from "./TokenMock.sol";

/// @title CallingTokenMock
/// @notice A `TokenMock` that tells receivers of transfers (ERC-1363), truthfully or not.
contract CallingTokenMock is TokenMock {
    error CallingTokenMock_Refused(bytes4 answer);

    /// @notice As ERC-1363 wants it, but for the fee that is kept from what arrives.
    function transferAndCall(address to, uint256 value, bytes calldata data) external returns (bool) {
        uint256 fee = (value * feeBps) / 10_000;
        if (fee != 0) _burn(msg.sender, fee);
        _transfer(msg.sender, to, value - fee);
        pretend(to, msg.sender, value, data);
        return true;
    }

    /// @notice Tells `to` of a transfer that was none.
    function pretend(address to, address from, uint256 value, bytes calldata data) public {
        bytes4 answer = IERC1363Receiver(to).onTransferReceived(msg.sender, from, value, data);
        require(answer == IERC1363Receiver.onTransferReceived.selector, CallingTokenMock_Refused(answer));
    }
}
