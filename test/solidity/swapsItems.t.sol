// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {IVault} from "../../contracts/swaps/IVault.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {SwapsItemsHandler} from "./swapsItemsHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract ItemActs is SwapsItemsHandler {}

/// @notice What holds after any sequence of acts on hash locks of ERC-721 and of lots.
/// @dev 16,000 calls an invariant.
contract SwapsItemsTest is Base {
    ItemActs private _handler;
    IHashLock private _hashLock;

    error SwapsItemsTest_Differs(string what);

    function setUp() public {
        _handler = new ItemActs();
        _hashLock = _handler.hashLock();
        _target(address(_handler));
    }

    /// @notice Every act does or refuses what the model says, and nobody does anything twice by calling back.
    function invariant_SWP_28_itemsActAsTheModel() public view {
        assertEqual(_handler.reentered(), 0, "calls back that were done");
        string memory what = _handler.difference();
        require(bytes(what).length == 0, SwapsItemsTest_Differs(what));
    }

    /// @notice An ERC-721 is the contract's while it is locked or kept, and its party's afterwards; a lot is its vault's, and
    /// then its party's, or its vault's, which is the party's.
    function invariant_SWP_24_itemsAreWithTheRightOne() public view {
        for (uint256 i = 0; i < _handler.ITEMS(); ++i) {
            address owner = _handler.items().ownerOf(i);
            assertEqual(uint160(owner), uint160(_handler.ownerOf(i)), "an item's owner");
            address kept = _hashLock.keptFor(address(_handler.items()), i);
            assertEqual(uint160(kept), uint160(_handler.keptFor(i)), "for whom it is kept");
        }
        for (uint256 i = 0; i < _handler.count(); ++i) {
            (, , address vault, address party) = _handler.lockAt(i);
            if (vault == address(0)) continue;
            assertEqual(uint160(IVault(vault).party()), uint160(party), "a vault's party");
            _requireUnits(_handler.lotAt(i), vault);
        }
        for (uint256 i = 0; i < _handler.LOTS(); ++i) {
            for (uint256 j = 0; j < 4; ++j) _requireUnits(i, _handler.parties(j));
        }
    }

    /// @notice II and IV: a lock is open until it has ended, for one party.
    function invariant_SWP_15_itemsEndOnce() public view {
        uint256 count = _handler.count();
        bytes32[] memory ids = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) (ids[i], , , ) = _handler.lockAt(i);
        uint256[] memory blocks = _hashLock.lockedAt(ids);
        for (uint256 i = 0; i < count; ++i) {
            (, bool isLast, address vault, address party) = _handler.lockAt(i);
            if (!isLast) continue;
            assertEqual(blocks[i] == 0 ? 0 : 1, party == address(0) ? 1 : 0, "open");
            address told = _hashLock.vaultOf(ids[i]);
            assertEqual(uint160(told), party == address(0) ? uint160(vault) : 0, "vault of an open lot");
        }
    }

    /// @notice I and III: of ether it holds tips and credits, and whoever acts has the tips, and nobody more.
    function invariant_SWP_08_itemsTipsAreHeldAndPaid() public view {
        assertEqual(address(_hashLock).balance, _handler.had(address(_hashLock)), "tips");
        for (uint256 i = 0; i < 4; ++i) {
            address party = _handler.parties(i);
            assertEqual(party.balance, _handler.had(party), "a party's ether");
            uint256 credit = IPayouts(address(_hashLock)).creditOf(address(0), party);
            assertEqual(credit, _handler.credits(party), "a credit");
        }
    }

    /// @notice The walk can do every act: otherwise the invariants would hold of nothing.
    function test_SWP_20_theWalkLocksClaimsKeepsAndSweeps() public {
        uint256 late = 25 << 16;
        _handler.lockItem(late, 0, 1, 2, false);
        _handler.lockItem(late + 1, 0, 1, 0, true);
        _handler.lockLot(late, 1, 0, 1, 4);
        _handler.lockLot(late + 1, 2, 3, 1, 4);
        assertEqual(_handler.count(), 4, "locks");
        _handler.claimItem(0, false, 3, false);
        _handler.change(3 * 2 + 1, 1);
        _handler.refundItemEarly(1, 3, true);
        assertEqual(uint160(_handler.keptFor(1)), uint160(_handler.parties(1)), "kept for the refundee");
        _handler.change(0, 1);
        _handler.withdrawItem(1, 0, false, 0);
        _handler.payOnLot(2, 2);
        _handler.claimItem(2, false, 1, false);
        assertEqual(_handler.unitsOf(0, _handler.parties(1)), 23, "units of a shortened lot");
        _handler.sweep(2, true);
        _handler.change(5 * 2 + 1, 2);
        for (uint256 i = 0; i < 3; ++i) _handler.pass(11);
        _handler.refundItem(3, 0, false);
        _handler.change(0, 2);
        _handler.sweep(3, false);
        _requireUnits(1, _handler.parties(3));
        invariant_SWP_28_itemsActAsTheModel();
        invariant_SWP_24_itemsAreWithTheRightOne();
        invariant_SWP_15_itemsEndOnce();
        invariant_SWP_08_itemsTipsAreHeldAndPaid();
    }

    function _requireUnits(uint256 tokenId, address holder) private view {
        assertEqual(_handler.lots().balanceOf(holder, tokenId), _handler.unitsOf(tokenId, holder), "units");
    }
}
