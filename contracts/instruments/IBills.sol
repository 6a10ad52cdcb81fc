// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";

/// @title Bills: bills of exchange
/// @notice The drawer orders the drawee to pay a sum to the payee or whom he hands the bill to. The face travels in calldata
/// and in the event, its hash is the bill's id: nothing of it is stored, so nothing of it can be altered, and the same
/// face is drawn once. Who holds which part of the sum is kept by `ILots` (key: the bill's id): a bill of one unit is
/// never divided, a bill of many is a package of them. There is no administrator.
/// @dev States, and the acts that lead from them. "Live" are all from drawn to protested but paid. Which act is possible in
/// which state, for whom and when, row by row: `docs/spec/bills.md`.
///
/// | state             | act                                  | next              | who |
/// |-------------------|--------------------------------------|-------------------|-----|
/// | none              | `draw`                               | drawn             | drawer |
/// | none              | `drawAccepted`                       | accepted          | drawer, with the drawee's signature |
/// | drawn             | `present`                            | same; a window opens | a lot's holder |
/// | drawn             | `accept`; `acceptSigned`             | accepted          | drawee; anyone with his signature |
/// | drawn             | `acceptPart`                         | partAccepted      | drawee |
/// | drawn             | `refuse`; `lapse`                    | refusedAcceptance | drawee; anyone, after the window |
/// | drawn, accepted, partAccepted | `receiveBill`            | same              | payee |
/// | the same          | `refuseReceipt`                      | cancelled         | payee |
/// | the same, refusedAcceptance | `cancel`                   | cancelled         | drawer who holds the whole |
/// | drawn, accepted, partAccepted, partPaid | `presentForPayment` | presented    | a lot's holder |
/// | live              | `pay`, `payMany`                     | paid; partPaid, or the same after a refusal | anyone |
/// | accepted, partAccepted | `payEarly`                      | paid              | acceptor, with the holder's signature |
/// | presented, partPaid after that | `refusePayment`; `dishonour` | dishonoured  | drawee; anyone, after the window |
/// | refusedAcceptance, dishonoured | `protest`               | protested         | a lot's holder |
/// | refusedAcceptance, dishonoured, protested | recourse: `IBillsRecourse` | same | liable parties, and others for them |
/// | live              | `discharge`                          | discharged        | who holds the whole |
/// | where something was paid | `collect`                     | same              | a lot's holder |
///
/// Paid, cancelled and discharged are final. Time goes by days in UTC: a bill is due on a day, and a window ends with a day's
/// last second.
///
/// A lot is endorsed in full, with or without recourse, and divided in `ILots` itself. Here it is handed on in the other
/// ways of the law, and is not movable there as long as it is in blank, pledged or with an agent:
///
/// | lot               | act                                  | next              | who |
/// |-------------------|--------------------------------------|-------------------|-----|
/// | free, in blank    | `endorse` as `NoFurther`             | free              | its owner |
/// | free, in blank    | `endorse` as `InBlank`               | in blank          | its owner |
/// | any               | `endorse` as `Collection`            | with an agent     | its holder |
/// | free, in blank    | `pledge`                             | pledged           | its owner |
/// | in blank          | `deliver`                            | in blank          | its owner |
/// | in blank          | `fill`                               | free              | its owner |
/// | with an agent, pledged | `giveBack`                      | as before         | its holder |
/// | with an agent     | `recall`                             | as before         | who sent it |
/// | pledged           | `enforce`                            | as before, the pledgee's | pledgee, after the day agreed |
///
/// A sum is units times base units of the token; a part of it (acceptance, payment, guarantee) is the same number of base
/// units on every unit, so nothing is ever rounded.
interface IBills {
    // ------------------------------------------------------------------------------------------------------ types

    enum Tenor {
        AtSight,
        AfterSight,
        AfterDate,
        FixedDay
    }

