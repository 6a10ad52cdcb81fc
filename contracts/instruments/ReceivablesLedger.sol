// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Signatures} from "../shared/Signatures.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {ITabs} from "../market/ITabs.sol";
import {Debtors} from "./Debtors.sol";
import {IDebtors} from "./IDebtors.sol";
import {ILots} from "./ILots.sol";
import {IReceivables} from "./IReceivables.sol";
import {Invoices} from "./Invoices.sol";
import {IStatements} from "./IStatements.sol";
import {Links} from "./Links.sol";
import {Statements} from "./Statements.sol";

/// @title ReceivablesLedger: from the invoice to the confirmed claim
/// @notice Moves no token: what comes in and goes out is the business of `Receivables`.
abstract contract ReceivablesLedger is IReceivables, AccessManaged, EIP712 {
    /// @dev One slot.
    struct Claim {
        bytes29 terms;
        Status status;
        bool hasBooks;
    }

    struct Order {
        uint96 amount;
        uint96 used;
    }

    /// @notice Highest interest on late payment, basis points a year.
    uint16 public constant MAX_LATE_BPS = 3_600;
    uint16 public constant MAX_GRACE_DAYS = 365;
    uint8 public constant MAX_TIER = 63;
    /// @notice Highest face: leaves room for interest.
    uint96 public constant MAX_FACE = 2 ** 94;

    bytes32 internal constant CONFIRMATION_TYPEHASH = keccak256(
        "Confirmation(uint256 id,bytes32 terms,uint40 deadline)"
    );

    // What the state of a lot keeps, besides bits of our own.
    uint8 internal constant MOVABLE = 128;
    uint8 internal constant CAPPED = 64;
    uint8 internal constant WRITTEN_OFF = 1;

    uint256 private constant ONES = type(uint256).max / 0xff;
    uint256 private constant HIGHS = 0x80 * ONES;

    /// @inheritdoc IReceivables
    ILots public immutable lots;
    /// @notice What debtors may owe, and how they have paid: this contract's own.
    IDebtors public immutable debtors;
    /// @inheritdoc IReceivables
    IStatements public immutable statements;

    /// @inheritdoc IReceivables
    uint40 public maxTerm = 365 days;

    mapping(uint256 id => Claim) internal _claims;
    mapping(bytes32 key => Order) private _orders;

    constructor(
        address authority,
        address relay,
        ILots lots_,
        ICredentials credentials,
        ITabs tabs
    ) AccessManaged(authority) EIP712("Tallystick Receivables", "1") {
        lots = lots_;
        debtors = new Debtors(authority, credentials, relay);
        statements = new Statements(tabs, relay);
    }

    // ------------------------------------------------------------------------------------- acts: creditor and debtor

    /// @inheritdoc IReceivables
    function register(Terms calldata terms) external returns (uint256 id) {
        Terms memory copy = Invoices.load(terms);
        (id, ) = _register(copy, Status.Registered, _msgSender(), block.timestamp + 1);
    }

    /// @inheritdoc IReceivables
    function registerConfirmed(
        Terms calldata terms,
        uint40 deadline,
        bytes calldata debtorSignature
    ) external returns (uint256 id) {
        Terms memory copy = Invoices.load(terms);
        bytes32 hash;
        (id, hash) = _register(copy, Status.Confirmed, _msgSender(), block.timestamp + 1);
        _requireConfirmation(copy, id, hash, deadline, debtorSignature);
        _enter(copy, id);
    }

    /// @inheritdoc IReceivables
    function registerStated(Terms calldata terms) external returns (uint256 id) {
        Terms memory copy = Invoices.load(terms);
        require(msg.sender == address(statements), Receivables_NotStatements(msg.sender));
        // It may be overdue: the reader signed for it all the same.
        (id, ) = _register(copy, Status.Confirmed, copy.creditor, 0);
        _enter(copy, id);
    }

    /// @inheritdoc IReceivables
    function confirm(Terms calldata terms) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireDebtor(id, copy);
        _requireUnconfirmed(id, claim.status);
        _confirm(copy, id);
    }

    /// @inheritdoc IReceivables
    function confirmSigned(Terms calldata terms, uint40 deadline, bytes calldata debtorSignature) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, bytes32 hash) = _known(copy);
        require(claim.status == Status.Registered, Receivables_WrongStatus(id, claim.status));
        _requireConfirmation(copy, id, hash, deadline, debtorSignature);
        _confirm(copy, id);
    }

    /// @inheritdoc IReceivables
    function dispute(Terms calldata terms, bytes32 reason) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireDebtor(id, copy);
        require(claim.status == Status.Registered, Receivables_WrongStatus(id, claim.status));
        _claims[id].status = Status.Disputed;
        emit Disputed(id, copy.debtor, reason);
    }

    /// @inheritdoc IReceivables
    function withdraw(Terms calldata terms) external {
        Terms memory copy = Invoices.load(terms);
        (uint256 id, Claim memory claim, ) = _known(copy);
        _requireCreditor(id, copy);
        _requireUnconfirmed(id, claim.status);
        _claims[id].status = Status.Void;
        _shorten(id, 0, copy.units);
        if (copy.order != 0) {
            _orders[_orderKey(copy.debtor, copy.creditor, copy.token, copy.order)].used -= _faceOf(copy);
        }
        emit Withdrawn(id, copy.creditor);
    }

    // ----------------------------------------------------------------------------------------------------- acts: DAO

    /// @inheritdoc IReceivables
    function setMaxTerm(uint40 maxTerm_) external restricted {
        require(maxTerm_ >= 30 days && maxTerm_ <= 3_650 days, Receivables_BadMaxTerm(maxTerm_));
        maxTerm = maxTerm_;
        emit MaxTermSet(maxTerm_);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IReceivables
    function receivableId(address debtor, address creditor, bytes32 number) public view returns (uint256 id) {
        return Invoices.idOf(address(this), debtor, creditor, number);
    }

    /// @inheritdoc IReceivables
    function orderOf(
        address debtor,
        address creditor,
        address token,
        bytes32 order
    ) external view returns (uint96 orderAmount, uint96 used) {
        Order memory found = _orders[_orderKey(debtor, creditor, token, order)];
        return (found.amount, found.used);
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev The id, the state and the whole hash of terms that were registered.
    function _known(Terms memory terms) internal view returns (uint256 id, Claim memory claim, bytes32 hash) {
        id = receivableId(terms.debtor, terms.creditor, terms.number);
        claim = _claims[id];
        hash = Invoices.hashIn(terms);
        require(claim.terms == bytes29(hash), Receivables_OtherTerms(id));
    }

    function _faceOf(Terms memory terms) internal pure returns (uint96) {
        return terms.units * terms.unit;
    }

    function _requireDebtor(uint256 id, Terms memory terms) internal view {
        address caller = _msgSender();
        require(caller == terms.debtor, Receivables_NotDebtor(id, caller));
    }

    function _requireInTime(uint40 deadline) internal view {
        require(block.timestamp <= deadline, Receivables_Expired(deadline, block.timestamp));
    }

    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) internal view {
        require(Signatures.isSignedBy(signer, digest, signature), Receivables_NotSigned(signer, digest));
    }

    function _requireDueDate(uint40 dueAt, uint256 earliest) internal view {
        uint256 latest = block.timestamp + maxTerm;
        require(dueAt >= earliest && dueAt <= latest, Receivables_BadDueDate(dueAt, earliest, latest));
    }

    function _lotOf(uint256 id, bytes32 inner) internal view returns (uint256 lotId, ILots.Lot memory lot) {
        lotId = Links.idOf(Links.rootId(address(this), id), inner);
        lot = lots.lotOf(lotId);
    }

    function _setState(uint256 id, bytes32 inner, uint8 state) internal {
        lots.setState(id, inner, state);
    }

    function _shorten(uint256 id, bytes32 inner, uint40 units) internal {
        lots.shorten(id, inner, units);
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _register(
        Terms memory terms,
        Status status,
        address caller,
        uint256 earliest
    ) private returns (uint256 id, bytes32 hash) {
        id = receivableId(terms.debtor, terms.creditor, terms.number);
        require(caller == terms.creditor, Receivables_NotCreditor(id, caller));
        require(_claims[id].status == Status.None, Receivables_Exists(id));
        _requireSound(terms);
        _requireDueDate(terms.dueAt, earliest);
        if (terms.order != 0) _fillOrder(terms);
        hash = Invoices.hashIn(terms);
        _claims[id] = Claim({terms: bytes29(hash), status: status, hasBooks: false});
        uint8 state = status == Status.Confirmed ? _liveState(terms) : 0;
        lots.open(id, terms.creditor, terms.units, state, terms.maxTier == 0 ? 0 : type(uint8).max - terms.maxTier);
        emit Registered(id, terms.debtor, terms.creditor, terms);
    }

    function _confirm(Terms memory terms, uint256 id) private {
        _setState(id, 0, _liveState(terms));
        _claims[id].status = Status.Confirmed;
        _enter(terms, id);
    }

    /// @dev Into the debtor's record, within his limit.
    function _enter(Terms memory terms, uint256 id) private {
        uint96 face = _faceOf(terms);
        debtors.addConfirmed(terms.debtor, terms.token, face);
        emit Confirmed(id, terms.debtor, face);
    }

    function _fillOrder(Terms memory terms) private {
        Order storage order = _orders[_orderKey(terms.debtor, terms.creditor, terms.token, terms.order)];
        Order memory earlier = order;
        bool isSame = earlier.amount == 0 || earlier.amount == terms.orderAmount;
        require(isSame, Receivables_OrderDiffers(terms.order, terms.orderAmount, earlier.amount));
        uint256 wanted = uint256(earlier.used) + _faceOf(terms);
        require(wanted <= terms.orderAmount, Receivables_BeyondOrder(terms.order, wanted, terms.orderAmount));
        (order.amount, order.used) = (terms.orderAmount, uint96(wanted));
    }

    function _requireSound(Terms memory terms) private view {
        Invoices.requireClean(terms);
        bool areTwo = terms.debtor != address(0) && terms.debtor != terms.creditor && terms.debtor != address(this);
        require(areTwo, Receivables_BadParties(terms.debtor, terms.creditor));
        require(terms.token.code.length != 0, Receivables_NoToken(terms.token));
        _requireNumber(terms.number);
        uint256 face = uint256(terms.units) * terms.unit;
        require(face != 0 && face <= MAX_FACE, Receivables_BadFace(terms.units, terms.unit));
        require(
            terms.maxTier <= MAX_TIER && terms.lateBps <= MAX_LATE_BPS && terms.graceDays <= MAX_GRACE_DAYS,
            Receivables_BadTerms(terms.maxTier, terms.lateBps, terms.graceDays)
        );
    }

    /// @dev Capital letters and digits, at least one, then zeros only.
    function _requireNumber(bytes32 number) private pure {
        require(_isNumber(uint256(number)), Receivables_BadNumber(number));
    }

    /// @dev All bytes at once: below 128 the highest bit of a byte is set by adding 128 - n to it where it is n or more, and
    /// none carries into the next.
    function _isNumber(uint256 word) private pure returns (bool) {
        unchecked {
            uint256 letters = (word + 0x3f * ONES) & ~(word + 0x25 * ONES);
            uint256 digits = (word + 0x50 * ONES) & ~(word + 0x46 * ONES);
            uint256 used = (word + 0x7f * ONES) & HIGHS;
            bool isAscii = word & HIGHS == 0;
            bool isPlain = (letters | digits) & HIGHS == used;
            // From the first byte on, and none after one that is not.
            bool isWhole = used >> 255 == 1 && used & ((used ^ HIGHS) >> 8) == 0;
            return isAscii && isPlain && isWhole;
        }
    }

    function _requireConfirmation(
        Terms memory terms,
        uint256 id,
        bytes32 hash,
        uint40 deadline,
        bytes calldata signature
    ) private view {
        _requireInTime(deadline);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CONFIRMATION_TYPEHASH, id, hash, deadline)));
        _requireSigned(terms.debtor, digest, signature);
    }

    function _requireCreditor(uint256 id, Terms memory terms) private view {
        address caller = _msgSender();
        require(caller == terms.creditor, Receivables_NotCreditor(id, caller));
    }

    function _requireUnconfirmed(uint256 id, Status status) private pure {
        require(status == Status.Registered || status == Status.Disputed, Receivables_WrongStatus(id, status));
    }

    function _liveState(Terms memory terms) private pure returns (uint8) {
        return terms.maxTier == 0 ? MOVABLE : MOVABLE | CAPPED;
    }

    function _orderKey(address debtor, address creditor, address token, bytes32 order) private pure returns (bytes32) {
        return keccak256(abi.encode(debtor, creditor, token, order));
    }
}
