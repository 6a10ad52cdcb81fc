// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {NOT_TO_ORDER} from "./BillBits.sol";
import {BillClaims} from "./BillClaims.sol";
import {Buyback} from "./Buyback.sol";
import {Deals} from "./Deals.sol";
import {Discount} from "./Discount.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {IBuyback} from "./IBuyback.sol";
import {ILots} from "./ILots.sol";
import {IRepos} from "./IRepos.sol";
import {ISharing} from "./ISharing.sol";
import {Links} from "./Links.sol";
import {Offers} from "./Offers.sol";

/// @title Repos
/// @notice The specification is `IRepos`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Repos is IRepos, Offers, Relayed, ReentrancyGuardTransient {
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(address buyer,address seller,address token,uint256 lot,address debtor,uint96 limit,uint16 rateBps,uint16 haircutBps,uint24 lastDay,uint40 deadline,bytes32 salt)"
    );

    /// @inheritdoc IRepos
    IBills public immutable bills;
    /// @inheritdoc IRepos
    address public immutable model;
    ILots private immutable _lots;

    /// @inheritdoc IRepos
    mapping(uint256 lot => address buyback) public buybackOf;

    /// @param relay trusted ERC-2771 forwarder
    constructor(address relay, IBills bills_) EIP712("Tallystick Repos", "1") Relayed(relay) {
        (bills, _lots) = (bills_, bills_.lots());
        model = address(new Buyback(relay, bills_));
    }

    // -------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IRepos
    function postOffer(Offer calldata offer) external returns (bytes32 hash) {
        hash = _own(offer);
        _requireNamed(offer, hash);
        _post(hash, offer.deadline);
        emit OfferPosted(hash, offer.buyer, offer.debtor, offer);
    }

    /// @inheritdoc IRepos
    function cancelOffer(Offer calldata offer) external {
        bytes32 hash = _own(offer);
        _cancel(hash);
        emit OfferCancelled(hash, offer.buyer);
    }

    /// @inheritdoc IRepos
    function open(
        Offer calldata offer,
        bytes calldata signature,
        IBills.Face calldata face,
        bytes32 inner,
        uint96 minPrice
    ) external nonReentrant returns (address buyback, uint96 price) {
        bytes32 hash = offerHash(offer);
        Standing memory standing = _requireLive(hash, offer.buyer, offer.deadline, signature);
        BillClaims.Claim memory claim = BillClaims.claimOf(bills, _lots, face, inner);
        address seller = _msgSender();
        _requireFit(offer, hash, face, claim, seller);
        uint96 worth = claim.open + claim.paid;
        price = uint96((uint256(worth) * (Discount.BPS - offer.haircutBps)) / Discount.BPS);
        require(price != 0, Quotes_NoPrice(claim.lotId));
        require(price >= minPrice, Quotes_TooCheap(price, minPrice));
        _fill(hash, standing, price, offer.limit);
        buyback = _made(offer, claim.lotId, seller, price);
        _lots.endorseFrom(seller, claim.lotId, buyback, ILots.Kind.WithRecourse);
        _noteOpened(offer, claim, seller, buyback, price, hash);
        Money.move(face.token, offer.buyer, seller, price);
    }

    /// @inheritdoc IRepos
    function repurchase(
        IBills.Face calldata face,
        bytes32 inner,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        uint256 lot = Links.idOf(Links.rootId(address(bills), Faces.idOf(address(bills), face)), inner);
        address buyback = buybackOf[lot];
        require(buyback != address(0) && _lots.lotOf(lot).holder == buyback, Repos_None(lot));
        (uint96 principal, uint128 charges) = IBuyback(buyback).due();
        amount = uint256(principal) + charges;
        require(amount <= maxAmount, Repos_TooDear(amount, maxAmount));
        address payer = _msgSender();
        emit Repurchased(lot, buyback, payer, amount);
        Money.move(face.token, payer, buyback, amount);
        (, , bool isBack) = IBuyback(buyback).settle(face, inner);
        require(isBack, Repos_NotBack(lot));
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IRepos
    function offerHash(Offer calldata offer) public view returns (bytes32 hash) {
        return _hashTypedDataV4(keccak256(abi.encode(OFFER_TYPEHASH, offer)));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _requireFit(
        Offer calldata offer,
        bytes32 hash,
        IBills.Face calldata face,
        BillClaims.Claim memory claim,
        address seller
    ) private view {
        _requireNamed(offer, hash);
        require(face.token == offer.token, Quotes_OtherToken(face.token, offer.token));
        bool isDebtors = offer.debtor == address(0) || offer.debtor == face.drawee;
        require(isDebtors, Quotes_OtherDebtor(face.drawee, offer.debtor));
        require(offer.seller == address(0) || offer.seller == seller, Quotes_NotSeller(offer.seller, seller));
        require(offer.lot == 0 || offer.lot == claim.lotId, Quotes_OtherLot(claim.lotId, offer.lot));
        require(offer.buyer != face.drawee, Repos_OwnPromise(face.drawee));
        require(BillClaims.isPromised(claim), Repos_WrongStatus(claim.lotId, claim.status));
        require(BillClaims.isMovable(claim), Repos_NotFree(claim.lotId, claim.lot.state));
        require(face.clauses & NOT_TO_ORDER == 0, Repos_NotToOrder(claim.id));
        (uint256 dueDay, uint256 today) = (Discount.dayOf(claim.dueAt), Discount.dayOf(block.timestamp));
        bool isSound = offer.lastDay >= today && offer.lastDay < dueDay;
        require(isSound, Repos_BadLastDay(offer.lastDay, dueDay));
        require(offer.haircutBps < Discount.BPS, Repos_BadHaircut(offer.haircutBps));
    }

    function _made(Offer calldata offer, uint256 lot, address seller, uint96 price) private returns (address buyback) {
        ISharing.Deal memory deal = ISharing.Deal({
            financier: offer.buyer,
            seller: seller,
            advance: price,
            fee: 0,
            rateBps: offer.rateBps,
            startDay: uint24(Discount.dayOf(block.timestamp)),
            terms: bytes27(bytes32(lot))
        });
        buyback = Clones.cloneWithImmutableArgs(model, Deals.packUntil(deal, offer.lastDay));
        buybackOf[lot] = buyback;
    }

    function _noteOpened(
        Offer calldata offer,
        BillClaims.Claim memory claim,
        address seller,
        address buyback,
        uint96 price,
        bytes32 hash
    ) private {
        emit RepoOpened(
            claim.lotId,
            offer.buyer,
            seller,
            claim.id,
            buyback,
            price,
            claim.open + claim.paid,
            offer.rateBps,
            offer.lastDay,
            hash
        );
    }

    function _own(Offer calldata offer) private view returns (bytes32 hash) {
        address caller = _msgSender();
        require(caller == offer.buyer, Quotes_NotBuyer(offer.buyer, caller));
        return offerHash(offer);
    }

    function _requireNamed(Offer calldata offer, bytes32 hash) private pure {
        bool isNamed = offer.debtor != address(0) || offer.seller != address(0) || offer.lot != 0;
        require(isNamed, Quotes_ForAnything(hash));
    }

    function _msgSender() internal view override(Offers, Relayed) returns (address) {
        return Relayed._msgSender();
    }
}
