// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAcceptors} from "../../contracts/instruments/IAcceptors.sol";
import {IBillQuotes} from "../../contracts/instruments/IBillQuotes.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBillsChanges} from "../../contracts/instruments/IBillsChanges.sol";
import {IBillsRecourse} from "../../contracts/instruments/IBillsRecourse.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IRepos} from "../../contracts/instruments/IRepos.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {BlockingTokenMock} from "../../contracts/mocks/BlockingTokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";
import {LotsBook} from "./lotsBook.sol";

/// @notice Bills of one acceptor, their lots handed about among four holders, paid, dishonoured, protested, taken up and stopped
/// in any order, in a token that refuses one or the other at times; and a second account of them.
abstract contract AcceptedBillsHandler is InstrumentsBase, LotsBook {
    uint256 internal constant BILLS = 3;
    uint256 internal constant HOLDERS = 4;
    uint40 internal constant UNITS = 100;
    uint40 internal constant EVER = type(uint40).max;
    uint8 internal constant MOVABLE = 128;
    uint8 internal constant STOPPED = 8;
    uint256 internal constant MONEY = 1e30;
    address internal constant DRAWEE = address(0xACC);
    address internal constant COURT = address(0xC0);
    address internal constant CLAIMANT = address(0xC1A);

    struct Part {
        uint256 bill;
        bytes32 inner;
        uint256 id;
    }

    /// @dev How a bill was noted last.
    struct Noted {
        uint256 id;
        uint256 promised;
        uint256 partPaid;
        bool isOnTime;
        bool isLate;
        bool isDishonoured;
    }

    Lots public immutable lots;
    IBills public immutable bills;
    IBillsRecourse public immutable recourse;
    IBillsChanges public immutable changes;
    IBillQuotes public immutable quotes;
    IRepos public immutable repos;
    IAcceptors public immutable acceptors;
    BlockingTokenMock public immutable token;
    /// @notice What the contracts did and the model would not have.
    string public difference;

    IBills.Face[BILLS] internal _faces;
    uint256[BILLS] internal _ids;
    /// @dev By the acceptor on each unit.
    uint96[BILLS] internal _promised;
    bool[BILLS] internal _isDishonoured;
    Part[] internal _parts;
    Noted[] internal _notes;
    address[HOLDERS] internal _holders;
    mapping(address account => bool) internal _isBlocked;
    uint256 private _made;

    constructor() {
        vm.warp(1_790_000_000);
        lots = _newLots();
        bills = _newBills(lots);
        (recourse, changes) = (IBillsRecourse(bills.recourse()), IBillsChanges(bills.changes()));
        quotes = IBillQuotes(_deploy("instruments/BillQuotes.sol:BillQuotes", abi.encode(RELAY, bills)));
        repos = IRepos(_deploy("instruments/Repos.sol:Repos", abi.encode(RELAY, bills)));
        acceptors = IAcceptors(_deploy("instruments/Acceptors.sol:Acceptors", abi.encode(bills)));
        token = new BlockingTokenMock();
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _holders[i] = address(uint160(0x401D + i));
            vm.prank(_holders[i]);
            lots.setOperator(address(quotes), true);
            vm.prank(_holders[i]);
            lots.setOperator(address(repos), true);
            _fund(_holders[i]);
        }
        _fund(DRAWEE);
        _fund(CLAIMANT);
        for (uint256 i = 0; i < BILLS; ++i) _draw(i);
    }

    // --------------------------------------------------------------------------------------------------------- acts

    /// @dev Seldom as long as a stop order lasts.
    function passTime(uint256 seconds_, uint256 seldom) external {
        vm.warp(block.timestamp + (seldom % 16 == 0 ? 61 days : bound(seconds_, 0, 3 days)));
    }

    /// @dev A new bill in place of one that is over, so that long runs do not run dry.
    function renew(uint256 which) external {
        which %= BILLS;
        for (uint256 i = 0; i < _parts.length; ++i) {
            if (_parts[i].bill == which && lots.lotOf(_parts[i].id).units != 0) return;
        }
        for (uint256 i = _parts.length; i > 0; --i) {
            if (_parts[i - 1].bill != which) continue;
            _parts[i - 1] = _parts[_parts.length - 1];
            _parts.pop();
        }
        _draw(which);
    }

    function setBlocked(uint256 who, bool isBlocked) external {
        address account = _holders[who % HOLDERS];
        token.setBlocked(account, isBlocked);
        _isBlocked[account] = isBlocked;
    }

    function endorse(uint256 which, uint256 to, bool isBinding) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        address receiver = _holders[to % HOLDERS];
        if (!_isPerson(lot.holder)) return;
        bool mayDo = lot.holder != receiver && lot.state == MOVABLE;
        bytes32 roll = lots.rollOf(part.id);
        vm.prank(lot.holder);
        try lots.endorse(part.id, receiver, isBinding ? ILots.Kind.WithRecourse : ILots.Kind.WithoutRecourse) {
            if (!mayDo) _differs("an endorsement");
            _follow(lots, part.id, roll, lot.holder);
        } catch {
            if (mayDo) _differs("a refused endorsement");
        }
    }

    function pay(uint256 which, uint256 upTo) external {
        IBills.Face memory face = _faces[which % BILLS];
        (uint96 principal, uint96 interest) = bills.dueOf(face);
        uint256 due = uint256(principal) + interest;
        if (due == 0) return;
        upTo = bound(upTo, 0, due + due / 8);
        vm.prank(DRAWEE);
        try bills.pay(face, uint96(upTo)) returns (uint96 paid) {
            if (paid > upTo || paid > due || (upTo >= due && paid != due)) _differs("what is paid");
        } catch {
            if (upTo >= due) _differs("a refused payment");
        }
    }

    function collect(uint256 which) external {
        Part memory part = _part(which);
        ILots.Lot memory lot = lots.lotOf(part.id);
        if (!_isPerson(lot.holder)) return;
        uint256 expected = bills.collectable(_ids[part.bill], part.inner);
        bool mayDo = expected != 0 && lot.state & STOPPED == 0 && !_isBlocked[lot.holder];
        vm.prank(lot.holder);
        try bills.collect(_faces[part.bill], part.inner, lot.holder) returns (uint256 amount) {
            if (!mayDo || amount != expected) _differs("what is collected");
        } catch {
            if (mayDo) _differs("a refused collection");
        }
    }

    /// @dev As far as it goes now.
    function dishonour(uint256 which, bool isRefused) external {
        Part memory part = _part(which);
        address holder = lots.lotOf(part.id).holder;
        IBills.Face memory face = _faces[part.bill];
        vm.prank(holder);
        try bills.presentForPayment(face, part.inner) {} catch {}
        vm.prank(DRAWEE);
        if (isRefused) try bills.refusePayment(face, "why") {} catch {}
        else try bills.dishonour(face) {} catch {}
        vm.prank(holder);
        try bills.protest(face, part.inner) {} catch {}
        if (bills.billOf(_ids[part.bill]).eventDay != 0) _isDishonoured[part.bill] = true;
    }

    function takeUp(uint256 which, uint256 index) external {
        Part memory part = _part(which);
        ILots.Link[] memory links = _links[part.id];
        address holder = lots.lotOf(part.id).holder;
        if (links.length == 0 || holder == address(0)) return;
        index = bound(index, 0, links.length - 1);
        address payer = links[index].from;
        (uint256 principal, int256 interest, uint96 costs, uint256 paid) = recourse.sumOf(
            _faces[part.bill],
            part.inner
        );
        uint256 wanted = uint256(int256(principal) + interest) + costs + paid + _hasOrWaits(holder);
        vm.prank(payer);
        try recourse.takeUp(_faces[part.bill], part.inner, links, index, type(uint256).max) {
            if (!_isPerson(payer)) _differs("recourse against a buy-back");
            if (_hasOrWaits(holder) != wanted) _differs("what the holder was owed");
            _cutTo(part.id, index, holder, payer);
        } catch {}
    }

    function withdrawKept(uint256 who) external {
        address account = _holders[who % HOLDERS];
        uint256 kept = recourse.keptFor(account, address(token));
        vm.prank(account);
        try recourse.withdraw(address(token), account) returns (uint256 amount) {
            if (amount != kept || _isBlocked[account]) _differs("what was kept");
        } catch {
            if (kept != 0 && !_isBlocked[account]) _differs("what was kept and is not given");
        }
    }

    /// @dev Only the third bill names a court.
    function stop(uint256 which) external {
        Part memory part = _part(which);
        uint24 lastDay = uint24(block.timestamp / 1 days + 60);
        vm.prank(COURT);
        try changes.stop(_faces[part.bill], part.inner, CLAIMANT, lastDay, "why") {
            if (part.bill != 2) _differs("a stop without a court");
        } catch {}
    }

    function lift(uint256 which) external {
        Part memory part = _part(which);
        vm.prank(COURT);
        try changes.lift(_faces[part.bill], part.inner) {} catch {}
    }

    /// @dev By the claimant, who hands the lot on; and the court may find that it was not his.
    function replace(uint256 which, uint256 to, bool isAwarded) external {
        Part memory part = _part(which);
        address deprived = lots.lotOf(part.id).holder;
        bytes32 roll = lots.rollOf(part.id);
        vm.prank(CLAIMANT);
        try changes.replace(_faces[part.bill], part.inner) returns (uint96 security) {
            _follow(lots, part.id, roll, deprived);
            if (lots.lotOf(part.id).holder != CLAIMANT) _differs("a lot that was replaced");
            roll = lots.rollOf(part.id);
            vm.prank(CLAIMANT);
            lots.endorse(part.id, _holders[to % HOLDERS], ILots.Kind.WithoutRecourse);
            _follow(lots, part.id, roll, CLAIMANT);
            if (!isAwarded) return;
            uint256 kept = changes.keptFor(deprived, address(token));
            vm.prank(COURT);
            changes.award(_faces[part.bill], part.inner, CLAIMANT);
            if (changes.keptFor(deprived, address(token)) != kept + security) _differs("what a court awards");
        } catch {}
    }

    function note(uint256 which) external {
        which %= BILLS;
        uint256 id = _ids[which];
        uint256 index = 0;
        while (index < _notes.length && _notes[index].id != id) ++index;
        if (index == _notes.length) _notes.push();
        Noted memory earlier = _notes[index];
        Noted memory found = _noteOf(which);
        bool isNew = keccak256(abi.encode(found)) != keccak256(abi.encode(earlier));
        _notes[index] = found;
        try acceptors.note(_faces[which]) {
            if (!isNew) _differs("a note of nothing new");
        } catch {
            if (isNew) _differs("a refused note");
        }
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _part(uint256 which) internal view returns (Part memory) {
        return _parts[which % _parts.length];
    }

    function _isPerson(address account) internal view returns (bool) {
        for (uint256 i = 0; i < HOLDERS; ++i) if (_holders[i] == account) return true;
        return false;
    }

    /// @return open of what the acceptor has promised on a lot, whether or not it is late
    /// @return paid of it to be collected
    function _worthOf(Part memory part) internal view returns (uint256 open, uint256 paid) {
        IBills.Bill memory bill = bills.billOf(_ids[part.bill]);
        uint256 units = lots.lotOf(part.id).units;
        if (bill.status != IBills.Status.Paid && _promised[part.bill] > bill.paid) {
            open = (_promised[part.bill] - bill.paid) * units;
        }
        paid = bills.collectable(_ids[part.bill], part.inner);
    }

    /// @return isGood whether nothing is wrong with a bill so far
    function _isYoung(uint256 which) internal view returns (bool isGood) {
        return !_isDishonoured[which] && block.timestamp / 1 days <= _faces[which].term;
    }

    /// @dev With what recourse keeps for him.
    function _hasOrWaits(address account) internal view returns (uint256) {
        return token.balanceOf(account) + recourse.keptFor(account, address(token));
    }

    function _differs(string memory what) internal {
        if (bytes(difference).length == 0) difference = what;
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _fund(address account) private {
        address[5] memory spenders = [
            address(bills),
            address(recourse),
            address(changes),
            address(quotes),
            address(repos)
        ];
        token.mint(account, MONEY);
        for (uint256 i = 0; i < spenders.length; ++i) {
            vm.prank(account);
            token.approve(spenders[i], type(uint256).max);
        }
    }

    /// @dev To the drawer's own order, and accepted: every third in part.
    function _draw(uint256 which) private {
        IBills.Face memory face;
        face.drawer = face.payee = _holders[++_made % HOLDERS];
        (face.drawee, face.token, face.units) = (DRAWEE, address(token), UNITS);
        face.unit =
            which == 0
                ? 1_234_567
                : which == 1
                    ? 3
                    : 1_000;
        face.drawnOn = uint24(block.timestamp / 1 days);
        (face.tenor, face.term, face.rules) = (IBills.Tenor.FixedDay, face.drawnOn + 15, 1);
        if (which == 1) face.clauses = 2;
        if (which == 2) face.court = COURT;
        (face.drawnAt, face.payableAt, face.document) = ("here", "there", bytes32(_made));
        vm.prank(face.drawer);
        uint256 id = bills.draw(face);
        (_faces[which], _ids[which], _isDishonoured[which]) = (face, id, false);
        _promised[which] = _made % 3 == 0 ? (face.unit * 2) / 3 : face.unit;
        vm.prank(DRAWEE);
        if (_promised[which] == face.unit) bills.accept(face);
        else bills.acceptPart(face, _promised[which]);
        _parts.push(Part(which, 0, lots.rootId(address(bills), id)));
    }

    function _noteOf(uint256 which) private view returns (Noted memory found) {
        IBills.Bill memory bill = bills.billOf(_ids[which]);
        (found.id, found.isDishonoured) = (_ids[which], _isDishonoured[which]);
        found.promised = uint256(_promised[which]) * UNITS;
        bool isPaid = bill.status == IBills.Status.Paid;
        found.isOnTime = isPaid && !found.isDishonoured;
        found.isLate = isPaid && found.isDishonoured;
        if (!isPaid) found.partPaid = uint256(bill.paid) * UNITS;
    }
}
