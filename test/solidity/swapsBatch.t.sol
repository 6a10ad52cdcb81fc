// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {BatchHandler} from "./swapsBatchHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract BatchActs is BatchHandler {
    constructor() payable {}
}

/// @notice Invariants I to IV of swaps, of batches: what is held is there, a leaf ends once, only the parties are paid.
contract SwapsBatchTest is Base {
    BatchActs private _handler;

    function setUp() external {
        vm.warp(1_800_000_000);
        _handler = new BatchActs{value: 1e24}();
        _target(address(_handler));
    }

    function invariant_SWP_31_HeldIsThere() external view {
        address token = address(_handler.token());
        uint256 tokens = _handler.held(token) + _handler.credited(token);
        assertEqual(_handler.token().balanceOf(address(_handler.batches())), tokens, "tokens");
        uint256 ether_ = _handler.held(address(0)) + _handler.credited(address(0));
        assertEqual(address(_handler.batches()).balance, ether_, "ether");
    }

    function invariant_SWP_42_PaidToThePartiesAlone() external view {
        address token = address(_handler.token());
        for (uint256 i = 0; i < _handler.PARTIES(); ++i) {
            address party = _handler.partyAt(i);
            assert(_handler.token().balanceOf(party) == _handler.got(token, party));
            assert(party.balance == _handler.got(address(0), party));
            assert(_handler.batches().creditOf(token, party) == _handler.credits(token, party));
            assert(_handler.batches().creditOf(address(0), party) == _handler.credits(address(0), party));
        }
    }

    function invariant_SWP_37_EndsOnceAsTheModelSays() external view {
        assertEqual(_handler.surprises(), 0, "acts that did other than the model says");
        assertEqual(_handler.reentered(), 0, "calls back that were done");
        assert(_handler.areEqual());
    }

    /// @notice The walk can do every act: otherwise the invariants would hold of nothing.
    function test_SWP_36_TheWalkClaimsAndRefunds() external {
        for (uint256 i = 0; i < 8; ++i) _handler.open(i, i % 2 == 0, 2);
        _handler.claim(0, true, 1);
        _handler.claim(0, true, 1);
        _handler.claimBoth(1);
        _handler.refundEarly(2, false, true);
        assert(_handler.claims() == 4);
        for (uint256 i = 0; i < 5; ++i) _handler.pass(399);
        // 5: refuses.
        _handler.change(4 * 2 + 3, true, false);
        for (uint256 i = 0; i < 8; ++i) _handler.refund(i);
        assert(_handler.refunds() == 7);
        address token = address(_handler.token());
        uint256 credit = _handler.credits(token, _handler.partyAt(0));
        assert(credit != 0);
        _handler.change(0, true, false);
        _handler.withdraw(0, true);
        assert(_handler.got(token, _handler.partyAt(0)) >= credit);
        assert(_handler.surprises() == 0 && _handler.areEqual());
    }
}
