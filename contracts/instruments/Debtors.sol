// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IDebtors} from "./IDebtors.sol";

/// @title Debtors
/// @notice The specification is `IDebtors`. Any act of a debtor or bank may be batched (`multicall`) and relayed (ERC-2771).
contract Debtors is IDebtors, AccessManaged, Relayed {
    /// @notice Credential of a bank.
    bytes32 public constant BANK = keccak256("tallystick.bank");

    uint96 private constant UNLIMITED = type(uint96).max;

    ICredentials public immutable credentials;

    /// @inheritdoc IDebtors
    address public immutable instrument;

    mapping(address debtor => mapping(address token => PaymentRecord)) private _records;
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
        emit CapSet(debtor, token, cap, isCapped);
    }

    // --------------------------------------------------------------------------------------------- acts: instrument

    /// @inheritdoc IDebtors
    function addConfirmed(address debtor, address token, uint96 face) external onlyInstrument {
        PaymentRecord storage record = _records[debtor][token];
        uint256 wanted = uint256(record.outstanding) + face;
        uint96 limit = _limitOf(debtor, token);
        require(wanted <= limit, Debtors_BeyondLimit(debtor, token, wanted, limit));
        record.outstanding = uint96(wanted);
        record.confirmedSum += face;
        ++record.confirmedCount;
    }

    /// @inheritdoc IDebtors
    function release(address debtor, address token, uint96 principal) external onlyInstrument {
        _records[debtor][token].outstanding -= principal;
    }

    /// @inheritdoc IDebtors
    function addPaid(
        address debtor,
        address token,
        uint96 principal,
        uint96 face,
        bool isLate
    ) external onlyInstrument {
        PaymentRecord storage record = _records[debtor][token];
        record.outstanding -= principal;
        if (isLate) {
            record.lateSum += face;
            ++record.lateCount;
        } else {
            record.onTimeSum += face;
            ++record.onTimeCount;
        }
    }

    /// @inheritdoc IDebtors
    function addDefaulted(address debtor, address token, uint96 principal) external onlyInstrument {
        PaymentRecord storage record = _records[debtor][token];
        record.defaultedSum += principal;
        ++record.defaultedCount;
    }

    /// @inheritdoc IDebtors
    function addWrittenOff(address debtor, address token, uint96 principal) external onlyInstrument {
        PaymentRecord storage record = _records[debtor][token];
        record.writtenOffSum += principal;
        ++record.writtenOffCount;
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDebtors
    function recordOf(address debtor, address token) external view returns (PaymentRecord memory record) {
        return _records[debtor][token];
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
