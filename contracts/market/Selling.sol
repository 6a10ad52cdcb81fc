// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {AccessLedger} from "./AccessLedger.sol";
import {IAccess} from "./IAccess.sol";
import {Rights} from "./Rights.sol";
import {Till} from "./Till.sol";

/// @title Selling: acts of sellers, and the fee they pay
abstract contract Selling is AccessLedger, ReentrancyGuardTransient {
    using Till for uint256;

    /// @notice Highest fee the DAO may ask.
    uint16 public constant MAX_FEE_BPS = 500;

    /// @notice Longest refund window.
    uint32 public constant MAX_WINDOW = 90 days;

    uint256 private constant BPS = 10_000;

    /// @inheritdoc IAccess
    address public immutable treasury;

    /// @inheritdoc IAccess
    uint16 public feeBps;

    constructor(address treasury_) {
        treasury = treasury_;
    }

    /// @inheritdoc IAccess
    function offer(Terms calldata terms) external returns (bytes32 id) {
        _requireSeller(terms, _msgSender());
        require(_ownerOf(terms.dataset) == terms.seller, Access_SellerNotOwner(terms.dataset, terms.seller));
        require(
            terms.price == 0 ? terms.token == address(0) : terms.token.code.length != 0,
            Access_PriceWithoutToken(terms.token, terms.price)
        );
        _requireScope(terms.dataset, terms.segments, terms.fromVersion, terms.duration);
        require(terms.refundWindow <= MAX_WINDOW, Access_WindowTooLong(terms.refundWindow, MAX_WINDOW));
        id = offerId(terms);
        Word storage word = _offer(id);
        require(word.bits.statusOf() == OfferStatus.None, Access_OfferExists(id));
        uint16 fee = feeBps;
        word.bits = Till.open(fee);
        emit OfferMade(id, terms.dataset, terms, fee);
    }

    /// @inheritdoc IAccess
    function withdrawOffer(Terms calldata terms) external {
        address caller = _msgSender();
        require(
            caller == terms.seller || caller == _ownerOf(terms.dataset),
            Access_NotSeller(terms.dataset, terms.seller, caller)
        );
        bytes32 id = offerId(terms);
        Word storage word = _offer(id);
        uint256 state = word.bits;
        require(state.statusOf() == OfferStatus.Open, Access_OfferNotOpen(id, state.statusOf()));
        word.bits = state.withdrawn();
        emit OfferWithdrawn(id);
    }

    /// @inheritdoc IAccess
    function collect(Terms calldata terms, address to) external nonReentrant returns (uint256 amount) {
        _requireSeller(terms, _msgSender());
        require(to != address(0) && to != address(this), Access_BadReceiver(to));
        bytes32 id = offerId(terms);
        (uint256 gross, uint256 state) = _takeCredit(id, terms.refundWindow);
        require(gross != 0, Access_NothingToCollect(id));
        amount = (gross * (BPS - state.feeBpsOf())) / BPS;
        uint256 fee = gross - amount;
        if (fee != 0) _addCredit(treasury, terms.token, fee);
        emit Collected(id, terms.seller, to, amount, fee);
        Money.send(terms.token, to, amount);
    }

    /// @inheritdoc IAccess
    function grant(
        uint256 dataset,
        address reader,
        uint40 duration,
        uint32 segments,
        uint16 fromVersion,
        bool laterVersions
    ) external {
        _requireDatasetOwner(dataset, _msgSender());
        emit Granted(dataset, reader, _give(dataset, reader, duration, segments, fromVersion, laterVersions, 0));
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _setFee(uint16 feeBps_) internal {
        require(feeBps_ <= MAX_FEE_BPS, Access_FeeTooHigh(feeBps_, MAX_FEE_BPS));
        feeBps = feeBps_;
        emit FeeSet(feeBps_);
    }

    /// @dev A right that is not bought. Whether the owner wants it is the caller's business.
    /// @param deal what it is given in exchange under; zero: for nothing
    function _give(
        uint256 dataset,
        address reader,
        uint40 duration,
        uint32 segments,
        uint16 fromVersion,
        bool laterVersions,
        bytes32 deal
    ) internal returns (uint256 right) {
        require(reader != address(0), Access_NoReader());
        _requireScope(dataset, segments, fromVersion, duration);
        uint256 scope = Rights.scope(segments, fromVersion, laterVersions);
        return _push(dataset, reader, scope, duration, deal, address(0), 0);
    }

    function _requireSeller(Terms calldata terms, address caller) private pure {
        require(caller == terms.seller, Access_NotSeller(terms.dataset, terms.seller, caller));
    }

    function _requireScope(uint256 dataset, uint32 segments, uint16 fromVersion, uint40 duration) private view {
        (uint16 versions, ) = versionsOf(dataset);
        require(segments != 0, Access_BadSegments(segments));
        require(fromVersion != 0 && fromVersion <= versions, Access_BadVersion(dataset, fromVersion, versions));
        require(duration <= MAX_DURATION, Access_DurationTooLong(duration, MAX_DURATION));
    }
}
