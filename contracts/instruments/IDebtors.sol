// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IDebtors: what a debtor may owe, and how he has paid
/// @notice For each debtor and token: a public record of counts and sums, which only his own acts and time change; and
/// limits to what he may have confirmed and not paid.
/// @dev An instrument writes into records of its own; its constructor makes them. Whoever has a bank is bound by its limit; where the DAO set a cap, by that too. A debtor names a bank himself,
/// and changes it only when he owes nothing, so he can't walk away from a limit.
interface IDebtors {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice Sums are base units of principal; they stop at the highest number that they can be.
    /// @param outstanding confirmed, and neither paid nor credited
    /// @param confirmedSum ever confirmed
    /// @param onTimeSum of receivables that were paid in full before they were overdue
    /// @param lateSum of receivables that were paid in full later
    /// @param defaultedSum what was open when a default was recorded
    /// @param writtenOffSum what holders had no hope of when they wrote it off
    struct PaymentRecord {
        uint96 outstanding;
        uint96 confirmedSum;
        uint32 confirmedCount;
        uint32 onTimeCount;
        uint96 onTimeSum;
        uint96 lateSum;
        uint32 lateCount;
        uint32 defaultedCount;
        uint96 defaultedSum;
        uint96 writtenOffSum;
        uint32 writtenOffCount;
    }

    /// @param bank who sets `limit`; zero: no bank, no limit of one
    /// @param cap of the DAO, if `isCapped`
    struct Line {
        address bank;
        uint96 limit;
        uint96 cap;
        bool isCapped;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event BankNamed(address indexed debtor, address indexed token, address indexed bank);
    event LimitSet(address indexed debtor, address indexed token, address indexed bank, uint96 limit);
    event CapSet(address indexed debtor, address indexed token, uint96 cap, bool isCapped);

    // ----------------------------------------------------------------------------------------------------- errors

    error Debtors_NotInstrument(address caller);
    error Debtors_NotBank(address account);
    /// @notice He has a bank, and owes what it let him confirm.
    error Debtors_StillOwing(address debtor, address token, uint96 outstanding);
    error Debtors_BeyondLimit(address debtor, address token, uint256 wanted, uint96 limit);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Names who may limit what the caller confirms in a token, at first to nothing; zero: nobody. A bank is who
    /// has the credential `BANK`.
    function nameBank(address token, address bank) external;

    /// @notice Limits what a debtor may have confirmed and not paid. Only his bank, while it has its credential.
    function setLimit(address debtor, address token, uint96 limit) external;

    /// @notice Caps the same, whatever a bank says. Only the DAO.
    function setCap(address debtor, address token, uint96 cap, bool isCapped) external;

    // --------------------------------------------------------------------------------------------- acts: instrument

    /// @notice Enters what a debtor confirmed; refused beyond his limit.
    function addConfirmed(address debtor, address token, uint96 face) external;

    /// @notice Enters what is owed no more: paid, or credited.
    function release(address debtor, address token, uint96 principal) external;

    /// @notice As `release`, with the last of a receivable.
    function addPaid(address debtor, address token, uint96 principal, uint96 face, bool isLate) external;

    function addDefaulted(address debtor, address token, uint96 principal) external;

    function addWrittenOff(address debtor, address token, uint96 principal) external;

    // ------------------------------------------------------------------------------------------------------ views

    function instrument() external view returns (address);

    function recordOf(address debtor, address token) external view returns (PaymentRecord memory record);

    function lineOf(address debtor, address token) external view returns (Line memory line);

    /// @notice What a debtor may confirm besides what he owes; `type(uint96).max`: no limit.
    function roomOf(address debtor, address token) external view returns (uint96 room);
}
