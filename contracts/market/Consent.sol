// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredentials} from "../identity/ICredentials.sol";
import {Relayed} from "../shared/Relayed.sol";
import {ConsentLedger} from "./ConsentLedger.sol";
import {IAccess} from "./IAccess.sol";
import {IConsent} from "./IConsent.sol";
import {IDatasets} from "./IDatasets.sol";

/// @title Consent
/// @notice The specification is `IConsent`. It holds no money, and nobody has a role in it. Any act may be batched
/// (`multicall`) and relayed (ERC-2771).
contract Consent is ConsentLedger, Relayed {
    /// @notice Most key holders of a record.
    uint256 public constant MAX_HOLDERS = 16;

    /// @notice Longest time that a broken glass lets read, in seconds.
    uint32 public constant MAX_EMERGENCY = 72 hours;

    /// @notice Longest message, reason or note, in bytes.
    uint256 public constant MAX_TEXT = 1_024;

    constructor(
        IAccess market_,
        ICredentials credentials_,
        address relay
    ) ConsentLedger(market_, credentials_) Relayed(relay) {}

    // -------------------------------------------------------------------------------------------- acts: publisher

    /// @inheritdoc IConsent
    function register(bytes32 salt, Setup calldata setup) external returns (uint256 dataset) {
        address publisher = _msgSender();
        IDatasets datasets = IDatasets(address(market));
        dataset = datasets.datasetId(publisher, salt);
        require(_records[dataset].holdersHash == 0, Consent_Exists(dataset));
        (uint16 versions, ) = datasets.versionsOf(dataset);
        require(versions == 0, Consent_Published(dataset));
        _requireWellFormed(setup.holders, setup.threshold);
        (bytes32 credentialType, uint32 time) = (setup.emergencyCredential, setup.emergencySeconds);
        bool isBounded = time <= MAX_EMERGENCY && (time != 0) == (credentialType != 0);
        require(isBounded, Consent_BadEmergency(credentialType, time));
        _records[dataset] = Record({
            holdersHash: _hashOf(setup.holders),
            holders: uint8(setup.holders.length),
            threshold: setup.threshold,
            epoch: 0,
            alsoRight: setup.alsoRight,
            emergencySeconds: uint24(time),
            breaks: 0,
            openReviews: 0
        });
        if (credentialType != 0) _emergencyCredentials[dataset] = credentialType;
        emit Recorded(dataset, publisher, setup);
    }

    // ---------------------------------------------------------------------------------------------- acts: holders

    /// @inheritdoc IConsent
    function changeHolders(
        uint256 dataset,
        address[] calldata newHolders,
        uint8 newThreshold,
        uint40 deadline,
        address[] calldata holders,
        bytes[] calldata signatures
    ) external {
        Record storage record = _records[dataset];
        _requireHolders(dataset, record.holdersHash, holders);
        _requireInTime(deadline);
        _requireWellFormed(newHolders, newThreshold);
        uint16 epoch = record.epoch;
        bytes32 digest = holdersDigest(dataset, newHolders, newThreshold, epoch, deadline);
        _requireSigned(digest, holders, signatures, record.threshold);
        record.holdersHash = _hashOf(newHolders);
        record.holders = uint8(newHolders.length);
        record.threshold = newThreshold;
        record.epoch = epoch + 1;
        emit HoldersChanged(dataset, epoch + 1, newHolders, newThreshold);
    }

    /// @inheritdoc IConsent
    function give(Request calldata asked, address[] calldata holders, bytes[] calldata signatures) external {
        (uint256 dataset, address reader) = (asked.dataset, asked.reader);
        Record memory record = _records[dataset];
        _requireHolders(dataset, record.holdersHash, holders);
        uint16 refusals = _requireGivable(asked, record.epoch);
        uint16 signers = _requireSigned(requestDigest(asked), holders, signatures, record.threshold);
        if (signers & refusals != 0) _revertRefused(holders, signers & refusals, asked.serial);
        _consents[dataset][reader] = Consented({
            until: asked.until,
            segments: asked.segments,
            purpose: asked.purpose,
            fromVersion: asked.fromVersion,
            laterVersions: asked.laterVersions,
            signers: signers,
            epoch: asked.epoch,
            serial: asked.serial,
            refusals: 0
        });
        emit Given(dataset, reader, asked, signers);
    }

    /// @inheritdoc IConsent
    function withdraw(uint256 dataset, address reader, address[] calldata holders) external {
        address holder = _msgSender();
        uint16 bit = _requireHolder(dataset, holders, holder);
        Record storage record = _records[dataset];
        Consented storage consented = _consents[dataset][reader];
        require(_isActive(record, consented), Consent_NotActive(dataset, reader));
        uint16 signers = consented.signers;
        require(signers & bit != 0, Consent_NotSigner(dataset, reader, holder));
        signers &= ~bit;
        bool ended = _count(signers) < record.threshold;
        consented.signers = signers;
        if (ended) consented.until = uint40(block.timestamp);
        emit Withdrawn(dataset, reader, holder, signers, ended);
    }

    /// @inheritdoc IConsent
    function refuse(uint256 dataset, address reader, address[] calldata holders, bool refused) external {
        address holder = _msgSender();
        uint16 bit = _requireHolder(dataset, holders, holder);
        uint16 epoch = _records[dataset].epoch;
        Consented storage consented = _consents[dataset][reader];
        if (consented.epoch != epoch) {
            // The change of holders ended it; it must not come to life under their epoch.
            (consented.until, consented.signers, consented.refusals, consented.epoch) = (0, 0, 0, epoch);
        }
        uint16 others = consented.refusals & ~bit;
        consented.refusals = refused ? others | bit : others;
        emit Refused(dataset, reader, holder, consented.serial + 1, refused);
    }

    /// @inheritdoc IConsent
    function review(
        uint256 dataset,
        address reader,
        address[] calldata holders,
        bool justified,
        string calldata note
    ) external {
        address reviewer = _msgSender();
        _requireHolder(dataset, holders, reviewer);
        require(reviewer != reader, Consent_OwnReview(reader));
        _requireShort(note);
        Emergency storage emergency = _emergencies[dataset][reader];
        EmergencyStatus status = emergency.status;
        bool isOpen = status == EmergencyStatus.Open;
        bool canReview = isOpen || (status == EmergencyStatus.Unjustified && justified);
        require(canReview, Consent_NothingToReview(dataset, reader));
        emergency.status = justified ? EmergencyStatus.Justified : EmergencyStatus.Unjustified;
        if (!justified && emergency.until > block.timestamp) emergency.until = uint40(block.timestamp);
        if (isOpen) --_records[dataset].openReviews;
        emit Reviewed(dataset, reader, reviewer, justified, note);
    }

    // ---------------------------------------------------------------------------------------------- acts: readers

    /// @inheritdoc IConsent
    function request(Request calldata asked, string calldata message) external {
        address caller = _msgSender();
        require(caller == asked.reader, Consent_NotReader(asked.reader, caller));
        Record storage record = _records[asked.dataset];
        require(record.holdersHash != 0, Consent_NoRecord(asked.dataset));
        _requireGivable(asked, record.epoch);
        _requireShort(message);
        emit Requested(asked.dataset, caller, asked, message);
    }

    /// @inheritdoc IConsent
    function renounce(uint256 dataset) external {
        address reader = _msgSender();
        Consented storage consented = _consents[dataset][reader];
        require(_isActive(_records[dataset], consented), Consent_NotActive(dataset, reader));
        consented.until = uint40(block.timestamp);
        emit Renounced(dataset, reader);
    }

    /// @inheritdoc IConsent
    function breakGlass(uint256 dataset, uint32 segments, string calldata reason) external {
        address reader = _msgSender();
        Record storage record = _records[dataset];
        require(record.holdersHash != 0, Consent_NoRecord(dataset));
        require(segments != 0, Consent_BadScope(segments, 0));
        _requireShort(reason);
        bytes32 credentialType = _emergencyCredentials[dataset];
        bool isCalled = credentialType != 0 && credentials.hasCredential(credentialType, reader);
        require(isCalled, Consent_NoEmergencyCredential(dataset, reader));
        Emergency storage emergency = _emergencies[dataset][reader];
        EmergencyStatus status = emergency.status;
        require(status != EmergencyStatus.Open, Consent_NotReviewed(dataset, reader));
        require(status != EmergencyStatus.Unjustified, Consent_FoundUnjustified(dataset, reader));
        uint40 until = uint40(block.timestamp) + record.emergencySeconds;
        _emergencies[dataset][reader] = Emergency(until, segments, uint40(block.timestamp), EmergencyStatus.Open);
        // A counter that is full must not keep the glass whole.
        if (record.breaks != type(uint16).max) ++record.breaks;
        ++record.openReviews;
        emit GlassBroken(dataset, reader, segments, until, reason);
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev Ascending, so that each stands there once and none is zero.
    function _requireWellFormed(address[] calldata holders, uint8 threshold) private pure {
        uint256 count = holders.length;
        bool isAscending = count != 0 && count <= MAX_HOLDERS;
        address last = address(0);
        for (uint256 i = 0; isAscending && i < count; ++i) {
            isAscending = holders[i] > last;
            last = holders[i];
        }
        require(isAscending, Consent_BadHolders(holders));
        require(threshold != 0 && threshold <= count, Consent_BadThreshold(threshold, count));
    }

    /// @dev What must hold of a request whoever has signed it.
    /// @return refusals bitmap of the holders who take no part in it
    function _requireGivable(Request calldata asked, uint16 epoch) private view returns (uint16 refusals) {
        _requireInTime(asked.deadline);
        require(asked.reader != address(0), Consent_NoReader());
        require(asked.segments != 0 && asked.fromVersion != 0, Consent_BadScope(asked.segments, asked.fromVersion));
        require(asked.until > block.timestamp, Consent_BadEnd(asked.until));
        require(asked.epoch == epoch, Consent_OtherEpoch(asked.dataset, epoch, asked.epoch));
        Consented memory last = _consents[asked.dataset][asked.reader];
        uint32 serial = last.serial + 1;
        bool isNext = asked.serial == serial;
        require(isNext, Consent_OtherSerial(asked.dataset, asked.reader, serial, asked.serial));
        return last.epoch == epoch ? last.refusals : 0;
    }

    function _requireInTime(uint40 deadline) private view {
        require(block.timestamp <= deadline, Consent_Expired(deadline));
    }

    function _requireShort(string calldata text) private pure {
        uint256 length = bytes(text).length;
        require(length <= MAX_TEXT, Consent_TextTooLong(length, MAX_TEXT));
    }

    function _revertRefused(address[] calldata holders, uint16 refusing, uint32 serial) private pure {
        uint256 first = 0;
        while (refusing & (1 << first) == 0) ++first;
        revert Consent_Refused(holders[first], serial);
    }

    function _count(uint256 bits) private pure returns (uint256 count) {
        for (; bits != 0; bits &= bits - 1) ++count;
    }
}
