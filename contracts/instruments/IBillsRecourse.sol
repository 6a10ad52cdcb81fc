// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";

/// @title Recourse on bills of exchange: who answers for a bill that was not accepted or not paid, and for how much
/// @notice Drawer, endorsers and their guarantors answer to the holder, each for all, in any order (ULB 47). Who pays becomes
/// the holder, and has recourse to those before him (ULB 49). Nobody is made to pay by this contract: it counts what is
/// owed, proves by the links of a lot who owes it, and gives the bill to who paid.
/// @dev A lot is in recourse, not a bill: the bill's own state (`IBills`) stays, and its acceptor goes on owing. What can be
/// done, and how the bill must stand. "Open" is: protested; or refused or dishonoured, on a bill that needs no protest;
/// and, where the drawer ordered presentment for acceptance, or it is due after sight, presented for it in time (ULB 53).
///
/// | the bill                     | act                | what becomes of a lot    | who |
/// |------------------------------|--------------------|--------------------------|-----|
/// | live, before protest or dishonour | `guarantee`   | same                     | anyone for a liable party |
/// | protested                    | `attest`           | same                     | anyone |
/// | open                         | `notify`, `demand` | same                     | its holder |
/// | open, not barred             | `takeUp`           | held by who paid         | a liable party |
/// | open, not barred             | `payFor`           | held by who paid         | a guarantor; anyone but the acceptor for a liable party's honour |
/// | open, accepted in full       | `payForAcceptor`   | held by who paid         | acceptor; his guarantor; anyone for his honour |
/// | partAccepted, before due     | `protestRest`      | same                     | who holds the whole |
/// | the same, protested so       | `takeUpRest`       | same; a receipt for the rest | a liable party |
/// | any, with a receipt          | `takeUpReceipt`    | same; the receipt is his | a liable party before its holder |
///
/// Who is liable to a lot's holder: the drawer; and who endorsed it with recourse, in blank, or, towards the next holder
/// alone, as "no further"; not on a bill that is not to order, not for an endorsement after the protest or the time for it
/// (ULB 20), and not for one that comes after the holder had given the same lot away himself (ULB 11: he would sue who
/// may sue him). Nobody is liable to the acceptor. Who got the lot by a mere assignment has the rights of who assigned it, and no
/// others. Links that left by taking up bind nobody.
///
/// What is owed (ULB 48), to a first holder: what is open on the lot; from the due day on with interest, before it less
/// discount, both at the rate of the rules, simple, by days of a year of 365; costs that he has noted, up to the rules' cap;
/// and at par what he could collect, which goes with the lot. To who took the lot up (ULB 49): what he paid, with
/// interest since, less what came in since; his costs, and what he could collect. If a lot is divided after it was taken up,
/// its holders claim the sum of a first holder, in the time of who took it up. Interest is rounded down, discount up.
interface IBillsRecourse {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice Why somebody pays.
    enum Ground {
        Liable,
        Guarantee,
        Honour,
        Acceptor
    }

    /// @notice What a lot's holder claims beside what is open on it: one slot.
    /// @param base what he paid to take it up, and what the lot's mark said then; zero: he did not
    /// @param costs that he has noted, base units
    /// @param day on which he took it up
    /// @param units the lot had when this was written; with others it counts for nothing
    struct Claim {
        uint96 base;
        uint96 costs;
        uint24 day;
        uint40 units;
    }

    /// @notice Who paid what was not accepted, and who answers to him.
    /// @param roll of the links that stay
    struct Receipt {
        address creditor;
        uint96 amount;
        bytes32 roll;
        uint24 day;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Guaranteed(uint256 indexed id, address indexed guarantor, address indexed principal, uint96 sum);
    event Attested(uint256 indexed id, address indexed attester, bytes32 document);
    event NoticeGiven(
        uint256 indexed id,
        uint256 indexed lot,
        address indexed holder,
        uint96 costs,
        bytes32 document,
        bool isTimely
    );
    event Demanded(uint256 indexed id, uint256 indexed lot, address indexed party, address holder, uint256 amount);
    /// @param party for whom it was paid
    /// @param receiver who was paid
    event TakenUp(
        uint256 indexed id,
        uint256 indexed lot,
        address indexed payer,
        address party,
        address receiver,
        uint256 amount,
        Ground ground
    );
    event RestProtested(uint256 indexed id, address indexed holder, uint96 costs);
    /// @param roll rolling hash of the links before the payer: those who answer to him
    event RestTakenUp(
        uint256 indexed id,
        address indexed payer,
        address indexed receiver,
        uint256 amount,
        bytes32 roll
    );
    event Kept(address indexed account, address indexed token, uint256 amount);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    error BillsRecourse_WrongStatus(uint256 id, IBills.Status status);
    /// @notice The drawer ordered presentment for acceptance, or it is due after sight, and nobody presented it in time.
    error BillsRecourse_NotPresented(uint256 id, uint256 presentBy);
    error BillsRecourse_NotAccepted(uint256 id);
    error BillsRecourse_BadPrincipal(uint256 id, address principal);
    error BillsRecourse_BadPart(uint96 part, uint96 most);
    error BillsRecourse_NotHolder(uint256 lot, address caller);
    error BillsRecourse_NotWhole(uint256 id, uint40 units);
    error BillsRecourse_NotLiable(uint256 lot, address party);
    /// @notice These links do not lead from the root to the lot.
    error BillsRecourse_BadChain(uint256 lot);
    error BillsRecourse_Barred(uint256 lot, uint256 lastDay);
    error BillsRecourse_TooLate(uint256 id, uint256 lastDay);
    error BillsRecourse_TooDear(uint256 amount, uint256 maxAmount);
    error BillsRecourse_NothingOwed(uint256 lot);
    error BillsRecourse_TooMuchCosts(uint96 costs, uint256 most);
    error BillsRecourse_AlreadyProtested(uint256 id);
    error BillsRecourse_NotProtested(uint256 id);
    error BillsRecourse_AlreadyTakenUp(uint256 id);
    error BillsRecourse_NoReceipt(uint256 id);
    /// @notice Its court has stopped it, so nobody knows who is to be paid.
    error BillsRecourse_Stopped(uint256 lot);
    /// @notice Nobody pays himself, and no acceptor for others.
    error BillsRecourse_OwnClaim(address account);
    error BillsRecourse_BadReceiver(address to);
    error BillsRecourse_NothingToWithdraw(address account, address token);
    error BillsRecourse_NotSelf(address caller);

