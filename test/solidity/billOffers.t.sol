// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAcceptors} from "../../contracts/instruments/IAcceptors.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {ReposHandler} from "./reposHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract BillOffersActs is ReposHandler {
    error BillOffersActs_Differs(string what);

    /// @dev Each unit of a bill that is not paid is in one lot, each lot in one hand, and what is here for them waits for them.
    function checkLots() external view {
        uint256 waiting;
        for (uint256 bill = 0; bill < BILLS; ++bill) waiting += _checkLotsOf(bill);
        assertEqual(token.balanceOf(address(bills)), waiting, "what waits for lots");
    }

    function checkRepos() external view {
        for (uint256 i = 0; i < _repos.length; ++i) {
            Repo memory repo = _repos[i];
            _require(token.balanceOf(address(repo.buyback)) >= _waiting(repo), "what a buy-back owes");
            if (repo.isTaken) continue;
            (uint96 principal, uint128 charges) = repo.buyback.due();
            assertEqual(uint256(principal) + charges, _owed(repo), "what is due");
            _require(repo.got <= repo.price + repo.charged, "more than price and interest");
        }
    }

    function checkMoney() external view {
        _require(token.balanceOf(address(quotes)) == 0 && token.balanceOf(address(repos)) == 0, "money that is kept");
        uint256 sum = token.balanceOf(DRAWEE) + token.balanceOf(CLAIMANT) + token.balanceOf(address(changes));
        sum += token.balanceOf(address(bills)) + token.balanceOf(address(recourse));
        uint256 kept;
        for (uint256 i = 0; i < HOLDERS; ++i) {
            sum += token.balanceOf(_holders[i]);
            kept += recourse.keptFor(_holders[i], address(token));
        }
        for (uint256 i = 0; i < _repos.length; ++i) {
            sum += token.balanceOf(address(_repos[i].buyback));
            kept += recourse.keptFor(address(_repos[i].buyback), address(token));
        }
        assertEqual(sum, MONEY * (HOLDERS + 2), "money");
        assertEqual(token.balanceOf(address(recourse)), kept, "what recourse keeps");
    }

    /// @dev From how each bill was noted last.
    function checkRecord() external view {
        IAcceptors.Record memory wanted;
        for (uint256 i = 0; i < _notes.length; ++i) {
            Noted memory noted = _notes[i];
            _add(wanted.accepted, noted.promised);
            if (noted.isOnTime) _add(wanted.onTime, noted.promised);
            if (noted.isLate) _add(wanted.late, noted.promised);
            if (noted.partPaid != 0) _add(wanted.partPaid, noted.partPaid);
            if (noted.isDishonoured) _add(wanted.dishonoured, noted.promised);
        }
        bytes memory record = abi.encode(acceptors.recordOf(DRAWEE, address(token)));
        _require(keccak256(record) == keccak256(abi.encode(wanted)), "the acceptor's record");
    }

    function _checkLotsOf(uint256 bill) private view returns (uint256 waiting) {
        ILots.Lot[] memory all = new ILots.Lot[](_parts.length);
        uint256 units;
        for (uint256 i = 0; i < all.length; ++i) {
            if (_parts[i].bill != bill) continue;
            ILots.Lot memory lot = all[i] = lots.lotOf(_parts[i].id);
            _require((lot.holder == address(0)) == (lot.units == 0), "a lot has a holder, and only then");
            _require(lot.holder != address(quotes) && lot.holder != address(repos), "a lot that is kept");
            for (uint256 j = 0; j < i; ++j) _require(_areApart(all[j], lot), "two lots have one unit");
            units += lot.units;
            waiting += bills.collectable(_ids[bill], _parts[i].inner);
        }
        bool isPaid = bills.billOf(_ids[bill]).status == IBills.Status.Paid;
        _require(isPaid || units == UNITS, "units");
    }

    function _add(IAcceptors.Tally memory tally, uint256 sum) private pure {
        (tally.count, tally.sum) = (tally.count + 1, tally.sum + uint128(sum));
    }

    function _require(bool holds, string memory what) private pure {
        require(holds, BillOffersActs_Differs(what));
    }
}

/// @dev 32,000 calls.
/// forge-config: default.invariant.depth = 500
contract BillOffersInvariants is Base {
    BillOffersActs private _handler;

    error BillOffersInvariants_Differs(string what);

    function setUp() public {
        _handler = new BillOffersActs();
        _target(address(_handler));
    }

    /// @notice BIL-80, BIL-86 to BIL-90: every act does or refuses what the model says, no contract between parties keeps
    /// money or lots, and a buyer never gets more than his price and interest.
    function invariant_BIL_89_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, BillOffersInvariants_Differs(what));
        _handler.checkLots();
        _handler.checkRepos();
        _handler.checkMoney();
        _handler.checkRecord();
    }
}
