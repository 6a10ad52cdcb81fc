// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {IBillsAttached} from "./IBillsAttached.sol";
import {ILots} from "./ILots.sol";

/// @title Changes of bills of exchange: lost keys, other terms, and other media
/// @notice Stop orders (NIL 15; CIBN 78 to 83; BEA 69, 70): who lost the key to a lot goes to the court that the face names, if it
/// names one. The court stops the lot and names a claimant; that moves no money and no lot. If nobody objects for a time,
/// the claimant has the lot for security. Novation (ULB 69; MLETR 16): a face is never altered; all who signed a bill sign
/// another that takes its place. Change of medium (MLETR 17, 18): a bill goes on on paper, or comes from paper.
/// @dev A lot of a bill whose face names a court, once it was delivered:
///
/// | lot     | act       | next                    | who |
/// |---------|-----------|-------------------------|-----|
/// | free    | `stop`    | stopped                 | court |
/// | stopped | `object`  | stopped, objected       | the lot's holder, until the last day |
/// | stopped, objected | `dismiss` | stopped, for good | court |
/// | stopped, not objected | `replace` | as it was, the claimant's | claimant, within `GRACE` after the last day |
/// | stopped | `lift`    | as it was               | court; anyone, `GRACE` after the last day |
///
/// | security | act       | next     | who |
/// |----------|-----------|----------|-----|
/// | held     | `award`   | to who was deprived (`withdraw`) | court, until the claim on the acceptor is barred, `MIN_SECURITY` days at least |
/// | held     | `release` | to the claimant (`withdraw`)     | anyone, after that |
///
/// A stopped lot is not handed on, collected, taken up or discharged. The bill is presented, paid and protested as ever.
/// Bills that are changed are in one hand, free, delivered, drawn or wholly accepted, and nothing was paid on them.
/// Guarantees are not taken along: who guaranteed the old bill did not sign the new one.
interface IBillsChanges is IBillsAttached {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice One slot.
    /// @param state that the lot had
    struct Stop {
        address claimant;
        uint24 lastDay;
        uint8 state;
        bool isObjected;
        bool isDismissed;
    }

    /// @notice What stands for a lot that was replaced.
    /// @param deprived who had held the lot
    /// @param day of the replacement
    struct Security {
        address deprived;
        uint96 amount;
        uint24 day;
    }

    /// @notice A drawer's paper.
    /// @param holder who took a bill to it; zero: it stands for none that was here
    struct Paper {
        address holder;
        bool isVoid;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Stopped(
        uint256 indexed id,
        uint256 indexed lot,
        address indexed claimant,
        address court,
        uint24 lastDay,
        bytes32 reason
    );
    event Objected(uint256 indexed id, uint256 indexed lot, address indexed holder);
    event Dismissed(uint256 indexed id, uint256 indexed lot, address indexed court);
    event Lifted(uint256 indexed id, uint256 indexed lot);
    event Replaced(
        uint256 indexed id,
        uint256 indexed lot,
        address indexed claimant,
        address deprived,
        uint96 security
    );
    /// @param claimant whose security it was
    event Awarded(uint256 indexed id, uint256 indexed lot, address indexed claimant, address deprived, uint96 amount);
    event Released(uint256 indexed id, uint256 indexed lot, address indexed claimant, uint96 amount);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);
    event Novated(uint256 indexed id, uint256 indexed next);
    event ChangedToPaper(uint256 indexed id, bytes32 indexed paper, address indexed holder);
    event ChangedFromPaper(uint256 indexed id, bytes32 indexed paper, address indexed holder);

    // ----------------------------------------------------------------------------------------------------- errors

    error BillsChanges_Attached(address bills);
    error BillsChanges_WrongStatus(uint256 id, IBills.Status status);
    error BillsChanges_NotDelivered(uint256 id);
    error BillsChanges_NotCourt(uint256 id, address caller);
    error BillsChanges_NoLot(uint256 lot);
    error BillsChanges_AlreadyStopped(uint256 lot);
    error BillsChanges_NotStopped(uint256 lot);
    error BillsChanges_BadClaimant(address claimant);
    error BillsChanges_BadLastDay(uint24 lastDay, uint256 first, uint256 last);
    error BillsChanges_NotHolder(uint256 lot, address caller);
    error BillsChanges_NotClaimant(uint256 lot, address caller);
    error BillsChanges_TooEarly(uint256 lot, uint256 firstDay);
    error BillsChanges_TooLate(uint256 lot, uint256 lastDay);
    error BillsChanges_Objected(uint256 lot);
    error BillsChanges_NotObjected(uint256 lot);
    error BillsChanges_Dismissed(uint256 lot);
    error BillsChanges_NoSecurity(uint256 lot, address claimant);
    error BillsChanges_BadReceiver(address to);
    error BillsChanges_NothingToWithdraw(address account, address token);
    error BillsChanges_NotWhole(uint256 id, uint40 units, uint8 state);
    error BillsChanges_OtherParties(uint256 id, uint256 next);
    error BillsChanges_BadChain(uint256 id);
    /// @notice A paper's endorsements begin with its payee, follow each other, and are of kinds that paper has.
    error BillsChanges_BadLink(uint256 index);
    error BillsChanges_Expired(uint40 deadline, uint256 timestamp);
    error BillsChanges_SignaturesMissing(uint256 given, uint256 wanted);
    error BillsChanges_NotSigned(address signer, bytes32 digest);
    error BillsChanges_BadPaper(address drawer, bytes32 paper);
    /// @notice Who took a bill to that paper is not among those who bring it back.
    error BillsChanges_NotHis(bytes32 paper, address holder);

