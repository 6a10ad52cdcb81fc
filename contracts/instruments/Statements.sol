// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITabs} from "../market/ITabs.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IReceivables} from "./IReceivables.sol";
import {IStatements} from "./IStatements.sol";

/// @title Statements
/// @notice The specification is `IStatements`. Keeps nothing. Acts may be batched (`multicall`) and relayed (ERC-2771).
contract Statements is IStatements, Relayed {
    /// @inheritdoc IStatements
    ITabs public immutable tabs;

    /// @notice Who made this contract.
    IReceivables public immutable receivables;

    constructor(ITabs tabs_, address relay) Relayed(relay) {
        (tabs, receivables) = (tabs_, IReceivables(msg.sender));
    }

    /// @inheritdoc IStatements
    function registerStatement(
        ITabs.Tab calldata tab,
        uint32 number,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external returns (uint256 id) {
        bytes32 tabId = tabs.tabId(tab);
        (ITabs.Statement memory statement, uint256 outstanding) = tabs.statementOf(tabId, number);
        uint96 amount = uint96(outstanding);
        tabs.handOver(tab, number, amount, deadline, readerSignature, providerSignature);
        IReceivables.Terms memory terms;
        (terms.debtor, terms.creditor, terms.token) = (tab.reader, tab.provider, tab.token);
        (terms.units, terms.unit) = _unitsOf(amount);
        (terms.dueAt, terms.document) = (statement.dueAt, statement.voucher);
        terms.number = _numberOf(keccak256(abi.encode(tabId, number)));
        id = receivables.registerStated(terms);
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
