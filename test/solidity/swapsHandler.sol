// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {SwapsModel} from "./swapsModel.sol";
import {Manner} from "./swapsHostile.sol";

/// @notice Acts on hash locks of ether and of two tokens at random, each of which does or is refused as the model says.
abstract contract SwapsHandler is SwapsModel {
    // -------------------------------------------------------------------------------------------------------- acts

    function lock(uint256 seed, uint256 to, uint256 back, uint256 amount, uint256 tip, uint256 ahead) external {
        IHashLock.Lock memory terms;
        terms.token = assets[seed % 3];
        terms.amount = bound(amount, 0, 5);
        bytes32 secret = bytes32(bound(seed >> 8, 1, 2));
        terms.hashlock = sha256(abi.encode(secret));
        (terms.recipient, terms.refundee) = (parties[to % 4], parties[back % 4]);
        // Coarse, so that the same terms come again.
        uint256 timelock = ((_time + bound(ahead, 0, 30)) / 10) * 10;
        tip = bound(tip, 0, 3);
        terms.terms = (timelock << 216) | (tip << 88) | ((seed >> 16) % 2);
        bool isGood = tip < terms.amount && timelock > _time && !isOpen(idOf(terms)) && _isDelivered(terms.token);
        _expect(isGood, _lock(terms), "lock");
        if (isGood) _opened(terms, secret);
    }

    /// @param isPoor with too little gas to make anybody a creditor
    function claim(uint256 which, bool isWrong, bool isOwn, bool isPoor) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        bytes32 secret = isWrong ? bytes32(uint256(9)) : made.secret;
        address caller = isOwn ? made.terms.recipient : address(this);
        bytes memory data = abi.encodeCall(IHashLock.claim, (_claimOf(made.terms, secret)));
        bool isGood = made.isOpen && !isWrong && (!isPoor || _isTaken(made.terms, made.terms.recipient, caller));
        _expect(isGood, _do(caller, data, isPoor), "claim");
        if (isGood) _end(made.terms, made.terms.recipient, caller);
    }

    function refund(uint256 which, bool isOwn, bool isPoor) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        address caller = isOwn ? made.terms.refundee : address(this);
        bool isGood =
            made.isOpen && _isDue(made.terms) && (!isPoor || _isTaken(made.terms, made.terms.refundee, caller));
        _expect(isGood, _do(caller, abi.encodeCall(IHashLock.refund, (made.terms)), isPoor), "refund");
        if (isGood) _end(made.terms, made.terms.refundee, caller);
    }

    /// @param by the recipient, a stranger with his signature, or one without it; signatures of a block before, of another
    /// lock, and those that are too late, do not do
    function refundEarly(uint256 which, uint256 by, uint256 fault) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        bytes32 id = idOf(made.terms);
        (bool isRecipient, bool hasKey) = (by % 2 == 0, _keyOf(made.terms.recipient) != 0);
        fault = bound(fault, 0, 7);
        uint256 deadline = fault == 1 ? _time - 1 : _time;
        bytes memory signature = "";
        if (!isRecipient && hasKey) {
            signature = _consent(
                made.terms.recipient,
                fault == 2 ? bytes32(uint256(id) ^ 1) : id,
                fault == 3 ? block.number + 1 : block.number,
                fault == 4 ? deadline + 1 : deadline
            );
        }
        address caller = isRecipient ? made.terms.recipient : parties[4];
        bool isDone = _do(caller, abi.encodeCall(IHashLock.refundEarly, (made.terms, deadline, signature)), false);
        bool isGood = made.isOpen && (isRecipient || (hasKey && (fault == 0 || fault > 4)));
        _expect(isGood, isDone, "refundEarly");
        if (isGood) _end(made.terms, made.terms.refundee, caller);
    }

    function claimMany(uint256[3] calldata which, uint256 count) external {
        if (_made.length == 0) return;
        Made[] memory all = _chosen(which, count);
        IHashLock.Claim[] memory claims = new IHashLock.Claim[](all.length);
        bool isGood = _areOpen(all);
        for (uint256 i = 0; i < all.length; ++i) claims[i] = _claimOf(all[i].terms, all[i].secret);
        _expect(isGood, _do(address(this), abi.encodeCall(IHashLock.claimMany, (claims)), false), "claimMany");
        if (isGood) _endAll(all, true);
    }

    function refundMany(uint256[3] calldata which, uint256 count) external {
        if (_made.length == 0) return;
        Made[] memory all = _chosen(which, count);
        IHashLock.Lock[] memory locks = new IHashLock.Lock[](all.length);
        bool isGood = _areOpen(all);
        for (uint256 i = 0; i < all.length; ++i) {
            locks[i] = all[i].terms;
            isGood = isGood && _isDue(locks[i]);
        }
        _expect(isGood, _do(address(this), abi.encodeCall(IHashLock.refundMany, (locks)), false), "refundMany");
        if (isGood) _endAll(all, false);
    }

    /// @param to whom the account names, if it asks itself
    function withdraw(uint256 who, uint256 what, bool isOwn, uint256 to) external {
        (address asset, address account) = (assets[what % 3], parties[who % 5]);
        uint256 credit = credits[asset][account];
        address payee = isOwn ? parties[to % 4] : account;
        bytes memory data = abi.encodeCall(IPayouts.withdraw, (asset, account));
        _mayCallBack(data);
        if (isOwn) data = abi.encodeCall(IPayouts.withdrawTo, (asset, payee));
        bool isGood = credit != 0 && _takes(asset, payee);
        _expect(isGood, _call(account, data, false), "withdraw");
        if (!isGood) return;
        credits[asset][account] = 0;
        _have(asset, payee, credit);
    }

    // -------------------------------------------------------------------------------------- what others do meanwhile

    function changeParty(uint256 manner) external {
        _receiver.setManner(
            [Manner.Honest, Manner.Long, Manner.Calling, Manner.False, Manner.Bomb, Manner.Burning][manner % 6]
        );
    }

    function changeToken(uint256 manner, bool isBlocking) external {
        // Half of the time it is honest: otherwise hardly anything would be locked.
        token.setManner(manner % 2 == 0 ? Manner.Honest : Manner((manner >> 1) % 8));
        token.setBlocked(isBlocking ? parties[1] : address(0));
    }

    /// @notice The other token moves what it does not say, and the other way round; and takes from what is there.
    function changeLoose(uint256 manner, bool isTaking, uint256 balance) external {
        loose.setManner([Manner.Honest, Manner.Honest, Manner.Lying, Manner.Denying][manner % 4]);
        if (isTaking) loose.setBalance(address(hashLock), bound(balance, 0, 20));
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _lock(IHashLock.Lock memory terms) private returns (bool isDone) {
        if (terms.token != address(0)) {
            return _do(address(this), abi.encodeCall(IHashLock.lockToken, (terms)), false);
        }
        (isDone, ) = address(hashLock).call{value: terms.amount}(
            abi.encodeCall(IHashLock.lockETH, (terms.terms, terms.hashlock, terms.recipient, terms.refundee))
        );
    }

    function _claimOf(IHashLock.Lock memory terms, bytes32 secret) private pure returns (IHashLock.Claim memory) {
        return IHashLock.Claim(secret, terms.token, terms.amount, terms.recipient, terms.terms, terms.refundee);
    }

    function _chosen(uint256[3] calldata which, uint256 count) private view returns (Made[] memory all) {
        all = new Made[](1 + (count % 3));
        for (uint256 i = 0; i < all.length; ++i) all[i] = _made[which[i] % _made.length];
    }
}
