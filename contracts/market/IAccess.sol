// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IExchange} from "./IExchange.sol";

/// @title Access: offers, and the rights of readers
/// @notice An offer is known by the hash of its terms, so a price can't move under a buyer. A right is one packed word a
/// (data set, reader), so any contract can ask `hasAccess`. Money is held here until the seller collects it or the
/// buyer is refunded; nobody else, the DAO included, can take it.
/// @dev States of an offer:
///
/// | state     | act        | next      | who |
/// |-----------|------------|-----------|-----|
/// | none      | `offer`    | open      | owner of the data set |
/// | open      | `buy…`     | open      | anyone its policy admits, while the seller owns the data set |
/// | open      | `withdrawOffer` | withdrawn | seller, or whoever owns the data set now |
/// | any       | `collect`  | same      | seller |
///
/// States of a right (by time: active while `until > now` and not revoked, else ended):
///
/// | state  | act        | next    | who |
/// |--------|------------|---------|-----|
/// | none, ended, revoked | `buy…`, `grant`, `giveFor` | active, from now | payer; owner |
/// | active | `buy…`, `grant`, `giveFor`, same scope | active, longer | payer; owner |
/// | active | `buy…`, `grant`, `giveFor`, wider scope that does not end sooner | active, wider | payer; owner |
/// | active | `refund`, `renounce` | the right as it was before the purchases given back | reader |
/// | active | `revoke`   | revoked | owner, who pays back what is unused; not while a part that was exchanged is unused |
///
/// A right remembers its purchases as a stack folded into a hash (`receipt`): each purchase commits to the right as it
/// was before. Giving a purchase back needs it as calldata, pays pro rata of the price that was paid for it, and
/// restores the earlier right exactly. It frees the offer's place too, by whichever act: `sold` is the number of an
/// offer's `Bought` and `BoughtFromBalance` less that of its `GivenBack`.
///
/// An account's credit in a token is one number (`creditOf`): what was refunded to it, what was deposited for it, for the
/// treasury fees. It can be spent (`buyFromBalance`) and fetched (`withdraw`) whatever it came from:
///
/// | act | credit | who |
/// |-----|--------|-----|
/// | `deposit` | grows by what the caller pays | anyone, for any account |
/// | `refund`, `revoke` | the payer's grows by the unused part of what was paid | reader; owner |
/// | `collect` | the treasury's grows by the fee | seller |
/// | `buyFromBalance` | shrinks by the price | the account |
/// | `sellFor`, from balance | shrinks by the price | the desk, with the account's signature or money |
/// | `withdraw` | is sent out whole | the account |
///
/// The desk (`desk()`) is the contract through which parties act by signatures that may be used in any order: free
/// grants, data for data, renewals. It is made by this contract's constructor, and is trusted to check who consented.
interface IAccess {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice The immutable terms of an offer. Its id is `offerId(terms)`.
    /// @param dataset what is sold
    /// @param seller who offers and earns; must own the data set when offering and at each sale
    /// @param token ERC-20 the price is in; zero exactly when the price is zero
    /// @param price base units of `token` for one duration
    /// @param duration seconds that one purchase adds; zero: for ever
    /// @param segments bit i: segment i may be read
    /// @param fromVersion first version that may be read
    /// @param laterVersions whether every later version may be read too
    /// @param maxSales number of purchases at most, those given back aside; zero: no limit
    /// @param refundWindow seconds after a purchase in which its reader may give it back
    /// @param purpose code of the purpose the data may be used for (docs/spec/market.md); zero: any
    /// @param nonce tells apart offers that are otherwise equal
    /// @param licence sha-256 of the licence text, or of its SPDX id
    /// @param policy who may become a reader; zero: anyone
    /// @param policyData a word for the policy
    struct Terms {
        uint256 dataset;
        address seller;
        address token;
        uint96 price;
        uint40 duration;
        uint32 segments;
        uint16 fromVersion;
        bool laterVersions;
        uint32 maxSales;
        uint32 refundWindow;
        uint16 purpose;
        uint32 nonce;
        bytes32 licence;
        address policy;
        bytes32 policyData;
    }

