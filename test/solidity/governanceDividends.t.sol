// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {GovernanceDividendsHandler} from "./governanceDividendsHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract GovernanceDividendsActs is GovernanceDividendsHandler {
    function sizes() external pure returns (uint256 holders, uint256 payouts) {
        return (HOLDERS, PAYOUTS);
    }
}

/// @dev 51,200 calls an invariant, 102,400 in all.
/// forge-config: default.invariant.depth = 800
contract GovernanceDividendsInvariants is Base {
    GovernanceDividendsActs private _handler;

    error GovernanceDividendsInvariants_Differs(string what);

    function setUp() public {
        _handler = new GovernanceDividendsActs();
        _target(address(_handler));
    }

    /// @notice GOV-60 to GOV-65: each claim is what the balances at each dividend say, up to rounding.
    function invariant_GOV_61_everybodyHasWhatHeEarned() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, GovernanceDividendsInvariants_Differs(what));
        (uint256 holders, uint256 payouts) = _handler.sizes();
        for (uint256 i = 0; i < holders - 1; ++i) {
            for (uint256 j = 0; j < payouts; ++j) {
                (uint256 earned, uint256 paid, uint256 claims) = _handler.accountOf(i, j);
                uint256 due = _handler.dividends().dueOf(_handler.holder(i), address(_handler.payout(j)));
                bool isRight = paid + due <= earned && paid + due + claims + 1 >= earned;
                require(isRight, GovernanceDividendsInvariants_Differs("what a holder earned"));
            }
        }
    }

    /// @notice GOV-69: nothing is paid that did not come in, no unit is lost, and the supply is the sum of all balances.
    function invariant_GOV_69_moneyAndSupplyAreConserved() public view {
        (uint256 holders, uint256 payouts) = _handler.sizes();
        uint256 supply;
        for (uint256 i = 0; i < holders; ++i) supply += _handler.token().balanceOf(_handler.holder(i));
        assertEqual(supply, _handler.token().totalSupply(), "supply");
        for (uint256 j = 0; j < payouts; ++j) {
            uint256 paid;
            uint256 open;
            for (uint256 i = 0; i < holders; ++i) {
                (, uint256 one, ) = _handler.accountOf(i, j);
                paid += one;
                open += _handler.dividends().dueOf(_handler.holder(i), address(_handler.payout(j)));
            }
            uint256 here = _handler.payout(j).balanceOf(address(_handler.dividends()));
            assertEqual(here + paid, _handler.receivedOf(j), "money");
            require(open <= here, GovernanceDividendsInvariants_Differs("more is due than is here"));
        }
    }
}
