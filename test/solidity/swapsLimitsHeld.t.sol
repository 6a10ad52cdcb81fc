// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BatchLock} from "../../contracts/swaps/BatchLock.sol";
import {DepositAddress} from "../../contracts/swaps/DepositAddress.sol";
import {IBatchLock} from "../../contracts/swaps/IBatchLock.sol";
import {IDepositAddress} from "../../contracts/swaps/IDepositAddress.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {HostileToken} from "./swapsHostile.sol";

/// @notice Batches and deposits at the limits of their amounts.
contract SwapsLimitsHeldTest is Base {
    bytes32 private constant SECRET = keccak256("secret");
    address private constant RECIPIENT = address(0xACC1);
    address private constant REFUNDEE = address(0xACC2);

    BatchLock private _batches;
    DepositAddress private _deposits;
    HostileToken private _token;

    function setUp() public {
        vm.warp(1_800_000_000);
        _batches = BatchLock(_deploy("swaps/BatchLock.sol:BatchLock", abi.encode(address(0))));
        _deposits = DepositAddress(payable(_deploy("swaps/DepositAddress.sol:DepositAddress", abi.encode(address(0)))));
        _token = new HostileToken();
        _token.setBalance(address(this), type(uint256).max);
    }

    /// @dev 2 ** 128 does not fit: of the word its low bit is the number of leaves.
    function test_SWP_31_aBatchHoldsUpTo128Bits() public {
        uint256[4] memory amounts = [1, 2 ** 96 - 1, 2 ** 128 - 2, uint256(2 ** 128 - 1)];
        for (uint256 i = 0; i < amounts.length; ++i) {
            bytes32 root = keccak256(abi.encode(sha256(abi.encode(SECRET)), RECIPIENT, amounts[i]));
            uint256 terms = ((block.timestamp + 1) << 216) | i;
            IBatchLock.Trunk memory trunk = IBatchLock.Trunk(address(_token), (1 << 128) | amounts[i], REFUNDEE, terms);
            _batches.lockToken(IBatchLock.Batch(trunk, root));
            assertEqual(_token.balanceOf(address(_batches)), amounts[i], "held");
            _batches.claim(IBatchLock.Claim(SECRET, RECIPIENT, amounts[i]), trunk, new bytes32[](0));
            assertEqual(_token.balanceOf(RECIPIENT), amounts[i], "paid");
            _token.setBalance(RECIPIENT, 0);
        }
        IBatchLock.Trunk memory none = IBatchLock.Trunk(
            address(_token),
            1 << 128,
            REFUNDEE,
            (block.timestamp + 1) << 216
        );
        vm.expectRevert(abi.encodeWithSelector(IBatchLock.BatchLock_ZeroAmount.selector));
        _batches.lockToken(IBatchLock.Batch(none, 0));
    }

    function test_SWP_47_aDepositIsOfAnyAmountButNone() public {
        uint256[5] memory amounts = [0, 1, 2 ** 96 - 1, 2 ** 128 - 1, type(uint256).max];
        for (uint256 i = 0; i < amounts.length; ++i) {
            IDepositAddress.Deposit memory deposit = IDepositAddress.Deposit(
                address(_token),
                amounts[i],
                sha256(abi.encode(SECRET)),
                RECIPIENT,
                REFUNDEE,
                (block.timestamp + 1) << 216
            );
            if (i == 0) {
                vm.expectRevert(abi.encodeWithSelector(IDepositAddress.DepositAddress_ZeroAmount.selector));
                _deposits.claim(SECRET, deposit);
                continue;
            }
            _token.setBalance(_deposits.addressOf(deposit), amounts[i]);
            _deposits.claim(SECRET, deposit);
            assertEqual(_token.balanceOf(RECIPIENT), amounts[i], "paid");
            _token.setBalance(RECIPIENT, 0);
        }
    }
}