    enum OfferStatus {
        None,
        Open,
        Withdrawn
    }

    /// @notice State of an offer: one slot.
    /// @param status see the table above
    /// @param feeBps the DAO's share in basis points, frozen when the offer was made
    /// @param sold purchases that have not been given back, those used up included
    /// @param credit base units that the seller may collect, fee not yet taken
    struct OfferState {
        OfferStatus status;
        uint16 feeBps;
        uint40 sold;
        uint128 credit;
    }

    /// @notice Money of open refund windows, in two buckets of one window's length each; a bucket is credited to the
    /// seller when every window in it has closed. Used only by offers with a refund window.
    struct Held {
        uint96 current;
        uint96 previous;
        uint40 epoch;
    }

    /// @notice A reader's right, unpacked. Packed, from the low bits up: until 40, segments 32, fromVersion 16, flags 8
    /// (1 later versions, 2 revoked, the upper six bits: depth), receipt 160.
    /// @param until first second at which the right is over; `type(uint40).max`: for ever
    /// @param depth bounds how many purchases may be unused still, so that nobody can stack so many that giving them
    /// back, or revoking, no longer fits in a transaction; at most `MAX_DEPTH` (63). 1 after a purchase into an inactive
    /// right; after a renewal that adds at least as much time as was left one less, but at least 2; else one more. Each
    /// such renewal doubles the time left, so at most 32 of them are unused at once: of all purchases, at most 127
    /// @param receipt low 160 bits of `keccak256(abi.encode(lastPurchase))`; zero when there is none
    struct Right {
        uint40 until;
        uint32 segments;
        uint16 fromVersion;
        bool laterVersions;
        bool revoked;
        uint8 depth;
        uint160 receipt;
    }

    /// @notice One entry of a right's stack.
    /// @param previous the packed right before it
    /// @param offer the offer bought from; for a right that was exchanged, the deal; zero: a free grant
    /// @param payer who paid, and is credited if it is given back; zero exactly when it was not bought
    /// @param paid base units of the offer's token
    /// @param boughtAt second of the purchase
    /// @param from first second of the time it paid for
    struct Purchase {
        uint256 previous;
        bytes32 offer;
        address payer;
        uint96 paid;
        uint40 boughtAt;
        uint40 from;
    }

    /// @notice A purchase with the terms it was made under (ignored for what was not bought).
    struct Entry {
        Purchase purchase;
        Terms terms;
    }

    /// @notice One purchase of a batch.
    struct Order {
        Terms terms;
        address reader;
        bytes evidence;
    }

    /// @notice An ERC-3009 authorisation of the order `orderNonce(offerId, payer, reader, sequence)`.
    struct Authorization {
        address payer;
        uint256 validAfter;
        uint256 validBefore;
        uint64 sequence;
        bytes signature;
    }

    /// @notice An ERC-2612 permit for this contract.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event OfferMade(bytes32 indexed offer, uint256 indexed dataset, Terms terms, uint16 feeBps);
    event OfferWithdrawn(bytes32 indexed offer);
    /// @param right the packed right after the purchase; the price is in the offer's terms
    event Bought(bytes32 indexed offer, address indexed reader, address payer, uint256 right);
    /// @notice As `Bought`, paid from the payer's credit here.
    event BoughtFromBalance(bytes32 indexed offer, address indexed reader, address payer, uint256 right);
    event Granted(uint256 indexed dataset, address indexed reader, uint256 right);
    /// @notice A right was given in exchange for another. Both rights of a deal name it.
    /// @param right the packed right after it
    event Exchanged(uint256 indexed dataset, address indexed reader, bytes32 indexed deal, uint256 right);
    /// @notice A purchase was given back, `amount` credited to `payer`; or, with no payer, a grant (offer zero) or an
    /// exchanged right (offer: the deal).
    /// @param right the packed right after it
    event GivenBack(
        uint256 indexed dataset,
        address indexed reader,
        bytes32 indexed offer,
        address payer,
        uint256 amount,
        uint256 right
    );
    /// @param right the packed right after it: ended now, marked revoked
    event Revoked(uint256 indexed dataset, address indexed reader, uint256 right);
    /// @param amount base units sent to `to`; `fee` was credited to the treasury besides
    event Collected(bytes32 indexed offer, address indexed seller, address to, uint256 amount, uint256 fee);
    /// @notice `payer` added to an account's credit.
    event Deposited(address indexed account, address indexed token, address payer, uint256 amount);
    event Withdrawn(address indexed account, address indexed token, address to, uint256 amount);
    event FeeSet(uint16 feeBps);

