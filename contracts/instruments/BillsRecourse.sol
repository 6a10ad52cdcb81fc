// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {NOT_TO_ORDER, NO_PROTEST, ACCEPTED, PART, DELIVERED, REST, STOPPED, MOVABLE} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {BillsClaims} from "./BillsClaims.sol";
import {IBills} from "./IBills.sol";
import {IBillsRecourse} from "./IBillsRecourse.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";
import {Links} from "./Links.sol";

/// @title BillsRecourse
/// @notice The specification is `IBillsRecourse`. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract BillsRecourse is BillsClaims, Relayed, ReentrancyGuardTransient {
    struct Rest {
        uint40 protestedAt;
        uint96 costs;
    }

    /// @dev What a token gets for a payment: enough for every known one.
    uint256 private constant PAYMENT_GAS = 300_000;

    mapping(uint256 id => Rest) private _rests;
    mapping(uint256 id => Receipt) private _receipts;
    mapping(address account => mapping(address token => uint256 amount)) private _kept;

    /// @dev The bills make it.
    constructor(address relay, ILots lots, IRuleSets ruleSets) BillsClaims(lots, ruleSets) Relayed(relay) {}

    // -------------------------------------------------------------------------------------------- acts: guarantees

    /// @inheritdoc IBillsRecourse
    function guarantee(
        IBills.Face calldata face,
        address principal,
        uint96 part,
        bytes32 inner,
        ILots.Link[] calldata links
    ) external {
        Case memory case_ = _caseOf(face, inner);
        (uint256 id, IBills.Bill memory bill) = (case_.id, case_.bill);
        require(_isGuaranteed(bill.status), BillsRecourse_WrongStatus(id, bill.status));
        address guarantor = _msgSender();
        if (principal == address(0)) principal = face.drawer;
        bool isLiable =
            principal == face.drawer ||
                (principal == face.drawee && bill.flags & ACCEPTED != 0) ||
                (_isEndorser(face, links, principal) && _isChain(case_, links));
        require(isLiable && principal != guarantor, BillsRecourse_BadPrincipal(id, principal));
        bytes32 key = _guaranteeKey(id, guarantor, principal);
        require(part > _guarantees[key] && part <= face.unit, BillsRecourse_BadPart(part, face.unit));
        _guarantees[key] = part;
        emit Guaranteed(id, guarantor, principal, part * face.units);
    }

    // ----------------------------------------------------------------------------------------------- acts: demands

    /// @inheritdoc IBillsRecourse
    function attest(IBills.Face calldata face, bytes32 document) external {
        Case memory case_ = _caseOf(face, 0);
        IBills.Status status = case_.bill.status;
        require(status == IBills.Status.Protested, BillsRecourse_WrongStatus(case_.id, status));
        emit Attested(case_.id, _msgSender(), document);
    }

    /// @inheritdoc IBillsRecourse
    function notify(IBills.Face calldata face, bytes32 inner, uint96 costs, bytes32 document) external {
        Case memory case_ = _caseOf(face, inner);
        address holder = _msgSender();
        _requireHolder(case_, holder);
        _requireOpen(face, case_);
        _requireCosts(costs, _sumOf(face, case_).principal, case_.rules);
        Claim memory claim = _claims[case_.lotId];
        if (claim.units != case_.lot.units) claim = Claim(0, 0, 0, case_.lot.units);
        claim.costs = costs;
        _claims[case_.lotId] = claim;
        uint256 from = claim.base == 0 ? _shownOn(case_.bill) : claim.day;
        bool isTimely = _today() <= from + case_.rules.noticeDays;
        emit NoticeGiven(case_.id, case_.lotId, holder, costs, document, isTimely);
    }

    /// @inheritdoc IBillsRecourse
    function demand(IBills.Face calldata face, bytes32 inner, ILots.Link[] calldata links, uint256 index) external {
        Case memory case_ = _caseOf(face, inner);
        address holder = _msgSender();
        _requireHolder(case_, holder);
        address party = _requireClaim(face, case_, links, index);
        require(_isChain(case_, links), BillsRecourse_BadChain(case_.lotId));
        emit Demanded(case_.id, case_.lotId, party, holder, _total(_sumOf(face, case_)));
    }

    // ---------------------------------------------------------------------------------------------- acts: taking up

    /// @inheritdoc IBillsRecourse
    function takeUp(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        Case memory case_ = _caseOf(face, inner);
        address party = _requireClaim(face, case_, links, index);
        require(party == _msgSender(), BillsRecourse_NotLiable(case_.lotId, _msgSender()));
        return _settle(face, case_, links, index, party, Ground.Liable, maxAmount);
    }

    /// @inheritdoc IBillsRecourse
    function payFor(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        Case memory case_ = _caseOf(face, inner);
        address party = _requireClaim(face, case_, links, index);
        address payer = _msgSender();
        // Anybody but the acceptor (ULB 55).
        require(payer != party && payer != _acceptorOf(face, case_), BillsRecourse_OwnClaim(payer));
        Ground ground = _groundOf(case_.id, payer, party);
        return _settle(face, case_, links, index + 1, party, ground, maxAmount);
    }

    /// @inheritdoc IBillsRecourse
    function payForAcceptor(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        Case memory case_ = _caseOf(face, inner);
        _requireOpen(face, case_);
        // For what he did not accept, others answer, and must not be let off.
        uint8 flags = case_.bill.flags;
        bool isAccepted = flags & ACCEPTED != 0 && (flags & PART == 0 || flags & REST != 0);
        require(isAccepted, BillsRecourse_NotAccepted(case_.id));
        address payer = _msgSender();
        Ground ground = payer == face.drawee ? Ground.Acceptor : _groundOf(case_.id, payer, face.drawee);
        return _settle(face, case_, links, 0, face.drawee, ground, maxAmount);
    }

    // -------------------------------------------------------------------------------- acts: acceptance of a part

    /// @inheritdoc IBillsRecourse
    function protestRest(IBills.Face calldata face, uint96 costs) external {
        (Case memory case_, uint256 rest) = _restOf(face);
        address holder = _msgSender();
        _requireHolder(case_, holder);
        require(_rests[case_.id].protestedAt == 0, BillsRecourse_AlreadyProtested(case_.id));
        require(_today() <= case_.bill.dueDay, BillsRecourse_TooLate(case_.id, case_.bill.dueDay));
        _requireCosts(costs, rest, case_.rules);
        _rests[case_.id] = Rest(uint40(block.timestamp), costs);
        emit RestProtested(case_.id, holder, costs);
    }

    /// @inheritdoc IBillsRecourse
    function takeUpRest(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        Case memory case_;
        (case_, amount) = _restDueOf(face);
        address party = _requireOwing(face, case_, links, index);
        bytes32 roll = _book(case_, links, index, party, amount, maxAmount);
        bills.setRest(case_.id);
        emit RestTakenUp(case_.id, party, case_.creditor, amount, roll);
        _pay(face.token, party, case_.creditor, amount);
    }

    /// @inheritdoc IBillsRecourse
    function takeUpReceipt(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        uint256 maxAmount
    ) external nonReentrant returns (uint256 amount) {
        Case memory case_ = _caseOf(face, 0);
        Receipt memory receipt = _receipts[case_.id];
        address creditor = receipt.creditor;
        require(creditor != address(0), BillsRecourse_NoReceipt(case_.id));
        uint256 lastDay = uint256(receipt.day) + case_.rules.endorserDays;
        require(_today() <= lastDay, BillsRecourse_Barred(case_.lotId, lastDay));
        // They were judged by their time when the receipt was made, and all of them are older.
        address party = _requireLiable(face, case_.lotId, links, index, creditor, address(0), type(uint256).max);
        require(party == _msgSender(), BillsRecourse_NotLiable(case_.lotId, _msgSender()));
        require(_rollAfter(case_.id, links) == receipt.roll, BillsRecourse_BadChain(case_.lotId));
        amount = receipt.amount + _interestOn(receipt.amount, receipt.day, case_.rules);
        bytes32 roll = _book(case_, links, index, party, amount, maxAmount);
        emit RestTakenUp(case_.id, party, creditor, amount, roll);
        _pay(face.token, party, creditor, amount);
    }

    // ------------------------------------------------------------------------------------------------- acts: money

    /// @inheritdoc IBillsRecourse
    function withdraw(address token, address to) external nonReentrant returns (uint256 amount) {
        address account = _msgSender();
        require(to != address(0) && to != address(this), BillsRecourse_BadReceiver(to));
        amount = _kept[account][token];
        require(amount != 0, BillsRecourse_NothingToWithdraw(account, token));
        delete _kept[account][token];
        emit Withdrawn(account, token, to, amount);
        Money.send(token, to, amount);
    }

    /// @notice `Money.move`, so that `_pay` can go on when it fails. Only this contract.
    function tryMove(address token, address from, address to, uint256 amount) external {
        require(msg.sender == address(this), BillsRecourse_NotSelf(msg.sender));
        Money.move(token, from, to, amount);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBillsRecourse
    function restOf(uint256 id) external view returns (uint40 protestedAt, uint96 costs) {
        return (_rests[id].protestedAt, _rests[id].costs);
    }

    /// @inheritdoc IBillsRecourse
    function receiptOf(uint256 id) external view returns (Receipt memory receipt) {
        return _receipts[id];
    }

    /// @inheritdoc IBillsRecourse
    function keptFor(address account, address token) external view returns (uint256 amount) {
        return _kept[account][token];
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Recourse is open, not barred, and to the giver of this link.
    function _requireClaim(
        IBills.Face calldata face,
        Case memory case_,
        ILots.Link[] calldata links,
        uint256 index
    ) private view returns (address party) {
        _requireOpen(face, case_);
        _requireNotBarred(case_, links);
        address acceptor = _acceptorOf(face, case_);
        return _requireLiable(face, case_.lotId, links, index, case_.creditor, acceptor, _lastEndorsement(case_));
    }

    /// @param count links that stay
    function _settle(
        IBills.Face calldata face,
        Case memory case_,
        ILots.Link[] calldata links,
        uint256 count,
        address party,
        Ground ground,
        uint256 maxAmount
    ) private returns (uint256 amount) {
        (address payer, address receiver) = (_msgSender(), case_.creditor);
        require(payer != case_.lot.holder && payer != receiver, BillsRecourse_OwnClaim(payer));
        _requireNotStopped(case_);
        Sum memory sum = _sumOf(face, case_);
        amount = _total(sum);
        require(amount != 0, BillsRecourse_NothingOwed(case_.lotId));
        _requireWithin(amount, maxAmount);
        uint40 units = case_.lot.units;
        uint96 base = SafeCast.toUint96(amount + sum.mark * units);
        _claims[case_.lotId] = Claim(base, 0, uint24(_today()), units);
        // `Lots` refuses links that are not the lot's.
        _handOver(case_, links, count, payer);
        emit TakenUp(case_.id, case_.lotId, payer, party, receiver, amount, ground);
        _pay(face.token, payer, receiver, amount);
    }

    /// @dev The receipt for a rest, or the next one.
    function _book(
        Case memory case_,
        ILots.Link[] calldata links,
        uint256 index,
        address party,
        uint256 amount,
        uint256 maxAmount
    ) private returns (bytes32 roll) {
        _requireWithin(amount, maxAmount);
        roll = _rollAfter(case_.id, links[:index]);
        _receipts[case_.id] = Receipt(party, SafeCast.toUint96(amount), roll, uint24(_today()));
    }

    /// @dev `bills.takeUp`, encoded by hand with the links as they stand: Solidity would check and copy them field by field.
    function _handOver(Case memory case_, ILots.Link[] calldata links, uint256 count, address to) private {
        uint256 offset = 0xc0;
        bytes memory head = abi.encode(case_.id, case_.inner, offset, count, to, MOVABLE, links.length);
        Address.functionCall(address(bills), bytes.concat(IBills.takeUp.selector, head, Links.words(links)));
    }

    /// @dev A refused payment must not hinder who pays: it waits here.
    function _pay(address token, address payer, address receiver, uint256 amount) private {
        try this.tryMove{gas: PAYMENT_GAS}(token, payer, receiver, amount) {} catch {
            _kept[receiver][token] += amount;
            emit Kept(receiver, token, amount);
            Money.pull(token, payer, amount);
        }
    }

    /// @dev What a protested rest costs now.
    function _restDueOf(IBills.Face calldata face) private view returns (Case memory case_, uint256 amount) {
        (case_, amount) = _restOf(face);
        (Rest memory told, uint256 dueDay) = (_rests[case_.id], case_.bill.dueDay);
        bool isShown = told.protestedAt != 0 || face.clauses & NO_PROTEST != 0;
        require(isShown, BillsRecourse_NotProtested(case_.id));
        require(_today() < dueDay, BillsRecourse_TooLate(case_.id, dueDay - 1));
        amount = amount - _discountOn(amount, dueDay, case_.rules) + told.costs;
    }

    /// @dev The caller owes a rest, by the lot's own links, and nobody stopped it.
    function _requireOwing(
        IBills.Face calldata face,
        Case memory case_,
        ILots.Link[] calldata links,
        uint256 index
    ) private view returns (address party) {
        uint256 last = _rests[case_.id].protestedAt;
        if (last == 0) last = type(uint256).max;
        party = _requireLiable(face, case_.lotId, links, index, case_.creditor, address(0), last);
        require(party == _msgSender(), BillsRecourse_NotLiable(case_.lotId, _msgSender()));
        require(_isChain(case_, links), BillsRecourse_BadChain(case_.lotId));
        _requireNotStopped(case_);
    }

    function _requireNotStopped(Case memory case_) private pure {
        require(case_.lot.state & STOPPED == 0, BillsRecourse_Stopped(case_.lotId));
    }

    function _groundOf(uint256 id, address payer, address party) private view returns (Ground) {
        return _guarantees[_guaranteeKey(id, payer, party)] == 0 ? Ground.Honour : Ground.Guarantee;
    }

    /// @dev Of a bill that was accepted in part and is whole, what was not.
    function _restOf(IBills.Face calldata face) private view returns (Case memory case_, uint256 rest) {
        case_ = _caseOf(face, 0);
        IBills.Bill memory bill = case_.bill;
        bool isPart = bill.status == IBills.Status.PartAccepted && bill.flags & DELIVERED != 0;
        require(isPart, BillsRecourse_WrongStatus(case_.id, bill.status));
        require(bill.flags & REST == 0, BillsRecourse_AlreadyTakenUp(case_.id));
        require(case_.lot.units == face.units, BillsRecourse_NotWhole(case_.id, case_.lot.units));
        rest = (face.unit - bills.acceptedOf(face)) * case_.lot.units;
    }

    function _rollAfter(uint256 id, ILots.Link[] calldata links) private view returns (bytes32) {
        uint256 root = Links.rootId(address(bills), id);
        return Links.rollAfter(bytes32(root), root, links);
    }

    /// @dev Until when a guarantee is worth something.
    function _isGuaranteed(IBills.Status status) private pure returns (bool) {
        bool isNotAccepted = status == IBills.Status.RefusedAcceptance;
        return isNotAccepted || (BillStates.isLive(status) && !BillStates.isRefused(status));
    }

    function _isEndorser(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        address principal
    ) private pure returns (bool isOne) {
        // Who assigns a bill that is not to order answers for nothing.
        if (face.clauses & NOT_TO_ORDER != 0) return false;
        for (uint256 i = 0; i < links.length && !isOne; ++i) {
            isOne = links[i].from == principal && _binds(links[i], links[i].to);
        }
    }

    /// @dev Day on which it was shown that the bill was not accepted or not paid.
    function _shownOn(IBills.Bill memory bill) private pure returns (uint256) {
        return bill.protestedAt == 0 ? bill.eventDay : bill.protestedAt / 1 days;
    }

    function _requireWithin(uint256 amount, uint256 maxAmount) private pure {
        require(amount <= maxAmount, BillsRecourse_TooDear(amount, maxAmount));
    }
}
