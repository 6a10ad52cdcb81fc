// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EncryptionKeys} from "../../contracts/identity/EncryptionKeys.sol";
import {Base} from "./Base.sol";

/// @notice Publishes, revokes and hands over at random, and notes which key must be found.
contract KeysHandler is Base {
    uint256 public constant ACCOUNTS = 3;
    bytes32 public constant NAME = "did/pub/X25519/enc";

    EncryptionKeys public immutable keys = new EncryptionKeys(address(0));

    mapping(address identity => bytes32 key) public published;
    mapping(address identity => uint256 validTo) public validTo;
    mapping(address identity => address owner) public ownedBy;
    bool public actedByStranger;

    function account(uint256 seed) public pure returns (address) {
        return address(uint160(0x1000 + (seed % ACCOUNTS)));
    }

    function ownerOf(address identity) public view returns (address) {
        return ownedBy[identity] == address(0) ? identity : ownedBy[identity];
    }

    function publish(uint256 by, bytes32 key) external {
        vm.prank(account(by));
        keys.publishKey(key);
        _note(account(by), account(by), key, type(uint40).max);
    }

    function set(uint256 by, uint256 whose, uint256 key, uint256 validity) external {
        validity %= 1000;
        vm.prank(account(by));
        keys.setAttribute(account(whose), NAME, abi.encode(_key(key)), validity);
        _note(account(by), account(whose), _key(key), block.timestamp + validity);
    }

    function revoke(uint256 by, uint256 whose, uint256 key) external {
        address identity = account(whose);
        vm.prank(account(by));
        keys.revokeAttribute(identity, NAME, abi.encode(_key(key)));
        bool current = published[identity] == _key(key);
        _note(account(by), identity, current ? bytes32(0) : published[identity], current ? 0 : validTo[identity]);
    }

    function handOver(uint256 by, uint256 whose, uint256 to) external {
        vm.assume(to % 2 == 0);
        vm.prank(account(by));
        keys.changeOwner(account(whose), account(to));
        if (ownerOf(account(whose)) != account(by)) actedByStranger = true;
        ownedBy[account(whose)] = account(to);
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 300));
    }

    /// @dev Few keys, so that the same ones meet again.
    function _key(uint256 seed) private pure returns (bytes32) {
        return bytes32(1 + (seed % 4));
    }

    function _note(address by, address identity, bytes32 key, uint256 until) private {
        if (ownerOf(identity) != by) actedByStranger = true;
        (published[identity], validTo[identity]) = (key, until);
    }
}

contract KeysTest is Base {
    KeysHandler private _handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        _handler = new KeysHandler();
        _target(address(_handler));
    }

    function invariant_IDN_40_keyIsTheNewestThatIsValid() public view {
        for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
            address identity = _handler.account(i);
            uint256 validTo = _handler.validTo(identity);
            bool valid = validTo > block.timestamp;
            (bytes32 key, uint40 until) = _handler.keys().keyOf(identity);
            require(key == (valid ? _handler.published(identity) : bytes32(0)), "another key");
            require(until == (valid ? validTo : 0), "another validity");
        }
    }

    function invariant_IDN_44_onlyOwnersAct() public view {
        require(!_handler.actedByStranger(), "a stranger acted");
        for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
            address identity = _handler.account(i);
            require(_handler.keys().identityOwner(identity) == _handler.ownerOf(identity), "another owner");
        }
    }
}