    // ----------------------------------------------------------------------------------------------------- errors

    error Access_NotSeller(uint256 dataset, address seller, address caller);
    error Access_SellerNotOwner(uint256 dataset, address seller);
    error Access_OfferExists(bytes32 offer);
    error Access_OfferNotOpen(bytes32 offer, OfferStatus status);
    error Access_SoldOut(bytes32 offer, uint32 maxSales);
    error Access_PriceWithoutToken(address token, uint96 price);
    error Access_BadSegments(uint32 segments);
    error Access_BadVersion(uint256 dataset, uint16 fromVersion, uint16 versions);
    error Access_DurationTooLong(uint40 duration, uint40 max);
    error Access_WindowTooLong(uint32 refundWindow, uint32 max);
    error Access_Denied(bytes32 offer, address reader);
    error Access_NoReader();
    error Access_NoPayer();
    error Access_ScopeDiffers(uint256 dataset, address reader);
    error Access_TooManyPurchases(uint256 dataset, address reader, uint8 max);
    error Access_AlreadyForever(uint256 dataset, address reader);
    error Access_NoRight(uint256 dataset, address reader);
    error Access_WrongPurchase(uint256 dataset, address reader, uint256 index);
    error Access_WrongTerms(bytes32 expected, bytes32 actual);
    error Access_WindowClosed(bytes32 offer, uint40 closedAt);
    error Access_PurchasesMissing(uint256 dataset, address reader);
    error Access_Exchanged(uint256 dataset, address reader, bytes32 deal);
    error Access_BadReceiver(address to);
    error Access_NothingToCollect(bytes32 offer);
    error Access_NothingToWithdraw(address account, address token);
    error Access_NoToken(address token);
    error Access_BadAmount(uint256 amount);
    error Access_BalanceTooLow(address account, address token, uint256 balance, uint256 price);
    error Access_FeeTooHigh(uint16 feeBps, uint16 max);
    error Access_NotDesk(address caller);

    // ------------------------------------------------------------------------------------------------ acts: seller

    /// @notice Opens an offer. Only the owner of the data set, who must be `terms.seller`.
    function offer(Terms calldata terms) external returns (bytes32 id);

    /// @notice Sells no more under an offer; rights already sold live on. Its seller, or the data set's owner.
    function withdrawOffer(Terms calldata terms) external;

    /// @notice Sends the seller's credit of an offer to `to`, less the fee frozen in it, rounded down. Only the seller.
    function collect(Terms calldata terms, address to) external returns (uint256 amount);

    /// @notice Gives a reader a right for nothing. Only the owner. Adds to a right as a purchase does.
    /// @param duration seconds; zero: for ever
    function grant(
        uint256 dataset,
        address reader,
        uint40 duration,
        uint32 segments,
        uint16 fromVersion,
        bool laterVersions
    ) external;

    /// @notice Ends a reader's right at once and credits whoever paid with the unused part of each price paid. Only the
    /// owner, who pays: from the money of the offer where he is its seller, the rest by allowance to this contract. Refused
    /// while any part of the right that was exchanged is not used up: the owner has had his price for it.
    /// @param entries all purchases that are not used up yet, newest first
    function revoke(uint256 dataset, address reader, Entry[] calldata entries) external;

    // ------------------------------------------------------------------------------------------------- acts: buyer

    /// @notice Buys from an offer for `reader`, by standing allowance of the caller. A gift when `reader` is not the
    /// caller; a renewal when `reader` has an active right of the same scope (time is added, never overwritten).
    /// @param evidence for the offer's policy
    function buy(Terms calldata terms, address reader, bytes calldata evidence) external;

