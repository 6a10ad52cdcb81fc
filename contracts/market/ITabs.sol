// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Tabs: a reader's account with a provider
/// @notice A tab is prepaid, on credit, or both. The reader signs vouchers off chain, each naming all that he owes on the
/// tab so far, so only the newest counts and any number of accesses is settled by one act. What vouchers claim is paid
/// from the deposit first; what goes beyond it, up to the limit that the provider signed, is a debt, which the provider
/// makes due by a statement.
/// @dev All amounts of a tab are running totals in base units of its token: `deposited`, `claimed` (by the newest
/// voucher settled), `collected` (by the provider, fee included) and `handedOver` (debt that an instrument took over).
/// With `funded = deposited + handedOver`: debt is `claimed - funded`, the reader's rest is `funded - claimed`, whichever
/// is above zero, and the provider may collect `min(claimed, funded) - handedOver - collected`. Money that comes in
/// pays the oldest debt first. So nothing can be owed twice, whatever is settled, stated, paid or handed over.
///
/// States of a tab:
///
/// | state   | act                | next    | who |
/// |---------|--------------------|---------|-----|
/// | none    | `deposit…`         | open    | reader; the amount may be zero |
/// | open    | `deposit…`         | open    | anyone, for the reader |
/// | open    | `acceptCredit`     | open    | reader, with the provider's signature |
/// | open, closing before `closesAt` | `settle` | same | anyone, with the reader's voucher |
/// | open    | `startClosing`     | closing | reader |
/// | closing | `finishClosing`    | closed  | anyone, from `closesAt` on |
/// | open, closing | `close`      | closed  | provider |
/// | open, closing | `closeByAgreement` | closed | anyone, with both signatures |
/// | any but none | `collect`, `issueStatement` | same | provider |
/// | any but none | `pay`         | same    | anyone, for the reader |
/// | any but none | `handOver`    | same    | the instrument that both signed for |
///
/// Closing credits the reader with his rest. Nothing is deposited into or settled on a closed tab: what was claimed can
/// be collected, a debt paid, stated and handed over, and nothing else moves.
///
/// States of a statement: open while `outstanding > 0`, then covered (paid or handed over), for ever. It is due from
/// `dueAt` on; that takes nobody's act.
///
/// Trust: a provider should settle a voucher of a contract wallet (ERC-1271) soon, since the wallet is asked at the
/// settlement (an account with a key can't take a voucher back, delegated or not); and in any case within
/// `CHALLENGE_TIME` of `ClosingStarted`. The DAO's fee is the market's at the opening of the tab, bounded and frozen as
/// for offers, taken when the provider collects; a debt that is handed over pays none.
interface ITabs {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What a tab is known by; its id is `tabId(tab)`.
    /// @param reader who pays
    /// @param provider who is paid
    /// @param token ERC-20 that all amounts are in
    /// @param salt tells apart tabs that are otherwise equal
    struct Tab {
        address reader;
        address provider;
        address token;
        bytes32 salt;
    }

    enum Status {
        None,
        Open,
        Closing,
        Closed
    }

    /// @notice All that a settlement touches: one slot.
    /// @param closesAt first second at which the closing can be finished; zero unless the reader has started it
    /// @param feeBps the DAO's share in basis points, frozen at the opening
    struct Account {
        uint96 deposited;
        uint96 claimed;
        uint40 closesAt;
        uint16 feeBps;
        Status status;
    }

    /// @notice What the provider has had: one slot.
    /// @param statements how many were issued
    struct Books {
        uint96 collected;
        uint96 handedOver;
        uint32 statements;
    }

    /// @notice How far a reader may go beyond the deposit: one slot.
    /// @param limit highest debt
    /// @param paymentTerm seconds from a statement until it is due
    /// @param serial of the provider's signature: a later one replaces an earlier one
    struct CreditLine {
        uint96 limit;
        uint32 paymentTerm;
        uint32 serial;
    }

    /// @notice A part of the debt, in running totals: from `from` (exclusive) to `to`.
    /// @param dueAt second from which it is due
    /// @param voucher EIP-712 digest of a voucher by which the reader owes at least `to`
    struct Statement {
        uint96 from;
        uint96 to;
        uint40 dueAt;
        bytes32 voucher;
    }

