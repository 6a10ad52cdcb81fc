// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {Signatures} from "../shared/Signatures.sol";
import {Consents} from "./Consents.sol";
import {IAccess} from "./IAccess.sol";
import {IConsent} from "./IConsent.sol";
import {IDatasets} from "./IDatasets.sol";
import {IPolicy} from "./IPolicy.sol";

/// @title ConsentLedger: records, and who may read them
/// @notice What consents and emergencies let be read; `Consent` has the acts.
abstract contract ConsentLedger is IConsent, IPolicy, EIP712 {
    using Consents for uint256;

    bytes32 private constant CONSENT_TYPEHASH = keccak256(
        "Consent(uint256 dataset,address reader,uint16 purpose,uint32 segments,uint16 fromVersion,bool laterVersions,uint40 until,uint32 serial,uint16 epoch,uint40 deadline)"
    );
    bytes32 private constant HOLDERS_TYPEHASH = keccak256(
        "Holders(uint256 dataset,address[] holders,uint8 threshold,uint16 epoch,uint40 deadline)"
    );

    /// @notice Where rights are looked up (the same contract is `IDatasets`).
    IAccess public immutable market;

    /// @notice Where emergency credentials are looked up.
    ICredentials public immutable credentials;

    mapping(uint256 dataset => uint256 record) internal _records;
    mapping(uint256 dataset => bytes32 credentialType) internal _emergencyCredentials;
    mapping(uint256 dataset => mapping(address reader => uint256 consent)) internal _consents;
    mapping(uint256 dataset => mapping(address reader => Emergency)) internal _emergencies;

    constructor(IAccess market_, ICredentials credentials_) EIP712("Tallystick Consent", "1") {
        market = market_;
        credentials = credentials_;
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IConsent
    function mayRead(
        uint256 dataset,
        address reader,
        uint16 version,
        uint32 segments,
        uint16 purpose
    ) external view returns (bool) {
        uint256 record = _records[dataset];
        if (record == 0) return market.hasAccessTo(dataset, reader, version, segments);
        if (!_isPublished(dataset, version)) return false;
        if (_isEmergency(_emergencies[dataset][reader], segments)) return true;
        uint256 consent = _consents[dataset][reader];
        return
            consent.isActiveIn(record) &&
            consent.includes(version, segments) &&
            consent.isFor(purpose) &&
            (!record.needsRight() || market.hasAccessTo(dataset, reader, version, segments));
    }

    /// @inheritdoc IPolicy
    /// @dev Two slots, no call: it can't be made to burn what the market gives a policy.
    function admits(uint256 dataset, address reader, bytes32 data, bytes calldata) external view returns (bool) {
        uint256 consent = _consents[dataset][reader];
        uint16 purpose = uint16(uint256(data));
        return consent.isActiveIn(_records[dataset]) && (purpose == 0 || consent.isFor(purpose));
    }

    /// @inheritdoc IConsent
    function recordOf(uint256 dataset) external view returns (Record memory record, bytes32 emergencyCredential) {
        return (_records[dataset].unpackRecord(), _emergencyCredentials[dataset]);
    }

    /// @inheritdoc IConsent
    function consentOf(
        uint256 dataset,
        address reader
    ) external view returns (Consented memory consented, bool active) {
        uint256 consent = _consents[dataset][reader];
        return (consent.unpackConsent(), consent.isActiveIn(_records[dataset]));
    }

    /// @inheritdoc IConsent
    function emergencyOf(uint256 dataset, address reader) external view returns (Emergency memory emergency) {
        return _emergencies[dataset][reader];
    }

    /// @inheritdoc IConsent
    /// @dev Assembly, because Solidity checks and copies the ten fields one by one (900 gas). Nothing is lost: `give` reads
    /// them all.
    function requestDigest(Request calldata asked) public view returns (bytes32 digest) {
        bytes32 typehash = CONSENT_TYPEHASH;
        bytes32 body;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), asked, 320)
            body := keccak256(free, 352)
        }
        return _hashTypedDataV4(body);
    }

    /// @inheritdoc IConsent
    function holdersDigest(
        uint256 dataset,
        address[] calldata newHolders,
        uint8 newThreshold,
        uint16 epoch,
        uint40 deadline
    ) public view returns (bytes32 digest) {
        // Packed, elements of an array keep their 32 bytes: what EIP-712 hashes.
        bytes32 list = keccak256(abi.encodePacked(newHolders));
        return _hashTypedDataV4(keccak256(abi.encode(HOLDERS_TYPEHASH, dataset, list, newThreshold, epoch, deadline)));
    }

    // --------------------------------------------------------------------------------------------------- holders

    /// @dev Low 160 bits of `keccak256(abi.encode(holders))`, so that a record is one slot. As strong as an address against
    /// a second list that hashes alike. Assembly, because Solidity copies the list one by one (600 gas for three
    /// holders);
    /// `register` and `changeHolders` read each, so no record has a list that is not well formed.
    function _hashOf(address[] calldata holders) internal pure returns (uint160 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let size := shl(5, holders.length)
            mstore(free, 0x20)
            mstore(add(free, 0x20), holders.length)
            calldatacopy(add(free, 0x40), holders.offset, size)
            hash := and(keccak256(free, add(size, 0x40)), 0xffffffffffffffffffffffffffffffffffffffff)
        }
    }

    /// @return record a record of exactly these holders
    function _recordOf(uint256 dataset, address[] calldata holders) internal view returns (uint256 record) {
        record = _existing(dataset);
        require(_hashOf(holders) == record.holdersHashOf(), Consent_OtherHolders(dataset, holders));
    }

    function _existing(uint256 dataset) internal view returns (uint256 record) {
        record = _records[dataset];
        require(record != 0, Consent_NoRecord(dataset));
    }

    /// @return record as `_recordOf`
    /// @return bit of the caller in a bitmap of its holders
    function _recordOfHolder(
        uint256 dataset,
        address[] calldata holders,
        address caller
    ) internal view returns (uint256 record, uint256 bit) {
        record = _recordOf(dataset, holders);
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i] == caller) bit = 1 << i;
        }
        require(bit != 0, Consent_NotHolder(dataset, caller));
    }

    /// @dev At least `threshold` of the holders must have signed; whoever's signature is empty did not.
    /// @return signers bitmap of the holders who signed
    function _requireSigned(
        bytes32 digest,
        address[] calldata holders,
        bytes[] calldata signatures,
        uint256 threshold
    ) internal view returns (uint256 signers) {
        require(signatures.length == holders.length, Consent_SignaturesMissing(holders.length, signatures.length));
        uint256 signed = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            bytes calldata signature = signatures[i];
            if (signature.length == 0) continue;
            address holder = holders[i];
            require(Signatures.isSignedBy(holder, digest, signature), Consent_NotSigned(holder, digest));
            signers |= 1 << i;
            ++signed;
        }
        require(signed >= threshold, Consent_TooFew(signed, uint8(threshold)));
    }

    // ---------------------------------------------------------------------------------------------------- reading

    function _isEmergency(Emergency storage emergency, uint32 segments) private view returns (bool) {
        return emergency.until > block.timestamp && segments & ~emergency.segments == 0;
    }

    function _isPublished(uint256 dataset, uint16 version) private view returns (bool) {
        (uint16 versions, ) = IDatasets(address(market)).versionsOf(dataset);
        return version != 0 && version <= versions;
    }
}
