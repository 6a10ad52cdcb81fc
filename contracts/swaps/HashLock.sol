// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
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
/// @dev What comes in is measured, and only that is guarded against re-entry: a second delivery inside the first would be
/// counted twice. What goes out does so after the books, and needs no guard.
contract HashLock is IHashLock, Payouts, EIP712, ReentrancyGuardTransient {
    using Terms for uint256;
    using Sums for uint256[];

    /// @inheritdoc IHashLock
    uint256 public constant MAX_TIME = 365 days;
    bytes32 private constant EARLY_REFUND_TYPEHASH = keccak256(
        "EarlyRefund(bytes32 id,uint256 lockedAt,uint256 deadline)"
    );
    uint256 private constant BLOCK_BITS = 64;

    /// @inheritdoc IHashLock
    address public immutable vaults;

    /// @dev Number of the block (64 bits) and, of a lot, its vault, from the lowest bit on.
    mapping(bytes32 id => uint256 entry) private _entries;
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
    function lock(Lock calldata terms) external nonReentrant {
        _openErc20(terms);
        Money.pull(terms.token, _msgSender(), terms.amount);
    }

    /// @inheritdoc IHashLock
    function lockWithPermit(Lock calldata terms, Permit calldata permit) external nonReentrant {
        _openErc20(terms);
        address caller = _msgSender();
        Money.tryPermit(terms.token, caller, permit.value, permit.deadline, permit.v, permit.r, permit.s);
        Money.pull(terms.token, caller, terms.amount);
    }

    /// @inheritdoc IHashLock
    function lockWithAuthorization(Lock calldata terms, Authorization calldata authorization) external nonReentrant {
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
        address vault = _openItem(item, msg.value);
        address caller = _msgSender();
        if (vault == address(0)) {
            IERC721(item.token).transferFrom(caller, address(this), item.tokenId);
            _requireDelivered(item.token, item.tokenId);
        } else {
            _pullLot(item, caller, vault);
        }
    }

    /// @inheritdoc IERC721Receiver
    function onERC721Received(
        address,
        address,
        uint256 tokenId,
        bytes calldata data
    ) external returns (bytes4 accepted) {
        Item memory item;
        (item.kind, item.token, item.tokenId, item.amount) = (Kind.Erc721, msg.sender, tokenId, 1);
        (item.hashlock, item.recipient, item.refundee, item.terms) = abi.decode(
            data,
            (bytes32, address, address, uint256)
        );
        _openItem(item, 0);
        _requireDelivered(msg.sender, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }

    // ------------------------------------------------------------------------------------------------ acts: claim

    /// @inheritdoc IHashLock
    function claim(Claim calldata claim_) external {
        bytes32 id = _idOfClaim(claim_);
        _end(id);
        emit Claimed(id, claim_.preimage);
        _pay(claim_.token, claim_.recipient, claim_.amount, claim_.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function claimMany(Claim[] calldata claims) external {
        uint256[] memory sums = Sums.make(2 * claims.length);
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata claim_ = claims[i];
            bytes32 id = _idOfClaim(claim_);
            _endAt(i, id);
            emit Claimed(id, claim_.preimage);
            _add(sums, claim_.token, claim_.recipient, claim_.amount, claim_.terms.tipOf());
        }
        _payAll(sums);
    }

    /// @inheritdoc IHashLock
    function claimItem(bytes32 preimage, Item calldata item) external {
        require(_sha256(preimage) == item.hashlock, HashLock_WrongPreimage(preimage, item.hashlock));
        bytes32 id = lockId(item);
        uint256 entry = _end(id);
        emit Claimed(id, preimage);
        _handOver(item, entry, item.recipient);
    }

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @inheritdoc IHashLock
    function refund(Lock calldata terms) external {
        bytes32 id = _idOfLock(terms);
        _end(id);
        _requireDue(id, terms.terms);
        emit Refunded(id);
        _pay(terms.token, terms.refundee, terms.amount, terms.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function refundMany(Lock[] calldata locks) external {
        uint256[] memory sums = Sums.make(2 * locks.length);
        for (uint256 i = 0; i < locks.length; ++i) {
            Lock calldata terms = locks[i];
            bytes32 id = _idOfLock(terms);
            _endAt(i, id);
            _requireDue(id, terms.terms);
            emit Refunded(id);
            _add(sums, terms.token, terms.refundee, terms.amount, terms.terms.tipOf());
        }
        _payAll(sums);
    }

    /// @inheritdoc IHashLock
    function refundItem(Item calldata item) external {
        bytes32 id = lockId(item);
        uint256 entry = _end(id);
        _requireDue(id, item.terms);
        emit Refunded(id);
        _handOver(item, entry, item.refundee);
    }

    /// @inheritdoc IHashLock
    function refundEarly(Lock calldata terms, uint256 deadline, bytes calldata signature) external {
        bytes32 id = _idOfLock(terms);
        _requireAgreed(id, terms.recipient, _end(id), deadline, signature);
        emit Refunded(id);
        _pay(terms.token, terms.refundee, terms.amount, terms.terms.tipOf());
    }

    /// @inheritdoc IHashLock
    function refundItemEarly(Item calldata item, uint256 deadline, bytes calldata signature) external {
        bytes32 id = lockId(item);
        uint256 entry = _end(id);
        _requireAgreed(id, item.recipient, entry, deadline, signature);
        emit Refunded(id);
        _handOver(item, entry, item.refundee);
    }

    // --------------------------------------------------------------------------------------------- acts: withdraw

    /// @inheritdoc IHashLock
    function withdrawItem(address token, uint256 tokenId) external {
        _withdrawItem(token, tokenId, _kept[token][tokenId], _kept[token][tokenId]);
    }

    /// @inheritdoc IHashLock
    function withdrawItemTo(address token, uint256 tokenId, address to) external {
        require(to != address(0) && to != address(this), Payouts_BadReceiver(to));
        _withdrawItem(token, tokenId, _msgSender(), to);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IHashLock
    function lockId(Item calldata item) public view returns (bytes32 id) {
        return
            _idOf(
                item.kind,
                item.token,
                item.tokenId,
                item.amount,
                item.hashlock,
                item.recipient,
                item.refundee,
                item.terms
            );
    }

    /// @inheritdoc IHashLock
    function lockedAt(bytes32[] calldata ids) external view returns (uint256[] memory blocks) {
        blocks = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) blocks[i] = uint64(_entries[ids[i]]);
    }

    /// @inheritdoc IHashLock
    function vaultOf(bytes32 id) external view returns (address vault) {
        return _vaultIn(_entries[id]);
    }

    /// @inheritdoc IHashLock
    function keptFor(address token, uint256 tokenId) external view returns (address account) {
        return _kept[token][tokenId];
    }

    // ------------------------------------------------------------------------------------------------------- open

    function _openErc20(Lock calldata terms) private returns (bytes32 id) {
        require(terms.token.code.length != 0, HashLock_NotToken(terms.token));
        return
            _open(Kind.Erc20, terms.token, terms.amount, terms.hashlock, terms.recipient, terms.refundee, terms.terms);
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
        require(terms.tipOf() <= amount, HashLock_TipAboveAmount(terms.tipOf(), amount));
        _requireGood(recipient, refundee, terms);
        id = _idOf(kind, token, 0, amount, hashlock, recipient, refundee, terms);
        _enter(id, block.number);
        emit Locked(id, recipient, refundee, token, amount, hashlock, terms);
    }

    function _openItem(Item memory item, uint256 value) private returns (address vault) {
        require(item.kind == Kind.Erc721 || item.kind == Kind.Erc6909, HashLock_NotItem(item.kind));
        require(item.amount != 0, HashLock_ZeroAmount());
        require(item.kind == Kind.Erc6909 || item.amount == 1, HashLock_NotOne(item.amount));
        require(item.token.code.length != 0, HashLock_NotToken(item.token));
        require(value == item.terms.tipOf(), HashLock_WrongValue(value, item.terms.tipOf()));
        _requireGood(item.recipient, item.refundee, item.terms);
        bytes32 id = _idOfItem(item);
        if (item.kind == Kind.Erc6909) vault = Clones.clone(vaults);
        _enter(id, (uint256(uint160(vault)) << BLOCK_BITS) | block.number);
        emit LockedItem(
            id,
            item.recipient,
            item.refundee,
            item.kind,
            item.token,
            item.tokenId,
            item.amount,
            item.hashlock,
            item.terms
        );
        if (vault != address(0)) emit Vaulted(id, vault);
    }

    function _enter(bytes32 id, uint256 entry) private {
        require(_entries[id] == 0, HashLock_AlreadyOpen(id));
        _entries[id] = entry;
    }

    function _pullLot(Item calldata item, address from, address vault) private {
        IERC6909 token = IERC6909(item.token);
        uint256 earlier = token.balanceOf(vault, item.tokenId);
        bool isMoved = token.transferFrom(from, vault, item.tokenId, item.amount);
        bool isThere = isMoved && token.balanceOf(vault, item.tokenId) >= earlier + item.amount;
        require(isThere, HashLock_NotDelivered(item.token, item.tokenId));
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

    function _end(bytes32 id) private returns (uint256 entry) {
        entry = _entries[id];
        require(entry != 0, HashLock_NotOpen(id));
        delete _entries[id];
    }

    function _endAt(uint256 index, bytes32 id) private {
        require(_entries[id] != 0, HashLock_NotOpenAt(index, id));
        delete _entries[id];
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
                amount = tip;
                to = caller;
            }
        }
        _payOut(token, to, amount);
    }

    /// @dev As `_pay`, later.
    function _add(uint256[] memory sums, address token, address to, uint256 amount, uint256 tip) private view {
        if (tip != 0) sums.add(token, _msgSender(), tip);
        sums.add(token, to, amount - tip);
    }

    function _payAll(uint256[] memory sums) private {
        for (uint256 i = 0; i < sums.count(); ++i) {
            (address token, address payee, uint256 amount) = sums.get(i);
            _payOut(token, payee, amount);
        }
    }

    function _handOver(Item calldata item, uint256 entry, address to) private {
        (address token, uint256 tokenId, address vault) = (item.token, item.tokenId, _vaultIn(entry));
        uint256 left = gasleft();
        bool isLot = vault != address(0);
        bool isMoved = isLot ? IVault(vault).release(to, token, tokenId) : _isMoved(token, tokenId, to);
        if (!isMoved) {
            _requireGas(left);
            if (!isLot) _kept[token][tokenId] = to;
            emit ItemKept(token, tokenId, to);
        }
        _payOut(address(0), _msgSender(), item.terms.tipOf());
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

    function _idOfClaim(Claim calldata claim_) private view returns (bytes32 id) {
        return
            _idOf(
                _kindOf(claim_.token),
                claim_.token,
                0,
                claim_.amount,
                _sha256(claim_.preimage),
                claim_.recipient,
                claim_.refundee,
                claim_.terms
            );
    }

    function _idOfLock(Lock calldata terms) private view returns (bytes32 id) {
        return
            _idOf(
                _kindOf(terms.token),
                terms.token,
                0,
                terms.amount,
                terms.hashlock,
                terms.recipient,
                terms.refundee,
                terms.terms
            );
    }

    function _idOfItem(Item memory item) private view returns (bytes32 id) {
        return
            _idOf(
                item.kind,
                item.token,
                item.tokenId,
                item.amount,
                item.hashlock,
                item.recipient,
                item.refundee,
                item.terms
            );
    }

    function _idOf(
        Kind kind,
        address token,
        uint256 tokenId,
        uint256 amount,
        bytes32 hashlock,
        address recipient,
        address refundee,
        uint256 terms
    ) private view returns (bytes32 id) {
        bytes memory all = abi.encode(
            block.chainid,
            address(this),
            kind,
            token,
            tokenId,
            amount,
            hashlock,
            recipient,
            refundee,
            terms
        );
        return keccak256(all);
    }

    function _kindOf(address token) private pure returns (Kind) {
        return token == address(0) ? Kind.Ether : Kind.Erc20;
    }

    function _vaultIn(uint256 entry) private pure returns (address vault) {
        return address(uint160(entry >> BLOCK_BITS));
    }

    function _sha256(bytes32 preimage) private pure returns (bytes32 hash) {
        return sha256(abi.encode(preimage));
    }
}