    /// @notice What is written on the front (ULB 1). The drawer's signature is the transaction, or his relayed request.
    /// @param drawee who is ordered to pay; may be the drawer (ULB 3)
    /// @param payee to whom or to whose order; may be the drawer (ULB 3)
    /// @param units numbered units of the sum; one: it is never divided
    /// @param unit base units of the token that a unit is worth
    /// @param drawnOn day of drawing, from 1 January 1970 on
    /// @param term at sight: zero; after sight or date: days; fixed day: number of the day
    /// @param presentBy last day on which it must be presented for acceptance (ULB 22); zero: the drawer orders nothing
    /// @param rules number of its rule set
    /// @param clauses `NOT_TO_ORDER`, `NO_PROTEST`, `NO_PRESENTMENT`
    /// @param court who may stop lots of it for a lost key (`IBillsChanges`); zero: nobody
    /// @param drawnAt,payableAt places
    /// @param document sha-256 of the bill as it is read, with the words "bill of exchange"
    struct Face {
        address drawer;
        address drawee;
        address payee;
        address token;
        uint40 units;
        uint96 unit;
        uint24 drawnOn;
        Tenor tenor;
        uint24 term;
        uint24 presentBy;
        uint16 rules;
        uint8 clauses;
        address court;
        bytes32 drawnAt;
        bytes32 payableAt;
        bytes32 document;
    }

    /// @dev Numbered as the domain's rule book does. `InRecourse` and `Blocked` are for acts that come later.
    enum Status {
        None,
        Drawn,
        Accepted,
        PartAccepted,
        RefusedAcceptance,
        Presented,
        PartPaid,
        Paid,
        Dishonoured,
        Protested,
        InRecourse,
        Discharged,
        Cancelled,
        Blocked
    }

    /// @notice One slot.
    /// @param flags `ACCEPTED`, `PART`, `DELIVERED`, `LATE`, `REFUSED`, `REST`
    /// @param dueDay zero: not known yet
    /// @param windowDay last day on which the drawee may answer what was presented; zero: nothing was
    /// @param eventDay day of the refusal or dishonour
    /// @param protestedAt zero: not protested
    /// @param paid principal paid on each unit
    struct Bill {
        Status status;
        uint8 flags;
        uint24 dueDay;
        uint24 windowDay;
        uint24 eventDay;
        uint40 protestedAt;
        uint96 paid;
    }

    /// @notice A pledged lot.
    /// @param owner to whom it goes back
    /// @param lastDay after it the pledgee may keep the lot
    struct Pledge {
        address owner;
        uint24 lastDay;
    }

    /// @notice A payment of `payMany`.
    struct Payment {
        Face face;
        uint96 upTo;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Drawn(uint256 indexed id, address indexed drawer, address indexed drawee, Face face);
    event Received(uint256 indexed id, address indexed payee);
    event ReceiptRefused(uint256 indexed id, address indexed payee);
    event Cancelled(uint256 indexed id, address indexed drawer);
    event PresentedForAcceptance(uint256 indexed id, address indexed holder, uint24 lastDay);
    /// @param sum that the drawee owes from now on
    event Accepted(uint256 indexed id, address indexed drawee, uint96 sum, uint24 dueDay);
    event AcceptanceRefused(uint256 indexed id, address indexed drawee, bytes32 reason);
    event AcceptanceLapsed(uint256 indexed id, address indexed drawee, uint24 lastDay);
    event PresentedForPayment(uint256 indexed id, address indexed holder, uint24 lastDay);
    event PartPaid(uint256 indexed id, address indexed payer, uint96 principal, uint96 interest);
    event PaidInFull(uint256 indexed id, address indexed payer, uint96 principal, uint96 interest);
    event PaymentRefused(uint256 indexed id, address indexed drawee, bytes32 reason);
    event Dishonoured(uint256 indexed id, address indexed drawee, uint24 lastDay);
    event Protested(uint256 indexed id, address indexed holder, bool isForNonAcceptance);
    event Discharged(uint256 indexed id, address indexed holder);
    event Collected(uint256 indexed id, uint256 indexed lot, address indexed holder, address to, uint256 amount);
    event Pledged(uint256 indexed id, uint256 indexed lot, address indexed owner, address pledgee, uint24 lastDay);
    /// @notice It takes the place of another bill, or of paper, and its lot the links of that.
    event Redrawn(uint256 indexed id, address indexed drawer, bool isAccepted);
    event BlankFilled(uint256 indexed id, uint256 indexed lot, address indexed holder);
    event PledgeEnforced(uint256 indexed id, uint256 indexed lot, address indexed pledgee, address owner);

