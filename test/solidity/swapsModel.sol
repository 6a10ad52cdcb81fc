// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {HostileToken, Manner} from "./swapsHostile.sol";
import {Dealer, SwapsWalk} from "./swapsWalk.sol";

/// @notice What must become of hash locks of ether and of two tokens: which are open, who is paid and who credited. Of the
/// parties one is a contract that takes ether as it is told, and one an account that the token blocks or not. What the
/// other token moves has little to do with what it says: it may harm its own locks alone.
abstract contract SwapsModel is SwapsWalk {
    struct Made {
        IHashLock.Lock terms;
        bytes32 secret;
        bool isOpen;
    }

    HostileToken public immutable token;
    HostileToken public immutable loose;

    Made[] internal _made;
    mapping(bytes32 id => uint256 index) private _indexOf;
    mapping(bytes32 id => uint256 count) private _openings;
    mapping(bytes32 id => uint256 count) private _ends;
    /// @notice What the model says is locked, credited and had.
    mapping(address asset => uint256 amount) public locked;
    mapping(address asset => mapping(address account => uint256 amount)) public credits;
    mapping(address asset => mapping(address account => uint256 amount)) public had;

    /// @notice The last one is no party: who asks for early refunds.
    address[5] public parties;
    address[3] public assets;

    constructor() {
        (token, loose) = (new HostileToken(), new HostileToken());
        parties = [vm.addr(1), vm.addr(2), address(_receiver), address(this), address(0xe71)];
        assets = [address(0), address(token), address(loose)];
        Dealer(address(vm)).deal(address(this), 2 ** 128);
        token.setBalance(address(this), 2 ** 128);
        loose.setBalance(address(this), 2 ** 128);
        (had[address(0)][address(this)], had[address(token)][address(this)]) = (2 ** 128, 2 ** 128);
    }

    // ------------------------------------------------------------------------------------------------------- views

    function count() external view returns (uint256) {
        return _made.length;
    }

    function lockAt(uint256 index) external view returns (bytes32 id, bool isOpen_, uint256 openings, uint256 ends) {
        id = idOf(_made[index].terms);
        return (id, _made[index].isOpen, _openings[id], _ends[id]);
    }

    /// @notice Calls back of whoever was paid or asked for money that were not refused.
    function reentered() external view returns (uint256) {
        return token.reentered() + _receiver.reentered();
    }

    function isOpen(bytes32 id) public view returns (bool) {
        uint256 index = _indexOf[id];
        return index != 0 && _made[index - 1].isOpen;
    }

    function idOf(IHashLock.Lock memory terms) public view returns (bytes32) {
        bytes memory head = abi.encode(block.chainid, hashLock, terms.token == address(0) ? 0 : 1);
        bytes memory rest = abi.encode(
            terms.recipient,
            terms.refundee,
            0,
            terms.token,
            terms.amount,
            terms.hashlock,
            terms.terms
        );
        return keccak256(bytes.concat(head, rest));
    }

    // -------------------------------------------------------------------------------------------------- what changes

    function _opened(IHashLock.Lock memory terms, bytes32 secret) internal {
        bytes32 id = idOf(terms);
        if (_indexOf[id] == 0) {
            _made.push(Made(terms, secret, true));
            _indexOf[id] = _made.length;
        } else {
            _made[_indexOf[id] - 1].isOpen = true;
        }
        ++_openings[id];
        locked[terms.token] += terms.amount;
        had[terms.token][address(this)] -= terms.token == address(loose) ? 0 : terms.amount;
    }

    function _end(IHashLock.Lock memory terms, address to, address caller) internal {
        bytes32 id = idOf(terms);
        _made[_indexOf[id] - 1].isOpen = false;
        ++_ends[id];
        locked[terms.token] -= terms.amount;
        uint256 tip = caller == to ? 0 : uint128(terms.terms >> 88);
        _pay(terms.token, to, terms.amount - tip);
        if (tip != 0) _pay(terms.token, caller, tip);
    }

    /// @dev Of many there is one payout for each token and payee: a tax on each is taken once.
    function _endAll(Made[] memory all, bool isClaim) internal {
        for (uint256 i = 0; i < all.length; ++i) {
            IHashLock.Lock memory terms = all[i].terms;
            _end(terms, isClaim ? terms.recipient : terms.refundee, address(this));
        }
        if (token.manner() != Manner.Taxing) return;
        for (uint256 i = 0; i < 5; ++i) {
            uint256 sums = 0;
            for (uint256 j = 0; j < all.length; ++j) {
                IHashLock.Lock memory terms = all[j].terms;
                if (terms.token != address(token)) continue;
                address to = isClaim ? terms.recipient : terms.refundee;
                bool hasTip = to != address(this) && uint128(terms.terms >> 88) != 0;
                if (parties[i] == to || (hasTip && parties[i] == address(this))) ++sums;
            }
            if (sums > 1 && _takes(address(token), parties[i])) had[address(token)][parties[i]] += sums - 1;
        }
    }

    function _pay(address asset, address to, uint256 amount) private {
        if (_takes(asset, to)) _have(asset, to, amount);
        else credits[asset][to] += amount;
    }

    function _have(address asset, address to, uint256 amount) internal {
        had[asset][to] += asset == address(token) && token.manner() == Manner.Taxing ? amount - 1 : amount;
    }

    /// @dev Whoever calls back does the same again.
    /// @param isPoor with too little gas to make anybody a creditor
    function _do(address caller, bytes memory data, bool isPoor) internal returns (bool isDone) {
        _mayCallBack(data);
        return _call(caller, data, isPoor);
    }

    function _mayCallBack(bytes memory data) internal {
        if (token.manner() == Manner.Calling) token.setCall(address(hashLock), data);
        if (_receiver.manner() == Manner.Calling) _receiver.setCall(address(hashLock), data);
    }

    function _call(address caller, bytes memory data, bool isPoor) internal returns (bool isDone) {
        vm.prank(caller);
        (isDone, ) = address(hashLock).call{gas: isPoor ? 450_000 : gasleft()}(data);
    }

    // ------------------------------------------------------------------------------------------------ what must hold

    function _isDue(IHashLock.Lock memory terms) internal view returns (bool) {
        return _time >= terms.terms >> 216;
    }

    function _areOpen(Made[] memory all) internal view returns (bool) {
        for (uint256 i = 0; i < all.length; ++i) {
            if (!all[i].isOpen) return false;
            for (uint256 j = 0; j < i; ++j) {
                if (idOf(all[i].terms) == idOf(all[j].terms)) return false;
            }
        }
        return true;
    }

    /// @dev Whether a payment in arrives, and whole.
    function _isDelivered(address asset) internal view returns (bool) {
        return asset == address(0) || HostileToken(asset).manner() < Manner.Taxing;
    }

    function _takes(address asset, address account) internal view returns (bool) {
        if (asset == address(0)) return account != address(_receiver) || _receiver.manner() < Manner.False;
        if (asset == address(loose)) return loose.manner() != Manner.Denying;
        return account != token.blocked() && token.manner() < Manner.False;
    }

    /// @dev Whether all of a lock's payouts are taken.
    function _isTaken(IHashLock.Lock memory terms, address to, address caller) internal view returns (bool) {
        bool isTip = caller != to && uint128(terms.terms >> 88) != 0;
        return _takes(terms.token, to) && (!isTip || _takes(terms.token, caller));
    }
}