    /// @notice Many purchases, all or none, by standing allowance of the caller. Prices in one token are paid by one
    /// transfer where their orders follow each other.
    function buyMany(Order[] calldata orders) external;

    /// @notice As `buy`, with an ERC-2612 permit of the caller. A permit that somebody has used before does no harm.
    function buyWithPermit(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        Permit calldata permit
    ) external;

    /// @notice As `buy`, paid by one ERC-3009 signature of the payer; anyone may relay it. The authorisation's nonce is
    /// the order's hash, so the relayer can change nothing.
    function buyWithAuthorization(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        Authorization calldata authorization
    ) external;

    /// @notice As `buy`, paid from the caller's credit here.
    function buyFromBalance(Terms calldata terms, address reader, bytes calldata evidence) external;

    /// @notice Adds `amount` of a token to an account's credit, by standing allowance of the caller. The account alone can
    /// spend it and fetch it.
    /// @param amount base units, at most `type(uint128).max`
    function deposit(address token, address account, uint256 amount) external;

    /// @notice Gives back the newest purchases within their refund windows; pays pro rata. Only the reader.
    /// @param entries newest first
    function refund(uint256 dataset, Entry[] calldata entries) external;

    /// @notice Gives up the newest purchases for nothing. Only the reader.
    function renounce(uint256 dataset, Purchase[] calldata purchases) external;

    /// @notice Sends the caller's credit in a token (deposits, refunds, fees) to `to`.
    function withdraw(address token, address to) external returns (uint256 amount);

    // -------------------------------------------------------------------------------------------------- acts: desk

    /// @notice Gives a reader a right in an owner's name. Only the desk, which has seen the owner's consent.
    /// @param side the right, and the owner of the data set who gives it
    /// @param deal what it is given in exchange under; zero: for nothing
    function giveFor(IExchange.Side calldata side, address reader, bytes32 deal) external;

    /// @notice Sells in a payer's name. Only the desk, which has seen the payer's consent.
    /// @param fromBalance true: paid from the payer's credit here; false: by his allowance to this contract
    /// @return right the packed right after it
    function sellFor(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        address payer,
        bool fromBalance
    ) external returns (uint256 right);

    // --------------------------------------------------------------------------------------------------- acts: DAO

    /// @notice Sets the fee of offers made from now on. Only the DAO's timelock; at most `MAX_FEE_BPS`.
    function setFee(uint16 feeBps) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether a reader has an active right to a data set, whatever its scope.
    function hasAccess(uint256 dataset, address reader) external view returns (bool);

    /// @notice Whether a reader has an active right to all of `segments` of a version.
    function hasAccessTo(uint256 dataset, address reader, uint16 version, uint32 segments) external view returns (bool);

    function rightOf(uint256 dataset, address reader) external view returns (Right memory right, uint256 packed);

    /// @notice First second at which a right is over (after ERC-7858's `endTime`); zero when there never was one.
    function expiresAt(uint256 dataset, address reader) external view returns (uint40 until);

    function offerId(Terms calldata terms) external view returns (bytes32 id);

    function offerState(bytes32 id) external view returns (OfferState memory state, Held memory held);

    /// @notice What the seller could collect now, fee not yet taken.
    function collectable(Terms calldata terms) external view returns (uint256 amount);

    /// @notice Credit of an account in a token: its prepaid balance, and what was refunded to it; for the treasury, fees.
    function creditOf(address account, address token) external view returns (uint256 amount);

    /// @notice ERC-3009 nonce of an order: its hash, the low 64 bits replaced by a sequence number (the token's next
    /// for this key, or any unused one where the token's nonces are random).
    function orderNonce(
        bytes32 offerId_,
        address payer,
        address reader,
        uint64 sequence
    ) external view returns (bytes32 nonce);

    function feeBps() external view returns (uint16);

    function treasury() external view returns (address);

    /// @notice The desk: made with this contract, for good.
    function desk() external view returns (address);
}