    // ----------------------------------------------------------------------------------------------------- errors

    error Bills_NotDrawer(uint256 id, address caller);
    error Bills_NotDrawee(uint256 id, address caller);
    error Bills_NotPayee(uint256 id, address caller);
    error Bills_NotHolder(uint256 lot, address caller);
    /// @notice Not all units are in one hand, or it is an agent's or a pledgee's.
    error Bills_NotWhole(uint256 id, uint40 units, uint8 state);
    error Bills_BadParties(address drawer, address drawee, address payee);
    error Bills_NoToken(address token);
    error Bills_BadSum(uint40 units, uint96 unit);
    error Bills_BadDate(uint24 drawnOn, uint256 today);
    error Bills_BadTenor(Tenor tenor, uint24 term);
    error Bills_BadClauses(uint8 clauses);
    /// @notice It is not presented for acceptance at all, or before that it is due.
    error Bills_BadPresentBy(uint24 presentBy);
    /// @notice Places and document are no ornament.
    error Bills_Incomplete(bytes32 drawnAt, bytes32 payableAt, bytes32 document);
    error Bills_Exists(uint256 id);
    error Bills_WrongStatus(uint256 id, Status status);
    error Bills_TooEarly(uint256 id, uint256 firstDay);
    error Bills_TooLate(uint256 id, uint256 lastDay);
    error Bills_AlreadyDelivered(uint256 id);
    error Bills_NotDelivered(uint256 id);
    /// @notice A bill at sight is not accepted, and a drawer may forbid to present one.
    error Bills_NotForAcceptance(uint256 id);
    error Bills_NotPresented(uint256 id);
    error Bills_AlreadyPresented(uint256 id, uint24 lastDay);
    /// @notice A part of a unit is some of it and not more than all.
    error Bills_BadPart(uint96 part, uint96 most);
    error Bills_NotPermitted(uint256 id, uint16 rules);
    error Bills_Expired(uint40 deadline, uint256 timestamp);
    error Bills_NotSigned(address signer, bytes32 digest);
    error Bills_NothingPaid(uint256 id);
    error Bills_OtherToken(address token, address ofBill);
    error Bills_BadReceiver(address to);
    error Bills_NothingToCollect(uint256 lot);
    error Bills_Uncollected(uint256 id, uint256 amount);
    error Bills_BadKind(uint256 lot, ILots.Kind kind);
    error Bills_NotToOrder(uint256 id);
    /// @notice Free, in blank, pledged or with an agent: this lot is not what the act needs.
    error Bills_WrongHold(uint256 lot, uint8 state);
    error Bills_NotPrincipal(uint256 lot, address caller);
    error Bills_NotRecourse(address caller);
    error Bills_NotChanges(address caller);
    /// @notice Its court has stopped it.
    error Bills_Stopped(uint256 lot);

    // -------------------------------------------------------------------------------------- acts: drawer and payee

    /// @notice Draws a bill. Only the drawer. To his own order he holds it at once; else he does until the payee has received
    /// it.
    function draw(Face calldata face) external returns (uint256 id);

    /// @notice Draws a bill that the drawee has accepted already, by a signature as in `acceptSigned`. Only the drawer.
    function drawAccepted(
        Face calldata face,
        uint40 deadline,
        bytes calldata draweeSignature
    ) external returns (uint256 id);

