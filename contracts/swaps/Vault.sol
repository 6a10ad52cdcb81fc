// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Money} from "../shared/Money.sol";
import {IVault} from "./IVault.sol";

/// @title Vault
/// @notice The specification is `IVault`. Each is a clone; what clones are made of stays locked for ever.
contract Vault is IVault, Relayed {
    address private immutable _hashLock;

    /// @inheritdoc IVault
    address public party;

    constructor(address relay) Relayed(relay) {
        _hashLock = msg.sender;
    }

    /// @notice Ether that is paid on a lot.
    receive() external payable {}

    /// @inheritdoc IVault
    function release(address party_, address token, uint256 tokenId) external returns (bool isMoved) {
        require(msg.sender == _hashLock, Vault_NotHashLock(msg.sender));
        party = party_;
        emit Released(party_);
        return _move(token, tokenId, party_, _unitsOf(token, tokenId));
    }

    /// @inheritdoc IVault
    function sweep(address token) external returns (uint256 amount) {
        address to = _requireEnded();
        amount = token == address(0) ? address(this).balance : IERC20(token).balanceOf(address(this));
        require(amount != 0, Vault_NothingThere(token, 0));
        if (token == address(0)) Address.sendValue(payable(to), amount);
        else Money.send(token, to, amount);
    }

    /// @inheritdoc IVault
    function sweepItem(address token, uint256 tokenId) external returns (uint256 amount) {
        address to = _requireEnded();
        amount = _unitsOf(token, tokenId);
        require(amount != 0, Vault_NothingThere(token, tokenId));
        require(_move(token, tokenId, to, amount), Vault_Refused(token, tokenId));
    }

    /// @inheritdoc IVault
    function execute(address target, uint256 value, bytes calldata data) external returns (bytes memory result) {
        address caller = _msgSender();
        require(caller == _requireEnded(), Vault_NotParty(caller));
        return Address.functionCallWithValue(target, data, value);
    }

    function _requireEnded() private view returns (address to) {
        to = party;
        require(to != address(0), Vault_Locked());
    }

    /// @dev None if the token does not tell: assembly, because it must not hold up the end of a lock, nor send a bomb.
    function _unitsOf(address token, uint256 tokenId) private view returns (uint256 units) {
        bytes memory question = abi.encodeCall(IERC6909.balanceOf, (address(this), tokenId));
        assembly ("memory-safe") {
            mstore(0x00, 0x00)
            let isAnswered := staticcall(gas(), token, add(question, 0x20), mload(question), 0x00, 0x20)
            if and(isAnswered, gt(returndatasize(), 0x1f)) {
                units := mload(0x00)
            }
        }
    }

    /// @dev As `_unitsOf`.
    function _move(address token, uint256 tokenId, address to, uint256 units) private returns (bool isMoved) {
        if (units == 0) return false;
        bytes memory order = abi.encodeCall(IERC6909.transfer, (to, tokenId, units));
        assembly ("memory-safe") {
            mstore(0x00, 0x00)
            let isDone := call(gas(), token, 0x00, add(order, 0x20), mload(order), 0x00, 0x20)
            isMoved := and(isDone, and(gt(returndatasize(), 0x1f), eq(mload(0x00), 0x01)))
        }
    }
}
