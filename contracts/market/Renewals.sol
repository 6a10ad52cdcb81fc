// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../shared/Signatures.sol";
import {DeskBase} from "./DeskBase.sol";
import {IAccess} from "./IAccess.sol";
import {IRenewals} from "./IRenewals.sol";

/// @title Renewals
/// @notice The specification is `IRenewals`.
abstract contract Renewals is IRenewals, DeskBase {
    bytes32 private constant MANDATE_TYPEHASH = keccak256(
        "Mandate(bytes32 offer,address payer,address reader,uint96 cap,uint32 lead,bool fromBalance,uint256 nonce,"
        "uint40 deadline)"
    );

    mapping(bytes32 mandate => MandateState state) private _mandates;

    /// @inheritdoc IRenewals
    function renew(
        IAccess.Terms calldata terms,
        bytes calldata evidence,
        Mandate calldata mandate,
        bytes calldata payerSignature
    ) external nonReentrant {
        bytes32 digest = mandateDigest(mandate);
        _requireOffer(digest, mandate.offer, terms);
        uint96 spent = _spend(digest, mandate, terms);
        bool signed = Signatures.isSignedBy(mandate.payer, digest, payerSignature);
        require(signed, Renewals_NotSigned(digest, mandate.payer));
        emit Renewed(digest, mandate.offer, mandate.reader, spent);
        uint256 right = market.sellFor(terms, mandate.reader, evidence, mandate.payer, mandate.fromBalance);
        _mandates[digest] = MandateState({spent: spent, until: uint40(right), withdrawn: false});
    }

    /// @inheritdoc IRenewals
    function withdrawMandate(Mandate calldata mandate) external {
        bytes32 digest = mandateDigest(mandate);
        address caller = _msgSender();
        require(caller == mandate.payer, Renewals_NotPayer(digest, mandate.payer, caller));
        require(!_mandates[digest].withdrawn, Renewals_Withdrawn(digest));
        _mandates[digest].withdrawn = true;
        emit MandateWithdrawn(digest, caller);
    }

    /// @inheritdoc IRenewals
    function mandateDigest(Mandate calldata mandate) public view returns (bytes32 digest) {
        return _hashTypedDataV4(keccak256(abi.encode(MANDATE_TYPEHASH, mandate)));
    }

    /// @inheritdoc IRenewals
    function mandateState(bytes32 digest) external view returns (MandateState memory state) {
        return _mandates[digest];
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _requireOffer(bytes32 digest, bytes32 expected, IAccess.Terms calldata terms) private view {
        bytes32 actual = market.offerId(terms);
        require(actual == expected, Renewals_OtherOffer(digest, expected, actual));
    }

    /// @dev Whether one more term may be bought now. Nothing is written.
    function _spend(
        bytes32 digest,
        Mandate calldata mandate,
        IAccess.Terms calldata terms
    ) private view returns (uint96 spent) {
        require(!_isOver(mandate.deadline), Renewals_Expired(digest, mandate.deadline));
        MandateState memory state = _mandates[digest];
        require(!state.withdrawn, Renewals_Withdrawn(digest));
        bool within = terms.price <= mandate.cap && state.spent <= mandate.cap - terms.price;
        require(within, Renewals_OverCap(digest, state.spent, terms.price, mandate.cap));
        _requireDue(digest, mandate, terms.dataset, state.until);
        return state.spent + terms.price;
    }

    /// @param paidUntil end of the time that the last renewal bought: who gives that up has not made the next one due
    function _requireDue(bytes32 digest, Mandate calldata mandate, uint256 dataset, uint40 paidUntil) private view {
        (IAccess.Right memory right, ) = market.rightOf(dataset, mandate.reader);
        require(right.until != 0 && !right.revoked, Renewals_NoRight(dataset, mandate.reader));
        uint40 end = right.until > paidUntil ? right.until : paidUntil;
        require(end <= block.timestamp + mandate.lead, Renewals_TooEarly(digest, end - mandate.lead));
    }
}
