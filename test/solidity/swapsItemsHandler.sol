// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {IVault} from "../../contracts/swaps/IVault.sol";
import {SwapsItemsModel} from "./swapsItemsModel.sol";
import {Hostile, Manner} from "./swapsHostile.sol";

/// @notice Acts on hash locks of ERC-721 and of lots at random, each of which does or is refused as the model says.
abstract contract SwapsItemsHandler is SwapsItemsModel {
    // -------------------------------------------------------------------------------------------------------- acts

    /// @notice The owner of an ERC-721 locks it: by approval with a tip, or by sending it with the terms.
    function lockItem(uint256 seed, uint256 to, uint256 back, uint256 tip, bool isSent) external {
        (IHashLock.Item memory item, bytes32 secret) = _itemOf(seed, to, back, isSent ? 0 : bound(tip, 0, 3));
        (item.token, item.tokenId) = (address(items), seed % ITEMS);
        address owner = ownerOf[item.tokenId];
        bool isHeld = owner == address(hashLock);
        // What the contract holds, locked or kept, nobody can deliver.
        if (isHeld) owner = parties[to % 4];
        bool isDone = isSent ? _send(owner, item) : _lock(owner, item);
        _expect(!isHeld && items.manner() < Manner.False && _isAhead(item), isDone, "lockItem");
        if (isDone) _opened(item, secret, owner);
    }

    /// @notice A party locks of its lots, as many units as it has or more.
    function lockLot(uint256 seed, uint256 to, uint256 back, uint256 tip, uint256 units) external {
        (IHashLock.Item memory item, bytes32 secret) = _itemOf(seed, to, back, bound(tip, 0, 3));
        (item.token, item.tokenId, item.units) = (address(lots), seed % LOTS, bound(units, 1, 6));
        address owner = parties[(seed >> 32) % 4];
        bool isThere = unitsOf[item.tokenId][owner] >= item.units && lots.manner() < Manner.False;
        bool isGood = isThere && _isAhead(item) && !isOpen(idOf(item));
        bool isDone = _lock(owner, item);
        _expect(isGood, isDone, "lockLot");
        if (isDone) _opened(item, secret, owner);
    }

    /// @param isPoor with too little gas to keep anything back
    function claimItem(uint256 which, bool isWrong, uint256 by, bool isPoor) external {
        if (_made.length == 0) return;
        Made storage made = _last(which);
        bytes32 secret = isWrong ? bytes32(uint256(9)) : made.secret;
        address caller = parties[by % 4];
        bytes memory data = abi.encodeCall(IHashLock.claimItem, (_claimOf(made.item, secret)));
        bool isGood = isOpen(made.id) && !isWrong && (!isPoor || _isTaken(made, caller));
        _expect(isGood, _do(caller, address(hashLock), data, isPoor), "claimItem");
        if (isGood) _ended(made, made.item.recipient, caller);
    }

    function refundItem(uint256 which, uint256 by, bool isPoor) external {
        if (_made.length == 0) return;
        Made storage made = _last(which);
        address caller = parties[by % 4];
        bytes memory data = abi.encodeCall(IHashLock.refundItem, (made.item));
        bool isGood = isOpen(made.id) && !_isAhead(made.item) && (!isPoor || _isTaken(made, caller));
        _expect(isGood, _do(caller, address(hashLock), data, isPoor), "refundItem");
        if (isGood) _ended(made, made.item.refundee, caller);
    }

    function refundItemEarly(uint256 which, uint256 by, bool isSigned) external {
        if (_made.length == 0) return;
        Made storage made = _last(which);
        address caller = parties[by % 4];
        isSigned = isSigned && _keyOf(made.item.recipient) != 0;
        bytes memory signature = isSigned ? _consent(made.item.recipient, made.id, block.number, _time) : bytes("");
        bytes memory data = abi.encodeCall(IHashLock.refundItemEarly, (made.item, _time, signature));
        bool isGood = isOpen(made.id) && (isSigned || caller == made.item.recipient);
        _expect(isGood, _do(caller, address(hashLock), data, false), "refundItemEarly");
        if (isGood) _ended(made, made.item.refundee, caller);
    }

    /// @notice Hands out what was kept: to its party, or to whom that one names.
    function withdrawItem(uint256 seed, uint256 by, bool isOwn, uint256 to) external {
        uint256 tokenId = seed % ITEMS;
        (address party, address caller, address payee) = (keptFor[tokenId], parties[by % 4], parties[to % 4]);
        bytes memory data =
            isOwn
                ? abi.encodeCall(IHashLock.withdrawItemTo, (address(items), tokenId, payee))
                : abi.encodeCall(IHashLock.withdrawItem, (address(items), tokenId));
        bool isGood = party != address(0) && items.manner() < Manner.False && (!isOwn || caller == party);
        _expect(isGood, _do(caller, address(hashLock), data, false), "withdrawItem");
        if (isGood) _withdrawn(tokenId, isOwn ? payee : party);
    }

    function withdraw(uint256 who) external {
        address account = parties[who % 4];
        uint256 credit = credits[account];
        bool isGood = credit != 0 && _takes(account);
        bytes memory data = abi.encodeCall(IPayouts.withdraw, (address(0), account));
        _expect(isGood, _do(address(this), address(hashLock), data, false), "withdraw");
        if (!isGood) return;
        credits[account] = 0;
        _moveEther(address(hashLock), account, credit);
    }

    // ------------------------------------------------------------------------------------------------ acts of vaults

    /// @notice Anyone hands on what is left in a vault: units, or ether that came in with them.
    function sweep(uint256 which, bool isEther) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        (address vault, uint256 tokenId) = (made.vault, made.item.tokenId);
        if (vault == address(0)) return;
        uint256 there = isEther ? had[vault] : unitsOf[tokenId][vault];
        bytes memory data =
            isEther
                ? abi.encodeCall(IVault.sweep, (address(0)))
                : abi.encodeCall(IVault.sweepItem, (address(lots), tokenId));
        bool isTaken = isEther ? _takes(made.party) : lots.manner() < Manner.False;
        bool isGood = made.party != address(0) && there != 0 && isTaken;
        _expect(isGood, _do(address(this), vault, data, false), "sweep");
        if (!isGood) return;
        if (isEther) _moveEther(vault, made.party, there);
        else _moveUnits(tokenId, vault, made.party, there);
    }

    /// @notice A vault does what its party says, and nobody else's; and ends for nobody but by the contract.
    function command(uint256 which, uint256 by, bool isRelease) external {
        if (_made.length == 0) return;
        Made storage made = _made[which % _made.length];
        if (made.vault == address(0)) return;
        address caller = parties[by % 4];
        bytes memory question = abi.encodeCall(lots.balanceOf, (caller, 0));
        bytes memory data =
            isRelease
                ? abi.encodeCall(IVault.release, (caller, address(lots), made.item.tokenId))
                : abi.encodeCall(IVault.execute, (address(lots), 0, question));
        _expect(!isRelease && made.party == caller, _do(caller, made.vault, data, false), "command");
    }

    // -------------------------------------------------------------------------------------- what others do meanwhile

    /// @notice A debtor pays on a lot that is locked: it gets shorter, and ether comes in.
    function payOnLot(uint256 which, uint256 units) external {
        if (_made.length == 0) return;
        (address vault, uint256 tokenId) = (
            _made[which % _made.length].vault,
            _made[which % _made.length].item.tokenId
        );
        if (vault == address(0)) return;
        units = bound(units, 0, unitsOf[tokenId][vault]);
        lots.burn(vault, tokenId, units);
        unitsOf[tokenId][vault] -= units;
        (bool isDone, ) = vault.call{value: units}("");
        _expect(true, isDone, "payOnLot");
        _moveEther(address(this), vault, units);
    }

    function change(uint256 manner, uint256 who) external {
        Manner[6] memory manners = [
            Manner.Honest,
            Manner.Long,
            Manner.Calling,
            Manner.False,
            Manner.Bomb,
            Manner.Burning
        ];
        // Half of the time all are honest: otherwise hardly anything would be locked.
        Hostile hostile = [Hostile(_receiver), Hostile(items), Hostile(lots)][who % 3];
        hostile.setManner(manner % 2 == 0 ? Manner.Honest : manners[(manner >> 1) % 6]);
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _itemOf(
        uint256 seed,
        uint256 to,
        uint256 back,
        uint256 tip
    ) private view returns (IHashLock.Item memory item, bytes32 secret) {
        (item.recipient, item.refundee) = (parties[to % 4], parties[back % 4]);
        secret = bytes32(1 + ((seed >> 8) % 2));
        item.hashlock = sha256(abi.encode(secret));
        // Coarse, so that the same terms come again.
        uint256 timelock = ((_time + ((seed >> 16) % 30)) / 10) * 10;
        item.terms = (timelock << 216) | (tip << 88);
    }

    function _lock(address owner, IHashLock.Item memory item) private returns (bool) {
        bytes memory data = abi.encodeCall(IHashLock.lockItem, (item));
        _mayCallBack(address(hashLock), data);
        return _call(owner, address(hashLock), _tipOf(item), data, gasleft());
    }

    /// @dev A token that calls back tells of what it has not sent yet.
    function _send(address owner, IHashLock.Item memory item) private returns (bool) {
        bytes memory terms = abi.encode(item.hashlock, item.recipient, item.refundee, item.terms);
        bytes memory tale = abi.encodeCall(IERC721Receiver.onERC721Received, (owner, owner, item.tokenId, terms));
        _mayCallBack(address(hashLock), tale);
        bytes memory data = abi.encodeCall(items.safeTransferFrom, (owner, address(hashLock), item.tokenId, terms));
        return _call(owner, address(items), 0, data, gasleft());
    }

    function _claimOf(
        IHashLock.Item memory item,
        bytes32 secret
    ) private pure returns (IHashLock.ItemClaim memory claim) {
        (claim.preimage, claim.token, claim.tokenId, claim.units) = (secret, item.token, item.tokenId, item.units);
        (claim.recipient, claim.refundee, claim.terms) = (item.recipient, item.refundee, item.terms);
    }
}
