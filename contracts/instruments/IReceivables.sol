// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";
import {IStatements} from "./IStatements.sol";

/// @title Receivables: a confirmed invoice that is divided, passed down the tiers and paid once
/// @notice The creditor registers an invoice, the debtor confirms it irrevocably, and from then on it is a root claim of
/// numbered units whose lots (`ILots`, key: the receivable's id) are divided and handed on by whoever holds them, paid by
/// the debtor in one act, and collected by the holders. Terms travel in calldata and in the event; one slot keeps their hash and the state.
/// @dev A lot is named by `inner`, zero for the first (`ILots`). States of a receivable:
///
/// | state      | act                             | next       | who |
/// |------------|---------------------------------|------------|-----|
/// | none       | `register`                      | registered | creditor |
/// | none       | `registerConfirmed`             | confirmed  | creditor, with the debtor's signature |
/// | none       | `registerStated`                | confirmed  | `statements`, where both signed |
/// | registered | `confirm`; `confirmSigned`      | confirmed  | debtor; anyone with his signature |
/// | registered | `dispute`                       | disputed   | debtor |
/// | registered, disputed | `withdraw`            | void       | creditor |
/// | disputed   | `confirm`                       | confirmed  | debtor himself |
/// | confirmed, partPaid, defaulted | `pay…` in full | paid    | anyone, for the debtor |
/// | confirmed, partPaid | `pay…` in part         | partPaid   | the same |
/// | defaulted  | `pay…` in part                  | defaulted  | the same |
/// | confirmed, partPaid, defaulted | `credit`    | same; paid if nothing is left | debtor, with the holder's signature |
/// | confirmed, partPaid | `extend`               | same       | debtor, with all holders' signatures |
/// | confirmed, partPaid | `recordDefault`        | defaulted  | anyone, from `DEFAULT_AFTER` past the due date on |
/// | partPaid, paid, defaulted | `collect`        | same       | a lot's holder |
/// | confirmed, partPaid, defaulted; overdue | `demand`, `takeUp` | same | a lot's holder; who endorsed it with recourse |
/// | defaulted  | `writeOff`                      | same       | a lot's holder, once |
///
/// Overdue is a state of time alone: from the second after `dueAt` on. Void and paid are final, and from every other
/// state some party has a way out.
///
/// The id is `H(chain, contract, debtor, creditor, number)`: nothing else of the terms is in it, so an invoice is
/// registered once, whatever amount, document or due date somebody gives it. The number has one spelling: capital
/// letters A to Z and digits, from the first byte on, zeros after them. A void number stays used: a corrected invoice has
/// a number of its own.
///
/// Interest on what is paid late is simple, by whole days from the end of the days of grace on, actual/360, on the
/// principal that is open, for at most `MAX_INTEREST_DAYS`. What is paid covers interest first. What comes in is shared
/// by units; the last to collect from a paid receivable gets what rounding left.
interface IReceivables {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What a receivable is; its id is `receivableId(debtor, creditor, number)`.
    /// @param token ERC-20 that it is paid in
    /// @param dueAt last second at which it is paid in time
    /// @param unit base units of the token that one unit is worth; the face is `units * unit`
    /// @param maxTier how often a lot may be handed on, 1 to 63; zero: as often as one likes
    /// @param lateBps interest on late payment, basis points a year
    /// @param graceDays whole days after `dueAt` without interest
    /// @param number of the invoice
    /// @param document sha-256 of the invoice
    /// @param order hash of the order; zero: none
    /// @param orderAmount base units that all receivables of that order may come to
    struct Terms {
        address debtor;
        address creditor;
        address token;
        uint40 dueAt;
        uint40 units;
        uint96 unit;
        uint8 maxTier;
        uint16 lateBps;
        uint16 graceDays;
        bytes32 number;
        bytes32 document;
        bytes32 order;
        uint96 orderAmount;
    }

    enum Status {
        None,
        Registered,
        Disputed,
        Confirmed,
        PartPaid,
        Paid,
        Overdue,
        Defaulted,
        Void
    }

    /// @notice What parties may do, as bits of `actionsOf`.
    enum Action {
        Confirm,
        Dispute,
        Withdraw,
        Pay,
        Extend,
        Credit,
        RecordDefault,
        HandOn,
        Collect,
        Demand,
        WriteOff
    }

    /// @notice What is owed and what is here, once it is not simply nothing or all.
    /// @param openUnits not credited
    /// @param uncollectedUnits of these, not yet collected for good
    /// @param principal not paid
    /// @param dueAt as extended last
    /// @param interestDays that interest was counted for
    /// @param interest counted, not paid
    /// @param pot paid, not collected
    /// @param perUnit paid on one open unit so far, times 2^64
    struct Books {
        uint40 openUnits;
        uint40 uncollectedUnits;
        uint96 principal;
        uint40 dueAt;
        uint16 interestDays;
        uint96 interest;
        uint96 pot;
        uint256 perUnit;
    }

