// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6909} from "@openzeppelin/contracts/interfaces/IERC6909.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Relayed} from "../shared/Relayed.sol";
import {ILots} from "./ILots.sol";
import {Links} from "./Links.sol";

/// @title Lots
/// @notice The specification is `ILots`. Bookkeeping alone: it calls nobody, and nobody has a role in it. Any act of a
/// holder may be batched (`multicall`) and relayed (ERC-2771).
contract Lots is ILots, Relayed {
    /// @notice Bit of a state: the lot may be handed on, divided and merged.
    uint8 public constant MOVABLE = 128;
    /// @notice Bit of a state: with serial 255 the lot is not handed on any more.
    uint8 public constant CAPPED = 64;

    /// @dev Holder, first unit, units, state and serial, from the lowest bit on.
    mapping(uint256 id => uint256 lot) private _lots;
    mapping(uint256 id => bytes32 roll) private _rolls;
    mapping(uint256 id => uint256 mark) private _marks;
    mapping(bytes32 approval => uint256 amount) private _allowances;
    mapping(address owner => mapping(address spender => bool approved)) private _operators;
    mapping(address instrument => bool isOne) private _instruments;

    constructor(address relay) Relayed(relay) {}

    // ------------------------------------------------------------------------------------------------ acts: holders

    /// @inheritdoc ILots
    function endorse(uint256 id, address to, Kind kind) external {
        require(_isEndorsement(kind), Lots_BadKind(id, kind));
        address caller = _msgSender();
        _handOn(id, _requireHolder(id, caller), caller, to, kind);
    }

    /// @inheritdoc ILots
    function endorseFrom(address from, uint256 id, address to, Kind kind) external {
        _endorseFrom(from, id, to, kind);
    }

    /// @inheritdoc ILots
    function endorseIf(
        address from,
        uint256 id,
        bytes32 version,
        address to,
        Kind kind
    ) external returns (bool isSame) {
        isSame = versionOf(id) == version;
        if (isSame) _endorseFrom(from, id, to, kind);
    }

    /// @inheritdoc ILots
    function divide(uint256 root, bytes32 inner, Part[] calldata parts) external returns (uint256[] memory ids) {
        address caller = _msgSender();
        (ids, ) = _divide(caller, caller, root, inner, parts);
    }

    /// @inheritdoc ILots
    function divideFrom(
        address from,
        uint256 root,
        bytes32 inner,
        Part[] calldata parts
    ) external returns (uint256[] memory ids) {
        address caller = _msgSender();
        uint256 cut;
        (ids, cut) = _divide(caller, from, root, inner, parts);
        uint256 id = Links.idOf(root, inner);
        uint256 allowed = _requireApproved(caller, from, id, cut);
        // The lot's roll is as it was, and so is the approval, unlike with `endorseFrom`.
        if (allowed != type(uint256).max) _allowances[_approvalOf(from, caller, id)] = allowed - cut;
    }

    /// @inheritdoc ILots
    function merge(
        uint256 root,
        bytes32 parentRoll,
        Link calldata first,
        Link calldata second
    ) external returns (uint256 id) {
        id = partId(root, parentRoll, first);
        uint256 other = partId(root, parentRoll, second);
        address caller = _msgSender();
        Lot memory lot = _requireHolder(id, caller);
        Lot memory end = _requireHolder(other, caller);
        require(_rolls[id] == 0, Lots_Endorsed(id));
        require(_rolls[other] == 0, Lots_Endorsed(other));
        bool isOneAct = first.from == second.from && first.kind == second.kind && first.time == second.time;
        require(isOneAct && lot.start + lot.units == end.start, Lots_NotNeighbours(id, other));
        require(lot.state == end.state && _marks[id] == _marks[other], Lots_Unlike(id, other));
        lot.units += end.units;
        _put(id, lot);
        delete _lots[other];
        emit Merged(id, other, lot.start, lot.units);
        emit Transfer(caller, caller, address(0), other, end.units);
        emit Transfer(caller, address(0), caller, id, end.units);
    }

    // ---------------------------------------------------------------------------------------------- acts: ERC-6909

    /// @inheritdoc IERC6909
    function transfer(address receiver, uint256 id, uint256 amount) external returns (bool) {
        address caller = _msgSender();
        _transfer(caller, caller, receiver, id, amount);
        return true;
    }

    /// @inheritdoc IERC6909
    function transferFrom(address sender, address receiver, uint256 id, uint256 amount) external returns (bool) {
        address caller = _msgSender();
        _requireApproved(caller, sender, id, amount);
        _transfer(caller, sender, receiver, id, amount);
        return true;
    }

    /// @inheritdoc IERC6909
    function approve(address spender, uint256 id, uint256 amount) external returns (bool) {
        address caller = _msgSender();
        _requireHolder(id, caller);
        _allowances[_approvalOf(caller, spender, id)] = amount;
        emit Approval(caller, spender, id, amount);
        return true;
    }

    /// @inheritdoc IERC6909
    function setOperator(address spender, bool approved) external returns (bool) {
        address caller = _msgSender();
        _operators[caller][spender] = approved;
        emit OperatorSet(caller, spender, approved);
        return true;
    }

    // -------------------------------------------------------------------------------------------- acts: instruments

    /// @inheritdoc ILots
    function open(uint256 key, address holder, uint40 units, uint8 state, uint8 serial) external returns (uint256 id) {
        if (!_instruments[msg.sender]) _instruments[msg.sender] = true;
        id = Links.rootId(msg.sender, key);
        require(_lots[id] == 0, Lots_Exists(id));
        _requireReceiver(id, holder);
        require(units != 0, Lots_BadUnits(id, units, type(uint40).max));
        _put(id, Lot({holder: holder, start: 0, units: units, state: state, serial: serial}));
        emit Opened(id, msg.sender, holder, key, units, state, serial);
        emit Transfer(msg.sender, address(0), holder, id, units);
    }

    /// @inheritdoc ILots
    function setState(uint256 key, bytes32 inner, uint8 state) external {
        (uint256 id, Lot memory lot) = _ofInstrument(key, inner);
        lot.state = state;
        _put(id, lot);
        emit StateSet(id, state);
    }

    /// @inheritdoc ILots
    function setMark(uint256 key, bytes32 inner, uint256 mark) external {
        (uint256 id, ) = _ofInstrument(key, inner);
        _marks[id] = mark;
    }

    /// @inheritdoc ILots
    function shorten(uint256 key, bytes32 inner, uint40 units) external {
        (uint256 id, Lot memory lot) = _ofInstrument(key, inner);
        require(units != 0 && units <= lot.units, Lots_BadUnits(id, units, lot.units));
        lot.units -= units;
        if (lot.units == 0) delete _lots[id];
        else _put(id, lot);
        emit Shortened(id, lot.units);
        emit Transfer(msg.sender, lot.holder, address(0), id, units);
    }

    /// @inheritdoc ILots
    function takeBack(uint256 key, bytes32 inner, Link[] calldata links, uint256 index) external {
        (uint256 id, Lot memory lot) = _ofInstrument(key, inner);
        require(index < links.length, Lots_BadChain(id));
        _takeUp(id, lot, Links.rootId(msg.sender, key), links, index, links[index].from);
    }

    /// @inheritdoc ILots
    function takeUp(
        uint256 key,
        bytes32 inner,
        Link[] calldata links,
        uint256 count,
        address to,
        uint8 state
    ) external {
        (uint256 id, Lot memory lot) = _ofInstrument(key, inner);
        require(count <= links.length, Lots_BadChain(id));
        _requireReceiver(id, to);
        bool isChanged = lot.state != state;
        lot.state = state;
        _takeUp(id, lot, Links.rootId(msg.sender, key), links, count, to);
        if (isChanged) emit StateSet(id, state);
    }

    /// @inheritdoc ILots
    function move(uint256 key, bytes32 inner, address to, Kind kind, uint8 state) external {
        (uint256 id, Lot memory lot) = _ofInstrument(key, inner);
        bool isOne = kind != Kind.None && kind != Kind.Division && kind != Kind.TakenUp;
        require(isOne, Lots_BadKind(id, kind));
        bool isChanged = lot.state != state;
        lot.state = state;
        _handOn(id, lot, msg.sender, to, kind);
        if (isChanged) emit StateSet(id, state);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc ILots
    function lotOf(uint256 id) public view returns (Lot memory lot) {
        uint256 word = _lots[id];
        lot.holder = address(uint160(word));
        lot.start = uint40(word >> 160);
        lot.units = uint40(word >> 200);
        lot.state = uint8(word >> 240);
        lot.serial = uint8(word >> 248);
    }

    /// @inheritdoc ILots
    function rollOf(uint256 id) public view returns (bytes32 roll) {
        roll = _rolls[id];
        if (roll == 0) roll = bytes32(id);
    }

    /// @inheritdoc ILots
    function versionOf(uint256 id) public view returns (bytes32 version) {
        (bytes32 roll, Lot memory lot) = (rollOf(id), lotOf(id));
        // keccak256(abi.encode(roll, lot)), in free memory that nobody is given: a struct's words stand as in its encoding.
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, roll)
            mcopy(add(free, 0x20), lot, 0xa0)
            version := keccak256(free, 0xc0)
        }
    }

    /// @inheritdoc ILots
    function rollAfter(uint256 root, Link[] calldata links, uint256 count) external pure returns (bytes32 roll) {
        return Links.rollAfter(bytes32(root), root, links[:count]);
    }

    /// @inheritdoc ILots
    function partId(uint256 root, bytes32 parentRoll, Link calldata link) public pure returns (uint256 id) {
        return Links.idOf(root, Links.innerOf(parentRoll, link));
    }

    /// @inheritdoc ILots
    function isChain(uint256 root, bytes32 inner, Link[] calldata links) external view returns (bool) {
        return Links.rollAfter(bytes32(root), root, links) == rollOf(Links.idOf(root, inner));
    }

    /// @inheritdoc ILots
    function rootId(address instrument, uint256 key) external pure returns (uint256 id) {
        return Links.rootId(instrument, key);
    }

    /// @inheritdoc ILots
    function markOf(uint256 id) external view returns (uint256 mark) {
        return _marks[id];
    }

    /// @inheritdoc IERC6909
    function balanceOf(address owner, uint256 id) external view returns (uint256) {
        uint256 word = _lots[id];
        return owner != address(0) && address(uint160(word)) == owner ? uint40(word >> 200) : 0;
    }

    /// @inheritdoc IERC6909
    function allowance(address owner, address spender, uint256 id) public view returns (uint256) {
        return _allowances[_approvalOf(owner, spender, id)];
    }

    /// @inheritdoc IERC6909
    function isOperator(address owner, address spender) external view returns (bool) {
        return _operators[owner][spender];
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC6909).interfaceId || interfaceId == type(IERC165).interfaceId;
    }

    // ---------------------------------------------------------------------------------------------------- private

    /// @dev Solidity would read the word again, and write it field by field.
    function _put(uint256 id, Lot memory lot) private {
        _lots[id] =
            uint160(lot.holder) |
            (uint256(lot.start) << 160) |
            (uint256(lot.units) << 200) |
            (uint256(lot.state) << 240) |
            (uint256(lot.serial) << 248);
    }

    /// @return lot that `caller` holds and may hand on
    function _requireHolder(uint256 id, address caller) private view returns (Lot memory lot) {
        lot = lotOf(id);
        require(lot.holder == caller, Lots_NotHolder(id, caller));
        require(lot.state & MOVABLE != 0, Lots_NotTransferable(id, lot.state));
    }

    /// @return allowed without limit for the holder himself and his operators
    function _requireApproved(
        address caller,
        address from,
        uint256 id,
        uint256 units
    ) private view returns (uint256 allowed) {
        if (caller == from || _operators[from][caller]) return type(uint256).max;
        allowed = allowance(from, caller, id);
        require(allowed >= units, Lots_NotApproved(id, caller, allowed));
    }

    /// @dev A lot of the calling contract's own roots.
    function _ofInstrument(uint256 key, bytes32 inner) private view returns (uint256 id, Lot memory lot) {
        id = Links.idOf(Links.rootId(msg.sender, key), inner);
        lot = lotOf(id);
        require(lot.holder != address(0), Lots_NotHolder(id, address(0)));
    }

    function _transfer(address caller, address sender, address receiver, uint256 id, uint256 amount) private {
        Lot memory lot = _requireHolder(id, sender);
        require(amount == lot.units, Lots_BadUnits(id, amount, lot.units));
        _handOn(id, lot, caller, receiver, Kind.WithoutRecourse);
    }

    function _handOn(uint256 id, Lot memory lot, address caller, address to, Kind kind) private {
        _requireReceiver(id, to);
        address from = lot.holder;
        require(to != from, Lots_BadReceiver(id, to));
        bytes32 roll = Links.endorsed(rollOf(id), from, to, kind, uint40(block.timestamp));
        (lot.holder, lot.serial) = (to, _nextSerial(id, lot));
        _put(id, lot);
        _rolls[id] = roll;
        emit Endorsed(id, from, to, kind, roll);
        emit Transfer(caller, from, to, id, lot.units);
    }

    function _takeUp(
        uint256 id,
        Lot memory lot,
        uint256 root,
        Link[] calldata links,
        uint256 count,
        address to
    ) private {
        bytes32 roll = Links.rollAfter(bytes32(root), root, links[:count]);
        require(Links.rollAfter(roll, root, links[count:]) == rollOf(id), Lots_BadChain(id));
        address from = lot.holder;
        roll = Links.endorsed(roll, from, to, Kind.TakenUp, uint40(block.timestamp));
        lot.holder = to;
        _put(id, lot);
        _rolls[id] = roll;
        emit Endorsed(id, from, to, Kind.TakenUp, roll);
        emit Transfer(msg.sender, from, to, id, lot.units);
    }

    function _endorseFrom(address from, uint256 id, address to, Kind kind) private {
        require(_isEndorsement(kind), Lots_BadKind(id, kind));
        address caller = _msgSender();
        Lot memory lot = _requireHolder(id, from);
        _requireApproved(caller, from, id, lot.units);
        _handOn(id, lot, caller, to, kind);
    }

    function _divide(
        address caller,
        address from,
        uint256 root,
        bytes32 inner,
        Part[] calldata parts
    ) private returns (uint256[] memory ids, uint40 units) {
        uint256 parent = Links.idOf(root, inner);
        Lot memory lot = _requireHolder(parent, from);
        require(parts.length != 0, Lots_NoParts(parent));
        (bytes32 roll, uint256 mark) = (rollOf(parent), _marks[parent]);
        units = lot.units;
        ids = new uint256[](parts.length);
        for (uint256 i = 0; i < parts.length; ++i) {
            uint256 id = _cut(caller, root, parent, roll, lot, parts[i]);
            ids[i] = id;
            if (mark != 0) _marks[id] = mark;
        }
        _put(parent, lot);
        units -= lot.units;
        emit Transfer(caller, from, address(0), parent, units);
    }

    /// @dev Shortens `lot`, the parent, by the part, which begins where the parent ends then.
    function _cut(
        address caller,
        uint256 root,
        uint256 parent,
        bytes32 roll,
        Lot memory lot,
        Part calldata part
    ) private returns (uint256 id) {
        // The last unit stays: a lot that goes whole is endorsed.
        require(part.units != 0 && part.units < lot.units, Lots_BadUnits(parent, part.units, lot.units));
        _requireReceiver(parent, part.to);
        Lot memory cut = Lot(part.to, 0, part.units, lot.state, lot.serial);
        bool isOwn = cut.holder == lot.holder;
        require(isOwn ? part.kind == Kind.Division : _isEndorsement(part.kind), Lots_BadKind(parent, part.kind));
        if (!isOwn) cut.serial = _nextSerial(parent, lot);
        lot.units -= cut.units;
        cut.start = lot.start + lot.units;
        bytes32 inner = Links.divided(
            roll,
            lot.holder,
            cut.holder,
            part.kind,
            uint40(block.timestamp),
            cut.start,
            cut.units
        );
        id = Links.idOf(root, inner);
        require(_lots[id] == 0, Lots_Exists(id));
        _put(id, cut);
        emit Divided(parent, id, cut.holder, lot.holder, part.kind, cut.start, cut.units, inner);
        emit Transfer(caller, address(0), cut.holder, id, cut.units);
    }

    function _requireReceiver(uint256 id, address to) private view {
        bool isLost = to == address(0) || to == address(this) || _instruments[to];
        require(!isLost, Lots_BadReceiver(id, to));
    }

    function _isEndorsement(Kind kind) private pure returns (bool) {
        return kind == Kind.WithRecourse || kind == Kind.WithoutRecourse;
    }

    function _nextSerial(uint256 id, Lot memory lot) private pure returns (uint8) {
        if (lot.serial < type(uint8).max) return lot.serial + 1;
        require(lot.state & CAPPED == 0, Lots_TooDeep(id));
        return lot.serial;
    }

    /// @dev The roll never comes again, so an approval dies with the next link.
    function _approvalOf(address owner, address spender, uint256 id) private view returns (bytes32) {
        return keccak256(abi.encode(id, rollOf(id), owner, spender));
    }
}
