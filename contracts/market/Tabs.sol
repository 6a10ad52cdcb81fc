// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IAccess} from "./IAccess.sol";
import {ITabs} from "./ITabs.sol";
import {TabsLedger} from "./TabsLedger.sol";

/// @title Tabs
/// @notice The specification is `ITabs`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Tabs is TabsLedger, Relayed, ReentrancyGuardTransient {
    /// @notice Seconds that a provider has to settle when the reader closes alone.
    uint40 public constant CHALLENGE_TIME = 3 days;

    /// @notice Longest time until a statement is due.
    uint32 public constant MAX_PAYMENT_TERM = 365 days;

    uint256 private constant BPS = 10_000;

    bytes32 private constant CREDIT_TYPEHASH = keccak256(
        "Credit(bytes32 tab,uint96 limit,uint32 paymentTerm,uint32 serial,uint40 deadline)"
    );
    bytes32 private constant CLOSING_TYPEHASH = keccak256("Closing(bytes32 tab,uint96 owed,uint40 deadline)");
    bytes32 private constant HAND_OVER_TYPEHASH = keccak256(
        "HandOver(bytes32 tab,uint32 statement,uint96 amount,address instrument,uint40 deadline)"
    );

    /// @notice Whose fee is taken: the market bounds it, and the DAO's timelock sets it there.
    IAccess public immutable market;

    /// @inheritdoc ITabs
    address public immutable treasury;

    constructor(IAccess market_, address relay) Relayed(relay) {
        market = market_;
        treasury = market_.treasury();
    }

    // ---------------------------------------------------------------------------------------------- acts: money in

    /// @inheritdoc ITabs
    function deposit(Tab calldata tab, uint96 amount) external nonReentrant {
        address payer = _msgSender();
        _deposit(tab, payer, amount);
        if (amount != 0) Money.pull(tab.token, payer, amount);
    }

    /// @inheritdoc ITabs
    function depositWithPermit(Tab calldata tab, uint96 amount, Permit calldata permit) external nonReentrant {
        address payer = _msgSender();
        _deposit(tab, payer, amount);
        Money.tryPermit(tab.token, payer, permit.value, permit.deadline, permit.v, permit.r, permit.s);
        Money.pull(tab.token, payer, amount);
    }

    /// @inheritdoc ITabs
    function depositWithAuthorization(
        Tab calldata tab,
        uint96 amount,
        Authorization calldata authorization
    ) external nonReentrant {
        bytes32 id = _deposit(tab, authorization.payer, amount);
        Money.pullAuthorized(
            tab.token,
            authorization.payer,
            amount,
            authorization.validAfter,
            authorization.validBefore,
            depositNonce(id, authorization.payer, authorization.sequence),
            authorization.signature
        );
    }

    /// @inheritdoc ITabs
    function pay(Tab calldata tab, uint96 amount) external nonReentrant {
        bytes32 id = tabId(tab);
        _existing(id, false);
        uint256 debt = debtOf(id);
        require(amount != 0, Tabs_ZeroAmount(id));
        require(amount <= debt, Tabs_MoreThanOwed(id, amount, debt));
        address payer = _msgSender();
        _addDeposit(id, amount);
        emit Paid(id, payer, amount);
        Money.pull(tab.token, payer, amount);
    }

    // ------------------------------------------------------------------------------------------------ acts: reader

    /// @inheritdoc ITabs
    function acceptCredit(
        Tab calldata tab,
        CreditLine calldata line,
        uint40 deadline,
        bytes calldata providerSignature
    ) external {
        bytes32 id = tabId(tab);
        _requireReader(id, tab);
        _requireOpen(id);
        _requireInTime(deadline);
        require(line.paymentTerm <= MAX_PAYMENT_TERM, Tabs_TermTooLong(line.paymentTerm, MAX_PAYMENT_TERM));
        uint32 last = _lines[id].serial;
        require(line.serial > last, Tabs_SerialUsed(id, line.serial, last));
        bytes32 body = keccak256(abi.encode(CREDIT_TYPEHASH, id, line.limit, line.paymentTerm, line.serial, deadline));
        _requireSigned(tab.provider, _hashTypedDataV4(body), providerSignature);
        _lines[id] = line;
        emit CreditAccepted(id, line.limit, line.paymentTerm, line.serial);
    }

    /// @inheritdoc ITabs
    function startClosing(Tab calldata tab) external {
        bytes32 id = tabId(tab);
        _requireReader(id, tab);
        Account storage account = _requireOpen(id);
        uint40 closesAt = uint40(block.timestamp) + CHALLENGE_TIME;
        (account.status, account.closesAt) = (Status.Closing, closesAt);
        emit ClosingStarted(id, closesAt);
    }

    /// @inheritdoc ITabs
    function finishClosing(Tab calldata tab) external {
        bytes32 id = tabId(tab);
        Account memory account = _accounts[id];
        require(account.status == Status.Closing, Tabs_WrongStatus(id, account.status));
        require(block.timestamp >= account.closesAt, Tabs_TimeToSettle(id, account.closesAt));
        _close(id, tab);
    }

    // ---------------------------------------------------------------------------------------------- acts: provider

    /// @inheritdoc ITabs
    function settle(Tab calldata tab, uint96 owed, bytes calldata readerSignature) external {
        bytes32 id = tabId(tab);
        Account memory account = _accounts[id];
        require(_canSettle(account), Tabs_WrongStatus(id, account.status));
        _requireSigned(tab.reader, voucherDigest(id, owed), readerSignature);
        _claim(id, account, owed);
    }

    /// @inheritdoc ITabs
    function collect(Tab calldata tab, address to) external nonReentrant returns (uint256 amount) {
        bytes32 id = tabId(tab);
        address provider = _requireProvider(id, tab);
        _requireReceiver(to);
        uint16 feeBps = _existing(id, false).feeBps;
        uint256 gross = collectable(id);
        require(gross != 0, Tabs_NothingToCollect(id));
        _books[id].collected += uint96(gross);
        amount = (gross * (BPS - feeBps)) / BPS;
        uint256 fee = gross - amount;
        if (fee != 0) _addCredit(treasury, tab.token, fee);
        emit Collected(id, provider, to, amount, fee);
        Money.send(tab.token, to, amount);
    }

    /// @inheritdoc ITabs
    function issueStatement(
        Tab calldata tab,
        uint96 owed,
        bytes calldata readerSignature
    ) external returns (uint32 number) {
        bytes32 id = tabId(tab);
        _requireProvider(id, tab);
        uint96 claimed = _existing(id, false).claimed;
        require(owed >= claimed, Tabs_BelowClaimed(id, owed, claimed));
        bytes32 voucher = voucherDigest(id, owed);
        _requireSigned(tab.reader, voucher, readerSignature);
        Statement memory statement;
        (number, statement) = _state(id, claimed, voucher);
        uint96 amount = statement.to - statement.from;
        emit StatementDue(id, number, tab.reader, tab.provider, tab.token, amount, statement.dueAt, voucher);
    }

    /// @inheritdoc ITabs
    function close(Tab calldata tab) external {
        bytes32 id = tabId(tab);
        _requireProvider(id, tab);
        _existing(id, true);
        _close(id, tab);
    }

    // -------------------------------------------------------------------------------------------------- acts: both

    /// @inheritdoc ITabs
    function closeByAgreement(
        Tab calldata tab,
        uint96 owed,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external {
        bytes32 id = tabId(tab);
        uint96 claimed = _existing(id, true).claimed;
        _requireInTime(deadline);
        require(owed >= claimed, Tabs_BelowClaimed(id, owed, claimed));
        uint256 available = _available(id);
        // What is claimed already may stand above a limit that was lowered since.
        require(owed == claimed || owed <= available, Tabs_BeyondLimit(id, owed, available));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CLOSING_TYPEHASH, id, owed, deadline)));
        _requireSigned(tab.reader, digest, readerSignature);
        _requireSigned(tab.provider, digest, providerSignature);
        _accounts[id].claimed = owed;
        _close(id, tab);
    }

    /// @inheritdoc ITabs
    function handOver(
        Tab calldata tab,
        uint32 number,
        uint96 amount,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external {
        bytes32 id = tabId(tab);
        address instrument = _msgSender();
        _requireInTime(deadline);
        _requireOutstanding(id, number, amount);
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(HAND_OVER_TYPEHASH, id, number, amount, instrument, deadline))
        );
        _requireSigned(tab.reader, digest, readerSignature);
        _requireSigned(tab.provider, digest, providerSignature);
        _books[id].handedOver += amount;
        emit HandedOver(id, number, instrument, amount);
    }

    /// @inheritdoc ITabs
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        _requireReceiver(to);
        amount = _clearCredit(account, token);
        require(amount != 0, Tabs_NothingToWithdraw(account, token));
        emit Withdrawn(account, token, to, amount);
        Money.send(token, to, amount);
    }

    // ---------------------------------------------------------------------------------------------------- internal

    /// @dev Books a deposit; the money comes in afterwards, or everything is undone.
    function _deposit(Tab calldata tab, address payer, uint96 amount) private returns (bytes32 id) {
        id = tabId(tab);
        if (_accounts[id].status == Status.None) {
            _open(id, tab, payer);
        } else {
            _requireOpen(id);
            require(amount != 0, Tabs_ZeroAmount(id));
        }
        _addDeposit(id, amount);
        emit Deposited(id, payer, amount);
    }

    function _open(bytes32 id, Tab calldata tab, address payer) private {
        require(payer == tab.reader, Tabs_NotReader(id, payer));
        bool isOther = tab.provider != address(0) && tab.provider != tab.reader;
        require(isOther, Tabs_BadProvider(tab.reader, tab.provider));
        require(tab.token.code.length != 0, Tabs_NoToken(tab.token));
        uint16 feeBps = market.feeBps();
        _accounts[id] = Account({deposited: 0, claimed: 0, closesAt: 0, feeBps: feeBps, status: Status.Open});
        emit Opened(id, tab.reader, tab.provider, tab, feeBps);
    }

    function _requireOutstanding(bytes32 id, uint32 number, uint96 amount) private view {
        Statement memory statement = _statements[id][number];
        uint256 funded = _funded(id);
        require(funded >= statement.from, Tabs_EarlierUnpaid(id, number));
        uint256 outstanding = _outstanding(statement, funded);
        bool isIt = amount != 0 && amount == outstanding;
        require(isIt, Tabs_OutstandingDiffers(id, number, amount, outstanding));
    }

    function _requireOpen(bytes32 id) private view returns (Account storage account) {
        account = _accounts[id];
        require(account.status == Status.Open, Tabs_WrongStatus(id, account.status));
    }

    function _requireReader(bytes32 id, Tab calldata tab) private view {
        address caller = _msgSender();
        require(caller == tab.reader, Tabs_NotReader(id, caller));
    }

    function _requireProvider(bytes32 id, Tab calldata tab) private view returns (address caller) {
        caller = _msgSender();
        require(caller == tab.provider, Tabs_NotProvider(id, caller));
    }

    function _requireReceiver(address to) private view {
        require(to != address(0) && to != address(this), Tabs_BadReceiver(to));
    }
}
