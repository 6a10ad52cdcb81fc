// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {DepositVault} from "./DepositVault.sol";
import {IDepositAddress} from "./IDepositAddress.sol";
import {Payouts} from "./Payouts.sol";
import {Terms} from "./Terms.sol";

/// @title DepositAddress
/// @notice The specification is `IDepositAddress`.
contract DepositAddress is IDepositAddress, Payouts, ReentrancyGuardTransient, EIP712 {
    using Terms for uint256;

    /// @inheritdoc IDepositAddress
    uint256 public constant MAX_TIME = 365 days;

    bytes32 private constant EARLY_REFUND_TYPEHASH = keccak256("EarlyRefund(bytes32 id,uint256 deadline)");

    /// @inheritdoc IDepositAddress
    address public immutable vaults;

    constructor(address relay) Relayed(relay) EIP712("Tallystick DepositAddress", "1") {
        vaults = address(new DepositVault());
    }

    /// @notice What an ended address could not pay to a party.
    receive() external payable {
        require(_reentrancyGuardEntered(), DepositAddress_NoDeposit(msg.sender));
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IDepositAddress
    function claim(bytes32 preimage, Deposit calldata deposit) external nonReentrant {
        bytes32 hashlock = deposit.hashlock;
        require(sha256(abi.encode(preimage)) == hashlock, DepositAddress_WrongPreimage(preimage, hashlock));
        _requireSound(deposit);
        (bytes32 id, uint256 amount) = (depositId(deposit), deposit.amount);
        address vault = _end(id);
        uint256 held = _balanceOf(deposit.token, vault);
        require(held >= amount, DepositAddress_NotThere(id, amount, held));
        emit Claimed(id, deposit.recipient, deposit.token, amount, preimage);
        _payFrom(vault, deposit.token, deposit.recipient, amount, deposit.terms.tipOf());
    }

    /// @inheritdoc IDepositAddress
    function refund(Deposit calldata deposit) external nonReentrant {
        bytes32 id = depositId(deposit);
        uint256 timelock = deposit.terms.timelockOf();
        require(block.timestamp >= timelock, DepositAddress_TooEarly(id, timelock));
        _refund(id, deposit);
    }

    /// @inheritdoc IDepositAddress
    function refundEarly(Deposit calldata deposit, uint256 deadline, bytes calldata signature) external nonReentrant {
        bytes32 id = depositId(deposit);
        if (_msgSender() != deposit.recipient) {
            require(block.timestamp <= deadline, DepositAddress_Expired(deadline, block.timestamp));
            bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(EARLY_REFUND_TYPEHASH, id, deadline)));
            bool isSigned = Signatures.isSignedBy(deposit.recipient, digest, signature);
            require(isSigned, DepositAddress_NotSigned(id, deposit.recipient));
        }
        _refund(id, deposit);
    }

    /// @inheritdoc IDepositAddress
    function sweep(Deposit calldata deposit, address token) external nonReentrant returns (uint256 amount) {
        bytes32 id = depositId(deposit);
        address vault = _vaultOf(id);
        require(vault.code.length != 0, DepositAddress_NotEnded(id));
        amount = _balanceOf(token, vault);
        require(amount != 0, DepositAddress_NothingThere(id, token));
        emit Swept(id, token, deposit.refundee, amount);
        _payFrom(vault, token, deposit.refundee, amount, 0);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDepositAddress
    function addressOf(Deposit calldata deposit) external view returns (address place) {
        _requireSound(deposit);
        uint256 timelock = deposit.terms.timelockOf();
        bool isNear = timelock <= block.timestamp + MAX_TIME;
        require(isNear, DepositAddress_BadTimelock(timelock, block.timestamp));
        address token = deposit.token;
        require(token == address(0) || token.code.length != 0, DepositAddress_NotToken(token));
        return _vaultOf(depositId(deposit));
    }

    /// @inheritdoc IDepositAddress
    function depositId(Deposit calldata deposit) public view returns (bytes32 id) {
        return keccak256(abi.encode(block.chainid, address(this), deposit));
    }

    /// @inheritdoc IDepositAddress
    function stateOf(Deposit calldata deposit) external view returns (uint256 held, bool hasEnded) {
        address vault = _vaultOf(depositId(deposit));
        return (_balanceOf(deposit.token, vault), vault.code.length != 0);
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev What no claim may pay by.
    function _requireSound(Deposit calldata deposit) private view {
        (uint256 amount, uint256 tip) = (deposit.amount, deposit.terms.tipOf());
        require(amount != 0, DepositAddress_ZeroAmount());
        require(tip < amount, DepositAddress_TipAboveAmount(tip, amount));
        _requireParty(deposit.recipient);
        _requireParty(deposit.refundee);
    }

    function _requireParty(address party) private view {
        require(party != address(0) && party != address(this), DepositAddress_BadParty(party));
    }

    function _vaultOf(bytes32 id) private view returns (address) {
        return Clones.predictDeterministicAddress(vaults, id);
    }

    function _end(bytes32 id) private returns (address vault) {
        require(_vaultOf(id).code.length == 0, DepositAddress_Ended(id));
        return Clones.cloneDeterministic(vaults, id);
    }

    function _refund(bytes32 id, Deposit calldata deposit) private {
        address vault = _end(id);
        uint256 held = _balanceOf(deposit.token, vault);
        emit Refunded(id, deposit.refundee, deposit.token, held);
        uint256 tip = deposit.terms.tipOf();
        _payFrom(vault, deposit.token, deposit.refundee, held, tip < held ? tip : 0);
    }

    /// @dev A party that acts itself keeps the tip.
    function _payFrom(address vault, address token, address to, uint256 amount, uint256 tip) private {
        address caller = _msgSender();
        if (tip == 0 || caller == to) return _payFrom(vault, token, to, amount);
        _payFrom(vault, token, to, amount - tip);
        _payFrom(vault, token, caller, tip);
    }

    /// @dev What is refused comes here, as credit.
    function _payFrom(address vault, address token, address to, uint256 amount) private {
        uint256 left = gasleft();
        if (amount == 0 || DepositVault(payable(vault)).pay(token, to, amount)) return;
        _requireGas(left);
        uint256 earlier = _balanceOf(token, address(this));
        bool isHere = DepositVault(payable(vault)).pay(token, address(this), amount);
        require(isHere, Payouts_Refused(token, to, amount));
        uint256 arrived = _balanceOf(token, address(this)) - earlier;
        require(arrived >= amount, Money.Money_ShortDelivery(token, amount, arrived));
        _credit(token, to, amount);
    }

    function _balanceOf(address token, address account) private view returns (uint256) {
        return token == address(0) ? account.balance : IERC20(token).balanceOf(account);
    }
}