    /// @notice An ERC-2612 permit for this contract.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice An ERC-3009 authorisation whose nonce is `depositNonce(tab, payer, sequence)`.
    struct Authorization {
        address payer;
        uint256 validAfter;
        uint256 validBefore;
        uint64 sequence;
        bytes signature;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Opened(bytes32 indexed id, address indexed reader, address indexed provider, Tab tab, uint16 feeBps);
    event Deposited(bytes32 indexed id, address indexed payer, uint96 amount);
    event CreditAccepted(bytes32 indexed id, uint96 limit, uint32 paymentTerm, uint32 serial);
    /// @param owed what the voucher says
    /// @param claimed what is claimed now: `owed`, or less where deposit and limit do not reach that far
    event Settled(bytes32 indexed id, uint96 owed, uint96 claimed);
    /// @param amount base units sent to `to`; `fee` was credited to the treasury besides
    event Collected(bytes32 indexed id, address indexed provider, address to, uint256 amount, uint256 fee);
    /// @notice The reader owes `amount` to the provider, due at `dueAt`: what a receivable is made of.
    /// @param number of the statement, from 1
    event StatementDue(
        bytes32 indexed id,
        uint32 indexed number,
        address indexed reader,
        address provider,
        address token,
        uint96 amount,
        uint40 dueAt,
        bytes32 voucher
    );
    event Paid(bytes32 indexed id, address indexed payer, uint96 amount);
    event HandedOver(bytes32 indexed id, uint32 indexed number, address indexed instrument, uint96 amount);
    event ClosingStarted(bytes32 indexed id, uint40 closesAt);
    /// @param claimed the final total
    /// @param rest credited to the reader
    event Closed(bytes32 indexed id, uint96 claimed, uint96 rest);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    error Tabs_BadProvider(address reader, address provider);
    error Tabs_NoToken(address token);
    error Tabs_ZeroAmount(bytes32 id);
    error Tabs_TooMuch(bytes32 id, uint96 amount);
    error Tabs_WrongStatus(bytes32 id, Status status);
    error Tabs_NotReader(bytes32 id, address caller);
    error Tabs_NotProvider(bytes32 id, address caller);
    error Tabs_NotSigned(address signer, bytes32 digest);
    error Tabs_Expired(uint40 deadline, uint256 timestamp);
    error Tabs_TermTooLong(uint32 paymentTerm, uint32 max);
    error Tabs_SerialUsed(bytes32 id, uint32 serial, uint32 last);
    error Tabs_NotNewer(bytes32 id, uint96 owed, uint96 claimed);
    error Tabs_BeyondLimit(bytes32 id, uint96 owed, uint256 available);
    error Tabs_BelowClaimed(bytes32 id, uint96 owed, uint96 claimed);
    error Tabs_NothingToCollect(bytes32 id);
    error Tabs_NothingToState(bytes32 id);
    error Tabs_MoreThanOwed(bytes32 id, uint96 amount, uint256 debt);
    error Tabs_EarlierUnpaid(bytes32 id, uint32 number);
    error Tabs_OutstandingDiffers(bytes32 id, uint32 number, uint96 amount, uint256 outstanding);
    error Tabs_TimeToSettle(bytes32 id, uint40 closesAt);
    error Tabs_BadReceiver(address to);
    error Tabs_NothingToWithdraw(address account, address token);

    // ------------------------------------------------------------------------------------------------ acts: money in

    /// @notice Adds to a tab by standing allowance of the caller. The reader's first deposit opens it, and may be zero.
    /// Whoever deposits, the rest is the reader's.
    function deposit(Tab calldata tab, uint96 amount) external;

    /// @notice As `deposit`, with an ERC-2612 permit of the caller. A permit that was used before does no harm.
    function depositWithPermit(Tab calldata tab, uint96 amount, Permit calldata permit) external;

    /// @notice As `deposit`, paid by one ERC-3009 signature of the payer, which names the tab; anyone may relay it.
    function depositWithAuthorization(Tab calldata tab, uint96 amount, Authorization calldata authorization) external;

    /// @notice Pays a debt, stated or not, in whole or part, by standing allowance of the caller; never more than it.
    function pay(Tab calldata tab, uint96 amount) external;

    // ------------------------------------------------------------------------------------------------- acts: reader

