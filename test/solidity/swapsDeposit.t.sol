// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {DepositHandler} from "./swapsDepositHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract DepositActs is DepositHandler {
    constructor() payable {}
}

/// @notice Invariants I to IV of swaps, of deposit addresses.
contract SwapsDepositTest is Base {
    DepositActs private _handler;

    function setUp() external {
        vm.warp(1_800_000_000);
        _handler = new DepositActs{value: 1e24}();
        _target(address(_handler));
    }

    function invariant_SWP_48_EndsOnceAsTheModelSays() external view {
        assertEqual(_handler.surprises(), 0, "acts that did other than the model says");
        assertEqual(_handler.reentered(), 0, "calls back that were done");
        assert(_handler.areEqual());
    }

    function invariant_SWP_47_PaidToThePartiesAlone() external view {
        address token = address(_handler.token());
        for (uint256 i = 0; i < 2; ++i) {
            address party = _handler.partyAt(i);
            assertEqual(_handler.token().balanceOf(party), _handler.got(token, party), "tokens");
            assertEqual(party.balance, _handler.got(address(0), party), "ether");
        }
    }

    /// @notice What the contract itself holds is what it owes to those who refused it.
    function invariant_SWP_52_HoldsWhatIsCredited() external view {
        address token = address(_handler.token());
        assertEqual(_handler.token().balanceOf(address(_handler.deposits())), _handler.credited(token), "tokens");
        assertEqual(address(_handler.deposits()).balance, _handler.credited(address(0)), "ether");
        for (uint256 i = 0; i < 3; ++i) {
            address party = _handler.partyAt(i);
            assertEqual(_handler.deposits().creditOf(token, party), _handler.credits(token, party), "a credit");
            uint256 credit = _handler.deposits().creditOf(address(0), party);
            assertEqual(credit, _handler.credits(address(0), party), "a credit of ether");
        }
    }

    /// @notice The walk can do every act: otherwise the invariants would hold of nothing.
    function test_SWP_47_TheWalkClaimsRefundsAndSweeps() external {
        for (uint256 i = 0; i < 4; ++i) {
            _handler.make(i, i % 2 == 0);
            _handler.send(i, 50, true, false);
            _handler.send(i, 0, false, true);
        }
        // In the token, which the recipient may not have; and in ether, which he refuses.
        _handler.change(0, true, 0);
        _handler.claim(0, 1);
        _handler.change(4 * 2 + 3, false, 3);
        _handler.claim(1, 1);
        _handler.claim(1, 1);
        assert(_handler.claims() == 2);
        address recipient = _handler.partyAt(0);
        assert(_handler.credits(address(_handler.token()), recipient) != 0);
        assert(_handler.credits(address(0), recipient) != 0);
        _handler.change(0, false, 3);
        for (uint256 i = 0; i < 2; ++i) _handler.withdraw(0, i == 0);
        assert(_handler.credited(address(0)) + _handler.credited(address(_handler.token())) == 0);
        for (uint256 i = 0; i < 5; ++i) _handler.pass(399);
        for (uint256 i = 0; i < 4; ++i) {
            _handler.refund(i);
            _handler.sweep(i, i % 2 != 0);
        }
        assert(_handler.refunds() == 2);
        assert(_handler.surprises() == 0 && _handler.areEqual());
    }
}