    // ------------------------------------------------------------------------------------------- acts: stop orders

    /// @notice Stops a lot for who says that he lost the key to it. Only the face's court.
    /// @param claimant who may have it, if nobody objects; never the court itself, the lot's holder, pledger or principal, or for
    /// whom there is a security for the same lot already
    /// @param lastDay `MIN_STOP` to `MAX_STOP` days from today
    /// @param reason hash of the order
    function stop(IBills.Face calldata face, bytes32 inner, address claimant, uint24 lastDay, bytes32 reason) external;

    /// @notice Objects, and so shows that he has the key: the lot is not replaced unless the court dismisses it. Only the lot's
    /// holder, until the last day, once.
    function object(IBills.Face calldata face, bytes32 inner) external;

    /// @notice Dismisses an objection. Only the court.
    function dismiss(IBills.Face calldata face, bytes32 inner) external;

    /// @notice Ends a stop order. Only the court; after the last day and `GRACE` anyone.
    function lift(IBills.Face calldata face, bytes32 inner) external;

    /// @notice Takes over a stopped lot, for security of what is open on it, with interest if that runs, and what can be
    /// collected, in the bill's token by standing allowance. A pledged one stays pledged, and one with an agent his principal's. Only the claimant, after the last day, for `GRACE` days.
    function replace(IBills.Face calldata face, bytes32 inner) external returns (uint96 security);

    /// @notice Gives a security to who was deprived. Only the court, as long as the acceptor could be sued, and
    /// `MIN_SECURITY` days at least.
    function award(IBills.Face calldata face, bytes32 inner, address claimant) external;

    /// @notice Gives a security back to the claimant, once it can be awarded no more. Anyone.
    function release(IBills.Face calldata face, bytes32 inner, address claimant) external;

    /// @notice Sends what waits for the caller to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // ---------------------------------------------------------------------------------------------- acts: novation

    /// @notice Puts a bill in the place of another, by the signatures of all under
    /// `Novation(uint256 from,uint256 to,bytes32 version,uint40 deadline)`: drawer; drawee, if he has accepted; who gave each
    /// link, in order; holder. Drawer, drawee and payee stay; anything else of the face may be new. The new bill is accepted if
    /// the old one was, has the same links from today, and the same holder. Anyone.
    /// @param links all of the old bill
    function novate(
        IBills.Face calldata face,
        IBills.Face calldata next,
        ILots.Link[] calldata links,
        uint40 deadline,
        bytes[] calldata signatures
    ) external returns (uint256 nextId);

    // ------------------------------------------------------------------------------------------------ acts: medium

    /// @notice Ends a bill that goes on on paper, by the signatures under
    /// `ToPaper(uint256 bill,bytes32 version,bytes32 paper,uint40 deadline)` of drawer; drawee, if he has accepted; holder. Anyone.
    /// @param paper hash of the paper, which says that it takes this bill's place
    function toPaper(IBills.Face calldata face, bytes32 paper, uint40 deadline, bytes[] calldata signatures) external;

    /// @notice Draws a bill in the place of paper, which is void from then on, by the signatures under
    /// `FromPaper(bytes32 paper,uint256 bill,bytes32 links,bool isAccepted,uint40 deadline)`: drawer; drawee, if he has accepted;
    /// who endorsed the paper, in order; holder. Of paper that a bill went to, who took it there is one of them. Anyone; a drawer's
    /// paper once.
    /// @param links the paper's: the delivery to the payee, unless he is the drawer, and endorsements; their times are today
    function fromPaper(
        IBills.Face calldata face,
        bytes32 paper,
        bool isAccepted,
        ILots.Link[] calldata links,
        uint40 deadline,
        bytes[] calldata signatures
    ) external returns (uint256 id);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice The bills that it belongs to.
    function bills() external view returns (IBills);

    /// @notice A lot's stop order; without claimant: none.
    function stopOf(uint256 lot) external view returns (Stop memory stop);

    function securityOf(uint256 lot, address claimant) external view returns (Security memory security);

    /// @notice What waits for an account.
    function keptFor(address account, address token) external view returns (uint256 amount);

    /// @notice Whether a bill went to a drawer's paper, and whether that is void. By drawer, so that nobody else spoils it.
    function paperOf(address drawer, bytes32 paper) external view returns (Paper memory);
}
