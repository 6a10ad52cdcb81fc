// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {DepositAddress} from "../../contracts/swaps/DepositAddress.sol";
import {IDepositAddress} from "../../contracts/swaps/IDepositAddress.sol";
import {Base} from "./Base.sol";

/// @notice Makes deposits at random, sends there early, late, twice and in the other token, claims, refunds and sweeps, and
/// keeps a model of what must become of it. An act that ends otherwise than the model says is counted.
contract DepositActs is Base {
    struct Made {
        IDepositAddress.Deposit deposit;
        bytes32 secret;
        address place;
        bool hasEnded;
    }

    address public constant RECIPIENT = address(0xACC1);
    address public constant REFUNDEE = address(0xACC2);

    DepositAddress public immutable deposits;
    TokenMock public immutable token;
    Made[] private _made;
    uint256 private _now = 1_800_000_000;

    /// @notice By token: what every address holds, and what each party must have got.
    mapping(address token => mapping(address place => uint256)) private _held;
    mapping(address token => mapping(address party => uint256)) public got;
    uint256 public surprises;
    uint256 public claims;
    uint256 public refunds;

    constructor() payable {
        deposits = DepositAddress(payable(_deploy("swaps/DepositAddress.sol:DepositAddress", abi.encode(address(0)))));
        token = new TokenMock();
        token.mint(address(this), 1e30);
    }

    receive() external payable {}

    function make(uint256 seed, bool inToken) external {
        Made storage made = _made.push();
        made.secret = keccak256(abi.encode(_made.length));
        uint256 terms = ((_now + 1 + (seed % 1_000)) << 216) | ((seed % 40) << 88) | uint88(_made.length);
        address asset = inToken ? address(token) : address(0);
        bytes32 hashlock = sha256(abi.encode(made.secret));
        made.deposit = IDepositAddress.Deposit(asset, 100 + (seed % 500), hashlock, RECIPIENT, REFUNDEE, terms);
        made.place = deposits.addressOf(made.deposit);
    }

    function send(uint256 which, uint16 amount, bool other, bool whole) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        bool inToken = (made.deposit.token != address(0)) != other;
        uint256 sum = whole ? made.deposit.amount : amount;
        if (inToken) token.transfer(made.place, sum);
        else {
            (bool success, ) = made.place.call{value: sum}("");
            if (!success) ++surprises;
        }
        _held[inToken ? address(token) : address(0)][made.place] += sum;
    }

    function claim(uint256 which, uint8 wrong) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        bool isWrong = wrong % 8 == 0;
        IDepositAddress.Deposit memory deposit = made.deposit;
        bytes32 secret = isWrong ? keccak256(abi.encode(made.secret)) : made.secret;
        bool isGood = !isWrong && !made.hasEnded && _held[deposit.token][made.place] >= deposit.amount;
        (bool success, ) = address(deposits).call(abi.encodeCall(DepositAddress.claim, (secret, deposit)));
        if (success != isGood) ++surprises;
        if (!success) return;
        ++claims;
        made.hasEnded = true;
        _held[deposit.token][made.place] -= deposit.amount;
        got[deposit.token][RECIPIENT] += deposit.amount - _tipOf(deposit);
    }

    function refund(uint256 which) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        IDepositAddress.Deposit memory deposit = made.deposit;
        bool isGood = !made.hasEnded && _now >= deposit.terms >> 216;
        (bool success, ) = address(deposits).call(abi.encodeCall(DepositAddress.refund, (deposit)));
        if (success != isGood) ++surprises;
        if (!success) return;
        ++refunds;
        made.hasEnded = true;
        uint256 held = _held[deposit.token][made.place];
        got[deposit.token][REFUNDEE] += held - (_tipOf(deposit) < held ? _tipOf(deposit) : 0);
        _held[deposit.token][made.place] = 0;
    }

    function sweep(uint256 which, bool ofToken) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        address asset = ofToken ? address(token) : address(0);
        uint256 held = _held[asset][made.place];
        bool isGood = made.hasEnded && held != 0;
        (bool success, ) = address(deposits).call(abi.encodeCall(DepositAddress.sweep, (made.deposit, asset)));
        if (success != isGood) ++surprises;
        if (!success) return;
        got[asset][REFUNDEE] += held;
        _held[asset][made.place] = 0;
    }

    function pass(uint16 time) external {
        _now += time % 400;
        vm.warp(_now);
    }

    /// @notice Whether every address holds what the model says, and has ended as it says.
    function areEqual() external view returns (bool) {
        for (uint256 i = 0; i < _made.length; ++i) {
            Made storage made = _made[i];
            if (made.place.balance != _held[address(0)][made.place]) return false;
            if (token.balanceOf(made.place) != _held[address(token)][made.place]) return false;
            (, bool hasEnded) = deposits.stateOf(made.deposit);
            if (hasEnded != made.hasEnded) return false;
        }
        return true;
    }

    function _tipOf(IDepositAddress.Deposit memory deposit) private pure returns (uint256) {
        return uint128(deposit.terms >> 88);
    }
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
        assert(_handler.surprises() == 0);
        assert(_handler.areEqual());
    }

    function invariant_SWP_47_PaidToThePartiesAlone() external view {
        address token = address(_handler.token());
        (address recipient, address refundee) = (_handler.RECIPIENT(), _handler.REFUNDEE());
        assert(_handler.token().balanceOf(recipient) == _handler.got(token, recipient));
        assert(_handler.token().balanceOf(refundee) == _handler.got(token, refundee));
        assert(recipient.balance == _handler.got(address(0), recipient));
        assert(refundee.balance == _handler.got(address(0), refundee));
    }

    /// @notice The walk can do every act: otherwise the invariants would hold of nothing.
    function test_SWP_47_TheWalkClaimsRefundsAndSweeps() external {
        for (uint256 i = 0; i < 4; ++i) {
            _handler.make(i, i % 2 == 0);
            _handler.send(i, 50, true, false);
            _handler.send(i, 0, false, true);
        }
        _handler.claim(0, 1);
        _handler.claim(1, 1);
        _handler.claim(1, 1);
        assert(_handler.claims() == 2);
        for (uint256 i = 0; i < 5; ++i) _handler.pass(399);
        for (uint256 i = 0; i < 4; ++i) {
            _handler.refund(i);
            _handler.sweep(i, i % 2 != 0);
        }
        assert(_handler.refunds() == 2);
        assert(_handler.surprises() == 0 && _handler.areEqual());
    }
}
