// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILots} from "../../contracts/instruments/ILots.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {QuotesHandler} from "./quotesHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract InstrumentsActs is QuotesHandler {
    error InstrumentsActs_Differs(string what);

    /// @return waiting what the lots of a claim could collect now
    function checkClaim(uint256 claim) external view returns (uint256 waiting) {
        IReceivables.Terms memory terms = _terms[claim];
        IReceivables.Books memory books = receivables.booksOf(_ids[claim]);
        bool isPaid = receivables.statusOf(terms) == IReceivables.Status.Paid;
        ILots.Lot[] memory all = new ILots.Lot[](_parts.length);
        uint256 units;
        for (uint256 i = 0; i < all.length; ++i) {
            if (_parts[i].claim != claim) continue;
            ILots.Lot memory lot = all[i] = lots.lotOf(_parts[i].id);
            _require((lot.holder == address(0)) == (lot.units == 0), "a lot has a holder, and only then");
            for (uint256 j = 0; j < i; ++j) _require(_areApart(all[j], lot), "two lots have one unit");
            units += lot.units;
            if (books.openUnits == 0) waiting += isPaid ? lot.units * terms.unit : 0;
            else waiting += (lot.units * (books.perUnit - lots.markOf(_parts[i].id))) >> 64;
        }
        _require(units + _creditedUnits[claim] + _collectedUnits[claim] == terms.units, "units");
        (uint96 principal, ) = receivables.dueOf(terms);
        uint256 face = uint256(terms.units) * terms.unit;
        _require(principal + _paidPrincipal[claim] + _creditedPrincipal[claim] == face, "what is owed");
        _require(books.openUnits == 0 || waiting <= books.pot, "more to collect than there is");
    }

    function outstanding() external view returns (uint256 sum) {
        for (uint256 i = 0; i < CLAIMS; ++i) {
            (uint96 principal, ) = receivables.dueOf(_terms[i]);
            sum += principal;
        }
    }

    function proceeds() external view returns (uint256 sum) {
        address[4] memory all = this.holders();
        for (uint256 i = 0; i < all.length; ++i) sum += receivables.proceedsOf(all[i], address(token));
        for (uint256 i = 0; i < _held.length; ++i)
            sum += receivables.proceedsOf(address(_held[i].holdback), address(token));
    }

    /// @return sum what is here for lots
    function pots() external view returns (uint256 sum) {
        for (uint256 i = 0; i < CLAIMS; ++i) sum += receivables.booksOf(_ids[i]).pot;
    }

    function isSimple(uint256 claim) external view returns (bool) {
        IReceivables.Terms memory terms = _terms[claim];
        return receivables.statusOf(terms) == IReceivables.Status.Paid && receivables.booksOf(_ids[claim]).dueAt == 0;
    }

    function claims() external pure returns (uint256) {
        return CLAIMS;
    }

    function _require(bool holds, string memory what) private pure {
        require(holds, InstrumentsActs_Differs(what));
    }
}

/// @dev 102,400 calls an invariant, 204,800 in all.
/// forge-config: default.invariant.depth = 1600
contract InstrumentsInvariants is Base {
    InstrumentsActs private _handler;

    error InstrumentsInvariants_Differs(string what);

    function setUp() public {
        _handler = new InstrumentsActs();
        _target(address(_handler));
    }

    /// @notice LOT-01, LOT-08, REC-50, QUO-01, QUO-25: every act does or refuses what the model says, and no unit is lost or made.
    function invariant_REC_50_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, InstrumentsInvariants_Differs(what));
        for (uint256 i = 0; i < _handler.claims(); ++i) _handler.checkClaim(i);
        uint256 owed = _handler
            .receivables()
            .debtors()
            .recordOf(_handler.debtor(), address(_handler.token()))
            .outstanding;
        assertEqual(owed, _handler.outstanding(), "the debtor's record");
    }

    /// @notice LOT-01, REC-21, REC-50: what came in is what went out and what waits.
    function invariant_REC_50_holdsExactlyWhatItOwes() public view {
        uint256 here = _handler.token().balanceOf(address(_handler.receivables()));
        assertEqual(here + _handler.sentOut(), _handler.paidIn(), "what came in");
        uint256 waiting = _handler.pots() + _handler.proceeds();
        for (uint256 i = 0; i < _handler.claims(); ++i) if (_handler.isSimple(i)) waiting += _handler.checkClaim(i);
        assertEqual(_handler.token().balanceOf(address(_handler.quotes())), 0, "what quotes keeps");
        assertEqual(here, waiting, "what is here");
    }
}