    /// @notice Takes possession. Only the payee, until the due day.
    function receiveBill(Face calldata face) external;

    /// @notice Does not take it: the bill is void. Only the payee.
    function refuseReceipt(Face calldata face) external;

    /// @notice Takes a bill out of the world that its drawer still holds, or holds again, whole. Only he.
    function cancel(Face calldata face) external;

    // -------------------------------------------------------------------------------------------- acts: acceptance

    /// @notice Presents a bill for acceptance (ULB 21 to 24). Only a lot's holder, once, until the due day; after sight: within
    /// the time that its rules give from its date; where the drawer ordered it, until his day. The drawee has some days to
    /// answer.
    /// @param inner of the lot's id; zero for the first lot
    function present(Face calldata face, bytes32 inner) external;

    /// @notice Undertakes to pay the sum (ULB 25, 28). Only the drawee, until the due day; of what was presented, in its window.
    function accept(Face calldata face) external;

    /// @notice As `accept`, signed by the drawee: `Acceptance(uint256 bill,uint40 deadline)`. Anyone. A refusal kills the
    /// signature: what ULB 29 has for an acceptance that was not handed back.
    function acceptSigned(Face calldata face, uint40 deadline, bytes calldata draweeSignature) external;

    /// @notice Undertakes to pay a part of each unit (ULB 26), where the rules permit it. Only the drawee.
    function acceptPart(Face calldata face, uint96 part) external;

    /// @notice Does not accept. Any qualification but a part of the sum is a refusal (ULB 26). Only the drawee.
    /// @param reason hash of it
    function refuse(Face calldata face, bytes32 reason) external;

    /// @notice Records that the window passed without an answer. Anyone.
    function lapse(Face calldata face) external;

    // ----------------------------------------------------------------------------------------------- acts: payment

    /// @notice Presents a bill for payment (ULB 38): from the due day on, some days. At sight: within the time that its rules
    /// give from its date; then it is due. Only a lot's holder, for all.
    function presentForPayment(Face calldata face, bytes32 inner) external;

    /// @notice Pays what is due, or the most that `upTo` suffices for, by standing allowance of the caller, from the due day
    /// on: never more than is due. Holders can't refuse a part (ULB 39), and collect what was paid; nobody needs to have
    /// presented it (ULB 42). After a refusal or dishonour with interest from the due day on (ULB 48), on what is paid.
    function pay(Face calldata face, uint96 upTo) external returns (uint96 paid);

    /// @notice Pays several bills in one token, with one transfer.
    function payMany(address token, Payment[] calldata payments) external returns (uint256 paid);

    /// @notice Pays a bill before its due day, as the holder of the whole agreed (ULB 40):
    /// `EarlyPayment(uint256 lot,bytes32 version,uint40 deadline)`. Only the acceptor.
    function payEarly(
        Face calldata face,
        uint40 deadline,
        bytes calldata holderSignature
    ) external returns (uint96 paid);

    /// @notice Does not pay what was presented. Only the drawee.
    /// @param reason hash of it
    function refusePayment(Face calldata face, bytes32 reason) external;

    /// @notice Records that what was presented was not paid in its window. Anyone.
    function dishonour(Face calldata face) external;

    /// @notice Protests a refusal or dishonour (ULB 44): the block is the witness. Only a lot's holder, for all, within the days
    /// of its rules; of a refused acceptance until the due day at least.
    function protest(Face calldata face, bytes32 inner) external;

    /// @notice Gives up all claims out of a bill (BEA 62); the acceptor who holds it: ends it (BEA 61). Only who holds the whole.
    function discharge(Face calldata face) external;

    /// @notice Sends what was paid on a lot to `to`; an agent: to who sent him. Only the holder. From a paid bill it is the last
    /// time, and the lot is no more.
    function collect(Face calldata face, bytes32 inner, address to) external returns (uint256 amount);

