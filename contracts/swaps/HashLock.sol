// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IHashLock} from "./IHashLock.sol";
import {IVault} from "./IVault.sol";
import {LockBook} from "./LockBook.sol";
import {Payouts} from "./Payouts.sol";
import {Runs} from "./Runs.sol";
import {Terms} from "./Terms.sol";
import {Vault} from "./Vault.sol";

/// @title HashLock
/// @notice The specification is `IHashLock`. Any act may be batched (`multicall`) and relayed (ERC-2771).
/// @dev Locks are kept as `LockBook` says.
///
/// What comes in is measured, and only that is guarded against re-entry: a second delivery inside the first would be
/// counted twice. What goes out does so after the books, and needs no guard.
contract HashLock is IHashLock, Payouts, EIP712, ReentrancyGuardTransient {
    using LockBook for *;
    using Terms for uint256;
    using Runs for Runs.Book;
    using Runs for Runs.Sum;

    /// @inheritdoc IHashLock
    uint256 public constant MAX_TIME = 365 days;
    bytes32 private constant EARLY_REFUND_TYPEHASH = keccak256(
        "EarlyRefund(bytes32 id,uint256 lockedAt,uint256 deadline)"
    );

    /// @inheritdoc IHashLock
    address public immutable vaults;

    /// @dev ERC-721 that could not be moved to their party.
    mapping(address token => mapping(uint256 tokenId => address account)) private _kept;

    /// @dev What all locks must fulfil. Bits instead of `&&`, and a difference instead of two comparisons, save 80 gas.
    modifier good(address recipient, address refundee, uint256 terms) {
        bool isGood;
        uint256 ahead;
        assembly ("memory-safe") {
            let isNobody := or(iszero(recipient), iszero(refundee))
            isGood := iszero(or(isNobody, or(eq(recipient, address()), eq(refundee, address()))))
            // A timelock that is not ahead wraps around.
            ahead := sub(sub(shr(216, terms), timestamp()), 1)
        }
        require(isGood, HashLock_BadParty(recipient, refundee));
        require(ahead < MAX_TIME, HashLock_BadTimelock(terms.timelockOf(), block.timestamp));
        _;
    }

    constructor(address relay) Relayed(relay) EIP712("Tallystick HashLock", "1") {
        vaults = address(new Vault(relay));
    }

    // ------------------------------------------------------------------------------------------------- acts: lock

    /// @inheritdoc IHashLock
    function lockETH(uint256 terms, bytes32 hashlock, address recipient, address refundee) external payable {
        _open(address(0), msg.value, hashlock, recipient, refundee, terms);
    }

    /// @inheritdoc IHashLock
    function lockToken(Lock calldata terms) external nonReentrant {
        _openErc20(terms);
        Money.pull(terms.token, _msgSender(), terms.amount);
    }

    /// @inheritdoc IHashLock
    function lockTokenWithPermit(Lock calldata terms, Permit calldata permit) external nonReentrant {
        _openErc20(terms);
        address caller = _msgSender();
        Money.tryPermit(terms.token, caller, permit.value, permit.deadline, permit.v, permit.r, permit.s);
        Money.pull(terms.token, caller, terms.amount);
    }

    /// @inheritdoc IHashLock
    function lockTokenWithAuthorization(
        Lock calldata terms,
        Authorization calldata authorization
    ) external nonReentrant {
        bytes32 id = _openErc20(terms);
        Money.pullAuthorized(
            terms.token,
            authorization.payer,
            terms.amount,
            authorization.validAfter,
            authorization.validBefore,
            // Tokens with keyed nonces (OpenZeppelin) count in the low 64 bits.
            (id >> 64) << 64,
            authorization.signature
        );
    }

    /// @inheritdoc IHashLock
    function lockItem(Item calldata item) external payable {
        uint256 tip = item.terms.tipOf();
        require(msg.value == tip, HashLock_WrongValue(msg.value, tip));
        (address token, uint256 tokenId, uint256 units) = (item.token, item.tokenId, item.units);
        address vault = _openItem(item.recipient, item.refundee, tokenId, token, units, item.hashlock, item.terms);
        if (vault != address(0)) return _pullLot(token, tokenId, units, vault);
        bytes memory order = abi.encodeCall(IERC721.transferFrom, (_msgSender(), address(this), tokenId));
        if (!LowLevelCall.callNoReturn(token, order)) LowLevelCall.bubbleRevert();
        _requireDelivered(token, tokenId);
    }

    /// @inheritdoc IERC721Receiver
    function onERC721Received(
        address,
        address,
        uint256 tokenId,
        bytes calldata data
    ) external returns (bytes4 accepted) {
        (bytes32 hashlock, address recipient, address refundee, uint256 terms) = abi.decode(
            data,
            (bytes32, address, address, uint256)
        );
        require(terms.tipOf() == 0, HashLock_WrongValue(0, terms.tipOf()));
        _openItem(recipient, refundee, tokenId, msg.sender, 0, hashlock, terms);
        _requireDelivered(msg.sender, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }

    // ------------------------------------------------------------------------------------------------ acts: claim

    /// @inheritdoc IHashLock
    function claim(Claim calldata claim_) external {
        (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) = claim_.claimed();
        require(entry != 0, HashLock_NotOpen(id));
        _pay(token, payee, amount, tip);
    }

    /// @inheritdoc IHashLock
    function claimMany(Claim[] calldata claims) external {
        Runs.Book memory book;
        Runs.Sum memory sum;
        book.room = claims.length << 1;
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata claim_ = claims.claimAt(i);
            (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) = claim_.claimed();
            require(entry != 0, HashLock_NotOpenAt(i, id));
            // When they were locked each tip was less than its amount, and all amounts together no more than there is.
            unchecked {
                if (tip != 0) {
                    sum = book.turn(sum, token, _msgSender());
                    sum.amount += tip;
                    amount -= tip;
                }
                if (!sum.isOf(token, payee)) sum = book.turn(sum, token, payee);
                sum.amount += amount;
            }
        }
        _payAll(book, sum);
    }

    /// @inheritdoc IHashLock
    function claimItem(ItemClaim calldata claim_) external {
        bytes32 id = LockBook.idOfItem(
            claim_.recipient,
            claim_.refundee,
            claim_.tokenId,
            claim_.token,
            claim_.units,
            claim_.preimage.hashOf(),
            claim_.terms
        );
        uint256 entry = _take(id);
        emit Claimed(id, claim_.preimage);
        _handOver(claim_.token, claim_.tokenId, entry, claim_.recipient, claim_.terms.tipOf());
    }

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @inheritdoc IHashLock
    function refund(Lock calldata terms) external {
        (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) = terms.refunded();
        require(entry != 0, HashLock_NotOpen(id));
        _requireDue(id, terms.terms);
        _pay(token, payee, amount, tip);
    }

    /// @inheritdoc IHashLock
    function refundMany(Lock[] calldata locks) external {
        Runs.Book memory book;
        Runs.Sum memory sum;
        book.room = locks.length << 1;
        for (uint256 i = 0; i < locks.length; ++i) {
            Lock calldata terms = locks.lockAt(i);
            (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) = terms.refunded();
            require(entry != 0, HashLock_NotOpenAt(i, id));
            _requireDue(id, terms.terms);
            // As in `claimMany`, written out again: a function for both costs each of ten 166 gas, more than its limit.
            unchecked {
                if (tip != 0) {
                    sum = book.turn(sum, token, _msgSender());
                    sum.amount += tip;
                    amount -= tip;
                }
                if (!sum.isOf(token, payee)) sum = book.turn(sum, token, payee);
                sum.amount += amount;
            }
        }
        _payAll(book, sum);
    }

    /// @inheritdoc IHashLock
    function refundItem(Item calldata item) external {
        (bytes32 id, uint256 entry) = _takeItem(item);
        _requireDue(id, item.terms);
        _refundItem(id, item, entry);
    }

    /// @inheritdoc IHashLock
    function refundEarly(Lock calldata terms, uint256 deadline, bytes calldata signature) external {
        (bytes32 id, uint256 entry, address token, address payee, uint256 amount, uint256 tip) = terms.refunded();
        require(entry != 0, HashLock_NotOpen(id));
        _requireAgreed(id, terms.recipient, entry, deadline, signature);
        _pay(token, payee, amount, tip);
    }

    /// @inheritdoc IHashLock
    function refundItemEarly(Item calldata item, uint256 deadline, bytes calldata signature) external {
        (bytes32 id, uint256 entry) = _takeItem(item);
        _requireAgreed(id, item.recipient, entry, deadline, signature);
        _refundItem(id, item, entry);
    }

    // --------------------------------------------------------------------------------------------- acts: withdraw

    /// @inheritdoc IHashLock
    function withdrawItem(address token, uint256 tokenId) external {
        address account = _kept[token][tokenId];
        _withdrawItem(token, tokenId, account, account);
    }

    /// @inheritdoc IHashLock
    function withdrawItemTo(address token, uint256 tokenId, address to) external {
        require(to != address(0) && to != address(this), Payouts_BadReceiver(to));
        _withdrawItem(token, tokenId, _msgSender(), to);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IHashLock
    function lockId(
        Kind kind,
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 amount,
        bytes32 hashlock,
        uint256 terms
    ) external view returns (bytes32 id) {
        return LockBook.idOf(kind, recipient, refundee, tokenId, token, amount, hashlock, terms);
    }

    /// @inheritdoc IHashLock
    function lockedAt(bytes32[] calldata ids) external view returns (uint256[] memory blocks) {
        blocks = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) blocks[i] = uint64(ids[i].entryOf());
    }

    /// @inheritdoc IHashLock
    function vaultOf(bytes32 id) external view returns (address vault) {
        return id.entryOf().vaultIn();
    }

    /// @inheritdoc IHashLock
    function keptFor(address token, uint256 tokenId) external view returns (address account) {
        return _kept[token][tokenId];
    }

    // ------------------------------------------------------------------------------------------------------- open

    function _openErc20(Lock calldata terms) private returns (bytes32 id) {
        address token = terms.token;
        require(token.code.length != 0, HashLock_NotToken(token));
        return _open(token, terms.amount, terms.hashlock, terms.recipient, terms.refundee, terms.terms);
    }

    function _open(
        address token,
        uint256 amount,
        bytes32 hashlock,
        address recipient,
        address refundee,
        uint256 terms
    ) private good(recipient, refundee, terms) returns (bytes32 id) {
        require(terms.tipOf() < amount, HashLock_NothingLeft(amount, terms.tipOf()));
        uint256 earlier;
        (id, earlier) = LockBook.open(token, amount, hashlock, recipient, refundee, terms);
        require(earlier == 0, HashLock_AlreadyOpen(id));
    }

    /// @return vault of a lot; zero: it is an ERC-721
    function _openItem(
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 units,
        bytes32 hashlock,
        uint256 terms
    ) private good(recipient, refundee, terms) returns (address vault) {
        require(token.code.length != 0, HashLock_NotToken(token));
        if (units != 0) vault = Clones.clone(vaults);
        (bytes32 id, uint256 earlier) = LockBook.openItem(
            recipient,
            refundee,
            tokenId,
            token,
            units,
            hashlock,
            terms,
            vault
        );
        require(earlier == 0, HashLock_AlreadyOpen(id));
        if (vault != address(0)) emit Vaulted(id, vault);
    }

    function _pullLot(address token, uint256 tokenId, uint256 units, address vault) private {
        uint256 earlier = IERC6909(token).balanceOf(vault, tokenId);
        bool isMoved = IERC6909(token).transferFrom(_msgSender(), vault, tokenId, units);
        bool isThere = isMoved && IERC6909(token).balanceOf(vault, tokenId) >= earlier + units;
        require(isThere, HashLock_NotDelivered(token, tokenId));
    }

    function _requireDelivered(address token, uint256 tokenId) private view {
        bytes memory question = abi.encodeCall(IERC721.ownerOf, (tokenId));
        (bool isTold, bytes32 owner, ) = LowLevelCall.staticcallReturn64Bytes(token, question);
        bool isHere = isTold && LowLevelCall.returnDataSize() > 31 && owner == bytes32(uint256(uint160(address(this))));
        require(isHere, HashLock_NotDelivered(token, tokenId));
    }

    // -------------------------------------------------------------------------------------------------------- end

    function _take(bytes32 id) private returns (uint256 entry) {
        entry = id.take();
        require(entry != 0, HashLock_NotOpen(id));
    }

    function _takeItem(Item calldata item) private returns (bytes32 id, uint256 entry) {
        id = LockBook.idOfItem(
            item.recipient,
            item.refundee,
            item.tokenId,
            item.token,
            item.units,
            item.hashlock,
            item.terms
        );
        entry = _take(id);
    }

    function _refundItem(bytes32 id, Item calldata item, uint256 entry) private {
        emit Refunded(id);
        _handOver(item.token, item.tokenId, entry, item.refundee, item.terms.tipOf());
    }

    function _requireDue(bytes32 id, uint256 terms) private view {
        require(block.timestamp >= terms.timelockOf(), HashLock_TooEarly(id, terms.timelockOf()));
    }

    function _requireAgreed(
        bytes32 id,
        address recipient,
        uint256 entry,
        uint256 deadline,
        bytes calldata signature
    ) private view {
        if (_msgSender() == recipient) return;
        require(block.timestamp <= deadline, HashLock_Expired(deadline, block.timestamp));
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(EARLY_REFUND_TYPEHASH, id, uint64(entry), deadline)));
        require(Signatures.isSignedBy(recipient, digest, signature), HashLock_NotSigned(id, recipient));
    }

    /// @dev A party that acts itself keeps the tip.
    function _pay(address token, address to, uint256 amount, uint256 tip) private {
        if (tip != 0) {
            address caller = _msgSender();
            if (caller != to) {
                // When it was locked the tip was less than the amount.
                unchecked {
                    _payOut(token, to, amount - tip);
                }
                (to, amount) = (caller, tip);
            }
        }
        _payOut(token, to, amount);
    }

    function _payAll(Runs.Book memory book, Runs.Sum memory last) private {
        for (uint256 i = 0; i < book.count; ++i) {
            Runs.Sum memory sum = book.sums[i];
            _payOut(sum.token, sum.payee, sum.amount);
        }
        if (last.amount != 0) _payOut(last.token, last.payee, last.amount);
    }

    function _handOver(address token, uint256 tokenId, uint256 entry, address to, uint256 tip) private {
        address vault = entry.vaultIn();
        uint256 left = gasleft();
        bool isLot = vault != address(0);
        bool isMoved = isLot ? IVault(vault).release(to, token, tokenId) : _isMoved(token, tokenId, to);
        if (!isMoved) {
            _requireGas(left);
            if (!isLot) _kept[token][tokenId] = to;
            emit ItemKept(token, tokenId, to);
        }
        if (tip != 0) _payOut(address(0), _msgSender(), tip);
    }

    function _withdrawItem(address token, uint256 tokenId, address account, address to) private {
        bool isKept = account != address(0) && _kept[token][tokenId] == account;
        require(isKept, HashLock_NothingKept(token, tokenId, account));
        delete _kept[token][tokenId];
        emit ItemWithdrawn(token, tokenId, account, to);
        require(_isMoved(token, tokenId, to), Payouts_Refused(token, to, tokenId));
    }

    /// @dev Not `safeTransferFrom`: a recipient must not be able to refuse, nor take all gas.
    function _isMoved(address token, uint256 tokenId, address to) private returns (bool isMoved) {
        return LowLevelCall.callNoReturn(token, abi.encodeCall(IERC721.transferFrom, (address(this), to, tokenId)));
    }
}
