// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IAccess} from "./IAccess.sol";
import {IRatings} from "./IRatings.sol";

/// @title Ratings
/// @notice The specification is `IRatings`. Nobody has a role in it, so nobody can take a rating down.
contract Ratings is IRatings, Relayed {
    /// @notice Longest comment, in bytes.
    uint256 public constant MAX_COMMENT = 1_024;

    /// @notice Where purchases are proved from (the same contract is `IDatasets`).
    IAccess public immutable market;

    mapping(uint256 dataset => Total) private _totals;
    mapping(uint256 dataset => mapping(address reader => mapping(uint160 receipt => uint8 stars))) private _ratings;

    constructor(IAccess market_, address relay) Relayed(relay) {
        market = market_;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IRatings
    function rate(
        uint256 dataset,
        IAccess.Purchase[] calldata purchases,
        IAccess.Terms calldata terms,
        uint8 stars,
        string calldata comment
    ) external {
        address reader = _msgSender();
        require(stars >= 1 && stars <= 5, Ratings_BadStars(stars));
        uint256 length = bytes(comment).length;
        require(length <= MAX_COMMENT, Ratings_CommentTooLong(length, MAX_COMMENT));
        uint160 receipt = _requireBought(dataset, reader, purchases);
        IAccess.Purchase calldata purchase = purchases[purchases.length - 1];
        _requireRatable(dataset, reader, purchase, terms);
        uint8 earlier = _ratings[dataset][reader][receipt];
        _ratings[dataset][reader][receipt] = stars;
        _count(_totals[dataset], purchase.paid != 0, stars, earlier);
        emit Rated(dataset, reader, receipt, purchase.offer, purchase.paid, stars, earlier, comment);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IRatings
    function totalOf(uint256 dataset) external view returns (Total memory total) {
        return _totals[dataset];
    }

    /// @inheritdoc IRatings
    function ratingOf(uint256 dataset, address reader, uint160 receipt) external view returns (uint8 stars) {
        return _ratings[dataset][reader][receipt];
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev Follows the reader's purchases from the newest to the one that is rated.
    /// @return receipt of that one
    function _requireBought(
        uint256 dataset,
        address reader,
        IAccess.Purchase[] calldata purchases
    ) private view returns (uint160 receipt) {
        (IAccess.Right memory right, ) = market.rightOf(dataset, reader);
        receipt = right.receipt;
        require(receipt != 0 && purchases.length != 0, Ratings_NoPurchase(dataset, reader));
        for (uint256 i = 0; i < purchases.length; ++i) {
            // A right that bears no receipt is the first, or was revoked: no purchase hashes to zero.
            if (i != 0) receipt = uint160(purchases[i - 1].previous >> 96);
            bool isIt = uint160(uint256(keccak256(abi.encode(purchases[i])))) == receipt;
            require(isIt, Ratings_WrongPurchase(dataset, reader, i));
        }
    }

    function _requireRatable(
        uint256 dataset,
        address reader,
        IAccess.Purchase calldata purchase,
        IAccess.Terms calldata terms
    ) private view {
        (bytes32 offer, address payer) = (purchase.offer, purchase.payer);
        require(offer != 0 && payer != address(0), Ratings_Granted(dataset, reader));
        bytes32 id = market.offerId(terms);
        require(id == offer, Ratings_WrongTerms(offer, id));
        address seller = terms.seller;
        require(reader != seller && payer != seller, Ratings_OfSeller(dataset, seller));
        address owner = IERC721(address(market)).ownerOf(dataset);
        require(reader != owner && payer != owner, Ratings_OfSeller(dataset, owner));
        uint40 closesAt = purchase.boughtAt + terms.refundWindow;
        require(block.timestamp >= closesAt, Ratings_WindowOpen(offer, closesAt));
    }

    function _count(Total storage total, bool paid, uint8 stars, uint8 earlier) private {
        uint64 more = earlier == 0 ? 1 : 0;
        if (paid) {
            total.paidCount += more;
            total.paidStars = total.paidStars + stars - earlier;
        } else {
            total.freeCount += more;
            total.freeStars = total.freeStars + stars - earlier;
        }
    }
}
