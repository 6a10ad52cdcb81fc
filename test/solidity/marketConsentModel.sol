// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Credentials} from "../../contracts/identity/Credentials.sol";
import {ICredentials} from "../../contracts/identity/ICredentials.sol";
import {Consent} from "../../contracts/market/Consent.sol";
import {IAccess} from "../../contracts/market/IAccess.sol";
import {IConsent} from "../../contracts/market/IConsent.sol";
import {IDatasets} from "../../contracts/market/IDatasets.sol";
import {Market} from "../../contracts/market/Market.sol";
import {Base} from "./Base.sol";

/// @notice A second account of records, consents and emergencies, written from the specification: whole structs instead
/// of packed words, sets of people instead of places in a list.
abstract contract MarketConsentModel is Base {
    bytes32 internal constant EMERGENCY = keccak256("emergency");
    uint32 internal constant HOURS = 4 hours;
    uint40 internal constant FOREVER = type(uint40).max;
    uint256 internal constant PEOPLE = 6;
    uint256 internal constant READERS = 3;
    uint256 internal constant RECORDS = 2;

    /// @param holders set of people, bit by bit
    struct Record {
        uint256 dataset;
        uint256 holders;
        uint256 threshold;
        uint16 epoch;
        bool alsoRight;
        uint16 versions;
        uint256 breaks;
    }

    /// @param standing who signed and has not withdrawn; `refusing`: whose signatures for the next one are void
    struct Given {
        uint40 until;
        uint32 segments;
        uint16 purpose;
        uint16 fromVersion;
        bool laterVersions;
        uint16 epoch;
        uint32 serial;
        uint256 threshold;
        uint256 standing;
        uint256 refusing;
        uint16 refusingEpoch;
        bool renounced;
    }

    struct Broken {
        uint40 until;
        uint32 segments;
        IConsent.EmergencyStatus status;
    }

    Consent public immutable consent;
    Market public immutable market;
    Credentials internal immutable _credentials;
    /// @notice What the contract did and the model would not have.
    string public difference;

    address[] internal _people;
    uint256[] internal _keys;
    address[] public readers;
    Record[] internal _records;
    mapping(uint256 which => mapping(uint256 reader => Given)) internal _given;
    mapping(uint256 which => mapping(uint256 reader => Broken)) internal _broken;
    mapping(uint256 which => mapping(uint256 reader => uint40)) internal _rights;
    mapping(uint256 reader => bool) internal _isMedic;

    constructor() {
        vm.warp(1_790_000_000);
        AccessManager manager = new AccessManager(address(this));
        market = new Market(address(manager), address(0xDA0), address(0xFACADE));
        _credentials = new Credentials(address(manager), address(0xFACADE));
        _credentials.appointRegistrar(EMERGENCY, address(this), FOREVER);
        consent = new Consent(IAccess(address(market)), ICredentials(address(_credentials)), address(0xFACADE));
        for (uint256 key = 1; key <= PEOPLE; ++key) _add(key);
        // A holder may be a reader, too.
        readers = [address(0x2001), address(0x2002), _people[0]];
        _make(0, 7, 2, false);
        _make(1, 31, 3, true);
    }

    // ------------------------------------------------------------------------------------------------------ reading

    function recordCount() external pure returns (uint256) {
        return RECORDS;
    }

    function readerCount() external pure returns (uint256) {
        return READERS;
    }

    function record(uint256 which) external view returns (Record memory) {
        return _records[which];
    }

    function given(uint256 which, uint256 reader) external view returns (Given memory) {
        return _given[which][reader];
    }

    function broken(uint256 which, uint256 reader) external view returns (Broken memory) {
        return _broken[which][reader];
    }

    /// @notice Whether a consent is in force, by who stands by it.
    function isActive(uint256 which, uint256 reader) public view returns (bool) {
        Given storage last = _given[which][reader];
        return
            !last.renounced &&
            last.until > block.timestamp &&
            last.epoch == _records[which].epoch &&
            _size(last.standing) >= last.threshold &&
            last.threshold != 0;
    }

    function mayRead(
        uint256 which,
        uint256 reader,
        uint16 version,
        uint32 segments,
        uint16 purpose
    ) external view returns (bool) {
        Record storage found = _records[which];
        if (version == 0 || version > found.versions) return false;
        Broken storage emergency = _broken[which][reader];
        if (emergency.until > block.timestamp && segments & emergency.segments == segments) return true;
        if (found.alsoRight && _rights[which][reader] <= block.timestamp) return false;
        Given storage last = _given[which][reader];
        bool ofVersion = version == last.fromVersion || (last.laterVersions && version > last.fromVersion);
        bool forPurpose = last.purpose == 0 || last.purpose == purpose;
        return isActive(which, reader) && ofVersion && forPurpose && segments & last.segments == segments;
    }

    /// @notice A set of people as the bitmap of their places among a record's holders.
    function placesOf(uint256 which, uint256 people) external view returns (uint256 places) {
        uint256 place = 0;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if (_records[which].holders & (1 << i) == 0) continue;
            if (people & (1 << i) != 0) places |= 1 << place;
            ++place;
        }
    }

    // -------------------------------------------------------------------------------------------------------- world

    function _add(uint256 key) private {
        address person = vm.addr(key);
        uint256 place = _people.length;
        _people.push(person);
        _keys.push(key);
        for (; place > 0 && _people[place - 1] > person; --place) {
            (_people[place], _keys[place]) = (_people[place - 1], _keys[place - 1]);
            (_people[place - 1], _keys[place - 1]) = (person, key);
        }
    }

    function _make(uint256 salt, uint256 holders, uint8 threshold, bool alsoRight) private {
        uint256 dataset = consent.register(
            bytes32(salt),
            IConsent.Setup(_list(holders), threshold, EMERGENCY, HOURS, alsoRight)
        );
        market.publish(bytes32(salt), _anchor(salt + 1));
        _records.push(Record(dataset, holders, threshold, 0, alsoRight, 1, 0));
    }

    function _anchor(uint256 seed) internal pure returns (IDatasets.Anchor memory) {
        return IDatasets.Anchor(keccak256(abi.encode(seed)), bytes32(seed), uint64(seed), bytes32(seed));
    }

    function _list(uint256 people) internal view returns (address[] memory list) {
        list = new address[](_size(people));
        uint256 place = 0;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if (people & (1 << i) != 0) list[place++] = _people[i];
        }
    }

    function _size(uint256 people) internal pure returns (uint256 size) {
        for (; people != 0; people >>= 1) size += people & 1;
    }

    /// @dev One signature each of a record's holders, empty where he is not among `signers`; that of `forged` is
    /// another's.
    function _signatures(
        uint256 holders,
        uint256 signers,
        bytes32 digest,
        uint256 forged
    ) internal view returns (bytes[] memory signatures) {
        signatures = new bytes[](_size(holders));
        uint256 place = 0;
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if (holders & (1 << i) == 0) continue;
            if (signers & (1 << i) != 0) {
                (uint8 v, bytes32 r, bytes32 s) = vm.sign(i == forged ? 99 : _keys[i], digest);
                signatures[place] = abi.encodePacked(r, s, v);
            }
            ++place;
        }
    }

    function _differs(string memory what) internal {
        if (bytes(difference).length == 0) difference = what;
    }
}
