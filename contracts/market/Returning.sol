// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {AccessLedger} from "./AccessLedger.sol";
import {IAccess} from "./IAccess.sol";
import {Rights} from "./Rights.sol";

/// @title Returning: purchases given back, and credit that accounts bring in and take out
/// @notice Who gets money back is credited, never sent to: nobody's refusal can block a revocation.
abstract contract Returning is AccessLedger, ReentrancyGuardTransient {
    using Rights for uint256;

    /// @inheritdoc IAccess
    function refund(uint256 dataset, Entry[] calldata entries) external nonReentrant {
        address reader = _msgSender();
        require(entries.length != 0, Access_PurchasesMissing(dataset, reader));
        uint256 right = _right(dataset, reader);
        for (uint256 i = 0; i < entries.length; ++i) {
            Purchase calldata purchase = entries[i].purchase;
            uint256 previous = _popped(dataset, reader, right, i, purchase);
            uint256 amount = 0;
            if (purchase.payer != address(0)) {
                Terms calldata terms = entries[i].terms;
                _requireTerms(purchase, terms);
                uint40 closedAt = purchase.boughtAt + terms.refundWindow;
                require(block.timestamp < closedAt, Access_WindowClosed(purchase.offer, closedAt));
                amount = right.unused(purchase.paid, purchase.from);
                _undoSale(purchase.offer, terms.refundWindow, purchase.boughtAt, amount);
                if (amount != 0) _addCredit(purchase.payer, terms.token, amount);
            }
            right = previous;
            emit GivenBack(dataset, reader, purchase.offer, purchase.payer, amount, right);
        }
        _setRight(dataset, reader, right);
    }

    /// @inheritdoc IAccess
    function renounce(uint256 dataset, Purchase[] calldata purchases) external nonReentrant {
        address reader = _msgSender();
        require(purchases.length != 0, Access_PurchasesMissing(dataset, reader));
        uint256 right = _right(dataset, reader);
        for (uint256 i = 0; i < purchases.length; ++i) {
            Purchase calldata purchase = purchases[i];
            right = _popped(dataset, reader, right, i, purchase);
            if (purchase.payer != address(0)) _undoSale(purchase.offer, 0, 0, 0);
            emit GivenBack(dataset, reader, purchase.offer, purchase.payer, 0, right);
        }
        _setRight(dataset, reader, right);
    }

    /// @inheritdoc IAccess
    function revoke(uint256 dataset, address reader, Entry[] calldata entries) external nonReentrant {
        address owner = _msgSender();
        _requireDatasetOwner(dataset, owner);
        uint256 right = _right(dataset, reader);
        require(right.isActive(), Access_NoRight(dataset, reader));
        uint256[] memory owed = new uint256[](entries.length);
        // What the entries hold beyond the last active purchase is used up, and nothing is due for it.
        for (uint256 i = 0; i < entries.length && right.isActive(); ++i) {
            (right, owed[i]) = _takeBack(dataset, reader, right, i, entries[i], owner);
        }
        require(!right.isActive(), Access_PurchasesMissing(dataset, reader));
        right = Rights.revoked();
        _setRight(dataset, reader, right);
        emit Revoked(dataset, reader, right);
        for (uint256 i = 0; i < entries.length; ++i) {
            if (owed[i] != 0) Money.pull(entries[i].terms.token, owner, owed[i]);
        }
    }

    /// @inheritdoc IAccess
    function deposit(address token, address account, uint256 amount) external nonReentrant {
        require(token.code.length != 0, Access_NoToken(token));
        require(account != address(0) && account != address(this), Access_BadReceiver(account));
        // The upper bound keeps a worthless token from filling an account's credit up, after which nobody could be paid
        // back in it.
        require(amount != 0 && amount <= type(uint128).max, Access_BadAmount(amount));
        address payer = _msgSender();
        _addCredit(account, token, amount);
        emit Deposited(account, token, payer, amount);
        Money.pull(token, payer, amount);
    }

    /// @inheritdoc IAccess
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        require(to != address(0) && to != address(this), Access_BadReceiver(to));
        amount = _clearCredit(account, token);
        require(amount != 0, Access_NothingToWithdraw(account, token));
        emit Withdrawn(account, token, to, amount);
        Money.send(token, to, amount);
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev One purchase of a revocation: credits its payer.
    /// @return previous the right before it
    /// @return owed what the owner has to bring, since no money of his lies here
    function _takeBack(
        uint256 dataset,
        address reader,
        uint256 right,
        uint256 index,
        Entry calldata entry,
        address owner
    ) private returns (uint256 previous, uint256 owed) {
        Purchase calldata purchase = entry.purchase;
        previous = _popped(dataset, reader, right, index, purchase);
        uint256 amount = 0;
        if (purchase.payer == address(0)) {
            require(purchase.offer == 0, Access_Exchanged(dataset, reader, purchase.offer));
        } else {
            Terms calldata terms = entry.terms;
            _requireTerms(purchase, terms);
            amount = right.unused(purchase.paid, purchase.from);
            uint256 ownMoney = terms.seller == owner ? amount : 0;
            owed = amount - _undoSale(purchase.offer, terms.refundWindow, purchase.boughtAt, ownMoney);
            if (amount != 0) _addCredit(purchase.payer, terms.token, amount);
        }
        emit GivenBack(dataset, reader, purchase.offer, purchase.payer, amount, previous);
    }

    function _requireTerms(Purchase calldata purchase, Terms calldata terms) private view {
        bytes32 id = offerId(terms);
        require(id == purchase.offer, Access_WrongTerms(purchase.offer, id));
    }
}
