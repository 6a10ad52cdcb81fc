// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "./ITreasury.sol";

/// @title Tracks: which calls hand out what the treasury has
/// @notice By their selectors, on any target: the treasury's own `spend` and `allow` do the same within limits.
library Tracks {
    // withdraw(address token, address to): of the market, of tabs.
    bytes4 private constant WITHDRAW = 0xf940e385;

    /// @notice Whether a call hands tokens, or credit, to somebody else than the treasury.
    function handsOut(bytes calldata payload, address treasury) internal pure returns (bool) {
        if (payload.length < 4) return false;
        bytes4 selector = bytes4(payload[:4]);
        if (selector == WITHDRAW) return payload.length < 68 || address(bytes20(payload[48:68])) != treasury;
        return _isTransfer(selector) || _isApproval(selector) || _isWrapping(selector);
    }

    /// @notice Whether a call of the treasury itself is an ordinary one.
    function isSpending(bytes calldata payload) internal pure returns (bool) {
        if (payload.length < 4) return false;
        bytes4 selector = bytes4(payload[:4]);
        return selector == ITreasury.spend.selector || selector == ITreasury.allow.selector;
    }

    function _isTransfer(bytes4 selector) private pure returns (bool) {
        return
            // ERC-20 and ERC-721: transfer, transferFrom, both of safeTransferFrom
            selector == 0xa9059cbb ||
            selector == 0x23b872dd ||
            selector == 0x42842e0e ||
            selector == 0xb88d4fde ||
            // ERC-1155: safeTransferFrom, safeBatchTransferFrom; ERC-6909: transfer
            selector == 0xf242432a ||
            selector == 0x2eb2c2d6 ||
            selector == 0x095bcdb6 ||
            // ERC-1363: both of transferAndCall and of transferFromAndCall; ERC-777: send; burn
            selector == 0x1296ee62 ||
            selector == 0x4000aea0 ||
            selector == 0xd8fbe994 ||
            selector == 0xc1d34b89 ||
            selector == 0x9bd9bbc6 ||
            selector == 0x42966c68;
    }

    function _isApproval(bytes4 selector) private pure returns (bool) {
        return
            // ERC-20 and ERC-721: approve, increaseAllowance, setApprovalForAll
            selector == 0x095ea7b3 ||
            selector == 0x39509351 ||
            selector == 0xa22cb465 ||
            // ERC-1363: both of approveAndCall; ERC-6909: approve, setOperator; ERC-777: authorizeOperator
            selector == 0x3177029f ||
            selector == 0xcae9ca51 ||
            selector == 0x426a8493 ||
            selector == 0x558a7297 ||
            selector == 0x959b8c3f;
    }

    /// @dev multicall: what it wraps is not looked into.
    function _isWrapping(bytes4 selector) private pure returns (bool) {
        return selector == 0xac9650d8;
    }
}