    // -------------------------------------------------------------------------------------------- acts: guarantees

    /// @notice Guarantees payment of a part of each unit, up to all, for a liable party: the drawer, the acceptor, or who
    /// endorsed a lot with recourse (ULB 30 to 32). Anyone else. It may be raised, never lowered.
    /// @param principal zero: the drawer (ULB 31)
    /// @param inner,links of a lot that an endorser handed on; empty for the drawer and the acceptor
    function guarantee(
        IBills.Face calldata face,
        address principal,
        uint96 part,
        bytes32 inner,
        ILots.Link[] calldata links
    ) external;

    // ----------------------------------------------------------------------------------------------- acts: demands

    /// @notice Testifies to a protest: a notary, or whoever it is, by his account. Changes nothing. Anyone.
    /// @param document hash of what he testifies
    function attest(IBills.Face calldata face, bytes32 document) external;

    /// @notice Tells all prior parties, and notes costs, up to the rules' share of what is open (ULB 45, 48). Only a lot's
    /// holder; later than the rules' days: it is said, and no right is lost by it. A later notice stands for an earlier one.
    /// @param costs base units of the token
    /// @param document hash of what proves them
    function notify(IBills.Face calldata face, bytes32 inner, uint96 costs, bytes32 document) external;

    /// @notice Claims what is owed from who gave a link. Only a lot's holder. An event: who is liable is so without it.
    /// @param links all from the root to the lot
    function demand(IBills.Face calldata face, bytes32 inner, ILots.Link[] calldata links, uint256 index) external;

    // ---------------------------------------------------------------------------------------------- acts: taking up

    /// @notice Pays a lot's holder, becomes the holder, and ends the links from his own on (ULB 49, 50). Only who is liable by
    /// the link `index`, claimed or not, by standing allowance for this contract. An agent's lot: to who sent him. A holder
    /// whom the token refuses is owed the money here (`withdraw`).
    /// @param maxAmount base units that he pays at most
    /// @return amount paid
    function takeUp(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external returns (uint256 amount);

    /// @notice As `takeUp`, for the liable party of the link `index`, which stays: he and those before him answer to the
    /// caller (ULB 32, 63). A guarantor of that party, for part or whole; anybody else for honour (ULB 55 to 63).
    function payFor(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external returns (uint256 amount);

    /// @notice As `takeUp`, for the acceptor: all links end, and he alone owes. The acceptor himself, who thus pays costs that
    /// `IBills.pay` knows nothing of; his guarantor; anybody else for honour. No time bars it. Not of a bill accepted in part,
    /// unless the rest was taken up: for that the others answer.
    function payForAcceptor(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 maxAmount
    ) external returns (uint256 amount);

    // ------------------------------------------------------------------------------- acts: acceptance of a part

    /// @notice Protests that a bill was accepted in part, and notes costs (ULB 26, 44). Only who holds the whole, until the due day,
    /// once.
    function protestRest(IBills.Face calldata face, uint96 costs) external;

    /// @notice Pays who holds the whole what was not accepted, less discount, with his costs (ULB 48, 51): from then on the bill
    /// is worth what was accepted, and the caller has a receipt. Only who is liable by the link `index`, before the due day.
    function takeUpRest(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external returns (uint256 amount);

    /// @notice Pays a receipt's holder what he paid, with interest since, and has the receipt. Only who is liable by the link
    /// `index` of those that stay, until he is barred.
    /// @param links of the receipt: all before the link by which its holder was liable
    function takeUpReceipt(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------- acts: money

    /// @notice Sends what waits here for the caller, because a token refused him, to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice What who takes a lot up would pay now; of a bill whose recourse is not open, what it would be.
    /// @param principal what is open, or what the holder paid and has not got back
    /// @param interest on it; negative: the discount
    /// @param paid what goes with the lot at par
    function sumOf(
        IBills.Face calldata face,
        bytes32 inner
    ) external view returns (uint256 principal, int256 interest, uint96 costs, uint256 paid);

    /// @notice Whether the giver of a link answers to a lot's holder, as far as links say; and the last day for it. Of a bill that
    /// was neither refused nor dishonoured, whether he would.
    function liabilityOf(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external view returns (bool isLiable, uint256 lastDay);

    /// @notice Base units of each unit that somebody guarantees for a party.
    function guaranteeOf(uint256 id, address guarantor, address principal) external view returns (uint96 part);

    function claimOf(uint256 lot) external view returns (Claim memory claim);

    /// @return protestedAt second of the protest of the rest; zero: none
    /// @return costs noted with it
    function restOf(uint256 id) external view returns (uint40 protestedAt, uint96 costs);

    function receiptOf(uint256 id) external view returns (Receipt memory receipt);

    /// @notice What waits for an account.
    function keptFor(address account, address token) external view returns (uint256 amount);

    /// @notice The bills that it is for.
    function bills() external view returns (IBills);
}
