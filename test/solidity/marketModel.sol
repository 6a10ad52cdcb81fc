// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccess} from "../../contracts/market/IAccess.sol";
import {IDatasets} from "../../contracts/market/IDatasets.sol";
import {Desk} from "../../contracts/market/Desk.sol";
import {IPolicy} from "../../contracts/market/IPolicy.sol";
import {Market} from "../../contracts/market/Market.sol";
import {CallingTokenMock} from "../../contracts/mocks/CallingTokenMock.sol";
import {Base} from "./Base.sol";

/// @notice Admits the one reader that the terms name.
contract OneReader is IPolicy {
    function admits(uint256, address reader, bytes32 data, bytes calldata) external pure returns (bool) {
        return bytes32(uint256(uint160(reader))) == data;
    }
}

/// @notice A second, simpler account of what the market should hold: written from the specification, with whole structs
/// and arrays instead of packed words and hashes.
abstract contract MarketModel is Base {
    uint40 internal constant FOREVER = type(uint40).max;
    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant KEY = 0x7A11;

    struct Made {
        IAccess.Purchase purchase;
        // First second after the time it paid for.
        uint40 until;
        // Offer's place in the list, plus one; zero: a grant, or a right that was exchanged.
        uint256 offer;
    }

    Market public immutable market;
    Desk public immutable desk;
    CallingTokenMock public immutable token;
    IPolicy internal immutable _oneReader = new OneReader();
    address[] public actors;
    uint256[] public datasets;

    IAccess.Terms[] internal _offers;
    bytes32[] internal _ids;
    mapping(uint256 offer => uint256) public sold;
    mapping(uint256 dataset => uint16) public versions;
    mapping(uint256 dataset => mapping(address reader => Made[])) internal _stacks;
    mapping(uint256 dataset => mapping(address reader => uint40)) public untils;
    mapping(address account => uint256) public credits;

    uint256 public paidIn;
    uint256 public broughtIn;
    uint256 public sentOut;
    uint256 public fees;
    /// @notice What the market did and the model would not have.
    string public difference;

    // Purchases that may be unused after the one that is being tried.
    uint8 private _depth;

    constructor() {
        vm.warp(START);
        // Without a relay of the tests' own, nobody can call in another's name.
        market = new Market(address(new AccessManager(address(this))), address(0xDA0), address(0xFACADE));
        desk = Desk(market.desk());
        token = new CallingTokenMock();
        for (uint160 i = 0; i < 4; ++i) {
            address actor = vm.addr(KEY + i);
            actors.push(actor);
            token.mint(actor, 1e30);
            vm.prank(actor);
            token.approve(address(market), type(uint256).max);
        }
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(actors[i]);
            uint256 dataset = market.publish(bytes32(i), _anchor(i + 1));
            datasets.push(dataset);
            versions[dataset] = 1;
        }
    }

    // ----------------------------------------------------------------------------------------------------- reading

    function actorsCount() external view returns (uint256) {
        return actors.length;
    }

    function limitOf(uint256 index) external view returns (uint32) {
        return _offers[index].maxSales;
    }

    function windowOf(uint256 index) external view returns (uint32) {
        return _offers[index].refundWindow;
    }

    /// @dev The offers' ids alone: reading whole terms at every check would be most of the work.
    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    function stackOf(uint256 dataset, address reader) external view returns (Made[] memory) {
        return _stacks[dataset][reader];
    }

    // ------------------------------------------------------------------------------------------------------- model

    function _anchor(uint256 seed) internal pure returns (IDatasets.Anchor memory) {
        return IDatasets.Anchor(keccak256(abi.encode(seed)), bytes32(seed), uint64(seed), bytes32(seed));
    }

    function _differs(string memory what) internal {
        if (bytes(difference).length == 0) difference = what;
    }

    function _sameScope(IAccess.Right memory right, IAccess.Terms memory terms) internal pure returns (bool) {
        return
            right.segments == terms.segments &&
            right.fromVersion == terms.fromVersion &&
            right.laterVersions == terms.laterVersions;
    }

    /// @dev Whether every segment of every version that may be read under `right` may be read under `terms` too.
    function _covers(IAccess.Right memory right, IAccess.Terms memory terms) internal pure returns (bool) {
        if (right.segments & ~terms.segments != 0) return false;
        if (terms.laterVersions) return terms.fromVersion <= right.fromVersion;
        return !right.laterVersions && terms.fromVersion == right.fromVersion;
    }

    /// @dev Whether a purchase (terms of a grant: its scope and duration) is to be refused, and what it makes of the end.
    function _expected(
        IAccess.Right memory right,
        IAccess.Terms memory terms
    ) internal returns (bool refused, uint40 from, uint40 until) {
        uint40 time = uint40(block.timestamp);
        bool active = right.until > time;
        bool same = _sameScope(right, terms);
        from = active && same ? right.until : time;
        if (active && same && right.until == FOREVER) return (true, 0, 0);
        until = terms.duration == 0 ? FOREVER : from + terms.duration;
        bool outlasts = until >= right.until;
        if (active && !same && !(outlasts && _covers(right, terms))) refused = true;
        _depth = 1;
        if (active) {
            bool resets = same && terms.duration != 0 && terms.duration >= right.until - time;
            uint8 less = right.depth > 3 ? right.depth - 1 : 2;
            _depth = resets ? less : right.depth + 1;
        }
        if (_depth > 63) refused = true;
    }

    /// @dev Expects the depth after a push onto `previous`, a packed right, once more.
    function _expectDepth(uint256 previous, IAccess.Terms memory terms) internal {
        IAccess.Right memory right;
        right.until = uint40(previous);
        right.segments = uint32(previous >> 40);
        right.fromVersion = uint16(previous >> 72);
        right.laterVersions = (previous >> 88) & 1 != 0;
        right.depth = uint8(previous >> 90) & 63;
        _expected(right, terms);
    }

    /// @dev The unused part of a purchase's price.
    function _unused(Made memory made) internal view returns (uint256) {
        if (made.until == FOREVER) return made.purchase.paid;
        if (made.until <= block.timestamp) return 0;
        uint256 start = block.timestamp > made.purchase.from ? block.timestamp : made.purchase.from;
        return (uint256(made.purchase.paid) * (made.until - start)) / (made.until - made.purchase.from);
    }

    /// @dev Whether a revocation that names `made` would take back what its owner was given another right for.
    function _holdsDeal(Made[] memory made) internal view returns (bool holds) {
        for (uint256 i = 0; i < made.length; ++i) {
            bool exchanged = made[i].purchase.offer != 0 && made[i].purchase.payer == address(0);
            if (exchanged && made[i].until > block.timestamp) return true;
        }
    }

    function _noteBack(Made memory made) internal {
        credits[made.purchase.payer] += _unused(made);
        // What a revocation finds used up is not given back.
        if (made.until > block.timestamp) _free(made);
    }

    function _free(Made memory made) internal {
        if (made.offer != 0) sold[made.offer - 1] -= 1;
    }

    function _record(uint256 dataset, address reader, Made memory made, uint256 previous) internal {
        // What lies below an ended right can't be reached again.
        if (uint40(previous) <= block.timestamp) delete _stacks[dataset][reader];
        _stacks[dataset][reader].push(made);
        (IAccess.Right memory right, ) = market.rightOf(dataset, reader);
        if (right.depth != _depth) _differs("the depth of a right");
        untils[dataset][reader] = made.until;
    }

    /// @dev The newest `count` entries of a stack, newest first.
    function _newest(
        uint256 dataset,
        address reader,
        uint256 count
    ) internal view returns (IAccess.Entry[] memory entries, Made[] memory made) {
        Made[] storage stack = _stacks[dataset][reader];
        entries = new IAccess.Entry[](count);
        made = new Made[](count);
        for (uint256 i = 0; i < count; ++i) {
            made[i] = stack[stack.length - 1 - i];
            entries[i].purchase = made[i].purchase;
            if (made[i].offer != 0) entries[i].terms = _offers[made[i].offer - 1];
        }
    }

    function _dropNewest(uint256 dataset, address reader, uint256 count) internal {
        Made[] storage stack = _stacks[dataset][reader];
        uint40 until = 0;
        for (uint256 i = 0; i < count; ++i) {
            until = uint40(stack[stack.length - 1].purchase.previous);
            stack.pop();
        }
        untils[dataset][reader] = until;
    }
}
