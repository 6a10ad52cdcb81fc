// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IPayouts} from "./IPayouts.sol";

/// @title Payouts
/// @notice The specification is `IPayouts`.
/// @dev Books come first, calls last: whoever is called finds everything done.
abstract contract Payouts is IPayouts, Relayed {
    /// @inheritdoc IPayouts
    uint256 public constant PAYOUT_GAS = 500_000;

    mapping(address token => mapping(address account => uint256 amount)) private _credits;

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IPayouts
    function withdraw(address token, address account) external returns (uint256 amount) {
        return _withdraw(token, account, account);
    }

    /// @inheritdoc IPayouts
    function withdrawTo(address token, address to) external returns (uint256 amount) {
        require(to != address(0) && to != address(this), Payouts_BadReceiver(to));
        return _withdraw(token, _msgSender(), to);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IPayouts
    function creditOf(address token, address account) external view returns (uint256 amount) {
        return _credits[token][account];
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev Pays, or credits what is refused. `token` zero: ether.
    function _payOut(address token, address to, uint256 amount) internal {
        uint256 left = gasleft();
        if (_isPaid(token, to, amount)) return;
        _requireGas(left);
        _credit(token, to, amount);
    }

    function _credit(address token, address to, uint256 amount) internal {
        _credits[token][to] += amount;
        emit Credited(token, to, amount);
    }

    /// @dev Of a call that failed: whether it had the gas to succeed.
    function _requireGas(uint256 left) internal pure {
        require(left >= PAYOUT_GAS, Payouts_TooLittleGas(left, PAYOUT_GAS));
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _withdraw(address token, address account, address to) private returns (uint256 amount) {
        amount = _credits[token][account];
        require(amount != 0, Payouts_NothingToWithdraw(token, account));
        delete _credits[token][account];
        emit Withdrawn(token, account, to, amount);
        require(_isPaid(token, to, amount), Payouts_Refused(token, to, amount));
    }

    /// @dev Assembly, because Solidity would copy whatever is returned (a bomb may be megabytes). A token's answer counts
    /// as SafeERC20 has it: true, or nothing from a contract.
    function _isPaid(address token, address to, uint256 amount) private returns (bool isPaid) {
        if (token == address(0)) {
            assembly ("memory-safe") {
                isPaid := call(gas(), to, amount, 0x00, 0x00, 0x00, 0x00)
            }
            return isPaid;
        }
        bytes4 selector = IERC20.transfer.selector;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(0x00, selector)
            mstore(0x04, shr(96, shl(96, to)))
            mstore(0x24, amount)
            isPaid := call(gas(), token, 0x00, 0x00, 0x44, 0x00, 0x20)
            switch returndatasize()
            case 0x00 {
                isPaid := and(isPaid, iszero(iszero(extcodesize(token))))
            }
            default {
                isPaid := and(isPaid, and(gt(returndatasize(), 0x1f), eq(mload(0x00), 0x01)))
            }
            // The amount reached into the pointer to free memory.
            mstore(0x40, free)
        }
    }
}
