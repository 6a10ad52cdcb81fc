// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BatchLock} from "../../contracts/swaps/BatchLock.sol";
import {IBatchLock} from "../../contracts/swaps/IBatchLock.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {Base} from "./Base.sol";
import {HostileParty, HostileToken, Manner} from "./swapsHostile.sol";

/// @notice Locks, claims and refunds batches of two leaves at random, honest ones and lying ones, in ether and in a token
/// that behaves as it is told, as one recipient does; and keeps a model of what must become of them. An act that ends
/// otherwise than the model says is counted.
abstract contract BatchHandler is Base {
    uint256 private constant HIGH = 128;
    uint256 private constant ALL = type(uint128).max;
    uint256 public constant PARTIES = 3;

    struct Made {
        IBatchLock.Batch batch;
        bytes32[2] secrets;
        address[2] recipients;
        uint256[2] parts;
        uint256 held;
        uint256 ended;
        uint256 paid;
        uint256 amount;
    }

    BatchLock public immutable batches;
    HostileToken public immutable token;
    HostileParty private immutable _receiver;
    Made[] private _made;
    uint256 private _now = 1_800_000_000;

    /// @notice By token: what all batches hold, and what each party must have got.
    mapping(address token => uint256) public held;
    mapping(address token => mapping(address party => uint256)) public got;
    mapping(address token => mapping(address party => uint256)) public credits;
    uint256 public surprises;
    uint256 public claims;
    uint256 public refunds;

    constructor() payable {
        batches = BatchLock(_deploy("swaps/BatchLock.sol:BatchLock", abi.encode(address(0))));
        (token, _receiver) = (new HostileToken(), new HostileParty());
        token.setBalance(address(this), 1e30);
    }

    receive() external payable {}

    /// @notice 0: the refundee of all; the others receive, the last of them as it is told.
    function partyAt(uint256 index) public view returns (address) {
        return index == PARTIES - 1 ? address(_receiver) : address(uint160(0xACC0000 + index));
    }

    // ------------------------------------------------------------------------------------------------------- acts

    function open(uint256 seed, bool inToken, uint8 lie) external {
        Made storage made = _made.push();
        for (uint256 i = 0; i < 2; ++i) {
            made.secrets[i] = keccak256(abi.encode(_made.length, i));
            made.recipients[i] = partyAt(1 + (uint256(keccak256(abi.encode(seed, i))) % 2));
            made.parts[i] = (i << HIGH) | (100 + (uint256(keccak256(abi.encode(i, seed))) % 1_000));
        }
        uint256 amount = uint128(made.parts[0]) + uint128(made.parts[1]);
        // One in four holds less than its leaves say, one in four has one index twice.
        if (lie % 4 == 0) amount = 100 + (seed % (amount - 100));
        if (lie % 4 == 1) made.parts[1] = uint128(made.parts[1]);
        address asset = inToken ? address(token) : address(0);
        uint256 timelock = _now + 1 + (seed % 1_000);
        uint256 terms = (timelock << 216) | ((seed % 40) << 88) | uint88(_made.length);
        made.batch.trunk = IBatchLock.Trunk(asset, (2 << HIGH) | amount, partyAt(0), terms);
        (bytes32 left, bytes32 right) = (_hashAt(made, 0), _hashAt(made, 1));
        made.batch.root = left < right ? keccak256(abi.encode(left, right)) : keccak256(abi.encode(right, left));
        (made.held, made.amount) = (amount, amount);
        bytes memory data = abi.encodeCall(inToken ? batches.lockToken : batches.lockETH, (made.batch));
        bool isGood = !inToken || token.manner() < Manner.Taxing;
        if (_do(address(this), inToken ? 0 : amount, data) != isGood) ++surprises;
        if (isGood) held[asset] += amount;
        else _made.pop();
    }

    function claim(uint256 which, bool second, uint8 wrong) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        uint256 i = second ? 1 : 0;
        bool isWrong = wrong % 8 == 0;
        IBatchLock.Claim memory claim_ = _claimAt(made, i);
        if (isWrong) claim_.preimage = keccak256(abi.encode(claim_.preimage));
        bool isGood = !isWrong && _mayEnd(made, i);
        bytes memory data = abi.encodeCall(BatchLock.claim, (claim_, made.batch.trunk, _proofAt(made, i)));
        if (_do(address(this), 0, data) != isGood) ++surprises;
        if (isGood) _ended(made, i, made.recipients[i], address(this));
    }

    function claimBoth(uint256 which) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        IBatchLock.Claim[] memory both = new IBatchLock.Claim[](2);
        bytes32[][] memory proofs = new bytes32[][](2);
        for (uint256 i = 0; i < 2; ++i) (both[i], proofs[i]) = (_claimAt(made, i), _proofAt(made, i));
        uint256 sum = uint128(made.parts[0]) + uint128(made.parts[1]);
        bool areTwo = made.parts[0] >> HIGH != made.parts[1] >> HIGH;
        bool isGood = areTwo && _mayEnd(made, 0) && _mayEnd(made, 1) && sum <= made.held;
        bytes memory data = abi.encodeCall(BatchLock.claimMany, (both, made.batch.trunk, proofs));
        if (_do(address(this), 0, data) != isGood) ++surprises;
        if (!isGood) return;
        for (uint256 i = 0; i < 2; ++i) _ended(made, i, made.recipients[i], address(this));
    }

    function refundEarly(uint256 which, bool second, bool byRecipient) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        uint256 i = second ? 1 : 0;
        IBatchLock.Leaf memory leaf = IBatchLock.Leaf(
            sha256(abi.encode(made.secrets[i])),
            made.recipients[i],
            made.parts[i]
        );
        bool isGood = byRecipient && _mayEnd(made, i);
        bytes memory call_ = abi.encodeCall(
            BatchLock.refundEarly,
            (leaf, made.batch.trunk, _proofAt(made, i), type(uint256).max, "")
        );
        address caller = byRecipient ? made.recipients[i] : address(this);
        if (_do(caller, 0, call_) != isGood) ++surprises;
        if (isGood) _ended(made, i, partyAt(0), caller);
    }

    function refund(uint256 which) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        bool isGood = made.held != 0 && _now >= made.batch.trunk.terms >> 216;
        if (_do(address(this), 0, abi.encodeCall(BatchLock.refund, (made.batch))) != isGood) ++surprises;
        if (!isGood) return;
        ++refunds;
        uint256 tip = _tipOf(made) < made.held ? _tipOf(made) : 0;
        address asset = made.batch.trunk.token;
        _pay(asset, partyAt(0), made.held - tip);
        _pay(asset, address(this), tip);
        held[asset] -= made.held;
        made.paid += made.held;
        (made.held, made.ended) = (0, ALL);
    }

    function withdraw(uint256 who, bool ofToken) external {
        address account = who % 4 == 3 ? address(this) : partyAt(who % 4);
        address asset = ofToken ? address(token) : address(0);
        uint256 credit = credits[asset][account];
        bool isGood = credit != 0 && _takes(asset, account);
        if (_do(address(this), 0, abi.encodeCall(IPayouts.withdraw, (asset, account))) != isGood) ++surprises;
        if (!isGood) return;
        credits[asset][account] = 0;
        got[asset][account] += credit;
    }

    /// @notice How the token and the last recipient behave from now on: half of the time as they should.
    function change(uint256 how, bool ofToken, bool isBlocking) external {
        Manner manner = how % 2 == 0 ? Manner.Honest : Manner((how >> 1) % 8);
        // A tax depends on how many payouts there are.
        if (manner == Manner.Taxing) manner = Manner.False;
        if (ofToken) token.setManner(manner);
        else _receiver.setManner(manner);
        token.setBlocked(isBlocking ? partyAt(1) : address(0));
    }

    function pass(uint16 time) external {
        _now += time % 400;
        vm.warp(_now);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice What is credited to parties and to who acts.
    function credited(address asset) external view returns (uint256 sum) {
        sum = credits[asset][address(this)];
        for (uint256 i = 0; i < PARTIES; ++i) sum += credits[asset][partyAt(i)];
    }

    /// @notice Calls back that were not refused.
    function reentered() external view returns (uint256) {
        return token.reentered() + _receiver.reentered();
    }

    /// @notice Whether every batch's slot says what the model says, and none paid more than it held.
    function areEqual() external view returns (bool) {
        bytes32[] memory ids = new bytes32[](_made.length);
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = batches.batchId(_made[i].batch);
        IBatchLock.State[] memory states = batches.statesOf(ids);
        for (uint256 i = 0; i < ids.length; ++i) {
            Made storage made = _made[i];
            if (states[i].held != made.held || states[i].ended != made.ended) return false;
            if (made.paid + made.held != made.amount) return false;
        }
        return true;
    }

    // ---------------------------------------------------------------------------------------------------- private

    function _mayEnd(Made storage made, uint256 i) private view returns (bool) {
        uint256 index = made.parts[i] >> HIGH;
        return (made.ended >> index) & 1 == 0 && uint128(made.parts[i]) <= made.held;
    }

    /// @dev Whoever calls back does the same again.
    function _do(address caller, uint256 value, bytes memory data) private returns (bool success) {
        if (token.manner() == Manner.Calling) token.setCall(address(batches), data);
        if (_receiver.manner() == Manner.Calling) _receiver.setCall(address(batches), data);
        vm.prank(caller);
        (success, ) = address(batches).call{value: value}(data);
    }

    function _takes(address asset, address account) private view returns (bool) {
        if (asset == address(0)) return account != address(_receiver) || _receiver.manner() < Manner.False;
        return account != token.blocked() && token.manner() < Manner.False;
    }

    function _pay(address asset, address to, uint256 amount) private {
        if (_takes(asset, to)) got[asset][to] += amount;
        else credits[asset][to] += amount;
    }

    function _ended(Made storage made, uint256 i, address party, address caller) private {
        uint256 tip = _tipOf(made);
        uint256 amount = uint128(made.parts[i]);
        address asset = made.batch.trunk.token;
        ++claims;
        made.held -= amount;
        made.paid += amount;
        made.ended |= 1 << (made.parts[i] >> HIGH);
        held[asset] -= amount;
        _pay(asset, party, amount - tip);
        _pay(asset, caller, tip);
    }

    function _tipOf(Made storage made) private view returns (uint256) {
        return uint128(made.batch.trunk.terms >> 88);
    }

    function _claimAt(Made storage made, uint256 i) private view returns (IBatchLock.Claim memory) {
        return IBatchLock.Claim(made.secrets[i], made.recipients[i], made.parts[i]);
    }

    function _proofAt(Made storage made, uint256 i) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](1);
        proof[0] = _hashAt(made, 1 - i);
    }

    function _hashAt(Made storage made, uint256 i) private view returns (bytes32) {
        return keccak256(abi.encode(sha256(abi.encode(made.secrets[i])), made.recipients[i], made.parts[i]));
    }
}
