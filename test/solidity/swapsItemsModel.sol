// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {Hostile, Manner} from "./swapsHostile.sol";
import {HostileItems, HostileLots} from "./swapsHostileItems.sol";
import {Dealer, SwapsWalk} from "./swapsWalk.sol";

/// @notice What must become of hash locks of ERC-721 and of lots: which are open, who has what, what is kept for whom.
abstract contract SwapsItemsModel is SwapsWalk {
    uint256 public constant ITEMS = 4;
    uint256 public constant LOTS = 2;

    /// @dev One for each time that it was opened.
    struct Made {
        IHashLock.Item item;
        bytes32 secret;
        bytes32 id;
        address vault;
        /// For whom it has ended; nobody: it is open.
        address party;
    }

    HostileItems public immutable items;
    HostileLots public immutable lots;

    Made[] internal _made;
    mapping(bytes32 id => uint256 index) private _lastOf;
    /// @notice What the model says: who has an item, for whom the contract keeps it, who has units of a lot.
    mapping(uint256 tokenId => address account) public ownerOf;
    mapping(uint256 tokenId => address account) public keptFor;
    mapping(uint256 tokenId => mapping(address account => uint256 units)) public unitsOf;
    /// @notice Of ether: what each has, and what is credited.
    mapping(address account => uint256 amount) public had;
    mapping(address account => uint256 amount) public credits;

    address[4] public parties;

    constructor() {
        (items, lots) = (new HostileItems(), new HostileLots());
        parties = [vm.addr(1), vm.addr(2), address(_receiver), address(this)];
        for (uint256 i = 0; i < 4; ++i) {
            address party = parties[i];
            Dealer(address(vm)).deal(party, 1e6);
            had[party] = 1e6;
            items.mint(party, i);
            ownerOf[i] = party;
            for (uint256 j = 0; j < LOTS; ++j) {
                lots.mint(party, j, 20);
                unitsOf[j][party] = 20;
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------- views

    function count() external view returns (uint256) {
        return _made.length;
    }

    function lockAt(uint256 index) external view returns (bytes32 id, bool isLast, address vault, address party) {
        Made storage made = _made[index];
        return (made.id, _lastOf[made.id] == index + 1, made.vault, made.party);
    }

    function lotAt(uint256 index) external view returns (uint256 tokenId) {
        return _made[index].item.tokenId;
    }

    /// @notice Calls back of whoever was paid or moved something that were not refused.
    function reentered() external view returns (uint256) {
        return items.reentered() + lots.reentered() + _receiver.reentered();
    }

    function isOpen(bytes32 id) public view returns (bool) {
        uint256 index = _lastOf[id];
        return index != 0 && _made[index - 1].party == address(0);
    }

    function idOf(IHashLock.Item memory item) public view returns (bytes32) {
        (uint256 kind, uint256 amount) = item.units == 0 ? (2, 1) : (3, item.units);
        bytes memory head = abi.encode(block.chainid, hashLock, kind, item.recipient, item.refundee, item.tokenId);
        return keccak256(bytes.concat(head, abi.encode(item.token, amount, item.hashlock, item.terms)));
    }

    // -------------------------------------------------------------------------------------------------- what changes

    function _opened(IHashLock.Item memory item, bytes32 secret, address payer) internal {
        bytes32 id = idOf(item);
        address vault = hashLock.vaultOf(id);
        _made.push(Made(item, secret, id, vault, address(0)));
        _lastOf[id] = _made.length;
        _moveEther(payer, address(hashLock), _tipOf(item));
        if (item.units == 0) ownerOf[item.tokenId] = address(hashLock);
        else _moveUnits(item.tokenId, payer, vault, item.units);
    }

    function _ended(Made storage made, address party, address caller) internal {
        IHashLock.Item memory item = made.item;
        made.party = party;
        bool isTaken = Hostile(item.token).manner() < Manner.False;
        if (item.units != 0) {
            if (isTaken) _moveUnits(item.tokenId, made.vault, party, unitsOf[item.tokenId][made.vault]);
        } else if (isTaken) {
            ownerOf[item.tokenId] = party;
        } else {
            keptFor[item.tokenId] = party;
        }
        uint256 tip = _tipOf(item);
        if (_takes(caller)) _moveEther(address(hashLock), caller, tip);
        else credits[caller] += tip;
    }

    function _withdrawn(uint256 tokenId, address to) internal {
        delete keptFor[tokenId];
        ownerOf[tokenId] = to;
    }

    function _moveEther(address from, address to, uint256 amount) internal {
        had[from] -= amount;
        had[to] += amount;
    }

    function _moveUnits(uint256 tokenId, address from, address to, uint256 units) internal {
        unitsOf[tokenId][from] -= units;
        unitsOf[tokenId][to] += units;
    }

    /// @dev Whoever calls back does the same again.
    /// @param isPoor with too little gas to keep anything back
    function _do(address caller, address target, bytes memory data, bool isPoor) internal returns (bool) {
        _mayCallBack(target, data);
        return _call(caller, target, 0, data, isPoor ? 450_000 : gasleft());
    }

    function _mayCallBack(address target, bytes memory data) internal {
        if (_receiver.manner() == Manner.Calling) _receiver.setCall(target, data);
        if (items.manner() == Manner.Calling) items.setCall(target, data);
        if (lots.manner() == Manner.Calling) lots.setCall(target, data);
    }

    function _call(
        address caller,
        address target,
        uint256 value,
        bytes memory data,
        uint256 gas_
    ) internal returns (bool isDone) {
        vm.prank(caller);
        (isDone, ) = target.call{value: value, gas: gas_}(data);
    }

    // ------------------------------------------------------------------------------------------------ what must hold

    /// @dev The newest lock of these terms: only that one can be open.
    function _last(uint256 which) internal view returns (Made storage) {
        return _made[_lastOf[_made[which % _made.length].id] - 1];
    }

    function _tipOf(IHashLock.Item memory item) internal pure returns (uint256) {
        return uint128(item.terms >> 88);
    }

    function _isAhead(IHashLock.Item memory item) internal view returns (bool) {
        return _time < item.terms >> 216;
    }

    function _takes(address account) internal view returns (bool) {
        return account != address(_receiver) || _receiver.manner() < Manner.False;
    }

    /// @dev Whether all that goes out at its end is taken, and there is something.
    function _isTaken(Made storage made, address caller) internal view returns (bool) {
        bool isThere = made.vault == address(0) || unitsOf[made.item.tokenId][made.vault] != 0;
        bool isMoved = isThere && Hostile(made.item.token).manner() < Manner.False;
        return isMoved && (_tipOf(made.item) == 0 || _takes(caller));
    }
}
