// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "./IAccess.sol";

/// @title Renewals: rights renewed by anyone, up to a cap that their payer signed
/// @notice A payer signs a mandate once; from then on anyone (the seller's or the reader's agent, a keeper) may renew the
/// right when it is about to end, without the payer's presence. The money is the payer's allowance to the market or his
/// prepaid balance there, as the mandate says.
/// @dev States of a mandate, by its EIP-712 digest:
///
/// | state | act               | next | who |
/// |-------|-------------------|------|-----|
/// | open  | `renew`           | open, `spent` grows by the price | anyone with the payer's signature, see below |
/// | open  | `withdrawMandate` | withdrawn | its payer |
///
/// A renewal is possible while `spent + price <= cap`, until `deadline`, for a reader who has had a right that was not
/// revoked, and only from `lead` seconds before that right, and the time that the last renewal bought, end: so nobody can
/// spend the whole cap at once, not even the reader by giving up what was bought.
///
/// Type: `Mandate(bytes32 offer,address payer,address reader,uint96 cap,uint32 lead,bool fromBalance,uint256 nonce,`
/// `uint40 deadline)` in the domain of the desk.
interface IRenewals {
    /// @param offer what is bought, at its price
    /// @param payer who signs and pays
    /// @param reader whose right is renewed
    /// @param cap base units that all renewals together may cost
    /// @param lead seconds before the end of the right from which on it may be renewed
    /// @param fromBalance true: the payer's prepaid balance in the market; false: his allowance to the market
    /// @param nonce tells apart mandates that are otherwise equal
    /// @param deadline last second at which it may be used
    struct Mandate {
        bytes32 offer;
        address payer;
        address reader;
        uint96 cap;
        uint32 lead;
        bool fromBalance;
        uint256 nonce;
        uint40 deadline;
    }

    /// @notice One slot.
    /// @param until end of the time that the last renewal bought
    struct MandateState {
        uint96 spent;
        uint40 until;
        bool withdrawn;
    }

    /// @param spent under this mandate so far, this renewal included
    event Renewed(bytes32 indexed mandate, bytes32 indexed offer, address indexed reader, uint96 spent);
    event MandateWithdrawn(bytes32 indexed mandate, address indexed payer);

    error Renewals_Expired(bytes32 mandate, uint40 deadline);
    error Renewals_Withdrawn(bytes32 mandate);
    error Renewals_OtherOffer(bytes32 mandate, bytes32 expected, bytes32 actual);
    error Renewals_NotSigned(bytes32 mandate, address payer);
    error Renewals_NotPayer(bytes32 mandate, address payer, address caller);
    error Renewals_OverCap(bytes32 mandate, uint96 spent, uint96 price, uint96 cap);
    error Renewals_NoRight(uint256 dataset, address reader);
    error Renewals_TooEarly(bytes32 mandate, uint40 notBefore);

    /// @notice Buys one more term for the reader. Anyone who has the mandate's signature (EOA and ERC-1271 alike).
    /// @param terms of the offer that the mandate names
    /// @param evidence for the offer's policy
    function renew(
        IAccess.Terms calldata terms,
        bytes calldata evidence,
        Mandate calldata mandate,
        bytes calldata payerSignature
    ) external;

    /// @notice Ends a mandate. Only its payer.
    function withdrawMandate(Mandate calldata mandate) external;

    /// @notice EIP-712 digest of a mandate: what it is known by, and what is signed.
    function mandateDigest(Mandate calldata mandate) external view returns (bytes32 digest);

    function mandateState(bytes32 digest) external view returns (MandateState memory state);
}
