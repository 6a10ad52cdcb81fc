// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {StorageSlot} from "@openzeppelin/contracts/utils/StorageSlot.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IHashLock} from "./IHashLock.sol";
import {IVault} from "./IVault.sol";
import {Payouts} from "./Payouts.sol";
import {Sums} from "./Sums.sol";
import {Terms} from "./Terms.sol";
import {Vault} from "./Vault.sol";

/// @title HashLock
/// @notice The specification is `IHashLock`. Any act may be batched (`multicall`) and relayed (ERC-2771).
/// @dev An open lock is one slot, at its id (a mapping would hash it once more, 90 gas an act): the number of the block
/// (64 bits) and, of a lot, its vault, from the lowest bit on.
///
/// What comes in is measured, and only that is guarded against re-entry: a second delivery inside the first would be
/// counted twice. What goes out does so after the books, and needs no guard.
contract HashLock is IHashLock, Payouts, EIP712, ReentrancyGuardTransient {
    using Terms for uint256;
    using Terms for bytes32;
    using Sums for Sums.Book;

    /// @inheritdoc IHashLock
    uint256 public constant MAX_TIME = 365 days;
    bytes32 private constant EARLY_REFUND_TYPEHASH = keccak256(
        "EarlyRefund(bytes32 id,uint256 lockedAt,uint256 deadline)"
    );
    uint256 private constant BLOCK_BITS = 64;

    /// @inheritdoc IHashLock
    address public immutable vaults;

    /// @dev ERC-721 that could not be moved to their party.
    mapping(address token => mapping(uint256 tokenId => address account)) private _kept;

    constructor(address relay) Relayed(relay) EIP712("Tallystick HashLock", "1") {
        vaults = address(new Vault(relay));
    }

    // ------------------------------------------------------------------------------------------------- acts: lock

    /// @inheritdoc IHashLock
    function lockEther(bytes32 hashlock, address recipient, address refundee, uint256 terms) external payable {
        _open(Kind.Ether, address(0), msg.value, hashlock, recipient, refundee, terms);
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
            id,
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
        IERC721(token).transferFrom(_msgSender(), address(this), tokenId);
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
        bytes32 id = Terms.idOfClaim(claim_);
        _end(id);
        emit Claimed(id, claim_.preimage);
        _pay(claim_.token, claim_.recipient, claim_.amount, claim_.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function claimMany(Claim[] calldata claims) external {
        Sums.Book memory book;
        uint256 room = 2 * claims.length;
        (address token, address payee, uint256 sum) = (address(0), address(0), 0);
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata claim_ = claims[i];
            bytes32 id = Terms.idOfClaim(claim_);
            require(_take(id) != 0, HashLock_NotOpenAt(i, id));
            emit Claimed(id, claim_.preimage);
            if (claim_.token != token || claim_.recipient != payee) {
                book.add(room, token, payee, sum);
                (token, payee, sum) = (claim_.token, claim_.recipient, 0);
            }
            uint256 tip = claim_.terms.tipOf();
            if (tip != 0) book.add(room, token, _msgSender(), tip);
            sum += claim_.amount - tip;
        }
        book.add(room, token, payee, sum);
        _payAll(book);
    }

    /// @inheritdoc IHashLock
    function claimItem(ItemClaim calldata claim_) external {
        bytes32 id = _idOfItem(
            claim_.recipient,
            claim_.refundee,
            claim_.tokenId,
            claim_.token,
            claim_.units,
            claim_.preimage.hashOf(),
            claim_.terms
        );
        uint256 entry = _end(id);
        emit Claimed(id, claim_.preimage);
        _handOver(claim_.token, claim_.tokenId, entry, claim_.recipient, claim_.terms.tipOf());
    }

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @inheritdoc IHashLock
    function refund(Lock calldata terms) external {
        bytes32 id = Terms.idOfLock(terms);
        _end(id);
        _requireDue(id, terms.terms);
        emit Refunded(id);
        _pay(terms.token, terms.refundee, terms.amount, terms.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function refundMany(Lock[] calldata locks) external {
        Sums.Book memory book;
        uint256 room = 2 * locks.length;
        (address token, address payee, uint256 sum) = (address(0), address(0), 0);
        for (uint256 i = 0; i < locks.length; ++i) {
            Lock calldata terms = locks[i];
            bytes32 id = Terms.idOfLock(terms);
            require(_take(id) != 0, HashLock_NotOpenAt(i, id));
            _requireDue(id, terms.terms);
            emit Refunded(id);
            if (terms.token != token || terms.refundee != payee) {
                book.add(room, token, payee, sum);
                (token, payee, sum) = (terms.token, terms.refundee, 0);
            }
            uint256 tip = terms.terms.tipOf();
            if (tip != 0) book.add(room, token, _msgSender(), tip);
            sum += terms.amount - tip;
        }
        book.add(room, token, payee, sum);
        _payAll(book);
    }

    /// @inheritdoc IHashLock
    function refundItem(Item calldata item) external {
        (bytes32 id, uint256 entry) = _endItem(item);
        _requireDue(id, item.terms);
        _refundItem(id, item, entry);
    }

    /// @inheritdoc IHashLock
    function refundEarly(Lock calldata terms, uint256 deadline, bytes calldata signature) external {
        bytes32 id = Terms.idOfLock(terms);
        _requireAgreed(id, terms.recipient, _end(id), deadline, signature);
        emit Refunded(id);
        _pay(terms.token, terms.refundee, terms.amount, terms.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function refundItemEarly(Item calldata item, uint256 deadline, bytes calldata signature) external {
        (bytes32 id, uint256 entry) = _endItem(item);
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
        return Terms.idOf(kind, recipient, refundee, tokenId, token, amount, hashlock, terms);
    }

    /// @inheritdoc IHashLock
    function lockedAt(bytes32[] calldata ids) external view returns (uint256[] memory blocks) {
        blocks = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) blocks[i] = uint64(_entryOf(ids[i]).value);
    }

    /// @inheritdoc IHashLock
    function vaultOf(bytes32 id) external view returns (address vault) {
        return _vaultIn(_entryOf(id).value);
    }

    /// @inheritdoc IHashLock
    function keptFor(address token, uint256 tokenId) external view returns (address account) {
        return _kept[token][tokenId];
    }

    // ------------------------------------------------------------------------------------------------------- open

    function _openErc20(Lock calldata terms) private returns (bytes32 id) {
        address token = terms.token;
        require(token.code.length != 0, HashLock_NotToken(token));
        return _open(Kind.Erc20, token, terms.amount, terms.hashlock, terms.recipient, terms.refundee, terms.terms);
    }

    function _open(
        Kind kind,
        address token,
        uint256 amount,
        bytes32 hashlock,
        address recipient,
        address refundee,
        uint256 terms
    ) private returns (bytes32 id) {
        require(amount != 0, HashLock_ZeroAmount());
        uint256 tip = terms.tipOf();
        require(tip <= amount, HashLock_TipAboveAmount(tip, amount));
        _requireGood(recipient, refundee, terms);
        id = Terms.idOf(kind, recipient, refundee, 0, token, amount, hashlock, terms);
        _enter(id, block.number);
        emit Locked(id, recipient, refundee, token, amount, hashlock, terms);
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
    ) private returns (address vault) {
        require(token.code.length != 0, HashLock_NotToken(token));
        _requireGood(recipient, refundee, terms);
        bytes32 id = _idOfItem(recipient, refundee, tokenId, token, units, hashlock, terms);
        if (units != 0) vault = Clones.clone(vaults);
        _enter(id, (uint256(uint160(vault)) << BLOCK_BITS) | block.number);
        emit LockedItem(id, recipient, refundee, tokenId, token, units, hashlock, terms);
        if (vault != address(0)) emit Vaulted(id, vault);
    }

    function _enter(bytes32 id, uint256 entry) private {
        StorageSlot.Uint256Slot storage slot = _entryOf(id);
        require(slot.value == 0, HashLock_AlreadyOpen(id));
        slot.value = entry;
    }

    function _pullLot(address token, uint256 tokenId, uint256 units, address vault) private {
        uint256 earlier = IERC6909(token).balanceOf(vault, tokenId);
        bool isMoved = IERC6909(token).transferFrom(_msgSender(), vault, tokenId, units);
        bool isThere = isMoved && IERC6909(token).balanceOf(vault, tokenId) >= earlier + units;
        require(isThere, HashLock_NotDelivered(token, tokenId));
    }

    function _requireDelivered(address token, uint256 tokenId) private view {
        bool isHere = IERC721(token).ownerOf(tokenId) == address(this);
        require(isHere, HashLock_NotDelivered(token, tokenId));
    }

    function _requireGood(address recipient, address refundee, uint256 terms) private view {
        require(recipient != address(0) && recipient != address(this), HashLock_BadParty(recipient));
        require(refundee != address(0) && refundee != address(this), HashLock_BadParty(refundee));
        (uint256 timelock, uint256 now_) = (terms.timelockOf(), block.timestamp);
        require(timelock > now_ && timelock <= now_ + MAX_TIME, HashLock_BadTimelock(timelock, now_));
    }

    // -------------------------------------------------------------------------------------------------------- end

    /// @return entry zero: it was not open
    function _take(bytes32 id) private returns (uint256 entry) {
        StorageSlot.Uint256Slot storage slot = _entryOf(id);
        entry = slot.value;
        slot.value = 0;
    }

    function _end(bytes32 id) private returns (uint256 entry) {
        entry = _take(id);
        require(entry != 0, HashLock_NotOpen(id));
    }

    function _endItem(Item calldata item) private returns (bytes32 id, uint256 entry) {
        id = _idOfItem(item.recipient, item.refundee, item.tokenId, item.token, item.units, item.hashlock, item.terms);
        entry = _end(id);
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
                _payOut(token, to, amount - tip);
                (to, amount) = (caller, tip);
            }
        }
        _payOut(token, to, amount);
    }

    function _payAll(Sums.Book memory book) private {
        for (uint256 i = 0; i < book.count; ++i) {
            Sums.Sum memory sum = book.sums[i];
            _payOut(sum.token, sum.payee, sum.amount);
        }
    }

    function _handOver(address token, uint256 tokenId, uint256 entry, address to, uint256 tip) private {
        address vault = _vaultIn(entry);
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

    /// @dev Not `safeTransferFrom`: a recipient must not be able to refuse, nor take all gas. Assembly, because Solidity
    /// would copy whatever is returned.
    function _isMoved(address token, uint256 tokenId, address to) private returns (bool isMoved) {
        bytes memory order = abi.encodeCall(IERC721.transferFrom, (address(this), to, tokenId));
        assembly ("memory-safe") {
            isMoved := call(gas(), token, 0x00, add(order, 0x20), mload(order), 0x00, 0x00)
        }
    }

    // --------------------------------------------------------------------------------------------------------- id

    function _entryOf(bytes32 id) private pure returns (StorageSlot.Uint256Slot storage slot) {
        return StorageSlot.getUint256Slot(id);
    }

    function _vaultIn(uint256 entry) private pure returns (address vault) {
        return address(uint160(entry >> BLOCK_BITS));
    }

    function _idOfItem(
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 units,
        bytes32 hashlock,
        uint256 terms
    ) private view returns (bytes32 id) {
        (Kind kind, uint256 amount) = units == 0 ? (Kind.Erc721, 1) : (Kind.Erc6909, units);
        return Terms.idOf(kind, recipient, refundee, tokenId, token, amount, hashlock, terms);
    }
}
