// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IQuotes} from "./IQuotes.sol";
import {IReceivables} from "./IReceivables.sol";

/// @title IReceivableQuotes: quotes for lots of receivables
/// @notice The offers are those of `IQuotes`.
/// @dev Advance (`advanceBps` below 10,000): the lot goes to a `Holdback` of its own (`IHoldback`), which pays the financier
/// back when the debtor has paid, and the seller the rest. The seller gets that part of what the units are worth at once.
interface IReceivableQuotes is IQuotes {
    // ----------------------------------------------------------------------------------------------------- events

    /// @notice Follows `Sold`, where a part of the price is held back.
    event Advanced(
        uint256 indexed lot,
        address indexed holdback,
        address indexed financier,
        address seller,
        uint96 advance,
        uint96 fee,
        uint16 rateBps
    );

    // ----------------------------------------------------------------------------------------------------- errors

    error Quotes_WrongStatus(uint256 lot, IReceivables.Status status);

    // ------------------------------------------------------------------------------------------------- acts: trades

    /// @notice Takes an ask: the caller pays the seller, and gets the lot. Of a confirmed or part-paid receivable; an
    /// overdue or defaulted one where the ask names its price.
    /// @param signature the seller's; empty where the ask was posted
    /// @param inner of the lot's id; zero for the first lot
    function buy(
        Ask calldata ask,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        Bounds calldata bounds
    ) external returns (uint96 price);

    /// @notice Takes a bid: the caller hands over a lot that he holds, and gets the money. Of a confirmed or part-paid
    /// receivable that is not overdue.
    /// @param signature the buyer's; empty where the bid was posted
    /// @param inner of the lot's id; zero for the first lot
    /// @param units zero: the whole lot; else so many, cut off its end
    /// @param minPrice what the caller wants at least (of an advance: at once)
    function sell(
        Bid calldata bid,
        bytes calldata signature,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units,
        uint96 minPrice
    ) external returns (uint96 price);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice Price of some units now (zero: of the whole lot) as in a sale, and what they are worth.
    function priceOf(
        Pricing calldata pricing,
        IReceivables.Terms calldata terms,
        bytes32 inner,
        uint40 units
    ) external view returns (uint96 price, uint96 worth);
}
