// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NOT_TO_ORDER, NO_PROTEST, ACCEPTED, LATE, REST, WITH_AGENT} from "./BillBits.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {IBillsRecourse} from "./IBillsRecourse.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";
import {Links} from "./Links.sol";
import {Presentment} from "./Presentment.sol";

/// @title BillsClaims: who is liable for a bill, and for how much
/// @notice Moves neither money nor lots.
abstract contract BillsClaims is IBillsRecourse {
    /// @dev What all acts look at.
    /// @param creditor whose claim the lot is: its holder; if he is an agent, who sent him
    struct Case {
        uint256 id;
        IBills.Bill bill;
        IRuleSets.Rules rules;
        uint256 lotId;
        bytes32 inner;
        ILots.Lot lot;
        address creditor;
    }

    struct Sum {
        uint256 principal;
        uint256 interest;
        uint256 discount;
        uint96 costs;
        uint256 paid;
        uint256 mark;
    }

    uint256 private constant BPS = 10_000;
    uint256 private constant BPS_DAYS = BPS * 365;

    /// @inheritdoc IBillsRecourse
    IBills public immutable bills;
    ILots internal immutable _lots;
    IRuleSets internal immutable _ruleSets;

    mapping(bytes32 key => uint96 part) internal _guarantees;
    mapping(uint256 lot => Claim) internal _claims;

    constructor(ILots lots, IRuleSets ruleSets) {
        (bills, _lots, _ruleSets) = (IBills(msg.sender), lots, ruleSets);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBillsRecourse
    function sumOf(
        IBills.Face calldata face,
        bytes32 inner
    ) external view returns (uint256 principal, int256 interest, uint96 costs, uint256 paid) {
        Sum memory sum = _sumOf(face, _caseOf(face, inner));
        return (sum.principal, int256(sum.interest) - int256(sum.discount), sum.costs, sum.paid);
    }

    /// @inheritdoc IBillsRecourse
    function liabilityOf(
        IBills.Face calldata face,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external view returns (bool isLiable, uint256 lastDay) {
        Case memory case_ = _caseOf(face, inner);
        isLiable =
            index < links.length &&
            _isChain(case_, links) &&
            _answers(face, links, index, case_.creditor, _acceptorOf(face, case_), _lastEndorsement(case_));
        return (isLiable, _barOf(case_, links));
    }

    /// @inheritdoc IBillsRecourse
    function guaranteeOf(uint256 id, address guarantor, address principal) external view returns (uint96 part) {
        return _guarantees[_guaranteeKey(id, guarantor, principal)];
    }

    /// @inheritdoc IBillsRecourse
    function claimOf(uint256 lot) external view returns (Claim memory claim) {
        return _claims[lot];
    }

    // ---------------------------------------------------------------------------------------------- internal: cases

    function _caseOf(IBills.Face calldata face, bytes32 inner) internal view returns (Case memory case_) {
        (case_.id, case_.inner) = (Faces.idOf(address(bills), face), inner);
        case_.bill = bills.billOf(case_.id);
        case_.rules = _ruleSets.rulesOf(face.rules);
        case_.lotId = Links.idOf(Links.rootId(address(bills), case_.id), inner);
        ILots.Lot memory lot = _lots.lotOf(case_.lotId);
        (case_.lot, case_.creditor) = (lot, lot.holder);
        if (lot.state & WITH_AGENT != 0) case_.creditor = bills.principalOf(case_.lotId);
    }

    /// @dev A bill that was not accepted, or not paid, by what must show it.
    function _requireOpen(IBills.Face calldata face, Case memory case_) internal pure {
        IBills.Status status = case_.bill.status;
        bool isShown = status == IBills.Status.Protested;
        if (face.clauses & NO_PROTEST != 0) {
            isShown = isShown || status == IBills.Status.RefusedAcceptance || status == IBills.Status.Dishonoured;
        }
        require(isShown, BillsRecourse_WrongStatus(case_.id, status));
        bool isPresented = Presentment.isTimely(face, case_.bill, case_.rules);
        require(isPresented, BillsRecourse_NotPresented(case_.id, Presentment.lastDay(face, case_.rules)));
    }

    function _requireHolder(Case memory case_, address caller) internal pure {
        require(case_.lot.holder == caller, BillsRecourse_NotHolder(case_.lotId, caller));
    }

    function _requireNotBarred(Case memory case_, ILots.Link[] calldata links) internal view {
        uint256 lastDay = _barOf(case_, links);
        require(_today() <= lastDay, BillsRecourse_Barred(case_.lotId, lastDay));
    }

    /// @dev Last day on which prior parties answer to the holder (ULB 70). By the links, so that it outlives a division.
    function _barOf(Case memory case_, ILots.Link[] calldata links) internal pure returns (uint256 lastDay) {
        for (uint256 i = links.length; i > 0; --i) {
            ILots.Link calldata link = links[i - 1];
            uint256 day = link.time / 1 days;
            if (link.kind == ILots.Kind.TakenUp) return day + case_.rules.endorserDays;
            // Nothing is taken up before that.
            if (day < case_.bill.eventDay) break;
        }
        uint256 from = case_.bill.protestedAt / 1 days;
        return (from == 0 ? case_.bill.dueDay : from) + case_.rules.priorDays;
    }

    // ----------------------------------------------------------------------------------------- internal: liability

    function _isChain(Case memory case_, ILots.Link[] calldata links) internal view returns (bool) {
        return _lots.isChain(Links.rootId(address(bills), case_.id), case_.inner, links);
    }

    /// @dev Last second of an endorsement that is one, and not a mere assignment (ULB 20).
    function _lastEndorsement(Case memory case_) internal pure returns (uint256) {
        IBills.Bill memory bill = case_.bill;
        if (bill.protestedAt != 0) return bill.protestedAt;
        if (bill.eventDay == 0) return type(uint256).max;
        uint256 lastDay = uint256(bill.eventDay) + case_.rules.protestDays;
        if (bill.status == IBills.Status.RefusedAcceptance && bill.dueDay > lastDay) lastDay = bill.dueDay;
        return (lastDay + 1) * 1 days - 1;
    }

    function _requireLiable(
        IBills.Face calldata face,
        uint256 lotId,
        ILots.Link[] calldata links,
        uint256 index,
        address creditor,
        address acceptor,
        uint256 lastEndorsement
    ) internal pure returns (address party) {
        require(index < links.length, BillsRecourse_NotLiable(lotId, address(0)));
        party = links[index].from;
        bool isLiable = _answers(face, links, index, creditor, acceptor, lastEndorsement);
        require(isLiable, BillsRecourse_NotLiable(lotId, party));
    }

    /// @dev Whether the giver of a link answers to a creditor who came by these links. Whether they are a lot's is another
    /// question.
    function _answers(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        address creditor,
        address acceptor,
        uint256 lastEndorsement
    ) internal pure returns (bool answers) {
        answers = _isUnhindered(face, links, index, creditor, acceptor, lastEndorsement);
        // Who got it by a mere assignment has the rights of who assigned it, and no others (ULB 20).
        for (uint256 i = links.length - 1; answers && i > index; --i) {
            (ILots.Kind kind, uint40 time) = (links[i].kind, links[i].time);
            if (kind == ILots.Kind.TakenUp || time <= lastEndorsement) break;
            if (kind == ILots.Kind.Collection || kind == ILots.Kind.Returned) continue;
            creditor = links[i].from;
            answers = _isUnhindered(face, links, index, creditor, acceptor, lastEndorsement);
        }
        return answers && _isBound(face, links, index, creditor, lastEndorsement);
    }

    /// @dev Nobody claims from himself, or from who has a claim on him: as acceptor, or for an earlier link (BEA 37).
    function _isUnhindered(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        address creditor,
        address acceptor,
        uint256 lastEndorsement
    ) private pure returns (bool isFree) {
        address party = links[index].from;
        isFree = creditor != party && creditor != acceptor;
        for (uint256 i = 0; isFree && i < index; ++i) {
            isFree = links[i].from != creditor || !_isBound(face, links, i, party, lastEndorsement);
        }
    }

    /// @return acceptor zero: nobody
    function _acceptorOf(IBills.Face calldata face, Case memory case_) internal pure returns (address acceptor) {
        return case_.bill.flags & ACCEPTED == 0 ? address(0) : face.drawee;
    }

    /// @dev Whether a link binds its giver towards a later party.
    function _isBound(
        IBills.Face calldata face,
        ILots.Link[] calldata links,
        uint256 index,
        address later,
        uint256 lastEndorsement
    ) private pure returns (bool) {
        ILots.Link calldata link = links[index];
        // The drawer signed the face, and was the first to have it. Who took it up has signed nothing.
        if (index == 0) return link.kind != ILots.Kind.TakenUp;
        if (face.clauses & NOT_TO_ORDER != 0 || link.time > lastEndorsement) return false;
        return _binds(link, later);
    }

    function _binds(ILots.Link calldata link, address later) internal pure returns (bool) {
        ILots.Kind kind = link.kind;
        if (kind == ILots.Kind.NoFurther) return link.to == later;
        return kind == ILots.Kind.WithRecourse || kind == ILots.Kind.InBlank;
    }

    // ---------------------------------------------------------------------------------------------- internal: sums

    function _sumOf(IBills.Face calldata face, Case memory case_) internal view returns (Sum memory sum) {
        (IBills.Bill memory bill, uint256 units) = (case_.bill, case_.lot.units);
        uint256 perUnit = bill.paid;
        if (perUnit != 0) {
            if (bill.flags & LATE != 0) perUnit += bills.interestOf(case_.id);
            sum.mark = _lots.markOf(case_.lotId);
            sum.paid = (perUnit - sum.mark) * units;
        }
        Claim memory claim = _claims[case_.lotId];
        bool isSame = claim.units == units;
        if (isSame) sum.costs = claim.costs;
        if (isSame && claim.base != 0) {
            (uint256 base, uint256 came) = (claim.base, perUnit * units);
            sum.principal = base > came ? base - came : 0;
            sum.interest = _interestOn(sum.principal, claim.day, case_.rules);
        } else {
            sum.principal = (_payable(face, bill) - bill.paid) * units;
            sum.interest = _interestOn(sum.principal, bill.dueDay, case_.rules);
            sum.discount = _discountOn(sum.principal, bill.dueDay, case_.rules);
        }
    }

    function _total(Sum memory sum) internal pure returns (uint256) {
        return sum.principal + sum.interest - sum.discount + sum.costs + sum.paid;
    }

    /// @dev From a day until today, not longer than a claim on the acceptor lasts.
    function _interestOn(
        uint256 amount,
        uint256 fromDay,
        IRuleSets.Rules memory rules
    ) internal view returns (uint256) {
        uint256 today = _today();
        if (today <= fromDay) return 0;
        return (amount * rules.interestBps * Math.min(today - fromDay, rules.acceptorDays)) / BPS_DAYS;
    }

    /// @dev From today until a day (ULB 48): at most all.
    function _discountOn(uint256 amount, uint256 dueDay, IRuleSets.Rules memory rules) internal view returns (uint256) {
        uint256 today = _today();
        if (today >= dueDay) return 0;
        return Math.min(amount, Math.ceilDiv(amount * rules.interestBps * (dueDay - today), BPS_DAYS));
    }

    /// @dev Costs are a share of what is open.
    function _requireCosts(uint96 costs, uint256 open, IRuleSets.Rules memory rules) internal pure {
        uint256 most = (open * rules.costsBps) / BPS;
        require(costs <= most, BillsRecourse_TooMuchCosts(costs, most));
    }

    function _payable(IBills.Face calldata face, IBills.Bill memory bill) private view returns (uint96) {
        return bill.flags & REST == 0 ? face.unit : bills.acceptedOf(face);
    }

    // --------------------------------------------------------------------------------------------- internal: others

    function _today() internal view returns (uint256) {
        return block.timestamp / 1 days;
    }

    function _guaranteeKey(uint256 id, address guarantor, address principal) internal pure returns (bytes32) {
        return keccak256(abi.encode(id, guarantor, principal));
    }
}
