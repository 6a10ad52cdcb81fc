// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayouts} from "./IPayouts.sol";

/// @title IBatchLock: up to 128 hash locks in one slot
/// @notice Who trades with many, or lets one order be filled in parts, locks ether or an ERC-20 once for all of them. Each
/// leaf of the batch is a hash lock of its own: hashlock, recipient, amount. Claims and refunds pay the fixed parties
/// whoever makes them, and the caller gets the tip, if one was agreed. There is no owner, no pause, no fee and no upgrade.
///
/// The leaves are not on chain: whoever locks hands them to the recipients. A root can lie: its leaves may add up to more
/// than the batch, or two of them may have one index. No more is ever paid than the batch holds, and an index ends once:
/// whoever comes first is paid. So a recipient counts on his leaf only when he has seen ALL leaves of the root, that their
/// indices differ, and that their amounts are the batch's together.
/// @dev States of a batch:
///
/// | state | act                        | next  | who |
/// |-------|----------------------------|-------|-----|
/// | none  | `lockETH`, `lockToken`, `lockTokenWithPermit` | open | anyone, who pays |
/// | none  | `lockTokenWithAuthorization` | open  | anyone, with the payer's signature |
/// | open  | `refund`                   | ended | anyone, from the timelock on |
/// | open  | the last money is paid out | ended | |
///
/// States of a leaf of an open batch:
///
/// | state | act                        | next  | who |
/// |-------|----------------------------|-------|-----|
/// | open  | `claim`, `claimMany`       | ended | anyone with the secret, before and after the timelock |
/// | open  | `refundEarly`              | ended | anyone, with the recipient's signature; the recipient |
/// | open  | `refund` of the batch      | ended | anyone, from the timelock on |
///
/// There is no other act, so a leaf ends once, by claim or by refund and never by both. Terms are locked once: an ended
/// batch keeps its bits, so that a recipient's signature of an early refund can never meet another batch.
///
/// Id: `keccak256(abi.encode(chainid, this, token, whole, refundee, terms, root))`. One slot holds what is left of the
/// amount (128 bits) and which leaves have ended (128 bits), so whoever acts tells the terms again. The root follows from
/// leaf and proof: with a wrong secret or proof it is another batch's, which is not open.
///
/// Terms: a word of timelock (40 bits, Unix seconds), tip (128 bits) and salt (88 bits), as in `IHashLock`. The tip is a part
/// of each leaf's amount, and a refund of the whole batch pays one. A recipient or refundee who acts himself keeps it.
///
/// Payouts that are refused: see `IPayouts`. Assumptions about tokens: as in `IHashLock`.
interface IBatchLock is IPayouts {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice All of a batch but its root.
    /// @param token zero: ether
    /// @param whole number of leaves (high 128 bits, 1 to 128) and amount of all together (low 128 bits, base units)
    struct Trunk {
        address token;
        uint256 whole;
        address refundee;
        uint256 terms;
    }

    /// @param root of the Merkle tree of leaves: of their hashes (`leafHash`), in pairs as OpenZeppelin's `MerkleProof`
    /// hashes them
    struct Batch {
        Trunk trunk;
        bytes32 root;
    }

    /// @param hashlock sha256 of exactly 32 bytes
    /// @param part index (high 128 bits, below the number of leaves) and amount (low 128 bits, base units, the tip included)
    struct Leaf {
        bytes32 hashlock;
        address recipient;
        uint256 part;
    }

    /// @notice As `Leaf`, with the secret in place of its hash.
    struct Claim {
        bytes32 preimage;
        address recipient;
        uint256 part;
    }

    /// @notice An ERC-2612 permit for this contract.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice An ERC-3009 authorisation of `receiveWithAuthorization` whose nonce is the batch's id, its low 64
    /// bits zero (tokens with keyed nonces count in them).
    struct Authorization {
        address payer;
        uint256 validAfter;
        uint256 validBefore;
        bytes signature;
    }