    /// @notice Lets the reader owe up to `limit` beyond the deposit, as the provider signed
    /// (`Credit(bytes32 tab,uint96 limit,uint32 paymentTerm,uint32 serial,uint40 deadline)`). Only the reader.
    function acceptCredit(
        Tab calldata tab,
        CreditLine calldata line,
        uint40 deadline,
        bytes calldata providerSignature
    ) external;

    /// @notice Starts closing the tab. From now on the provider has `CHALLENGE_TIME` to settle. Only the reader.
    function startClosing(Tab calldata tab) external;

    /// @notice Closes the tab when that time is over. Anyone.
    function finishClosing(Tab calldata tab) external;

    // ----------------------------------------------------------------------------------------------- acts: provider

    /// @notice Claims what the reader's newest voucher says (`Voucher(bytes32 tab,uint96 owed)`), as far as deposit and
    /// limit reach; the same voucher claims the rest when they reach further. Anyone who has the voucher.
    /// @param owed all that is owed on the tab so far
    function settle(Tab calldata tab, uint96 owed, bytes calldata readerSignature) external;

    /// @notice Sends what is claimed and funded to `to`, less the fee, rounded down. Only the provider.
    function collect(Tab calldata tab, address to) external returns (uint256 amount);

    /// @notice Makes the debt that is on no statement yet due after the payment term. Only the provider.
    /// @param owed,readerSignature a voucher for no less than what is claimed: the statement's evidence
    function issueStatement(
        Tab calldata tab,
        uint96 owed,
        bytes calldata readerSignature
    ) external returns (uint32 number);

    /// @notice Closes the tab at once. Only the provider.
    function close(Tab calldata tab) external;

    // --------------------------------------------------------------------------------------------------- acts: both

    /// @notice Closes the tab at once with `owed` as the final total, as both signed
    /// (`Closing(bytes32 tab,uint96 owed,uint40 deadline)`). Anyone who has the signatures.
    function closeByAgreement(
        Tab calldata tab,
        uint96 owed,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external;

    /// @notice Takes the outstanding part of a statement out of the tab, for a receivable that the caller makes of it in
    /// the same transaction. No contract is trusted with this by anyone's decree: reader and provider both sign for this
    /// statement, amount and instrument
    /// (`HandOver(bytes32 tab,uint32 statement,uint96 amount,address instrument,uint40 deadline)`), and the caller must
    /// be that instrument. There is no way back. Statements are handed over oldest first.
    function handOver(
        Tab calldata tab,
        uint32 number,
        uint96 amount,
        uint40 deadline,
        bytes calldata readerSignature,
        bytes calldata providerSignature
    ) external;

    /// @notice Sends the caller's credit in a token (rests, fees) to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice `keccak256(abi.encode(chainid, this, tab))`.
    function tabId(Tab calldata tab) external view returns (bytes32 id);

    function accountOf(bytes32 id) external view returns (Account memory account);

    function booksOf(bytes32 id) external view returns (Books memory books);

    function creditLineOf(bytes32 id) external view returns (CreditLine memory line);

    /// @return statement all zero when there is none of this number
    /// @return outstanding what is neither paid nor handed over
    function statementOf(
        bytes32 id,
        uint32 number
    ) external view returns (Statement memory statement, uint256 outstanding);

    /// @notice The highest total that a voucher can claim now; zero when no voucher can be settled any more.
    function availableOf(bytes32 id) external view returns (uint256 available);

    /// @notice What is claimed, but neither paid nor handed over.
    function debtOf(bytes32 id) external view returns (uint256 debt);

    /// @notice What the provider could collect now, fee not yet taken.
    function collectable(bytes32 id) external view returns (uint256 amount);

    /// @notice Credit of an account in a token (rests; for the treasury, fees).
    function creditOf(address account, address token) external view returns (uint256 amount);

    /// @notice EIP-712 digest of a voucher.
    function voucherDigest(bytes32 id, uint96 owed) external view returns (bytes32 digest);

    /// @notice ERC-3009 nonce of a deposit: the hash of chain, contract, tab and payer, the low 64 bits replaced by a
    /// sequence number.
    function depositNonce(bytes32 id, address payer, uint64 sequence) external view returns (bytes32 nonce);

    function treasury() external view returns (address);
}
