// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockingTokenMock} from "../../contracts/mocks/BlockingTokenMock.sol";
import {ReceiverMock} from "../../contracts/mocks/ReceiverMock.sol";
import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {Base} from "./Base.sol";

interface Dealer {
    function deal(address account, uint256 balance) external;
}

/// @notice Acts on hash locks of ether and of a token at random, beside a model that says what each act must do. Of the
/// parties one is a contract that takes ether or not, and one is an account that the token blocks or not.
abstract contract SwapsHandler is Base {
    struct Made {
        IHashLock.Lock terms;
        bytes32 secret;
        bool isOpen;
    }

    IHashLock public immutable hashLock;
    BlockingTokenMock public immutable token;
    ReceiverMock private immutable _receiver;

    /// @notice Number of locks whose open slots and ends are counted.
    Made[] private _made;
    mapping(bytes32 id => uint256 index) private _indexOf;
    /// @notice What the model says is locked, credited and had.
    mapping(address asset => uint256 amount) public locked;
    mapping(address asset => mapping(address account => uint256 amount)) public credits;
    mapping(address asset => mapping(address account => uint256 amount)) public had;
    mapping(bytes32 id => uint256 count) private _opened;
    mapping(bytes32 id => uint256 count) private _ended;

    address[4] public parties;
    bool private _isRefusing;
    bool private _isBlocked;
    uint256 private _time;
    string private _difference;

    constructor() {
        hashLock = IHashLock(_deploy("swaps/HashLock.sol:HashLock", abi.encode(address(0))));
        token = new BlockingTokenMock();
        _receiver = new ReceiverMock();
        parties = [address(0xa11ce), address(0xb0b), address(_receiver), address(this)];
        Dealer(address(vm)).deal(address(this), 2 ** 128);
        token.mint(address(this), 2 ** 128);
        token.approve(address(hashLock), type(uint256).max);
        _time = block.timestamp;
        (had[address(0)][address(this)], had[address(token)][address(this)]) = (2 ** 128, 2 ** 128);
    }

    receive() external payable {}

    // -------------------------------------------------------------------------------------------------------- acts

    function lock(uint256 seed, uint256 to, uint256 back, uint256 amount, uint256 tip, uint256 ahead) external {
        IHashLock.Lock memory terms;
        terms.token = seed % 2 == 0 ? address(0) : address(token);
        terms.amount = bound(amount, 0, 5);
        bytes32 secret = bytes32(bound(seed >> 8, 1, 2));
        terms.hashlock = sha256(abi.encode(secret));
        (terms.recipient, terms.refundee) = (parties[to % 4], parties[back % 4]);
        // Coarse, so that the same terms come again.
        uint256 timelock = ((_time + bound(ahead, 0, 30)) / 10) * 10;
        tip = bound(tip, 0, 3);
        terms.terms = (timelock << 216) | (tip << 88) | ((seed >> 16) % 2);
        bytes32 id = idOf(terms);
        bool isGood = tip < terms.amount && timelock > _time && !isOpen(id);
        _expect(isGood, _lock(terms), "lock");
        if (!isGood) return;
        if (_indexOf[id] == 0) {
            _made.push(Made(terms, secret, true));
            _indexOf[id] = _made.length;
        } else {
            _made[_indexOf[id] - 1].isOpen = true;
        }
        ++_opened[id];
        locked[terms.token] += terms.amount;
        had[terms.token][address(this)] -= terms.amount;
    }

    function claim(uint256 which, bool isWrong, bool isOwn) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        bytes32 secret = isWrong ? bytes32(uint256(9)) : made.secret;
        address caller = isOwn ? made.terms.recipient : address(this);
        vm.prank(caller);
        bool isDone = _call(abi.encodeCall(IHashLock.claim, (_claimOf(made.terms, secret))));
        _expect(made.isOpen && !isWrong, isDone, "claim");
        if (isDone) _end(made.terms, made.terms.recipient, caller);
    }

    function refund(uint256 which, bool isOwn) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        address caller = isOwn ? made.terms.refundee : address(this);
        vm.prank(caller);
        bool isDone = _call(abi.encodeCall(IHashLock.refund, (made.terms)));
        _expect(made.isOpen && _isDue(made.terms), isDone, "refund");
        if (isDone) _end(made.terms, made.terms.refundee, caller);
    }

    function refundEarly(uint256 which, bool isRecipient) external {
        if (_made.length == 0) return;
        Made memory made = _made[which % _made.length];
        address caller = isRecipient ? made.terms.recipient : address(0xe71);
        vm.prank(caller);
        bool isDone = _call(abi.encodeCall(IHashLock.refundEarly, (made.terms, type(uint256).max, "")));
        _expect(made.isOpen && isRecipient, isDone, "refundEarly");
        if (isDone) _end(made.terms, made.terms.refundee, caller);
    }

    function claimMany(uint256 which, uint256 other) external {
        if (_made.length == 0) return;
        (Made memory first, Made memory second) = (_made[which % _made.length], _made[other % _made.length]);
        IHashLock.Claim[] memory claims = new IHashLock.Claim[](2);
        claims[0] = _claimOf(first.terms, first.secret);
        claims[1] = _claimOf(second.terms, second.secret);
        bool isTwice = idOf(first.terms) == idOf(second.terms);
        bool isDone = _call(abi.encodeCall(IHashLock.claimMany, (claims)));
        _expect(first.isOpen && second.isOpen && !isTwice, isDone, "claimMany");
        if (!isDone) return;
        _end(first.terms, first.terms.recipient, address(this));
        _end(second.terms, second.terms.recipient, address(this));
    }

    function refundMany(uint256 which, uint256 other) external {
        if (_made.length == 0) return;
        (Made memory first, Made memory second) = (_made[which % _made.length], _made[other % _made.length]);
        IHashLock.Lock[] memory locks = new IHashLock.Lock[](2);
        (locks[0], locks[1]) = (first.terms, second.terms);
        bool isGood = first.isOpen && second.isOpen && _isDue(first.terms) && _isDue(second.terms);
        bool isDone = _call(abi.encodeCall(IHashLock.refundMany, (locks)));
        _expect(isGood && idOf(first.terms) != idOf(second.terms), isDone, "refundMany");
        if (!isDone) return;
        _end(first.terms, first.terms.refundee, address(this));
        _end(second.terms, second.terms.refundee, address(this));
    }

    function withdraw(uint256 who, bool isEther) external {
        (address asset, address account) = (isEther ? address(0) : address(token), parties[who % 4]);
        uint256 credit = credits[asset][account];
        bool isDone = _call(abi.encodeWithSignature("withdraw(address,address)", asset, account));
        _expect(credit != 0 && _takes(asset, account), isDone, "withdraw");
        if (!isDone) return;
        credits[asset][account] = 0;
        had[asset][account] += credit;
    }

    /// @notice The contract takes ether, or does not; the account may be paid in the token, or not.
    function change(bool isRefusing, bool isBlocked) external {
        (_isRefusing, _isBlocked) = (isRefusing, isBlocked);
        _receiver.setManner(isRefusing ? ReceiverMock.Manner.Refusing : ReceiverMock.Manner.Glad);
        token.setBlocked(parties[1], isBlocked);
    }

    function pass(uint256 secondsAhead) external {
        _time += bound(secondsAhead, 1, 12);
        vm.warp(_time);
    }

    // ------------------------------------------------------------------------------------------------------- views

    function difference() external view returns (string memory) {
        return _difference;
    }

    function count() external view returns (uint256) {
        return _made.length;
    }

    function lockAt(uint256 index) external view returns (bytes32 id, bool isOpen_, uint256 opened, uint256 ended) {
        id = idOf(_made[index].terms);
        return (id, _made[index].isOpen, _opened[id], _ended[id]);
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

    // ----------------------------------------------------------------------------------------------------- private

    function _lock(IHashLock.Lock memory terms) private returns (bool isDone) {
        if (terms.token != address(0)) return _call(abi.encodeCall(IHashLock.lockToken, (terms)));
        (isDone, ) = address(hashLock).call{value: terms.amount}(
            abi.encodeCall(IHashLock.lockETH, (terms.terms, terms.hashlock, terms.recipient, terms.refundee))
        );
    }

    function _claimOf(IHashLock.Lock memory terms, bytes32 secret) private pure returns (IHashLock.Claim memory) {
        return IHashLock.Claim(secret, terms.token, terms.amount, terms.recipient, terms.terms, terms.refundee);
    }

    function _call(bytes memory data) private returns (bool isDone) {
        (isDone, ) = address(hashLock).call(data);
    }

    function _isDue(IHashLock.Lock memory terms) private view returns (bool) {
        return _time >= terms.terms >> 216;
    }

    function _takes(address asset, address account) private view returns (bool) {
        if (asset == address(0)) return account != parties[2] || !_isRefusing;
        return account != parties[1] || !_isBlocked;
    }

    function _end(IHashLock.Lock memory terms, address to, address caller) private {
        bytes32 id = idOf(terms);
        _made[_indexOf[id] - 1].isOpen = false;
        ++_ended[id];
        locked[terms.token] -= terms.amount;
        uint256 tip = caller == to ? 0 : uint128(terms.terms >> 88);
        _pay(terms.token, to, terms.amount - tip);
        _pay(terms.token, caller, tip);
    }

    function _pay(address asset, address to, uint256 amount) private {
        if (_takes(asset, to)) had[asset][to] += amount;
        else credits[asset][to] += amount;
    }

    function _expect(bool expected, bool isDone, string memory act) private {
        if (expected != isDone) _difference = string.concat(act, expected ? " was refused" : " was done");
    }
}
