// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {Receivables} from "../../contracts/instruments/Receivables.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";
import {LotsBook} from "./lotsBook.sol";

/// @notice Two receivables of one debtor, their lots handed about, divided, paid, credited, extended, defaulted and taken
/// up in any order; and a second account: all links of each lot, and what came in and went out.
abstract contract InstrumentsHandler is InstrumentsBase, LotsBook {
    uint256 internal constant CLAIMS = 2;
    uint256 private constant HOLDERS = 4;
    uint40 private constant UNITS = 1_000;
    uint40 private constant EVER = type(uint40).max;
    bytes32 private constant CREDIT_NOTE = keccak256(
        "CreditNote(uint256 lot,bytes32 version,uint40 units,uint40 deadline)"
    );
    bytes32 private constant EXTENSION = keccak256(
        "Extension(uint256 lot,bytes32 version,uint40 dueAt,uint40 deadline)"
    );

    struct Part {
        uint256 claim;
        bytes32 inner;
        uint256 id;
    }

    Lots public immutable lots;
    Receivables public immutable receivables;
    TokenMock public immutable token;
    address public immutable debtor;
    uint256 public paidIn;
    uint256 public sentOut;
    /// @notice What the contracts did and the model would not have.
    string public difference;

    uint256 private _made;
    IReceivables.Terms[] internal _terms;
    uint256[] internal _ids;
    Part[] internal _parts;
    uint256[CLAIMS] internal _paidPrincipal;
    uint256[CLAIMS] internal _creditedPrincipal;
    uint256[CLAIMS] internal _creditedUnits;
    uint256[CLAIMS] internal _collectedUnits;
    address[HOLDERS] internal _holders;

    constructor() {
        vm.warp(1_790_000_000);
        AccessManager manager = new AccessManager(address(this));
        lots = _newLots();
        receivables = _newReceivables(address(manager), lots);
        token = new TokenMock();
        debtor = address(0xDEB);
        token.mint(debtor, 1e27);
        vm.prank(debtor);
        token.approve(address(receivables), type(uint256).max);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _holders[i] = vm.addr(i + 1);
            token.mint(_holders[i], 1e27);
            vm.prank(_holders[i]);
            token.approve(address(receivables), type(uint256).max);
        }
        for (uint256 i = 0; i < CLAIMS; ++i) {
            _terms.push();
            _ids.push();
            _make(i);
        }
    }

    // ------------------------------------------------------------------------------------------------------ reading

    function holders() external view returns (address[HOLDERS] memory) {
        return _holders;
    }

    // --------------------------------------------------------------------------------------------------------- acts

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 5 days));
    }

    /// @dev A new claim in place of one that is over, so that long runs do not run dry.
    function renew(uint256 claim) external {
        claim %= CLAIMS;
        if (_creditedUnits[claim] + _collectedUnits[claim] != UNITS) return;
        if (receivables.booksOf(_ids[claim]).pot != 0) _differs("money left when all is over");
        for (uint256 i = _parts.length; i > 0; --i) {
            if (_parts[i - 1].claim != claim) continue;
            _parts[i - 1] = _parts[_parts.length - 1];
            _parts.pop();
        }
        (_paidPrincipal[claim], _creditedPrincipal[claim]) = (0, 0);
        (_creditedUnits[claim], _collectedUnits[claim]) = (0, 0);
        _make(claim);
    }

    function endorse(uint256 which, uint256 to, bool withRecourse) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        address receiver = _holders[to % HOLDERS];
        ILots.Kind kind = withRecourse ? ILots.Kind.WithRecourse : ILots.Kind.WithoutRecourse;
        bool mayDo = lot.holder != address(0) && receiver != lot.holder;
        vm.prank(lot.holder);
        try lots.endorse(part.id, receiver, kind) {
            if (!mayDo) _differs("an endorsement that should be refused");
            _links[part.id].push(ILots.Link(lot.holder, receiver, kind, uint40(block.timestamp), 0, 0));
        } catch {
            if (mayDo) _differs("a refused endorsement");
        }
    }

    function divide(uint256 which, uint256 to, uint256 units) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        if (_parts.length > 7 || lot.units < 2) return;
        ILots.Link memory link;
        link.from = lot.holder;
        link.to = _holders[to % HOLDERS];
        link.kind = link.to == lot.holder ? ILots.Kind.Division : ILots.Kind.WithRecourse;
        link.time = uint40(block.timestamp);
        link.units = uint40(bound(units, 1, lot.units - 1));
        link.start = lot.start + lot.units - link.units;
        uint256 root = lots.rootId(address(receivables), _ids[part.claim]);
        bytes32 roll = lots.rollOf(part.id);
        ILots.Part[] memory parts = new ILots.Part[](1);
        parts[0] = ILots.Part(link.to, link.units, link.kind);
        vm.prank(lot.holder);
        uint256[] memory made = lots.divide(root, part.inner, parts);
        if (made[0] != lots.partId(root, roll, link)) _differs("the id of a part");
        _addPart(part, _innerOf(roll, link), link);
    }

    function pay(uint256 claim, uint256 upTo) external {
        claim %= CLAIMS;
        IReceivables.Terms memory terms = _terms[claim];
        (uint96 principal, uint96 interest) = receivables.dueOf(terms);
        uint256 due = uint256(principal) + interest;
        upTo = bound(upTo, 0, due / 3 + 2);
        vm.prank(debtor);
        try receivables.pay(terms, uint96(upTo)) returns (uint96 paid) {
            if (due == 0 || upTo == 0 || paid != (upTo < due ? upTo : due)) _differs("what is paid");
            paidIn += paid;
            _paidPrincipal[claim] += paid > interest ? paid - interest : 0;
        } catch {
            if (due != 0 && upTo != 0) _differs("a refused payment");
        }
    }

    function collect(uint256 which) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        IReceivables.Terms memory terms = _terms[part.claim];
        if (lot.holder == address(0)) return;
        uint256 expected = receivables.collectable(terms, part.inner);
        bool isPaid = receivables.statusOf(terms) == IReceivables.Status.Paid;
        vm.prank(lot.holder);
        try receivables.collect(terms, part.inner, lot.holder) returns (uint256 amount) {
            if (amount != expected || (amount == 0 && !isPaid)) _differs("what is collected");
            sentOut += amount;
            if (isPaid) _collectedUnits[part.claim] += lot.units;
        } catch {
            if (expected != 0 || isPaid) _differs("a refused collection");
        }
    }

    function credit(uint256 which, uint256 units, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        if (lot.holder == address(0)) return;
        units = bound(units, 1, lot.units);
        bytes memory body = abi.encode(CREDIT_NOTE, part.id, lots.versionOf(part.id), units, EVER);
        bytes memory signature = _signFor(lot.holder, keccak256(body));
        IReceivables.Terms memory terms = _terms[part.claim];
        (uint96 before, ) = receivables.dueOf(terms);
        bool isPaid = receivables.statusOf(terms) == IReceivables.Status.Paid;
        vm.prank(debtor);
        try receivables.credit(terms, part.inner, uint40(units), EVER, signature) {
            if (isPaid) _differs("a credit note on a paid claim");
            (uint96 afterwards, ) = receivables.dueOf(terms);
            _creditedPrincipal[part.claim] += before - afterwards;
            _creditedUnits[part.claim] += units;
        } catch {
            if (!isPaid) _differs("a refused credit note");
        }
    }

    function recordDefault(uint256 claim) external {
        claim %= CLAIMS;
        try receivables.recordDefault(_terms[claim]) {} catch {}
    }

    function takeUp(uint256 which, uint256 index) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        ILots.Link[] memory links = _links[part.id];
        if (lot.holder == address(0) || links.length == 0) return;
        index = bound(index, 0, links.length - 1);
        address endorser = links[index].from;
        uint256 root = lots.rootId(address(receivables), _ids[part.claim]);
        if (!lots.isChain(root, part.inner, links)) _differs("the chain of a lot");
        vm.prank(endorser);
        try receivables.takeUp(_terms[part.claim], part.inner, links, index) returns (uint96 amount) {
            if (links[index].kind != ILots.Kind.WithRecourse) _differs("recourse against who gave none");
            paidIn += amount;
            _cutTo(part.id, index, lot.holder, endorser);
        } catch {}
    }

    function withdrawProceeds(uint256 by) external {
        address account = _holders[by % HOLDERS];
        uint256 expected = receivables.proceedsOf(account, address(token));
        vm.prank(account);
        try receivables.withdrawProceeds(address(token), account) returns (uint256 amount) {
            if (amount != expected) _differs("proceeds");
            sentOut += amount;
        } catch {
            if (expected != 0) _differs("refused proceeds");
        }
    }

    /// @dev While one lot is all there is.
    function extend(uint256 claim, uint256 term) external {
        claim %= CLAIMS;
        uint256 id = _ids[claim];
        uint256 root = lots.rootId(address(receivables), id);
        ILots.Lot memory lot = lots.lotOf(root);
        if (lot.holder == address(0)) return;
        uint40 dueAt = uint40(block.timestamp + bound(term, 1, 60 days));
        bytes memory body = abi.encode(EXTENSION, root, lots.versionOf(root), dueAt, EVER);
        IReceivables.Agreement[] memory agreements = new IReceivables.Agreement[](1);
        agreements[0] = IReceivables.Agreement(0, _signFor(lot.holder, keccak256(body)));
        vm.prank(debtor);
        try receivables.extend(_terms[claim], dueAt, EVER, agreements) {
            if (lot.units + _creditedUnits[claim] != UNITS) _differs("an extension that not all agreed to");
        } catch {}
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _make(uint256 claim) private {
        IReceivables.Terms memory terms;
        terms.debtor = debtor;
        terms.creditor = _holders[0];
        terms.token = address(token);
        terms.dueAt = uint40(block.timestamp + 60 days);
        // A unit of many base units, or one of very few: there rounding shows.
        (terms.units, terms.unit) = (UNITS, claim == 0 ? 1_234_567 : 3);
        terms.lateBps = 3_600;
        ++_made;
        terms.number = bytes32(
            abi.encodePacked(uint8(0x41 + (_made % 26)), uint8(0x41 + ((_made / 26) % 26)), uint8(0x41 + _made / 676))
        );
        vm.prank(_holders[0]);
        uint256 id = receivables.register(terms);
        vm.prank(debtor);
        receivables.confirm(terms);
        (_terms[claim], _ids[claim]) = (terms, id);
        _parts.push(Part(claim, 0, lots.rootId(address(receivables), id)));
    }

    function _part(uint256 which) internal view returns (Part memory) {
        return _parts[which % _parts.length];
    }

    function _keyOf(address holder) private view returns (uint256 key) {
        for (uint256 i = 0; i < HOLDERS; ++i) if (_holders[i] == holder) return i + 1;
    }

    /// @dev A part that was cut off another: the same chain, and a link more.
    function _addPart(Part memory parent, bytes32 inner, ILots.Link memory link) internal {
        uint256 root = lots.rootId(address(receivables), _ids[parent.claim]);
        uint256 id = _idOf(root, inner);
        _parts.push(Part(parent.claim, inner, id));
        _inherit(parent.id, id, link);
    }

    function _signFor(address holder, bytes32 body) internal view virtual returns (bytes memory) {
        return _signFor(_keyOf(holder), "Tallystick Receivables", address(receivables), body);
    }

    function _differs(string memory what) internal {
        if (bytes(difference).length == 0) difference = what;
    }
}
