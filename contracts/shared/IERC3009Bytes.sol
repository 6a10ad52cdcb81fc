// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IERC3009Bytes: the overload of ERC-3009 for signatures of any form
/// @notice As in USDC 2.2 and OpenZeppelin 5.7: contract wallets sign by ERC-1271.
interface IERC3009Bytes {
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
