// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IBatchLock} from "./IBatchLock.sol";
import {Payouts} from "./Payouts.sol";
import {Terms} from "./Terms.sol";

/// @title BatchLock
/// @notice The specification is `IBatchLock`.
/// @dev Only locking is guarded against re-entry: it measures what arrives. Everything else writes its books first and pays
/// last, and what is paid out while a lock is measured makes it arrive short.
contract BatchLock is IBatchLock, Payouts, ReentrancyGuardTransient, EIP712 {
    using Terms for uint256;

    /// @inheritdoc IBatchLock
    uint256 public constant MAX_TIME = 365 days;

    uint256 private constant MOST_LEAVES = 128;
    /// @dev Of a word: the high half (ended leaves, number of leaves, index) begins here, the low half is an amount.
    uint256 private constant HIGH = 128;
    bytes32 private constant EARLY_REFUND_TYPEHASH = keccak256(
        "EarlyRefund(bytes32 id,uint256 index,uint256 deadline)"
    );

    /// @dev Ended leaves (high half) and what is held (low half). Never cleared.
    struct Slot {
        uint256 state;
    }

    mapping(bytes32 id => Slot) private _slots;

    constructor(address relay) Relayed(relay) EIP712("Tallystick BatchLock", "1") {}

    // ------------------------------------------------------------------------------------------------- acts: lock

    /// @inheritdoc IBatchLock
    function lockETH(Batch calldata batch) external payable nonReentrant {
        require(batch.trunk.token == address(0), BatchLock_NotToken(batch.trunk.token));
        uint256 amount = _amountOf(batch.trunk.whole);
        require(msg.value == amount, BatchLock_WrongValue(msg.value, amount));
        _open(batch);
    }

    /// @inheritdoc IBatchLock
    function lockToken(Batch calldata batch) external nonReentrant {
        _openToken(batch);
        Money.pull(batch.trunk.token, _msgSender(), _amountOf(batch.trunk.whole));
    }

    /// @inheritdoc IBatchLock
    function lockTokenWithPermit(Batch calldata batch, Permit calldata permit) external nonReentrant {
        _openToken(batch);
        address payer = _msgSender();
        Money.tryPermit(batch.trunk.token, payer, permit.value, permit.deadline, permit.v, permit.r, permit.s);
        Money.pull(batch.trunk.token, payer, _amountOf(batch.trunk.whole));
    }

    /// @inheritdoc IBatchLock
    function lockTokenWithAuthorization(
        Batch calldata batch,
        Authorization calldata authorization
    ) external nonReentrant {
        // Tokens with keyed nonces count in the low 64 bits.
        bytes32 nonce = (_openToken(batch) >> 64) << 64;
        Money.pullAuthorized(
            batch.trunk.token,
            authorization.payer,
            _amountOf(batch.trunk.whole),
            authorization.validAfter,
            authorization.validBefore,
            nonce,
            authorization.signature
        );
    }

    // ------------------------------------------------------------------------------------------------ acts: claim

    /// @inheritdoc IBatchLock
    function claim(Claim calldata claim_, Trunk calldata trunk, bytes32[] calldata proof) external {
        bytes32 id = _idOf(trunk, _rootOfClaim(claim_, proof));
        Slot storage slot = _slots[id];
        slot.state = _claimed(id, slot.state, trunk, claim_);
        _pay(trunk.token, claim_.recipient, _amountOf(claim_.part), trunk.terms.tipOf());
    }

    /// @inheritdoc IBatchLock
    function claimMany(Claim[] calldata claims, Trunk calldata trunk, bytes32[][] calldata proofs) external {
        require(
            claims.length != 0 && claims.length == proofs.length,
            BatchLock_WrongCount(claims.length, proofs.length)
        );
        bytes32 root = _rootOfClaim(claims[0], proofs[0]);
        bytes32 id = _idOf(trunk, root);
        Slot storage slot = _slots[id];
        uint256 state = slot.state;
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata claim_ = claims[i];
            bool isSame = i == 0 || _rootOfClaim(claim_, proofs[i]) == root;
            require(isSame, BatchLock_WrongProof(id, claim_.part >> HIGH));
            state = _claimed(id, state, trunk, claim_);
        }
        slot.state = state;
        _payAll(trunk.token, claims, trunk.terms.tipOf());
    }

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @inheritdoc IBatchLock
    function refund(Batch calldata batch) external {
        bytes32 id = batchId(batch);
        Slot storage slot = _slots[id];
        uint256 held = _amountOf(slot.state);
        require(held != 0, BatchLock_NotOpen(id));
        (address token, address refundee) = (batch.trunk.token, batch.trunk.refundee);
        uint256 timelock = batch.trunk.terms.timelockOf();
        require(block.timestamp >= timelock, BatchLock_TooEarly(id, timelock));
        slot.state = type(uint256).max << HIGH;
        emit Refunded(id, held);
        uint256 tip = batch.trunk.terms.tipOf();
        // With leaves that add up to something else, no more may be left than a tip.
        _pay(token, refundee, held, tip < held ? tip : 0);
    }

    /// @inheritdoc IBatchLock
    function refundEarly(
        Leaf calldata leaf,
        Trunk calldata trunk,
        bytes32[] calldata proof,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 id = _idOf(trunk, MerkleProof.processProofCalldata(proof, leafHash(leaf)));
        uint256 index = leaf.part >> HIGH;
        Slot storage slot = _slots[id];
        slot.state = _ended(id, slot.state, trunk, leaf.part);
        _requireAgreed(id, index, leaf.recipient, deadline, signature);
        emit RefundedEarly(id, leaf.recipient, index, _amountOf(leaf.part));
        _pay(trunk.token, trunk.refundee, _amountOf(leaf.part), trunk.terms.tipOf());
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IBatchLock
    function batchId(Batch calldata batch) public view returns (bytes32 id) {
        return _idOf(batch.trunk, batch.root);
    }

    /// @inheritdoc IBatchLock
    function leafHash(Leaf calldata leaf) public pure returns (bytes32 hash) {
        return _hashOf(leaf.hashlock, leaf.recipient, leaf.part);
    }

    /// @inheritdoc IBatchLock
    function statesOf(bytes32[] calldata ids) external view returns (State[] memory states) {
        states = new State[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 state = _slots[ids[i]].state;
            states[i] = State({held: uint128(state), ended: uint128(state >> HIGH)});
        }
    }

    // ------------------------------------------------------------------------------------------------------- open

    function _openToken(Batch calldata batch) private returns (bytes32) {
        require(batch.trunk.token.code.length != 0, BatchLock_NotToken(batch.trunk.token));
        return _open(batch);
    }

    /// @dev The money must follow.
    function _open(Batch calldata batch) private returns (bytes32 id) {
        Trunk calldata trunk = batch.trunk;
        (uint256 amount, uint256 leaves, uint256 terms) = (_amountOf(trunk.whole), trunk.whole >> HIGH, trunk.terms);
        require(amount != 0, BatchLock_ZeroAmount());
        require(leaves != 0 && leaves <= MOST_LEAVES, BatchLock_BadCount(leaves));
        require(trunk.refundee != address(0) && trunk.refundee != address(this), BatchLock_BadParty(trunk.refundee));
        uint256 timelock = terms.timelockOf();
        require(
            timelock > block.timestamp && timelock <= block.timestamp + MAX_TIME,
            BatchLock_BadTimelock(timelock, block.timestamp)
        );
        require(terms.tipOf() * leaves < amount, BatchLock_TipAboveAmount(terms.tipOf(), amount));
        id = batchId(batch);
        require(_slots[id].state == 0, BatchLock_AlreadyLocked(id));
        _slots[id].state = amount;
        emit Locked(id, trunk.refundee, trunk.token, trunk.whole, terms, batch.root);
    }

    // -------------------------------------------------------------------------------------------------------- end

    /// @dev The state once this leaf was claimed.
    function _claimed(
        bytes32 id,
        uint256 state,
        Trunk calldata trunk,
        Claim calldata claim_
    ) private returns (uint256) {
        (address recipient, uint256 part) = (claim_.recipient, claim_.part);
        require(recipient != address(0) && recipient != address(this), BatchLock_BadParty(recipient));
        emit Claimed(id, recipient, part >> HIGH, _amountOf(part), claim_.preimage);
        return _ended(id, state, trunk, part);
    }

    /// @dev The state once this leaf has ended.
    function _ended(bytes32 id, uint256 state, Trunk calldata trunk, uint256 part) private pure returns (uint256) {
        (uint256 held, uint256 amount, uint256 index) = (_amountOf(state), _amountOf(part), part >> HIGH);
        require(index < trunk.whole >> HIGH, BatchLock_NoLeaf(id, index));
        uint256 bit = 1 << (HIGH + index);
        require(state & bit == 0, BatchLock_LeafEnded(id, index));
        if (amount == 0 || amount > held) {
            require(held != 0, BatchLock_NotOpen(id));
            require(amount != 0 && amount <= held, BatchLock_NotHeld(id, index, amount, held));
        }
        unchecked {
            return (state - amount) | bit;
        }
    }

    // ----------------------------------------------------------------------------------------------------- hashes

    function _idOf(Trunk calldata trunk, bytes32 root) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), trunk, root));
    }

    function _rootOfClaim(Claim calldata claim_, bytes32[] calldata proof) private pure returns (bytes32) {
        bytes32 hashlock = sha256(abi.encode(claim_.preimage));
        return MerkleProof.processProofCalldata(proof, _hashOf(hashlock, claim_.recipient, claim_.part));
    }

    /// @dev Longer than a pair of nodes: no inner node is taken for a leaf.
    function _hashOf(bytes32 hashlock, address recipient, uint256 part) private pure returns (bytes32) {
        return keccak256(abi.encode(hashlock, recipient, part));
    }

    // ---------------------------------------------------------------------------------------------------- parties

    function _requireAgreed(
        bytes32 id,
        uint256 index,
        address recipient,
        uint256 deadline,
        bytes calldata signature
    ) private view {
        if (_msgSender() == recipient) return;
        require(block.timestamp <= deadline, BatchLock_Expired(deadline, block.timestamp));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(EARLY_REFUND_TYPEHASH, id, index, deadline)));
        require(Signatures.isSignedBy(recipient, digest, signature), BatchLock_NotSigned(id, index, recipient));
    }

    /// @dev A party that acts itself keeps the tip.
    function _pay(address token, address to, uint256 amount, uint256 tip) private {
        if (tip != 0) {
            address caller = _msgSender();
            if (caller != to) {
                require(tip < amount, BatchLock_TipAboveAmount(tip, amount));
                _payOut(token, to, amount - tip);
                amount = tip;
                to = caller;
            }
        }
        _payOut(token, to, amount);
    }

    /// @dev One payout for each recipient, when his first leaf comes, and one for all tips.
    function _payAll(address token, Claim[] calldata claims, uint256 tip) private {
        address caller = _msgSender();
        uint256 tips = 0;
        uint256[] memory owed = new uint256[](claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            (address recipient, uint256 amount) = (claims[i].recipient, _amountOf(claims[i].part));
            if (tip != 0 && recipient != caller) {
                require(tip < amount, BatchLock_TipAboveAmount(tip, amount));
                tips += tip;
                amount -= tip;
            }
            uint256 first = 0;
            while (claims[first].recipient != recipient) ++first;
            owed[first] += amount;
        }
        for (uint256 i = 0; i < claims.length; ++i) {
            if (owed[i] != 0) _payOut(token, claims[i].recipient, owed[i]);
        }
        if (tips != 0) _payOut(token, caller, tips);
    }

    function _amountOf(uint256 word) private pure returns (uint256) {
        return uint128(word);
    }
}
