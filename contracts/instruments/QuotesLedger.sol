// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ILots} from "./ILots.sol";
import {IQuotes} from "./IQuotes.sol";
import {Offers} from "./Offers.sol";

/// @title QuotesLedger: which offers stand
/// @notice Moves neither money nor lots: that is the business of `Quotes`.
abstract contract QuotesLedger is IQuotes, Offers {
    bytes32 private constant PRICING_TYPEHASH = keccak256("Pricing(uint16 rateBps,uint16 feeBps)");
    bytes32 private constant ASK_TYPEHASH = keccak256(
        "Ask(address seller,address buyer,uint256 lot,bytes32 version,uint40 units,uint96 price,Pricing pricing,uint8 kind,uint40 deadline,bytes32 salt)Pricing(uint16 rateBps,uint16 feeBps)"
    );
    bytes32 private constant BID_TYPEHASH = keccak256(
        "Bid(address buyer,address token,address debtor,address seller,uint256 lot,uint96 limit,uint40 maxDays,Pricing pricing,uint8 kind,uint8 evidence,uint16 advanceBps,uint40 deadline,bytes32 salt)Pricing(uint16 rateBps,uint16 feeBps)"
    );

    ILots public immutable lots;

    constructor(ILots lots_) EIP712("Tallystick Quotes", "1") {
        lots = lots_;
    }

    // ------------------------------------------------------------------------------------------------- acts: offers

    /// @inheritdoc IQuotes
    function postAsk(Ask calldata ask) external returns (bytes32 hash) {
        hash = _ownAsk(ask);
        _post(hash, ask.deadline);
        emit AskPosted(hash, ask.seller, ask.lot, ask);
    }

    /// @inheritdoc IQuotes
    function postBid(Bid calldata bid) external returns (bytes32 hash) {
        hash = _ownBid(bid);
        _requireNamed(bid, hash);
        _post(hash, bid.deadline);
        emit BidPosted(hash, bid.buyer, bid.debtor, bid);
    }

    /// @inheritdoc IQuotes
    function request(uint256 lot, uint40 deadline) external {
        address caller = _msgSender();
        require(lots.lotOf(lot).holder == caller, Quotes_NotHolder(lot, caller));
        _requireInTime(deadline);
        emit Requested(lot, caller, deadline);
    }

    /// @inheritdoc IQuotes
    function cancelAsk(Ask calldata ask) external {
        bytes32 hash = _ownAsk(ask);
        _cancel(hash);
        emit AskCancelled(hash, ask.seller);
    }

    /// @inheritdoc IQuotes
    function cancelBid(Bid calldata bid) external {
        bytes32 hash = _ownBid(bid);
        _cancel(hash);
        emit BidCancelled(hash, bid.buyer);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IQuotes
    function askHash(Ask calldata ask) public view returns (bytes32 hash) {
        (bytes32 typehash, bytes32 pricing) = (ASK_TYPEHASH, _hashOf(ask.pricing));
        bytes32 body;
        // Type, six words as they stand (seller to price), the pricing's hash for its two words, and three more.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), ask, 0xc0)
            mstore(add(free, 0xe0), pricing)
            calldatacopy(add(free, 0x100), add(ask, 0x100), 0x60)
            body := keccak256(free, 0x160)
        }
        return _hashTypedDataV4(body);
    }

    /// @inheritdoc IQuotes
    function bidHash(Bid calldata bid) public view returns (bytes32 hash) {
        (bytes32 typehash, bytes32 pricing) = (BID_TYPEHASH, _hashOf(bid.pricing));
        bytes32 body;
        // Type, seven words as they stand (buyer to maxDays), the pricing's hash for its two words, and five more.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), bid, 0xe0)
            mstore(add(free, 0x100), pricing)
            calldatacopy(add(free, 0x120), add(bid, 0x120), 0xa0)
            body := keccak256(free, 0x1c0)
        }
        return _hashTypedDataV4(body);
    }

    // ---------------------------------------------------------------------------------------------------- internal

    function _requireNamed(Bid calldata bid, bytes32 hash) internal pure {
        bool isNamed = bid.debtor != address(0) || bid.seller != address(0) || bid.lot != 0;
        require(isNamed, Quotes_ForAnything(hash));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _ownAsk(Ask calldata ask) private view returns (bytes32 hash) {
        address caller = _msgSender();
        require(caller == ask.seller, Quotes_NotSeller(ask.seller, caller));
        return askHash(ask);
    }

    function _ownBid(Bid calldata bid) private view returns (bytes32 hash) {
        address caller = _msgSender();
        require(caller == bid.buyer, Quotes_NotBuyer(bid.buyer, caller));
        return bidHash(bid);
    }

    /// @dev As in offers, words are hashed as they stand, in free memory that nobody is given. Bits where none belong make
    /// another hash, and are refused where the field is read.
    function _hashOf(Pricing calldata pricing) private pure returns (bytes32 hash) {
        bytes32 typehash = PRICING_TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), pricing, 0x40)
            hash := keccak256(free, 0x60)
        }
    }
}
