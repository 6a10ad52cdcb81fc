// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {IOffers} from "./IOffers.sol";

/// @title IRepos: sale of bills with dated buy-back
/// @notice A buyer offers money against accepted bills; a holder takes it, and may have his lot back for price and simple
/// interest (calendar days UTC, actual/360, rounded up). Meanwhile the lot is held by a contract of its own (`IBuyback`).
/// Nobody administers this contract, nobody takes a fee, and it never holds money or a lot.
/// @dev The buyer approves this contract in the token; the seller makes it his operator in `Lots`, or approves the lot.
///
/// | state of a repo | act                              | next     | who |
/// |-----------------|----------------------------------|----------|-----|
/// | none, over      | `open`                           | open     | a lot's holder whom the offer fits |
/// | open            | `repurchase`                     | over: the lot is the seller's | anyone for the seller, until the buyer took it |
/// | open            | `IBuyback.settle`                | open; over when nothing is due | anyone |
/// | open, after the last day | `IBuyback.take`         | over: the lot is the buyer's | buyer |
///
/// | state of an offer | act           | next     | who |
/// |-------------------|---------------|----------|-----|
/// | none, posted      | `postOffer`   | posted   | its buyer |
/// | none (with his signature), posted | `open` | same, until its limit is used | a holder whom it fits |
/// | none, posted      | `cancelOffer` | cancelled | its buyer |
/// | none, posted      | time          | dead     | nobody |
///
/// The last day lies before the due day: whoever then has the lot presents it himself. The seller endorses with recourse; who
/// has the lot from here got it without recourse, so the seller answers to the buyer who took it, and never to himself when
/// it is back.
interface IRepos is IOffers {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice A standing offer. It names a debtor, a seller or a lot.
    /// @param seller,lot,debtor zero: any; the debtor is the drawee who accepted
    /// @param limit of all prices given by it
    /// @param rateBps basis points a year on the price
    /// @param haircutBps basis points of what the lot is worth, that are not paid
    /// @param lastDay until which the buyer waits, from 1 January 1970, UTC
    /// @param deadline last second at which it can be taken
    struct Offer {
        address buyer;
        address seller;
        address token;
        uint256 lot;
        address debtor;
        uint96 limit;
        uint16 rateBps;
        uint16 haircutBps;
        uint24 lastDay;
        uint40 deadline;
        bytes32 salt;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event OfferPosted(bytes32 indexed hash, address indexed buyer, address indexed debtor, Offer offer);
    event OfferCancelled(bytes32 indexed hash, address indexed buyer);
    /// @param buyback that holds the lot
    /// @param worth open on it, and to be collected
    /// @param hash of the offer
    event RepoOpened(
        uint256 indexed lot,
        address indexed buyer,
        address indexed seller,
        uint256 id,
        address buyback,
        uint96 price,
        uint96 worth,
        uint16 rateBps,
        uint24 lastDay,
        bytes32 hash
    );
    event Repurchased(uint256 indexed lot, address indexed buyback, address indexed payer, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    /// @notice Not accepted, nothing open, due already, or refused, dishonoured or protested.
    error Repos_WrongStatus(uint256 lot, IBills.Status status);
    /// @notice Its holder can't hand the lot on in `ILots` as it stands.
    error Repos_NotFree(uint256 lot, uint8 state);
    /// @notice An endorsement of a bill not to order binds nobody.
    error Repos_NotToOrder(uint256 id);
    /// @notice The last day is over, or not before the due day.
    error Repos_BadLastDay(uint24 lastDay, uint256 dueDay);
    error Repos_BadHaircut(uint16 haircutBps);
    /// @notice The drawee does not lend on his own promise.
    error Repos_OwnPromise(address drawee);
    /// @notice No buy-back holds the lot.
    error Repos_None(uint256 lot);
    error Repos_TooDear(uint256 amount, uint256 maxAmount);
    /// @notice The lot can't be given back now.
    error Repos_NotBack(uint256 lot);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Makes an offer on chain, in place of a signature. Only its buyer.
    function postOffer(Offer calldata offer) external returns (bytes32 hash);

    /// @notice Cancels an offer, signed or posted, for good. Only its buyer.
    function cancelOffer(Offer calldata offer) external;

    /// @notice Takes an offer: the caller gets the money, and a buy-back the whole lot that he holds.
    /// @param signature the buyer's; empty where the offer was posted
    /// @param inner of the lot's id; zero for the first lot
    /// @param minPrice what the caller wants at least
    function open(
        Offer calldata offer,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        uint96 minPrice
    ) external returns (address buyback, uint96 price);

    /// @notice Pays what is due by standing allowance of the caller, and gives the lot back to the seller. Anyone.
    /// @param maxAmount base units that he pays at most
    function repurchase(IBills.Face calldata face, bytes32 inner, uint256 maxAmount) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice EIP-712 digest of an offer: what its buyer signs (domain "Tallystick Repos", version "1").
    function offerHash(Offer calldata offer) external view returns (bytes32 hash);

    /// @notice The last buy-back of a lot; zero: there was none.
    function buybackOf(uint256 lot) external view returns (address buyback);

    /// @notice What buy-backs are clones of.
    function model() external view returns (address);

    /// @notice The bills that it is for.
    function bills() external view returns (IBills);
}