    /// @notice A payment of `payMany`.
    struct Payment {
        Terms terms;
        uint96 upTo;
    }

    /// @notice A lot whose holder agrees to a later due date.
    /// @param inner of its id; zero for the first lot
    /// @param signature of `Extension(uint256 lot,bytes32 version,uint40 dueAt,uint40 deadline)`
    struct Agreement {
        bytes32 inner;
        bytes signature;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Registered(uint256 indexed id, address indexed debtor, address indexed creditor, Terms terms);
    event Confirmed(uint256 indexed id, address indexed debtor, uint96 face);
    event Disputed(uint256 indexed id, address indexed debtor, bytes32 reason);
    event Withdrawn(uint256 indexed id, address indexed creditor);
    event PartPaid(uint256 indexed id, address indexed payer, uint96 principal, uint96 interest);
    event PaidInFull(uint256 indexed id, address indexed payer, uint96 principal, uint96 interest, bool isLate);
    event Collected(uint256 indexed id, uint256 indexed lot, address indexed holder, address to, uint256 amount);
    event Credited(uint256 indexed id, uint256 indexed lot, address indexed holder, uint40 units, uint96 principal);
    event Extended(uint256 indexed id, uint40 dueAt);
    event DefaultRecorded(uint256 indexed id, address indexed debtor, uint96 principal);
    event RecourseDemanded(uint256 indexed id, uint256 indexed lot, address indexed endorser, uint96 amount);
    event TakenUp(uint256 indexed id, uint256 indexed lot, address indexed endorser, address from, uint96 amount);
    event WrittenOff(uint256 indexed id, uint256 indexed lot, address indexed holder, uint96 principal);
    event ProceedsSent(address indexed account, address indexed token, address to, uint256 amount);
    event MaxTermSet(uint40 maxTerm);

    // ----------------------------------------------------------------------------------------------------- errors

    error Receivables_NotDebtor(uint256 id, address caller);
    error Receivables_NotCreditor(uint256 id, address caller);
    /// @notice Only a statement that was handed over is registered so.
    error Receivables_NotStatements(address caller);
    error Receivables_BadParties(address debtor, address creditor);
    error Receivables_NoToken(address token);
    error Receivables_BadNumber(bytes32 number);
    error Receivables_BadFace(uint40 units, uint96 unit);
    error Receivables_BadDueDate(uint40 dueAt, uint256 earliest, uint256 latest);
    error Receivables_BadTerms(uint8 maxTier, uint16 lateBps, uint16 graceDays);
    error Receivables_Exists(uint256 id);
    error Receivables_OrderDiffers(bytes32 order, uint96 orderAmount, uint96 first);
    error Receivables_BeyondOrder(bytes32 order, uint256 wanted, uint96 orderAmount);
    /// @notice These are not the terms that were registered, or nothing was.
    error Receivables_OtherTerms(uint256 id);
    error Receivables_WrongStatus(uint256 id, Status status);
    error Receivables_Expired(uint40 deadline, uint256 timestamp);
    error Receivables_NotSigned(address signer, bytes32 digest);
    error Receivables_NothingPaid(uint256 id);
    error Receivables_OtherToken(address token, address ofReceivable);
    error Receivables_BadReceiver(address to);
    error Receivables_NothingToCollect(uint256 lot);
    error Receivables_NotHolder(uint256 lot, address caller);
    error Receivables_BadUnits(uint256 lot, uint40 units, uint40 length);
    error Receivables_UnitsMissing(uint256 id, uint256 agreed, uint40 open);
    error Receivables_NotAscending(uint256 lot);
    error Receivables_TooEarly(uint256 id, uint256 from);
    /// @notice These links do not lead from the root to the lot.
    error Receivables_BadChain(uint256 lot);
    error Receivables_NotLiable(uint256 lot, address endorser);
    error Receivables_WrittenOff(uint256 lot);
    error Receivables_BadMaxTerm(uint40 maxTerm);

    // ------------------------------------------------------------------------------------- acts: creditor and debtor

    /// @notice Registers an invoice. Only the creditor.
    function register(Terms calldata terms) external returns (uint256 id);

    /// @notice Registers an invoice that the debtor has signed for. Only the creditor.
    function registerConfirmed(
        Terms calldata terms,
        uint40 deadline,
        bytes calldata debtorSignature
    ) external returns (uint256 id);

    /// @notice Registers what the debtor owes on a statement of a tab, confirmed at once, due or overdue. Only
    /// `statements`.
    function registerStated(Terms calldata terms) external returns (uint256 id);

    /// @notice Undertakes to pay, for good: no defence holds against a holder from now on. Only the debtor.
    function confirm(Terms calldata terms) external;

    /// @notice As `confirm`, signed by the debtor: `Confirmation(uint256 id,bytes32 terms,uint40 deadline)`. Anyone. A
    /// dispute kills the signature.
    function confirmSigned(Terms calldata terms, uint40 deadline, bytes calldata debtorSignature) external;

