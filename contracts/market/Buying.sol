// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {AccessLedger} from "./AccessLedger.sol";
import {IAccess} from "./IAccess.sol";
import {Policies} from "./Policies.sol";
import {Rights} from "./Rights.sol";
import {Till} from "./Till.sol";

/// @title Buying: the three ways to pay for a right
abstract contract Buying is AccessLedger, ReentrancyGuardTransient {
    using Till for uint256;

    /// @inheritdoc IAccess
    function buy(Terms calldata terms, address reader, bytes calldata evidence) external nonReentrant {
        address payer = _msgSender();
        _sell(terms, reader, evidence, payer);
        if (terms.price != 0) Money.pull(terms.token, payer, terms.price);
    }

    /// @inheritdoc IAccess
    function buyWithPermit(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        Permit calldata permit
    ) external nonReentrant {
        address payer = _msgSender();
        _sell(terms, reader, evidence, payer);
        if (terms.price != 0) {
            Money.tryPermit(terms.token, payer, permit.value, permit.deadline, permit.v, permit.r, permit.s);
            Money.pull(terms.token, payer, terms.price);
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
        address payer = terms.price == 0 ? _msgSender() : authorization.payer;
        bytes32 id = _sell(terms, reader, evidence, payer);
        if (terms.price != 0) {
            Money.pullAuthorized(
                terms.token,
                payer,
                terms.price,
                authorization.validAfter,
                authorization.validBefore,
                orderNonce(id, payer, reader, authorization.sequence),
                authorization.signature
            );
        }
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

    /// @dev Books a sale; the money comes in afterwards, or everything is undone.
    function _sell(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        address payer
    ) private returns (bytes32 id) {
        id = offerId(terms);
        uint256 state = _offer(id);
        require(state.statusOf() == OfferStatus.Open, Access_OfferNotOpen(id, state.statusOf()));
        require(terms.maxSales == 0 || state.soldOf() < terms.maxSales, Access_SoldOut(id, terms.maxSales));
        require(_ownerOf(terms.dataset) == terms.seller, Access_SellerNotOwner(terms.dataset, terms.seller));
        require(reader != address(0), Access_NoReader());
        require(
            terms.policy == address(0) ||
                Policies.admits(terms.policy, terms.dataset, reader, terms.policyData, evidence),
            Access_Denied(id, reader)
        );
        _bookSale(id, state, terms.price, terms.refundWindow);
        uint256 scope = Rights.scope(terms.segments, terms.fromVersion, terms.laterVersions);
        uint256 right = _push(terms.dataset, reader, scope, terms.duration, id, payer, terms.price);
        emit Bought(id, reader, payer, right);
    }
}
