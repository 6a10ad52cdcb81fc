// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IDebtors} from "./IDebtors.sol";

/// @title Debtors
/// @notice The specification is `IDebtors`. Any act of a debtor or bank may be batched (`multicall`) and relayed (ERC-2771).
contract Debtors is IDebtors, AccessManaged, Relayed {
    /// @notice Credential of a bank.
    bytes32 public constant BANK = keccak256("tallystick.bank");

    /// @dev A `PaymentRecord` as it is kept: whoever confirms and pays in time writes its first word alone. What was ever
    /// confirmed is what is outstanding, what was paid in full, and `freed`. Sums stop at the highest number rather than
    /// hinder a payment.
    /// @param confirmations how many, times two; the last bit: somebody may limit him
    /// @param freed owed no more, of receivables that are not paid in full
    struct Record {
        uint96 outstanding;
        uint96 onTimeSum;
        uint32 confirmations;
        uint32 onTimeCount;
        uint96 lateSum;
        uint96 freed;
        uint32 lateCount;
        uint32 defaultedCount;
        uint96 defaultedSum;
        uint96 writtenOffSum;
        uint32 writtenOffCount;
    }

    uint32 private constant LIMITED = 1;
    uint32 private constant ONE_CONFIRMATION = 2;
    uint96 private constant UNLIMITED = type(uint96).max;

    ICredentials public immutable credentials;

    /// @inheritdoc IDebtors
    address public immutable instrument;

    mapping(address debtor => mapping(address token => Record)) private _records;
    mapping(address debtor => mapping(address token => Line)) private _lines;

    modifier onlyInstrument() {
        // Who calls, not whom a relay names: the instrument signs nothing.
        require(msg.sender == instrument, Debtors_NotInstrument(msg.sender));
        _;
    }

    /// @dev Made by the instrument's constructor.
    constructor(address authority, ICredentials credentials_, address relay) AccessManaged(authority) Relayed(relay) {
        credentials = credentials_;
        instrument = msg.sender;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IDebtors
    function nameBank(address token, address bank) external {
        address debtor = _msgSender();
        Line storage line = _lines[debtor][token];
        uint96 outstanding = _records[debtor][token].outstanding;
        require(line.bank == address(0) || outstanding == 0, Debtors_StillOwing(debtor, token, outstanding));
        if (bank != address(0)) _requireBank(bank);
        (line.bank, line.limit) = (bank, 0);
        _records[debtor][token].confirmations |= LIMITED;
        emit BankNamed(debtor, token, bank);
    }

    /// @inheritdoc IDebtors
    function setLimit(address debtor, address token, uint96 limit) external {
        address caller = _msgSender();
        Line storage line = _lines[debtor][token];
        require(line.bank == caller, Debtors_NotBank(caller));
        _requireBank(caller);
        line.limit = limit;
        emit LimitSet(debtor, token, caller, limit);
    }

    /// @inheritdoc IDebtors
    function setCap(address debtor, address token, uint96 cap, bool isCapped) external restricted {
        Line storage line = _lines[debtor][token];
        (line.cap, line.isCapped) = (cap, isCapped);
        _records[debtor][token].confirmations |= LIMITED;
        emit CapSet(debtor, token, cap, isCapped);
    }

    // --------------------------------------------------------------------------------------------- acts: instrument

    /// @inheritdoc IDebtors
    function addConfirmed(address debtor, address token, uint96 face) external onlyInstrument {
        Record storage record = _records[debtor][token];
        uint256 wanted = uint256(record.outstanding) + face;
        uint96 limit = record.confirmations & LIMITED == 0 ? UNLIMITED : _limitOf(debtor, token);
        require(wanted <= limit, Debtors_BeyondLimit(debtor, token, wanted, limit));
        record.outstanding = uint96(wanted);
        record.confirmations += ONE_CONFIRMATION;
    }

    /// @inheritdoc IDebtors
    function release(address debtor, address token, uint96 principal) external onlyInstrument {
        Record storage record = _records[debtor][token];
        record.outstanding -= principal;
        record.freed = _sum(record.freed, principal);
    }

    /// @inheritdoc IDebtors
    function addPaid(
        address debtor,
        address token,
        uint96 principal,
        uint96 face,
        bool isLate
    ) external onlyInstrument {
        Record storage record = _records[debtor][token];
        record.outstanding -= principal;
        // What was paid or credited before: it counts among what was paid in full now.
        if (principal != face) record.freed = uint96(Math.saturatingSub(record.freed, face - principal));
        if (isLate) {
            record.lateSum = _sum(record.lateSum, face);
            ++record.lateCount;
        } else {
            record.onTimeSum = _sum(record.onTimeSum, face);
            ++record.onTimeCount;
        }
    }

    /// @inheritdoc IDebtors
    function addDefaulted(address debtor, address token, uint96 principal) external onlyInstrument {
        Record storage record = _records[debtor][token];
        record.defaultedSum = _sum(record.defaultedSum, principal);
        ++record.defaultedCount;
    }

    /// @inheritdoc IDebtors
    function addWrittenOff(address debtor, address token, uint96 principal) external onlyInstrument {
        Record storage record = _records[debtor][token];
        record.writtenOffSum = _sum(record.writtenOffSum, principal);
        ++record.writtenOffCount;
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDebtors
    function recordOf(address debtor, address token) external view returns (PaymentRecord memory record) {
        Record memory kept = _records[debtor][token];
        uint96 paid = _sum(kept.onTimeSum, kept.lateSum);
        return
            PaymentRecord({
                outstanding: kept.outstanding,
                confirmedSum: _sum(_sum(paid, kept.outstanding), kept.freed),
                confirmedCount: kept.confirmations / ONE_CONFIRMATION,
                onTimeCount: kept.onTimeCount,
                onTimeSum: kept.onTimeSum,
                lateSum: kept.lateSum,
                lateCount: kept.lateCount,
                defaultedCount: kept.defaultedCount,
                defaultedSum: kept.defaultedSum,
                writtenOffSum: kept.writtenOffSum,
                writtenOffCount: kept.writtenOffCount
            });
    }

    /// @inheritdoc IDebtors
    function lineOf(address debtor, address token) external view returns (Line memory line) {
        return _lines[debtor][token];
    }

    /// @inheritdoc IDebtors
    function roomOf(address debtor, address token) external view returns (uint96 room) {
        uint96 limit = _limitOf(debtor, token);
        uint96 outstanding = _records[debtor][token].outstanding;
        if (limit == UNLIMITED) return UNLIMITED;
        return limit > outstanding ? limit - outstanding : 0;
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _limitOf(address debtor, address token) private view returns (uint96 limit) {
        Line memory line = _lines[debtor][token];
        limit = line.bank == address(0) ? UNLIMITED : line.limit;
        if (line.isCapped && line.cap < limit) limit = line.cap;
    }

    function _sum(uint96 one, uint96 other) private pure returns (uint96) {
        return uint96(Math.min(uint256(one) + other, type(uint96).max));
    }

    function _requireBank(address account) private view {
        require(credentials.hasCredential(BANK, account), Debtors_NotBank(account));
    }

    // ------------------------------------------------------------------------------------- who calls (ERC-2771)

    function _msgSender() internal view override(Context, Relayed) returns (address) {
        return Relayed._msgSender();
    }

    function _msgData() internal view override(Context, Relayed) returns (bytes calldata) {
        return Relayed._msgData();
    }

    function _contextSuffixLength() internal view override(Context, Relayed) returns (uint256) {
        return Relayed._contextSuffixLength();
    }
}