    /// @notice Refuses to confirm, for now. Only the debtor.
    /// @param reason hash of it
    function dispute(Terms calldata terms, bytes32 reason) external;

    /// @notice Takes an invoice back that is not confirmed. Only the creditor.
    function withdraw(Terms calldata terms) external;

    /// @notice Takes units of a lot out of the claim, which falls by what is open on them: a credit note, or a debt that
    /// the debtor holds himself. Only the debtor, with the signature of the lot's holder if he is not that himself:
    /// `CreditNote(uint256 lot,bytes32 version,uint40 units,uint40 deadline)`. What was paid on the lot and not collected
    /// is kept for the holder (`withdrawProceeds`).
    /// @param units cut off the lot's end
    function credit(
        Terms calldata terms,
        bytes32 inner,
        uint40 units,
        uint40 deadline,
        bytes calldata holderSignature
    ) external;

    /// @notice Makes the receivable due later, as the holders of all that is open agreed. Only the debtor.
    /// @param agreements ascending by the lots' first unit
    function extend(Terms calldata terms, uint40 dueAt, uint40 deadline, Agreement[] calldata agreements) external;

    // ------------------------------------------------------------------------------------------------- acts: anyone

    /// @notice Pays what is due, or `upTo` if that is less, by standing allowance of the caller: never more than is due.
    function pay(Terms calldata terms, uint96 upTo) external returns (uint96 paid);

    /// @notice Pays several receivables in one token, with one transfer.
    function payMany(address token, Payment[] calldata payments) external returns (uint256 paid);

    /// @notice Enters a default in the debtor's record.
    function recordDefault(Terms calldata terms) external;

    /// @notice Sends the caller's proceeds that wait here (from `credit` and `takeUp`) to `to`.
    function withdrawProceeds(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------- acts: holders

    /// @notice Sends what was paid on a lot to `to`. From a paid receivable it is the last time, and the lot is no more.
    function collect(Terms calldata terms, bytes32 inner, address to) external returns (uint256 amount);

    /// @notice Demands payment of an overdue lot from somebody who endorsed it with recourse. Only the holder.
    /// @param links all from the root to the lot
    /// @param index of the link that the endorser gave
    function demand(Terms calldata terms, bytes32 inner, ILots.Link[] calldata links, uint256 index) external;

    /// @notice Writes a lot off: a mark for the books and in the debtor's record. The claim stays. Only the holder.
    function writeOff(Terms calldata terms, bytes32 inner) external;

    /// @notice Pays the holder what is open on an overdue lot, and holds it again; the links from the caller's own on are
    /// void. Only who endorsed it with recourse, demanded or not.
    /// @param links,index as in `demand`
    function takeUp(
        Terms calldata terms,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external returns (uint96 amount);

    // ----------------------------------------------------------------------------------------------------- acts: DAO

    /// @notice Sets the longest time from registration, or extension, to the due date. Only the DAO.
    function setMaxTerm(uint40 maxTerm) external;

    // ------------------------------------------------------------------------------------------------------ views

    function receivableId(address debtor, address creditor, bytes32 number) external view returns (uint256 id);

    function statusOf(Terms calldata terms) external view returns (Status status);

    /// @notice All zero while nothing out of the ordinary happened: nothing is paid, or all was at once and in time.
    function booksOf(uint256 id) external view returns (Books memory books);

    /// @notice What is due now.
    function dueOf(Terms calldata terms) external view returns (uint96 principal, uint96 interest);

    /// @notice What `collect` would send now.
    function collectable(Terms calldata terms, bytes32 inner) external view returns (uint256 amount);

    /// @notice All that a sale of a lot depends on.
    /// @param inner of its id; zero for the first lot
    /// @return lotId its id
    /// @return holder of it; zero: there is no such lot
    /// @return units it has
    /// @return status of the receivable now
    /// @return dueAt as extended last
    /// @return open principal that is open on it, rounded down
    /// @return paid what `collect` would send now
    function claimOf(
        Terms calldata terms,
        bytes32 inner
    )
        external
        view
        returns (uint256 lotId, address holder, uint40 units, Status status, uint40 dueAt, uint96 open, uint96 paid);

    /// @notice Where its lots are.
    function lots() external view returns (ILots);

    /// @notice Where statements of tabs become receivables.
    function statements() external view returns (IStatements);

    /// @notice Proceeds of an account that wait here.
    function proceedsOf(address account, address token) external view returns (uint256 amount);

    /// @notice What all receivables of an order come to.
    function orderOf(
        address debtor,
        address creditor,
        address token,
        bytes32 order
    ) external view returns (uint96 orderAmount, uint96 used);

    /// @notice What an account may do now with a receivable and one of its lots: bits `1 << action`. Consents of others
    /// aside.
    function actionsOf(Terms calldata terms, bytes32 inner, address account) external view returns (uint256 actions);

    function maxTerm() external view returns (uint40 maxTerm);
}
