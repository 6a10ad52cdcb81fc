// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DepositAddress} from "../../contracts/swaps/DepositAddress.sol";
import {IDepositAddress} from "../../contracts/swaps/IDepositAddress.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {Base} from "./Base.sol";
import {HostileParty, HostileToken, Manner} from "./swapsHostile.sol";

/// @notice Makes deposits at random, sends there early, late, twice and in the other token, claims, refunds and sweeps, and
/// keeps a model of what must become of it. The recipient and the token behave as they are told. An act that ends otherwise
/// than the model says is counted.
abstract contract DepositHandler is Base {
    struct Made {
        IDepositAddress.Deposit deposit;
        bytes32 secret;
        address place;
        bool hasEnded;
    }

    DepositAddress public immutable deposits;
    HostileToken public immutable token;
    HostileParty private immutable _receiver;
    Made[] private _made;
    uint256 private _now = 1_800_000_000;

    /// @notice By token: what every address holds, what each party must have got, and what it is credited.
    mapping(address token => mapping(address place => uint256)) private _held;
    mapping(address token => mapping(address party => uint256)) public got;
    mapping(address token => mapping(address party => uint256)) public credits;
    uint256 public surprises;
    uint256 public claims;
    uint256 public refunds;

    constructor() payable {
        deposits = DepositAddress(payable(_deploy("swaps/DepositAddress.sol:DepositAddress", abi.encode(address(0)))));
        (token, _receiver) = (new HostileToken(), new HostileParty());
        token.setBalance(address(this), 1e30);
    }

    receive() external payable {}

    /// @notice 0: the recipient of all; 1: the refundee; 2: who acts.
    function partyAt(uint256 index) public view returns (address) {
        return
            index == 0
                ? address(_receiver)
                : index == 1
                    ? address(0xACC2)
                    : address(this);
    }

    // -------------------------------------------------------------------------------------------------------- acts

    function make(uint256 seed, bool inToken) external {
        Made storage made = _made.push();
        made.secret = keccak256(abi.encode(_made.length));
        uint256 terms = ((_now + 1 + (seed % 1_000)) << 216) | ((seed % 40) << 88) | uint88(_made.length);
        address asset = inToken ? address(token) : address(0);
        bytes32 hashlock = sha256(abi.encode(made.secret));
        made.deposit = IDepositAddress.Deposit(asset, 100 + (seed % 500), hashlock, partyAt(0), partyAt(1), terms);
        made.place = deposits.addressOf(made.deposit);
    }

    function send(uint256 which, uint16 amount, bool other, bool whole) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        bool inToken = (made.deposit.token != address(0)) != other;
        uint256 sum = whole ? made.deposit.amount : amount;
        if (inToken) {
            token.setBalance(address(this), token.balanceOf(address(this)) - sum);
            token.setBalance(made.place, token.balanceOf(made.place) + sum);
        } else {
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
        bool isThere = !made.hasEnded && _held[deposit.token][made.place] >= deposit.amount;
        bool isGood = !isWrong && isThere && _isMoved(deposit.token);
        if (_do(abi.encodeCall(DepositAddress.claim, (secret, deposit))) != isGood) ++surprises;
        if (!isGood) return;
        ++claims;
        made.hasEnded = true;
        _pay(made, deposit.token, partyAt(0), deposit.amount, _tipOf(deposit));
    }

    function refund(uint256 which) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        IDepositAddress.Deposit memory deposit = made.deposit;
        uint256 held = _held[deposit.token][made.place];
        bool isGood = !made.hasEnded && _now >= deposit.terms >> 216 && (held == 0 || _isMoved(deposit.token));
        if (_do(abi.encodeCall(DepositAddress.refund, (deposit))) != isGood) ++surprises;
        if (!isGood) return;
        ++refunds;
        made.hasEnded = true;
        _pay(made, deposit.token, partyAt(1), held, _tipOf(deposit) < held ? _tipOf(deposit) : 0);
    }

    function sweep(uint256 which, bool ofToken) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        address asset = ofToken ? address(token) : address(0);
        uint256 held = _held[asset][made.place];
        bool isGood = made.hasEnded && held != 0 && _isMoved(asset);
        if (_do(abi.encodeCall(DepositAddress.sweep, (made.deposit, asset))) != isGood) ++surprises;
        if (isGood) _pay(made, asset, partyAt(1), held, 0);
    }

    function withdraw(uint256 who, bool ofToken) external {
        (address account, address asset) = (partyAt(who % 3), ofToken ? address(token) : address(0));
        uint256 credit = credits[asset][account];
        bool isGood = credit != 0 && _isMoved(asset) && _takes(asset, account);
        if (_do(abi.encodeCall(IPayouts.withdraw, (asset, account))) != isGood) ++surprises;
        if (!isGood) return;
        credits[asset][account] = 0;
        got[asset][account] += credit;
    }

    /// @notice How the token and the recipient behave from now on: half of the time as they should.
    function change(uint256 how, bool ofToken, uint256 blocked) external {
        Manner manner = how % 2 == 0 ? Manner.Honest : Manner((how >> 1) % 8);
        // A tax depends on how many payouts there are.
        if (manner == Manner.Taxing) manner = Manner.False;
        if (ofToken) token.setManner(manner);
        else _receiver.setManner(manner);
        token.setBlocked(blocked % 4 < 3 ? partyAt(blocked % 4) : address(0));
    }

    function pass(uint16 time) external {
        _now += time % 400;
        vm.warp(_now);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice What is credited to parties and to who acts.
    function credited(address asset) external view returns (uint256 sum) {
        for (uint256 i = 0; i < 3; ++i) sum += credits[asset][partyAt(i)];
    }

    /// @notice Calls back that were not refused.
    function reentered() external view returns (uint256) {
        return token.reentered() + _receiver.reentered();
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

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev Whoever calls back does the same again.
    function _do(bytes memory data) private returns (bool success) {
        if (token.manner() == Manner.Calling) token.setCall(address(deposits), data);
        if (_receiver.manner() == Manner.Calling) _receiver.setCall(address(deposits), data);
        (success, ) = address(deposits).call(data);
    }

    /// @dev A token that moves to nobody holds up its own addresses.
    function _isMoved(address asset) private view returns (bool) {
        return asset == address(0) || token.manner() < Manner.False;
    }

    function _takes(address asset, address account) private view returns (bool) {
        if (asset != address(0)) return account != token.blocked();
        return account != address(_receiver) || _receiver.manner() < Manner.False;
    }

    function _pay(Made storage made, address asset, address to, uint256 amount, uint256 tip) private {
        _held[asset][made.place] -= amount;
        (_takes(asset, to) ? got : credits)[asset][to] += amount - tip;
        (_takes(asset, address(this)) ? got : credits)[asset][address(this)] += tip;
    }

    function _tipOf(IDepositAddress.Deposit memory deposit) private pure returns (uint256) {
        return uint128(deposit.terms >> 88);
    }
}
