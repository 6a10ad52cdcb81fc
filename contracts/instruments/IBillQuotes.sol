// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {IQuotes} from "./IQuotes.sol";

/// @title IBillQuotes: discount and rediscount of bills of exchange
/// @notice The offers are those of `IQuotes`; "the debtor" is the drawee who accepted. Nothing is financed that is not
/// accepted, and of a bill accepted in part only that part. A lot in blank, pledged, with an agent or stopped is not sold:
/// a blank is filled first, the rest given back. A bid asks for no evidence and pays no advance: a bill is promised by
/// itself. With recourse means what the law makes of the endorsement, so a bill not to order is sold without it.
interface IBillQuotes is IQuotes {
    // ----------------------------------------------------------------------------------------------------- errors

    /// @notice Not accepted, nothing open, due already, or refused, dishonoured or protested; the last ones and one past
    /// its due day are sold where an ask names its price.
    error Quotes_WrongStatus(uint256 lot, IBills.Status status);
    /// @notice Its holder can't hand the lot on in `ILots` as it stands.
    error Quotes_NotFree(uint256 lot, uint8 state);
    error Quotes_NotToOrder(uint256 id);

    // ------------------------------------------------------------------------------------------------- acts: trades

    /// @notice Takes an ask: the caller pays the seller, and gets the lot. Of an accepted bill until its due day; of one
    /// that is late, dishonoured or protested where the ask names its price.
    /// @param signature the seller's; empty where the ask was posted
    /// @param inner of the lot's id; zero for the first lot
    function buy(
        Ask calldata ask,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        Bounds calldata bounds
    ) external returns (uint96 price);

    /// @notice Takes a bid: the caller hands over a lot that he holds, and gets the money. Of an accepted bill until its due
    /// day that nobody refused to pay.
    /// @param signature the buyer's; empty where the bid was posted
    /// @param inner of the lot's id; zero for the first lot
    /// @param units zero: the whole lot; else so many, cut off its end
    /// @param minPrice what the caller wants at least
    function sell(
        Bid calldata bid,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        uint40 units,
        uint96 minPrice
    ) external returns (uint96 price);

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice Price of some units now (zero: of the whole lot) as in a sale, and what they are worth.
    function priceOf(
        Pricing calldata pricing,
        IBills.Face calldata face,
        bytes32 inner,
        uint40 units
    ) external view returns (uint96 price, uint96 worth);

    /// @notice The bills that it is for.
    function bills() external view returns (IBills);
}
