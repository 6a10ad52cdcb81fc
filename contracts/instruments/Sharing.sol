// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Deals} from "./Deals.sol";
import {Discount} from "./Discount.sol";
import {ISharing} from "./ISharing.sol";

/// @title Sharing
/// @notice The specification is `ISharing`. Each is a clone, and what was agreed is the end of its code.
abstract contract Sharing is ISharing, Relayed, ReentrancyGuardTransient {
    /// @dev One slot; unused until money is shared out for the first time.
    /// @param day that `charges` were counted for
    struct Debt {
        uint96 principal;
        uint128 charges;
        uint24 day;
        bool isCounted;
    }

    /// @dev What a token gets for a payment: enough for every known one, and whoever burns it harms himself alone.
    uint256 private constant PAYMENT_GAS = 300_000;

    Debt private _debt;
    mapping(address account => mapping(address token => uint256 amount)) private _kept;
    mapping(address token => uint256 amount) private _keptInAll;

    constructor(address relay) Relayed(relay) {}

    // -------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc ISharing
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        require(to != address(0) && to != address(this), Holdback_BadReceiver(to));
        amount = _kept[account][token];
        require(amount != 0, Holdback_NothingToWithdraw(account, token));
        delete _kept[account][token];
        _keptInAll[token] -= amount;
        emit Withdrawn(account, token, to, amount);
        Money.send(token, to, amount);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc ISharing
    function deal() public view returns (Deal memory) {
        return Deals.unpack(Clones.fetchCloneArgs(address(this)));
    }

    /// @inheritdoc ISharing
    function due() external view returns (uint96 principal, uint128 charges) {
        Debt memory debt = _counted(deal());
        return (debt.principal, debt.charges);
    }

    /// @inheritdoc ISharing
    function keptFor(address account, address token) external view returns (uint256 amount) {
        return _kept[account][token];
    }

    /// @inheritdoc ISharing
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4 magic) {
        (bytes memory financiers, bytes memory sellers) = abi.decode(signature, (bytes, bytes));
        Deal memory made = deal();
        bool isSigned = _isSignedBy(made.financier, hash, financiers) && _isSignedBy(made.seller, hash, sellers);
        return isSigned ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    // ---------------------------------------------------------------------------------------------------- internal

    /// @dev What is due to the financier, and the rest to the seller.
    function _share(
        Deal memory made,
        address token,
        uint256 amount
    ) internal returns (uint256 toFinancier, uint256 toSeller) {
        toFinancier = _repay(made, amount);
        toSeller = amount - toFinancier;
        emit Settled(toFinancier, toSeller, _debt.principal, _debt.charges);
        _payOut(token, made.financier, toFinancier);
        _payOut(token, made.seller, toSeller);
    }

    function _unshared(address token) internal view returns (uint256) {
        (uint256 balance, uint256 kept) = (IERC20(token).balanceOf(address(this)), _keptInAll[token]);
        return balance > kept ? balance - kept : 0;
    }

    /// @dev Interest cannot outgrow its 128 bits: all of 2^24 days and 65,535 basis points a year are below 2^18 times
    /// the advance.
    function _counted(Deal memory made) internal view returns (Debt memory debt) {
        debt = _debt;
        if (!debt.isCounted) debt = Debt(made.advance, made.fee, made.startDay, true);
        uint24 today = uint24(Discount.dayOf(block.timestamp));
        debt.charges += uint128(Discount.interestOf(debt.principal, today - debt.day, made.rateBps));
        debt.day = today;
    }

    function _requireFinancier() internal view {
        address caller = _msgSender();
        require(caller == deal().financier, Holdback_NotFinancier(caller));
    }

    /// @dev A refused payment must not hinder the other party's.
    function _payOut(address token, address to, uint256 amount) internal {
        if (amount == 0) return;
        bytes memory payment = abi.encodeCall(IERC20.transfer, (to, amount));
        (bool isDone, bytes memory answer) = token.call{gas: PAYMENT_GAS}(payment);
        if (isDone && (answer.length == 0 || bytes32(answer) == bytes32(uint256(1)))) return;
        _kept[to][token] += amount;
        _keptInAll[token] += amount;
        emit Kept(to, token, amount);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Interest and fee first.
    function _repay(Deal memory made, uint256 amount) private returns (uint256 repaid) {
        Debt memory debt = _counted(made);
        uint256 charges = amount < debt.charges ? amount : debt.charges;
        uint256 principal = amount - charges < debt.principal ? amount - charges : debt.principal;
        debt.charges -= uint128(charges);
        debt.principal -= uint96(principal);
        _debt = debt;
        return charges + principal;
    }

    /// @dev As in `Signatures`, the key counts first.
    function _isSignedBy(address signer, bytes32 hash, bytes memory signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecover(hash, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNow(signer, hash, signature);
    }
}
