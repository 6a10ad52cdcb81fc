// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC3009Bytes} from "./IERC3009Bytes.sol";

/// @title Money: how ERC-20 comes in and goes out
/// @notice What comes in is measured, so a token that keeps a fee or pretends to have paid is refused.
/// @dev Callers must be guarded against re-entry: a second delivery inside the first would be counted twice.
library Money {
    using SafeERC20 for IERC20;

    error Money_ShortDelivery(address token, uint256 asked, uint256 arrived);

    /// @notice Takes `amount` from `from` by allowance.
    function pull(address token, address from, uint256 amount) internal {
        uint256 earlier = _balance(token);
        IERC20(token).safeTransferFrom(from, address(this), amount);
        _requireArrived(token, earlier, amount);
    }

    /// @notice Takes `amount` from `from` by an ERC-3009 authorisation made out to this contract.
    function pullAuthorized(
        address token,
        address from,
        uint256 amount,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) internal {
        uint256 earlier = _balance(token);
        bool isEcdsa = signature.length == 65;
        if (isEcdsa) {
            // Every ERC-3009 token has this overload.
            try
                IERC3009(token).receiveWithAuthorization(
                    from,
                    address(this),
                    amount,
                    validAfter,
                    validBefore,
                    nonce,
                    uint8(signature[64]),
                    bytes32(signature[:32]),
                    bytes32(signature[32:64])
                )
            {} catch (bytes memory reason) {
                // A contract wallet's signature may be 65 bytes long too. Asked only now, since it costs a cold access.
                if (from.code.length == 0) LowLevelCall.bubbleRevert(reason);
                isEcdsa = false;
            }
        }
        if (!isEcdsa) {
            IERC3009Bytes(token).receiveWithAuthorization(
                from,
                address(this),
                amount,
                validAfter,
                validBefore,
                nonce,
                signature
            );
        }
        _requireArrived(token, earlier, amount);
    }

    /// @notice Uses a permit if it is still good. One that somebody has used before is no reason to stop: the
    /// allowance decides.
    function tryPermit(
        address token,
        address owner,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) internal {
        LowLevelCall.callNoReturn(
            token,
            abi.encodeCall(IERC20Permit.permit, (owner, address(this), value, deadline, v, r, s))
        );
    }

    /// @notice Sends `amount` to `to`.
    function send(address token, address to, uint256 amount) internal {
        IERC20(token).safeTransfer(to, amount);
    }

    /// @notice Moves `amount` from `from` to `to` by allowance; it must arrive whole.
    function move(address token, address from, address to, uint256 amount) internal {
        uint256 earlier = _balanceOf(token, to);
        IERC20(token).safeTransferFrom(from, to, amount);
        uint256 balance = _balanceOf(token, to);
        uint256 arrived = balance > earlier ? balance - earlier : 0;
        require(arrived == amount, Money_ShortDelivery(token, amount, arrived));
    }

    function _requireArrived(address token, uint256 earlier, uint256 asked) private view {
        uint256 balance = _balance(token);
        uint256 arrived = balance > earlier ? balance - earlier : 0;
        require(arrived >= asked, Money_ShortDelivery(token, asked, arrived));
    }

    /// @dev `IERC20(token).balanceOf(address(this))`, refusals and odd answers included. Assembly, because Solidity takes
    /// new memory for question and answer each time (two a payment).
    function _balance(address token) private view returns (uint256 held) {
        bytes4 selector = IERC20.balanceOf.selector;
        assembly ("memory-safe") {
            mstore(0x00, selector)
            mstore(0x04, address())
            if iszero(staticcall(gas(), token, 0x00, 0x24, 0x00, 0x20)) {
                let free := mload(0x40)
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
            if lt(returndatasize(), 0x20) {
                revert(0x00, 0x00)
            }
            held := mload(0x00)
        }
    }

    /// @dev As `_balance`, of any account. By itself, since asking for its own by this one costs each payment in 42 gas more.
    function _balanceOf(address token, address account) private view returns (uint256 held) {
        bytes4 selector = IERC20.balanceOf.selector;
        assembly ("memory-safe") {
            mstore(0x00, selector)
            mstore(0x04, shr(96, shl(96, account)))
            if iszero(staticcall(gas(), token, 0x00, 0x24, 0x00, 0x20)) {
                let free := mload(0x40)
                returndatacopy(free, 0x00, returndatasize())
                revert(free, returndatasize())
            }
            if lt(returndatasize(), 0x20) {
                revert(0x00, 0x00)
            }
            held := mload(0x00)
        }
    }
}