    // --------------------------------------------------------------------------------------------- acts: handing on

    /// @notice Hands a whole lot of a live bill on. Only its holder; but for collection only its owner.
    /// @param kind `NoFurther`: later endorsees have no recourse to him (ULB 15); `InBlank`: without naming the endorsee, who
    /// may deliver it on (ULB 12 to 14), where the rules permit it; `Collection`: the endorsee is an agent (ULB 18)
    function endorse(Face calldata face, bytes32 inner, address to, ILots.Kind kind) external;

    /// @notice Pledges a lot of a live bill (ULB 19). Only its owner.
    /// @param lastDay until it the pledgee can't keep the lot; he exercises all rights out of it at once
    function pledge(uint256 id, bytes32 inner, address to, uint24 lastDay) external;

    /// @notice Passes a lot in blank on, without a name on it (ULB 14). Only its owner.
    function deliver(uint256 id, bytes32 inner, address to) external;

    /// @notice Fills a blank with his own name (ULB 14): from then on only an endorsement passes the lot. Only its owner.
    function fill(uint256 id, bytes32 inner) external;

    /// @notice Gives a lot back to who sent or pledged it. Only its agent; its pledgee.
    function giveBack(uint256 id, bytes32 inner) external;

    /// @notice Takes a lot back from an agent. Only who sent it.
    function recall(uint256 id, bytes32 inner) external;

    /// @notice Keeps a pledged lot as his own. Only the pledgee, after the day agreed.
    function enforce(uint256 id, bytes32 inner) external;

    // ----------------------------------------------------------------------------------------------- acts: changes

    /// @notice `ILots.setState`, for stop orders. Only `changes`.
    function setState(uint256 id, bytes32 inner, uint8 state) external;

    /// @notice `ILots.move`, for replacements and the links of another bill. Only `changes`.
    function move(uint256 id, bytes32 inner, address to, ILots.Kind kind, uint8 state) external;

    /// @notice Takes a bill out of the world that one party holds, for another or for paper. Only `changes`.
    function end(uint256 id) external;

    /// @notice Draws a bill in the place of another or of paper, delivered, and accepted if that was. Only `changes`.
    function redraw(Face calldata face, bool isAccepted) external returns (uint256 id);

    // ---------------------------------------------------------------------------------------------- acts: recourse

    /// @notice `ILots.takeUp`, for recourse. Only `recourse`.
    function takeUp(
        uint256 id,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 count,
        address to,
        uint8 state
    ) external;

    /// @notice What was not accepted of a bill was taken up: from now on only what was is to be paid. Only `recourse`.
    function setRest(uint256 id) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice The hash of a face with chain and contract.
    function idOf(Face calldata face) external view returns (uint256 id);

    function billOf(uint256 id) external view returns (Bill memory bill);

    /// @notice Base units of each unit that the acceptor owes; zero: not accepted.
    function acceptedOf(Face calldata face) external view returns (uint96 part);

    /// @notice Interest paid on each unit.
    function interestOf(uint256 id) external view returns (uint96 interest);

    function pledgeOf(uint256 lot) external view returns (Pledge memory pledge);

    /// @notice Who sent a lot to an agent; zero: it is with none.
    function principalOf(uint256 lot) external view returns (address principal);

    /// @notice What would have to be paid now.
    function dueOf(Face calldata face) external view returns (uint96 principal, uint96 interest);

    /// @notice What `collect` would send now.
    function collectable(uint256 id, bytes32 inner) external view returns (uint256 amount);

    /// @notice Where parties before the holder answer for a bill: this contract's own `IBillsRecourse`.
    function recourse() external view returns (address);

    /// @notice Where lots are stopped, and bills changed for others or for paper: an `IBillsChanges`.
    function changes() external view returns (address);

    /// @notice Where its lots are.
    function lots() external view returns (ILots);

    /// @notice Where its laws are.
    function ruleSets() external view returns (IRuleSets);
}
