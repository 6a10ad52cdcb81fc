// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "./ILots.sol";
import {IOffers} from "./IOffers.sol";

/// @title IQuotes: money against lots, in one act, whatever instrument they are of
/// @notice A holder asks, a financier (or the debtor himself) bids; whoever takes the other's offer brings claim and money
/// together at once, or nothing happens. Offers are signed off chain (EIP-712, domain "Tallystick Quotes", version "1") or
/// posted on chain by who makes them. Nobody administers such a contract, nobody takes a fee, and it never holds money or a lot.
/// How offers are taken: `IReceivableQuotes`, `IBillQuotes`.
/// @dev For a sale the buyer approves this contract in the token, and the seller makes it his operator in `Lots`, or
/// approves the lot. An offer is known by its hash: the EIP-712 digest.
///
/// States of an ask:
///
/// | state   | act          | next      | who |
/// |---------|--------------|-----------|-----|
/// | none, posted | `postAsk` | posted   | its seller |
/// | none (with his signature), posted | `buy` | gone: the lot is another one | who it names, or anyone |
/// | none, posted | `cancelAsk` | cancelled | its seller |
/// | none, posted | time, or any change of the lot | dead | nobody |
///
/// States of a bid:
///
/// | state   | act          | next      | who |
/// |---------|--------------|-----------|-----|
/// | none, posted | `postBid` | posted   | its buyer |
/// | none (with his signature), posted | `sell` | same, until its limit is filled | a holder whom it fits |
/// | none, posted | `cancelBid` | cancelled | its buyer |
/// | none, posted | time     | dead      | nobody |
///
/// Price: what is open on the units is discounted as a bank does, by the calendar days (UTC) until it is due, actual/360:
/// `open - open * rateBps * days / 360 / 10,000`, rounded down; the fee is a part of that, rounded up, and stays with the
/// buyer. What was paid on the units and not collected goes with them at par. Interest on late payment that is owed goes
/// with them for nothing.
interface IQuotes is IOffers {
    // ------------------------------------------------------------------------------------------------------ types

    /// @param rateBps basis points a year: of what is open (sale), of the advance (advance)
    /// @param feeBps basis points, once: of the discounted price (sale), of what the units are worth (advance)
    struct Pricing {
        uint16 rateBps;
        uint16 feeBps;
    }

    /// @notice A holder's offer of one lot as it is now.
    /// @param buyer zero: anyone
    /// @param version `ILots.versionOf`: the offer dies with the next change of the lot
    /// @param units zero: the whole lot; else so many, cut off its end
    /// @param price for these units; zero: by `pricing`, and only until it is due
    /// @param kind `WithRecourse` or `WithoutRecourse`
    /// @param deadline last second at which it can be taken
    struct Ask {
        address seller;
        address buyer;
        uint256 lot;
        bytes32 version;
        uint40 units;
        uint96 price;
        Pricing pricing;
        ILots.Kind kind;
        uint40 deadline;
        bytes32 salt;
    }

    /// @notice A standing offer for lots. It names a debtor, a seller or a lot: who names none would buy what anybody makes
    /// up.
    /// @param debtor zero: any; the buyer himself: he pays early (without recourse, and nothing held back)
    /// @param seller zero: any
    /// @param lot zero: any
    /// @param limit of what all units bought by it are worth
    /// @param maxDays calendar days (UTC) until it is due, at most
    /// @param kind how the seller endorses
    /// @param evidence bits `1 << stream` (`IEvidence`) that the receivable must have
    /// @param advanceBps 10,000: a sale; less: the part that is paid at once
    /// @param deadline last second at which it can be taken
    struct Bid {
        address buyer;
        address token;
        address debtor;
        address seller;
        uint256 lot;
        uint96 limit;
        uint40 maxDays;
        Pricing pricing;
        ILots.Kind kind;
        uint8 evidence;
        uint16 advanceBps;
        uint40 deadline;
        bytes32 salt;
    }

    /// @notice What a buyer relies on: a debtor's payment, a collection or an extension does not change a lot's version.
    /// @param maxPrice what he gives at most
    /// @param minWorth what the units are worth at least: open and to be collected
    /// @param latestDue when it is due at the latest
    struct Bounds {
        uint96 maxPrice;
        uint96 minWorth;
        uint40 latestDue;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event AskPosted(bytes32 indexed hash, address indexed seller, uint256 indexed lot, Ask ask);
    event BidPosted(bytes32 indexed hash, address indexed buyer, address indexed debtor, Bid bid);
    /// @notice The holder asks for quotes.
    event Requested(uint256 indexed lot, address indexed holder, uint40 deadline);
    event AskCancelled(bytes32 indexed hash, address indexed seller);
    event BidCancelled(bytes32 indexed hash, address indexed buyer);
    /// @param lot that was sold: a new part, or the whole
    /// @param id of the receivable or bill: its root's key
    /// @param holder from now on: the buyer, or the holdback of an advance
    /// @param price that the seller got at once
    /// @param open principal that is open on it
    /// @param collectable what was paid on it and not collected
    /// @param hash of the ask or bid
    event Sold(
        uint256 indexed lot,
        uint256 indexed id,
        address indexed seller,
        address buyer,
        address holder,
        uint96 price,
        uint96 open,
        uint96 collectable,
        ILots.Kind kind,
        bytes32 hash
    );

    // ----------------------------------------------------------------------------------------------------- errors

    error Quotes_NotHolder(uint256 lot, address caller);
    /// @notice The lot is not what it was when the offer was made.
    error Quotes_Changed(uint256 lot, bytes32 version);
    error Quotes_BadUnits(uint256 lot, uint40 units, uint40 available);
    /// @notice The debtor has no recourse to others.
    error Quotes_BadKind(ILots.Kind kind);
    error Quotes_TooLong(uint256 daysLeft, uint40 maxDays);
    error Quotes_EvidenceMissing(uint256 id, uint8 streams, uint8 wanted);
    error Quotes_BadAdvance(uint16 advanceBps);
    /// @notice The discount would be all that is open or more, or the fee more than the whole.
    error Quotes_BadPricing(uint256 daysLeft, uint16 rateBps, uint16 feeBps);
    error Quotes_TooDear(uint96 price, uint96 maxPrice);
    error Quotes_WorthLess(uint96 worth, uint96 minWorth);
    error Quotes_DueLater(uint40 dueAt, uint40 latestDue);

    // ------------------------------------------------------------------------------------------------- acts: offers

    /// @notice Makes an ask on chain, in place of a signature. Only its seller.
    function postAsk(Ask calldata ask) external returns (bytes32 hash);

    /// @notice Makes a bid on chain, in place of a signature. Only its buyer.
    function postBid(Bid calldata bid) external returns (bytes32 hash);

    /// @notice Asks for quotes for a lot. Only its holder.
    function request(uint256 lot, uint40 deadline) external;

    /// @notice Cancels an ask, signed or posted, for good. Only its seller.
    function cancelAsk(Ask calldata ask) external;

    /// @notice Cancels a bid, signed or posted, for good. Only its buyer.
    function cancelBid(Bid calldata bid) external;

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice EIP-712 digest of an ask: what its seller signs, and what it is known by.
    function askHash(Ask calldata ask) external view returns (bytes32 hash);

    /// @notice EIP-712 digest of a bid: what its buyer signs, and what it is known by.
    function bidHash(Bid calldata bid) external view returns (bytes32 hash);
}
