// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICredentials} from "../identity/ICredentials.sol";
import {Relayed} from "../shared/Relayed.sol";
import {ConsentLedger} from "./ConsentLedger.sol";
import {Consents} from "./Consents.sol";
import {IAccess} from "./IAccess.sol";
import {IConsent} from "./IConsent.sol";
import {IDatasets} from "./IDatasets.sol";

/// @title Consent
/// @notice The specification is `IConsent`. It holds no money, and nobody has a role in it. Any act may be batched
/// (`multicall`) and relayed (ERC-2771).
contract Consent is ConsentLedger, Relayed {
    using Consents for uint256;

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
        require(_records[dataset] == 0, Consent_Exists(dataset));
        (uint16 versions, ) = datasets.versionsOf(dataset);
        require(versions == 0, Consent_Published(dataset));
        _requireWellFormed(setup.holders, setup.threshold);
        (bytes32 credentialType, uint32 time) = (setup.emergencyCredential, setup.emergencySeconds);
        bool isBounded = time <= MAX_EMERGENCY && (time != 0) == (credentialType != 0);
        require(isBounded, Consent_BadEmergency(credentialType, time));
        _records[dataset] = Consents.recordOf(
            _hashOf(setup.holders),
            setup.holders.length,
            setup.threshold,
            setup.alsoRight,
            time
        );
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
        uint256 record = _recordOf(dataset, holders);
        _requireInTime(deadline);
        _requireWellFormed(newHolders, newThreshold);
        uint16 epoch = record.recordEpochOf();
        bytes32 digest = holdersDigest(dataset, newHolders, newThreshold, epoch, deadline);
        _requireSigned(digest, holders, signatures, record.thresholdOf());
        require(epoch != type(uint16).max, Consent_TooManyChanges(dataset));
        record = record.withHolders(_hashOf(newHolders), newHolders.length, newThreshold);
        _records[dataset] = record.withNextEpoch();
        emit HoldersChanged(dataset, epoch + 1, newHolders, newThreshold);
    }

    /// @inheritdoc IConsent
    function give(Request calldata asked, address[] calldata holders, bytes[] calldata signatures) external {
        uint256 record = _recordOf(asked.dataset, holders);
        uint16 refusals = _requireGivable(asked, record);
        uint256 signers = _requireSigned(requestDigest(asked), holders, signatures, record.thresholdOf());
        if (signers & refusals != 0) _revertRefused(holders, signers & refusals, asked.serial);
        uint256 consent = Consents.consentOf(asked, signers);
        _consents[asked.dataset][asked.reader] = consent;
        emit Given(asked.dataset, asked.reader, consent);
    }

    /// @inheritdoc IConsent
    function withdraw(uint256 dataset, address reader, address[] calldata holders) external {
        address holder = _msgSender();
        (uint256 record, uint256 bit) = _recordOfHolder(dataset, holders, holder);
        uint256 consent = _consents[dataset][reader];
        require(consent.isActiveIn(record), Consent_NotActive(dataset, reader));
        require(consent.signersOf() & bit != 0, Consent_NotSigner(dataset, reader, holder));
        consent = consent.withoutSigner(bit);
        uint16 signers = consent.signersOf();
        bool ended = Consents.count(signers) < record.thresholdOf();
        _consents[dataset][reader] = ended ? consent.endingAt(block.timestamp) : consent;
        emit Withdrawn(dataset, reader, holder, signers, ended);
    }

    /// @inheritdoc IConsent
    function refuse(uint256 dataset, address reader, address[] calldata holders, bool refused) external {
        address holder = _msgSender();
        (uint256 record, uint256 bit) = _recordOfHolder(dataset, holders, holder);
        uint16 epoch = record.recordEpochOf();
        uint256 consent = _consents[dataset][reader];
        // What the change of holders ended must not come to life under their epoch.
        if (consent.epochOf() != epoch) consent = consent.restartedIn(epoch);
        _consents[dataset][reader] = consent.withRefusal(bit, refused);
        emit Refused(dataset, reader, holder, consent.serialOf() + 1, refused);
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
        (uint256 record, ) = _recordOfHolder(dataset, holders, reviewer);
        require(reviewer != reader, Consent_OwnReview(reader));
        _requireShort(note);
        Emergency storage emergency = _emergencies[dataset][reader];
        EmergencyStatus status = emergency.status;
        bool isOpen = status == EmergencyStatus.Open;
        bool canReview = isOpen || (status == EmergencyStatus.Unjustified && justified);
        require(canReview, Consent_NothingToReview(dataset, reader));
        emergency.status = justified ? EmergencyStatus.Justified : EmergencyStatus.Unjustified;
        if (!justified && emergency.until > block.timestamp) emergency.until = uint40(block.timestamp);
        if (isOpen) _records[dataset] = record.withReview();
        emit Reviewed(dataset, reader, reviewer, justified, note);
    }

    // ---------------------------------------------------------------------------------------------- acts: readers

    /// @inheritdoc IConsent
    function request(Request calldata asked, string calldata message) external {
        address caller = _msgSender();
        require(caller == asked.reader, Consent_NotReader(asked.reader, caller));
        _requireGivable(asked, _existing(asked.dataset));
        _requireShort(message);
        emit Requested(asked.dataset, caller, asked, message);
    }

    /// @inheritdoc IConsent
    function renounce(uint256 dataset) external {
        address reader = _msgSender();
        uint256 consent = _consents[dataset][reader];
        require(consent.isActiveIn(_records[dataset]), Consent_NotActive(dataset, reader));
        _consents[dataset][reader] = consent.endingAt(block.timestamp);
        emit Renounced(dataset, reader);
    }

    /// @inheritdoc IConsent
    function breakGlass(uint256 dataset, uint32 segments, string calldata reason) external {
        address reader = _msgSender();
        uint256 record = _existing(dataset);
        require(segments != 0, Consent_BadScope(segments, 0));
        _requireShort(reason);
        bytes32 credentialType = _emergencyCredentials[dataset];
        bool isCalled = credentialType != 0 && credentials.hasCredential(credentialType, reader);
        require(isCalled, Consent_NoEmergencyCredential(dataset, reader));
        Emergency storage emergency = _emergencies[dataset][reader];
        EmergencyStatus status = emergency.status;
        require(status != EmergencyStatus.Open, Consent_NotReviewed(dataset, reader));
        require(status != EmergencyStatus.Unjustified, Consent_FoundUnjustified(dataset, reader));
        uint40 until = uint40(block.timestamp) + record.emergencySecondsOf();
        _emergencies[dataset][reader] = Emergency(until, segments, uint40(block.timestamp), EmergencyStatus.Open);
        _records[dataset] = record.withBreak();
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
    function _requireGivable(Request calldata asked, uint256 record) private view returns (uint16 refusals) {
        _requireInTime(asked.deadline);
        require(asked.reader != address(0), Consent_NoReader());
        require(asked.segments != 0 && asked.fromVersion != 0, Consent_BadScope(asked.segments, asked.fromVersion));
        require(asked.until > block.timestamp, Consent_BadEnd(asked.until));
        uint16 epoch = record.recordEpochOf();
        require(asked.epoch == epoch, Consent_OtherEpoch(asked.dataset, epoch, asked.epoch));
        uint256 last = _consents[asked.dataset][asked.reader];
        uint32 serial = last.serialOf() + 1;
        bool isNext = asked.serial == serial;
        require(isNext, Consent_OtherSerial(asked.dataset, asked.reader, serial, asked.serial));
        return last.epochOf() == epoch ? last.refusalsOf() : 0;
    }

    function _requireInTime(uint40 deadline) private view {
        require(block.timestamp <= deadline, Consent_Expired(deadline));
    }

    function _requireShort(string calldata text) private pure {
        uint256 length = bytes(text).length;
        require(length <= MAX_TEXT, Consent_TextTooLong(length, MAX_TEXT));
    }

    function _revertRefused(address[] calldata holders, uint256 refusing, uint32 serial) private pure {
        uint256 first = 0;
        while (refusing & (1 << first) == 0) ++first;
        revert Consent_Refused(holders[first], serial);
    }
}
