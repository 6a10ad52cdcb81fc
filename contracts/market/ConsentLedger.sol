// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICredentials} from "../identity/ICredentials.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IAccess} from "./IAccess.sol";
import {IConsent} from "./IConsent.sol";
import {IDatasets} from "./IDatasets.sol";
import {IPolicy} from "./IPolicy.sol";

/// @title ConsentLedger: records, and who may read them
/// @notice What consents and emergencies let be read; `Consent` has the acts.
abstract contract ConsentLedger is IConsent, IPolicy, EIP712 {
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

    mapping(uint256 dataset => Record) internal _records;
    mapping(uint256 dataset => bytes32 credentialType) internal _emergencyCredentials;
    mapping(uint256 dataset => mapping(address reader => Consented)) internal _consents;
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
        Record storage record = _records[dataset];
        if (record.holdersHash == 0) return market.hasAccessTo(dataset, reader, version, segments);
        if (!_isPublished(dataset, version)) return false;
        if (_isEmergency(_emergencies[dataset][reader], segments)) return true;
        Consented storage consented = _consents[dataset][reader];
        return
            _isActive(record, consented) &&
            _includes(consented, version, segments) &&
            _isFor(consented.purpose, purpose) &&
            (!record.alsoRight || market.hasAccessTo(dataset, reader, version, segments));
    }

    /// @inheritdoc IPolicy
    /// @dev Two slots, no call: it can't be made to burn what the market gives a policy.
    function admits(uint256 dataset, address reader, bytes32 data, bytes calldata) external view returns (bool) {
        Consented storage consented = _consents[dataset][reader];
        uint16 purpose = uint16(uint256(data));
        return _isActive(_records[dataset], consented) && (purpose == 0 || _isFor(consented.purpose, purpose));
    }

    /// @inheritdoc IConsent
    function recordOf(uint256 dataset) external view returns (Record memory record, bytes32 emergencyCredential) {
        return (_records[dataset], _emergencyCredentials[dataset]);
    }

    /// @inheritdoc IConsent
    function consentOf(
        uint256 dataset,
        address reader
    ) external view returns (Consented memory consented, bool active) {
        Consented storage found = _consents[dataset][reader];
        return (found, _isActive(_records[dataset], found));
    }

    /// @inheritdoc IConsent
    function emergencyOf(uint256 dataset, address reader) external view returns (Emergency memory emergency) {
        return _emergencies[dataset][reader];
    }

    /// @inheritdoc IConsent
    function requestDigest(Request calldata asked) public view returns (bytes32 digest) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, asked)));
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

    /// @dev Low 160 bits, so that a record is one slot. As strong as an address against a second list that hashes alike.
    function _hashOf(address[] calldata holders) internal pure returns (uint160 hash) {
        return uint160(uint256(keccak256(abi.encode(holders))));
    }

    function _requireHolders(uint256 dataset, uint160 holdersHash, address[] calldata holders) internal pure {
        require(holdersHash != 0, Consent_NoRecord(dataset));
        require(_hashOf(holders) == holdersHash, Consent_OtherHolders(dataset, holders));
    }

    /// @return bit of the caller in a bitmap of a record's holders
    function _requireHolder(
        uint256 dataset,
        address[] calldata holders,
        address caller
    ) internal view returns (uint16 bit) {
        _requireHolders(dataset, _records[dataset].holdersHash, holders);
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i] == caller) return uint16(1 << i);
        }
        revert Consent_NotHolder(dataset, caller);
    }

    /// @dev At least `threshold` of the holders must have signed; whoever's signature is empty did not.
    /// @return signers bitmap of the holders who signed
    function _requireSigned(
        bytes32 digest,
        address[] calldata holders,
        bytes[] calldata signatures,
        uint8 threshold
    ) internal view returns (uint16 signers) {
        require(signatures.length == holders.length, Consent_SignaturesMissing(holders.length, signatures.length));
        uint256 signed = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            bytes calldata signature = signatures[i];
            if (signature.length == 0) continue;
            address holder = holders[i];
            require(Signatures.isSignedBy(holder, digest, signature), Consent_NotSigned(holder, digest));
            signers |= uint16(1 << i);
            ++signed;
        }
        require(signed >= threshold, Consent_TooFew(signed, threshold));
    }

    // ---------------------------------------------------------------------------------------------------- reading

    /// @dev Withdrawal below the threshold and renunciation set `until`, so time and epoch alone tell.
    function _isActive(Record storage record, Consented storage consented) internal view returns (bool) {
        return consented.until > block.timestamp && consented.epoch == record.epoch;
    }

    function _includes(Consented storage consented, uint16 version, uint32 segments) private view returns (bool) {
        uint16 first = consented.fromVersion;
        bool versionIncluded = version == first || (version > first && consented.laterVersions);
        return versionIncluded && segments & ~consented.segments == 0;
    }

    /// @dev A consent to one purpose is none to reading for anything.
    function _isFor(uint16 consented, uint16 purpose) private pure returns (bool) {
        return consented == 0 || consented == purpose;
    }

    function _isEmergency(Emergency storage emergency, uint32 segments) private view returns (bool) {
        return emergency.until > block.timestamp && segments & ~emergency.segments == 0;
    }

    function _isPublished(uint256 dataset, uint16 version) private view returns (bool) {
        (uint16 versions, ) = IDatasets(address(market)).versionsOf(dataset);
        return version != 0 && version <= versions;
    }
}
