// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";
import {ISharing} from "./ISharing.sol";

/// @title IBuyback: a lot of a bill that was sold with the right to buy it back
/// @notice Made by `IRepos.open`, and holds the lot for both: the deal's financier is the buyer, its advance the price. Money
/// that is here, by whichever way it came (bought back, collected, paid by who took the lot up, awarded by a court), goes to
/// the buyer up to price and interest, and what is over to the seller. The deal names the lot by the first 27 bytes of its id.
/// @dev A contract for each repo, so that what comes in is always for this one, and nobody else can hinder it.
///
/// | state  | act                              | next     | who |
/// |--------|----------------------------------|----------|-----|
/// | held   | `settle`, less than due is here  | held     | anyone |
/// | held   | `settle`, all that is due is here | back with the seller | anyone |
/// | held   | `take`, after the last day       | taken    | buyer |
/// | held   | the bill is paid, or the lot taken up | gone | anyone; who is liable |
/// | held   | `presentForPayment`, `protest`   | held     | anyone |
/// | held   | `notify`, `demand`, `object`     | held     | buyer, seller |
/// | gone   | `settle`                         | gone     | anyone, when money is there |
/// | any    | `withdraw`                       | same     | who could not be paid |
/// | held   | anything else a holder may do    | as that act says | both: early payment by signature, the rest through the relay |
///
/// The seller may buy back until the buyer has taken the lot, also after the last day. A lot that the seller can't be given
/// now (a court stopped it) is given to him by a later `settle`.
interface IBuyback is ISharing {
    // ----------------------------------------------------------------------------------------------------- events

    event Returned(uint256 indexed lot, address indexed seller);
    event Taken(uint256 indexed lot, address indexed buyer, uint96 principal, uint128 charges);

    // ----------------------------------------------------------------------------------------------------- errors

    error Buyback_OtherLot(uint256 lot);
    error Buyback_NotParty(address caller);
    error Buyback_TooEarly(uint24 lastDay);
    /// @notice The lot is not here any more.
    error Buyback_Gone(uint256 lot);
    /// @notice The buyer has what was due to him: the lot is the seller's.
    error Buyback_NothingDue(uint256 lot);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Takes in what was paid on the lot, shares out all that is here, and gives the lot back to the seller once
    /// nothing is due. Anyone.
    /// @param inner of the lot's id
    /// @return toBuyer of what was here
    /// @return toSeller the rest
    /// @return isBack whether the seller has got the lot by this
    function settle(
        IBills.Face calldata face,
        bytes32 inner
    ) external returns (uint256 toBuyer, uint256 toSeller, bool isBack);

    /// @notice Keeps the lot, after the last day, as long as something is due. Only the buyer.
    function take(IBills.Face calldata face, bytes32 inner) external;

    /// @notice `IBills.presentForPayment`, as the holder. Anyone: it serves both.
    function presentForPayment(IBills.Face calldata face, bytes32 inner) external;

    /// @notice `IBills.protest`, as the holder. Anyone: it serves both.
    function protest(IBills.Face calldata face, bytes32 inner) external;

    /// @notice `IBillsRecourse.notify`, as the holder. Only buyer and seller.
    function notify(IBills.Face calldata face, bytes32 inner, uint96 costs, bytes32 document) external;

    /// @notice `IBillsRecourse.demand`, as the holder. Only buyer and seller.
    function demand(IBills.Face calldata face, bytes32 inner, ILots.Link[] calldata links, uint256 index) external;

    /// @notice `IBillsChanges.object`, as the holder, against a stop. Only buyer and seller.
    function object(IBills.Face calldata face, bytes32 inner) external;

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice Last day on which the buyer must wait, from 1 January 1970, UTC.
    function lastDay() external view returns (uint24);

    /// @notice Whether the buyer has kept the lot: what comes in from then on is his.
    function isTaken() external view returns (bool);
}
