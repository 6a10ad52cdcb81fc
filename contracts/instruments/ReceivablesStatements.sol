// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITabs} from "../market/ITabs.sol";
import {IReceivables} from "./IReceivables.sol";
import {ReceivablesLedger} from "./ReceivablesLedger.sol";

/// @title ReceivablesStatements: from a reader's tab to the confirmed claim
/// @notice `Tabs` checks both signatures, and that the debt leaves the tab; a statement is handed over once.
abstract contract ReceivablesStatements is ReceivablesLedger {
    /// @inheritdoc IReceivables
    ITabs public immutable tabs;

    constructor(ITabs tabs_) {
        tabs = tabs_;
    }

    /// @inheritdoc IReceivables
    function registerStatement(
        ITabs.Tab calldata tab,
        uint32 number,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external returns (uint256 id) {
        bytes32 tabId = keccak256(abi.encode(block.chainid, tabs, tab));
        (ITabs.Statement memory statement, uint256 outstanding) = tabs.statementOf(tabId, number);
        uint96 amount = uint96(outstanding);
        tabs.handOver(tab, number, amount, deadline, readerSignature, providerSignature);
        Terms memory terms;
        (terms.debtor, terms.creditor, terms.token) = (tab.reader, tab.provider, tab.token);
        (terms.units, terms.unit) = _unitsOf(amount);
        (terms.dueAt, terms.document) = (statement.dueAt, statement.voucher);
        terms.number = _numberOf(keccak256(abi.encode(tabId, number)));
        // It may be overdue: the reader signed for it all the same.
        (id, ) = _register(terms, MOVABLE, 0);
        _confirm(terms, id);
        emit StatementRegistered(id, tabId, number);
    }

    /// @dev The smallest unit of which the amount is a whole number that fits.
    function _unitsOf(uint96 amount) private pure returns (uint40 units, uint96 unit) {
        unit = 1;
        while (amount / unit > type(uint40).max) unit = amount % (unit * 10) == 0 ? unit * 10 : amount;
        units = uint40(amount / unit);
    }

    /// @dev "T" and the first 31 digits of the hash.
    function _numberOf(bytes32 hash) private pure returns (bytes32 number) {
        number = "T";
        for (uint256 i = 1; i < 32; ++i) {
            uint256 digit = (uint256(hash) >> (256 - 4 * i)) & 15;
            number |= bytes32((digit < 10 ? 48 + digit : 55 + digit) << (248 - 8 * i));
        }
    }
}
