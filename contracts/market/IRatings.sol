// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "./IAccess.sol";

/// @title Ratings: what readers say of data sets they bought
/// @notice One rating a purchase, by its reader, changeable. A grant, a gift from the seller and one's own data set can't
/// be rated, nor a purchase that can still be given back: a rating that costs nothing is worth nothing. Purchases at no
/// price are counted apart.
/// Warning: who sells to an account of his own pays himself, so a rating costs him the DAO's fee at most, and where he
/// revokes the right again not even that; a price in a token of his own costs nothing. Ratings are hints. Whoever shows
/// them shows token and price beside them.
/// @dev A purchase is proved from the reader's right: the newest purchase is the one that the right's receipt hashes to,
/// each older one the one that the next newer one's `previous` does. Purchases given back are no longer there; a
/// revocation clears them all, so rights are rated before it. A rating stays when its right is renounced or revoked.
///
/// Comments are whatever their readers wrote: whoever shows them escapes them.
interface IRatings {
    /// @notice All ratings of a data set: one slot.
    /// @param paidCount ratings of purchases that cost something; `paidStars`: their sum
    /// @param freeCount ratings of purchases at no price; `freeStars`: their sum
    struct Total {
        uint64 paidCount;
        uint64 paidStars;
        uint64 freeCount;
        uint64 freeStars;
    }

    /// @param receipt which purchase: as in the right
    /// @param paid what it cost, in base units of the offer's token
    /// @param earlier stars of the rating that this one replaces; zero: none
    event Rated(
        uint256 indexed dataset,
        address indexed reader,
        uint160 indexed receipt,
        bytes32 offer,
        uint96 paid,
        uint8 stars,
        uint8 earlier,
        string comment
    );

    error Ratings_BadStars(uint8 stars);
    error Ratings_CommentTooLong(uint256 length, uint256 max);
    error Ratings_NoPurchase(uint256 dataset, address reader);
    error Ratings_WrongPurchase(uint256 dataset, address reader, uint256 index);
    error Ratings_WrongTerms(bytes32 expected, bytes32 actual);
    /// @notice A grant, or a right from a deal (data for data): nobody paid a price.
    error Ratings_Granted(uint256 dataset, address reader);
    /// @notice Reader or payer is the seller, or the owner of the data set now.
    error Ratings_OfSeller(uint256 dataset, address seller);
    error Ratings_WindowOpen(bytes32 offer, uint40 closesAt);

    /// @notice Rates a purchase, or changes its rating. Only its reader.
    /// @param purchases the reader's purchases, newest first, down to the one that is rated
    /// @param terms of the offer of the one that is rated
    /// @param stars 1 to 5
    /// @param comment at most `MAX_COMMENT` bytes
    function rate(
        uint256 dataset,
        IAccess.Purchase[] calldata purchases,
        IAccess.Terms calldata terms,
        uint8 stars,
        string calldata comment
    ) external;

    function totalOf(uint256 dataset) external view returns (Total memory total);

    /// @return stars zero: not rated
    function ratingOf(uint256 dataset, address reader, uint160 receipt) external view returns (uint8 stars);
}
