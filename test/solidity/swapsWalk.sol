// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {Base} from "./Base.sol";
import {HostileParty} from "./swapsHostile.sol";

interface Dealer {
    function deal(address account, uint256 balance) external;
}

/// @notice What walks of hash locks share: two parties with keys and one that behaves as it is told, time, and the first act
/// that did other than the model says.
abstract contract SwapsWalk is Base {
    IHashLock public immutable hashLock;
    HostileParty internal immutable _receiver;
    uint256 internal _time;
    string public difference;

    constructor() {
        hashLock = IHashLock(_deploy("swaps/HashLock.sol:HashLock", abi.encode(address(0))));
        _receiver = new HostileParty();
        _time = block.timestamp;
    }

    receive() external payable {}

    function pass(uint256 secondsAhead) external {
        _time += bound(secondsAhead, 1, 12);
        vm.warp(_time);
    }

    function _expect(bool expected, bool isDone, string memory act) internal {
        if (expected != isDone) difference = string.concat(act, expected ? " was refused" : " was done");
    }

    /// @dev Zero: it has none.
    function _keyOf(address party) internal pure returns (uint256) {
        return
            party == vm.addr(1)
                ? 1
                : party == vm.addr(2)
                    ? 2
                    : 0;
    }

    /// @dev A recipient's consent to an early refund.
    function _consent(
        address recipient,
        bytes32 id,
        uint256 lockedAt,
        uint256 deadline
    ) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256("EarlyRefund(bytes32 id,uint256 lockedAt,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, lockedAt, deadline));
        return _signFor(_keyOf(recipient), "Tallystick HashLock", address(hashLock), structHash);
    }
}
