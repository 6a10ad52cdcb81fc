// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Signatures} from "../shared/Signatures.sol";
import {ITabs} from "./ITabs.sol";

/// @title TabsLedger: the books of tabs
/// @notice Moves no token: what comes in and goes out is the business of `Tabs`.
abstract contract TabsLedger is ITabs, EIP712 {
    bytes32 private constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 tab,uint96 owed)");

    mapping(bytes32 id => Account) internal _accounts;
    mapping(bytes32 id => Books) internal _books;
    mapping(bytes32 id => CreditLine) internal _lines;
    mapping(bytes32 id => mapping(uint32 number => Statement)) internal _statements;
    mapping(address account => mapping(address token => uint256 amount)) private _credits;

    constructor() EIP712("Tallystick Tabs", "1") {}

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc ITabs
    function tabId(Tab calldata tab) public view returns (bytes32 id) {
        return keccak256(abi.encode(block.chainid, address(this), tab));
    }

    /// @inheritdoc ITabs
    function accountOf(bytes32 id) external view returns (Account memory account) {
        return _accounts[id];
    }

    /// @inheritdoc ITabs
    function booksOf(bytes32 id) external view returns (Books memory books) {
        return _books[id];
    }

    /// @inheritdoc ITabs
    function creditLineOf(bytes32 id) external view returns (CreditLine memory line) {
        return _lines[id];
    }

    /// @inheritdoc ITabs
    function statementOf(
        bytes32 id,
        uint32 number
    ) external view returns (Statement memory statement, uint256 outstanding) {
        statement = _statements[id][number];
        outstanding = _outstanding(statement, _funded(id));
    }

    /// @inheritdoc ITabs
    function availableOf(bytes32 id) external view returns (uint256 available) {
        return _canSettle(_accounts[id]) ? _available(id) : 0;
    }

    /// @inheritdoc ITabs
    function debtOf(bytes32 id) public view returns (uint256 debt) {
        (uint256 claimed, uint256 funded) = (_accounts[id].claimed, _funded(id));
        return claimed > funded ? claimed - funded : 0;
    }

    /// @inheritdoc ITabs
    function collectable(bytes32 id) public view returns (uint256 amount) {
        Books storage books = _books[id];
        (uint256 claimed, uint256 funded) = (_accounts[id].claimed, _funded(id));
        return (claimed < funded ? claimed : funded) - books.handedOver - books.collected;
    }

    /// @inheritdoc ITabs
    function creditOf(address account, address token) external view returns (uint256 amount) {
        return _credits[account][token];
    }

    /// @inheritdoc ITabs
    function voucherDigest(bytes32 id, uint96 owed) public view returns (bytes32 digest) {
        return _hashTypedDataV4(keccak256(abi.encode(VOUCHER_TYPEHASH, id, owed)));
    }

    /// @inheritdoc ITabs
    function depositNonce(bytes32 id, address payer, uint64 sequence) public view returns (bytes32 nonce) {
        uint256 hash = uint256(keccak256(abi.encode(block.chainid, address(this), id, payer)));
        return bytes32(((hash >> 64) << 64) | sequence);
    }

    // -------------------------------------------------------------------------------------------------- signatures

    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) internal view {
        bool signed = Signatures.isSignedBy(signer, digest, signature);
        require(signed, Tabs_NotSigned(signer, digest));
    }

    function _requireInTime(uint40 deadline) internal view {
        require(block.timestamp <= deadline, Tabs_Expired(deadline, block.timestamp));
    }

    // ------------------------------------------------------------------------------------------------------- books

    /// @dev A tab that exists, and is open or closing where `active` asks for it.
    function _existing(bytes32 id, bool active) internal view returns (Account storage account) {
        account = _accounts[id];
        Status status = account.status;
        require(status != Status.None && !(active && status == Status.Closed), Tabs_WrongStatus(id, status));
    }

    function _canSettle(Account memory account) internal view returns (bool) {
        if (account.status == Status.Closing) return block.timestamp < account.closesAt;
        return account.status == Status.Open;
    }

    function _funded(bytes32 id) internal view returns (uint256) {
        return uint256(_accounts[id].deposited) + _books[id].handedOver;
    }

    function _available(bytes32 id) internal view returns (uint256) {
        return _funded(id) + _lines[id].limit;
    }

    function _addDeposit(bytes32 id, uint96 amount) internal {
        Account storage account = _accounts[id];
        uint256 deposited = uint256(account.deposited) + amount;
        require(deposited <= type(uint96).max, Tabs_TooMuch(id, amount));
        account.deposited = uint96(deposited);
    }

    /// @dev Claims as much of `owed` as deposit and limit reach. The other slots are read only when the deposit does not
    /// reach: a prepaid settlement touches one.
    function _claim(bytes32 id, Account memory account, uint96 owed) internal {
        require(owed > account.claimed, Tabs_NotNewer(id, owed, account.claimed));
        uint96 claimed = owed;
        if (owed > account.deposited) {
            uint256 available = _available(id);
            if (owed > available) claimed = uint96(available);
            require(claimed > account.claimed, Tabs_BeyondLimit(id, owed, available));
        }
        _accounts[id].claimed = claimed;
        emit Settled(id, owed, claimed);
    }

    /// @dev Puts on a statement what is claimed beyond the last statement and what is funded.
    function _state(
        bytes32 id,
        uint96 claimed,
        bytes32 voucher
    ) internal returns (uint32 number, Statement memory statement) {
        number = _books[id].statements;
        (uint256 stated, uint256 funded) = (_statements[id][number].to, _funded(id));
        uint256 from = stated > funded ? stated : funded;
        require(claimed > from, Tabs_NothingToState(id));
        _books[id].statements = ++number;
        statement = Statement(uint96(from), claimed, uint40(block.timestamp) + _lines[id].paymentTerm, voucher);
        _statements[id][number] = statement;
    }

    function _outstanding(Statement memory statement, uint256 funded) internal pure returns (uint256) {
        if (funded >= statement.to) return 0;
        return statement.to - (funded > statement.from ? funded : statement.from);
    }

    /// @dev Ends a tab: the deposit shrinks to what the provider has had or may collect, the rest is the reader's.
    function _close(bytes32 id, Tab calldata tab) internal {
        Account storage account = _accounts[id];
        (uint96 claimed, uint256 funded) = (account.claimed, _funded(id));
        uint96 rest = funded > claimed ? uint96(funded - claimed) : 0;
        account.deposited -= rest;
        account.status = Status.Closed;
        if (rest != 0) _addCredit(tab.reader, tab.token, rest);
        emit Closed(id, claimed, rest);
    }

    function _addCredit(address account, address token, uint256 amount) internal {
        _credits[account][token] += amount;
    }

    function _clearCredit(address account, address token) internal returns (uint256 amount) {
        amount = _credits[account][token];
        _credits[account][token] = 0;
    }
}