    /// @param held base units that have not been paid out
    /// @param ended bit by bit, whether the leaf with this index has ended; all, once the batch was refunded
    struct State {
        uint128 held;
        uint128 ended;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Locked(
        bytes32 indexed id,
        address indexed refundee,
        address indexed token,
        uint256 whole,
        uint256 terms,
        bytes32 root
    );
    /// @notice Whoever sees this knows the secret, and can claim what else is locked with its hash.
    event Claimed(bytes32 indexed id, address indexed recipient, uint256 index, uint256 amount, bytes32 preimage);
    /// @notice A leaf was refunded with its recipient's signature.
    event RefundedEarly(bytes32 indexed id, address indexed recipient, uint256 index, uint256 amount);
    /// @param amount all that was still held
    event Refunded(bytes32 indexed id, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    error BatchLock_ZeroAmount();
    /// @notice Nobody, or this contract.
    error BatchLock_BadParty(address party);
    /// @notice None, or more than 128.
    error BatchLock_BadCount(uint256 leaves);
    /// @notice The timelock has passed, or is further away than a year.
    error BatchLock_BadTimelock(uint256 timelock, uint256 timestamp);
    /// @notice Each leaf must be more than the tip.
    error BatchLock_TipAboveAmount(uint256 tip, uint256 amount);
    error BatchLock_NotToken(address token);
    error BatchLock_WrongValue(uint256 value, uint256 expected);
    /// @notice These terms were locked before; another salt makes another batch of them.
    error BatchLock_AlreadyLocked(bytes32 id);
    /// @notice No such batch is open: it has ended, or never was, or not on these terms, or leaf, proof or secret are others.
    error BatchLock_NotOpen(bytes32 id);
    /// @notice The batch has no leaf with this index.
    error BatchLock_NoLeaf(bytes32 id, uint256 index);
    error BatchLock_LeafEnded(bytes32 id, uint256 index);
    /// @notice Of many: this one does not lead to the same root as the first.
    error BatchLock_WrongProof(bytes32 id, uint256 index);
    /// @notice The root lied: other leaves were paid before, and less is left than this one says; or it says nothing.
    error BatchLock_NotHeld(bytes32 id, uint256 index, uint256 amount, uint256 held);
    /// @notice There must be a proof for each claim.
    error BatchLock_WrongCount(uint256 claims, uint256 proofs);
    /// @notice Nobody can be refunded before the timelock, unless the recipient agrees.
    error BatchLock_TooEarly(bytes32 id, uint256 timelock);
    error BatchLock_Expired(uint256 deadline, uint256 timestamp);
    error BatchLock_NotSigned(bytes32 id, uint256 index, address recipient);

    // ------------------------------------------------------------------------------------------------- acts: lock

    /// @notice Locks the ether that comes with the call.
    function lockETH(Batch calldata batch) external payable;

    /// @notice Locks an ERC-20, by standing allowance of the caller.
    /// @dev Reverts if less arrives (`Money_ShortDelivery`), as do the others.
    function lockToken(Batch calldata batch) external;

    /// @notice As `lockToken`, with an ERC-2612 permit of the caller. A permit that was used before does no harm.
    function lockTokenWithPermit(Batch calldata batch, Permit calldata permit) external;

    /// @notice As `lockToken`, paid by one ERC-3009 signature of the payer, whose nonce (see `Authorization`) binds all
    /// terms; anyone may relay it.
    function lockTokenWithAuthorization(Batch calldata batch, Authorization calldata authorization) external;

    // ------------------------------------------------------------------------------------------------ acts: claim

    /// @notice Pays the recipient of a leaf, and the tip to the caller. Anyone with the secret.
    function claim(Claim calldata claim_, Trunk calldata trunk, bytes32[] calldata proof) external;

    /// @notice As `claim`, for many leaves of a batch, with one payout for each recipient. All or none: a bad one names
    /// itself.
    function claimMany(Claim[] calldata claims, Trunk calldata trunk, bytes32[][] calldata proofs) external;

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @notice Pays all that is still held to the refundee, and one tip to the caller. Anyone, from the timelock on.
    function refund(Batch calldata batch) external;

    /// @notice Pays a leaf to the refundee at any time. The recipient, or anyone with his signature
    /// (`EarlyRefund(bytes32 id,uint256 index,uint256 deadline)`).
    function refundEarly(
        Leaf calldata leaf,
        Trunk calldata trunk,
        bytes32[] calldata proof,
        uint256 deadline,
        bytes calldata signature
    ) external;

    // ------------------------------------------------------------------------------------------------------ views

    function batchId(Batch calldata batch) external view returns (bytes32 id);

    /// @notice What stands for a leaf in the tree.
    function leafHash(Leaf calldata leaf) external pure returns (bytes32 hash);

    /// @notice What is still held of batches, and which of their leaves have ended. Neither: such a batch was never locked.
    function statesOf(bytes32[] calldata ids) external view returns (State[] memory states);

    /// @notice How far ahead a timelock may be, in seconds.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_TIME() external view returns (uint256);
}
