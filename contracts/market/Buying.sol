// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {AccessLedger} from "./AccessLedger.sol";
import {IAccess} from "./IAccess.sol";
import {Policies} from "./Policies.sol";
import {RawTerms} from "./RawTerms.sol";
import {Till} from "./Till.sol";

/// @title Buying: the ways to pay for a right
abstract contract Buying is AccessLedger, ReentrancyGuardTransient {
    using Till for uint256;

    /// @inheritdoc IAccess
    function buy(Terms calldata terms, address reader, bytes calldata evidence) external nonReentrant {
        address payer = _msgSender();
        (bytes32 id, uint256 right) = _sell(_firstTerms(), reader, evidence, payer);
        emit Bought(id, reader, payer, right);
        uint256 price = RawTerms.price(terms);
        if (price != 0) Money.pull(RawTerms.token(terms), payer, price);
    }

    /// @inheritdoc IAccess
    function buyMany(Order[] calldata orders) external nonReentrant {
        address payer = _msgSender();
        address token = address(0);
        uint256 sum = 0;
        for (uint256 i = 0; i < orders.length; ++i) {
            Order calldata order = orders[i];
            Terms calldata terms = order.terms;
            (bytes32 id, uint256 right) = _sell(terms, order.reader, order.evidence, payer);
            emit Bought(id, order.reader, payer, right);
            uint256 price = RawTerms.price(terms);
            if (price == 0) continue;
            if (RawTerms.token(terms) != token) {
                if (sum != 0) Money.pull(token, payer, sum);
                token = RawTerms.token(terms);
                sum = 0;
            }
            sum += price;
        }
        if (sum != 0) Money.pull(token, payer, sum);
    }

    /// @inheritdoc IAccess
    function buyWithPermit(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        Permit calldata permit
    ) external nonReentrant {
        address payer = _msgSender();
        (bytes32 id, uint256 right) = _sell(_firstTerms(), reader, evidence, payer);
        emit Bought(id, reader, payer, right);
        uint256 price = RawTerms.price(terms);
        if (price != 0) {
            address token = RawTerms.token(terms);
            Money.tryPermit(token, payer, permit.value, permit.deadline, permit.v, permit.r, permit.s);
            Money.pull(token, payer, price);
        }
    }

    /// @inheritdoc IAccess
    function buyWithAuthorization(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        Authorization calldata authorization
    ) external nonReentrant {
        // A free offer takes no money, hence asks for no signature: the caller then is on record, not a name he gives.
        uint256 price = terms.price;
        address payer = price == 0 ? _msgSender() : authorization.payer;
        // A seller's own token may take money from nobody; a purchase of nobody would pass for a gift.
        require(payer != address(0), Access_NoPayer());
        bytes32 id;
        {
            uint256 right;
            (id, right) = _sell(_firstTerms(), reader, evidence, payer);
            emit Bought(id, reader, payer, right);
        }
        if (price != 0) {
            Money.pullAuthorized(
                RawTerms.token(terms),
                payer,
                price,
                authorization.validAfter,
                authorization.validBefore,
                orderNonce(id, payer, reader, authorization.sequence),
                authorization.signature
            );
        }
    }

    /// @inheritdoc IAccess
    /// @dev Moves no token, so that it only has to be kept out of others' callbacks.
    function buyFromBalance(Terms calldata terms, address reader, bytes calldata evidence) external nonReentrantView {
        address payer = _msgSender();
        (bytes32 id, uint256 right) = _sell(_firstTerms(), reader, evidence, payer);
        emit BoughtFromBalance(id, reader, payer, right);
        uint256 price = RawTerms.price(terms);
        if (price != 0) _spendCredit(payer, RawTerms.token(terms), price);
    }

    /// @inheritdoc IAccess
    function orderNonce(
        bytes32 offerId_,
        address payer,
        address reader,
        uint64 sequence
    ) public view returns (bytes32 nonce) {
        uint256 order = uint256(keccak256(abi.encode(block.chainid, address(this), offerId_, payer, reader)));
        return bytes32(((order >> 64) << 64) | sequence);
    }

    /// @dev The terms of an act that has them first, known to the compiler to stand behind the selector. It finds that out
    /// by itself only where no two acts have the same parameters; told so, it saves 340 gas of every purchase.
    function _firstTerms() internal pure returns (Terms calldata terms) {
        assembly ("memory-safe") {
            terms := 4
        }
    }

    /// @dev Books a sale; the money comes in afterwards, or everything is undone.
    function _sell(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        address payer
    ) internal returns (bytes32 id, uint256 right) {
        id = offerId(terms);
        {
            Word storage word = _offer(id);
            uint256 state = word.bits;
            _requireForSale(id, state, terms);
            require(reader != address(0), Access_NoReader());
            _requireAdmitted(id, terms, reader, evidence);
            _bookSale(word, state, id, terms);
        }
        uint256 price = RawTerms.price(terms);
        uint256 scope = RawTerms.scope(terms);
        right = _push(terms.dataset, reader, scope, RawTerms.duration(terms), id, payer, price);
    }

    /// @dev The offer's state first: from there on, terms are those that it was made with (`RawTerms`).
    function _requireForSale(bytes32 id, uint256 state, Terms calldata terms) private view {
        require(state.isOpen(), Access_OfferNotOpen(id, state.statusOf()));
        uint32 maxSales = RawTerms.maxSales(terms);
        require(maxSales == 0 || state.soldOf() < maxSales, Access_SoldOut(id, maxSales));
        uint256 dataset = terms.dataset;
        address seller = RawTerms.seller(terms);
        require(_ownerOf(dataset) == seller, Access_SellerNotOwner(dataset, seller));
    }

    function _requireAdmitted(bytes32 id, Terms calldata terms, address reader, bytes calldata evidence) private view {
        address policy = RawTerms.policy(terms);
        if (policy == address(0)) return;
        bool admitted = Policies.admits(policy, terms.dataset, reader, terms.policyData, evidence);
        require(admitted, Access_Denied(id, reader));
    }
}
