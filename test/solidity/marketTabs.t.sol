// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITabs} from "../../contracts/market/ITabs.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {MarketTabsHandler} from "./marketTabsHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract MarketTabsActs is MarketTabsHandler {
    error MarketTabsActs_Differs(string what);

    /// @notice Looks at every tab: what must hold after any act.
    function check() external view returns (uint256 held, uint256 paidIn) {
        for (uint256 i = 0; i < _ids.length; ++i) {
            bytes32 id = _ids[i];
            Model memory model = _models[id];
            ITabs.Account memory account = tabs.accountOf(id);
            ITabs.Books memory books = tabs.booksOf(id);
            _require(account.claimed <= model.newest, "claims more than the newest voucher");
            _require(books.collected == model.collected, "collected");
            _require(books.handedOver == model.handedOver, "handed over");
            _require(model.collected + model.handedOver <= account.claimed, "the provider had more than was claimed");
            _require(account.deposited == model.paidIn - model.rest, "deposited");
            _require(!model.closed || account.claimed == model.claimedAtClosing, "claimed after the closing");
            _require(model.closed == (account.status == ITabs.Status.Closed), "closed");
            _require(_outstandingOf(id, books.statements) <= tabs.debtOf(id), "more on statements than is owed");
            held += account.deposited - books.collected;
            paidIn += model.paidIn;
        }
    }

    function _outstandingOf(bytes32 id, uint32 statements) private view returns (uint256 sum) {
        for (uint32 number = 1; number <= statements; ++number) {
            (, uint256 outstanding) = tabs.statementOf(id, number);
            sum += outstanding;
        }
    }

    function _require(bool holds, string memory what) private pure {
        require(holds, MarketTabsActs_Differs(what));
    }
}

contract MarketTabsInvariants is Base {
    MarketTabsActs private _handler;

    error MarketTabsInvariants_Differs(string what);

    function setUp() public {
        _handler = new MarketTabsActs();
        _target(address(_handler));
    }

    /// @notice MKT-46, MKT-47, MKT-48, MKT-49, MKT-50, MKT-52, MKT-53: every act does or refuses what the model says.
    function invariant_MKT_54_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, MarketTabsInvariants_Differs(what));
    }

    function invariant_MKT_54_holdsExactlyWhatItOwes() public view {
        (uint256 held, uint256 paidIn) = _handler.check();
        address token = address(_handler.token());
        uint256 credits = _handler.tabs().creditOf(_handler.reader(), token);
        credits += _handler.tabs().creditOf(address(0xDA0), token);
        uint256 balance = _handler.token().balanceOf(address(_handler.tabs()));
        assertEqual(balance, held + credits, "what it holds");
        assertEqual(balance + _handler.sentOut(), paidIn, "what came in");
    }
}
