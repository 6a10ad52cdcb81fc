// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Consent: records that are read only with the consent of their key holders
/// @notice A record is a data set whose publisher, before publishing it, put it under the consent of m of n key holders
/// (patient, doctor, guardian). From then on keepers release its keys only to readers with consent, for the purpose and
/// the segments consented to, until it ends or is withdrawn. In an emergency the holder of a credential may break the
/// glass: for hours, loudly, and reviewed.
///
/// Whoever asks whether an account may read asks `mayRead`: for a data set that is no record it is the market's
/// `hasAccessTo`. As a policy (`IPolicy`) it admits readers with an active consent for the purpose in the low 16 bits of the
/// policy's word, zero: for whatever purpose; it needs no evidence.
/// @dev A record can only be made before the data set exists, so nobody can take back by it what was sold; it stays one
/// for ever, and its owner can't change its holders: only they can.
///
/// States of a consent (record, reader), one slot:
///
/// | state | act | next | who |
/// |-------|-----|------|-----|
/// | none, ended | `give` | active until `until` | anyone with `threshold` holders' signatures for the next serial |
/// | active | `withdraw` | active, one signer less; ended when fewer than `threshold` are left | a holder who had signed |
/// | active | `give`, next serial | replaced | as above |
/// | active | `renounce` | ended | reader |
/// | active | `changeHolders` of the record | ended | `threshold` holders |
///
/// A signature names the serial of the consent it makes (the last one's plus one) and the epoch of the record's holders,
/// so it works once, and dies when another consent is given or the holders change. A holder who has signed what is not
/// given yet takes that back by `refuse`: his signatures for the next serial count no more, until he refuses no more.
///
/// States of an emergency (record, reader), one slot:
///
/// | state | act | next | who |
/// |-------|-----|------|-----|
/// | none, justified | `breakGlass` | open; reads until `until` | whoever holds the record's emergency credential |
/// | open | `review` | justified, or unjustified: then ended at once | a holder of the record, not the reader himself |
/// | unjustified | `review` as justified | justified | as above |
///
/// While one is open, also after its time, its reader can't break the glass of this record again; nor after one that was
/// found unjustified, until a holder thinks better of it. An emergency outlives a change of the holders.
///
/// EIP-712 types, in the domain `{ name: "Tallystick Consent", version: "1", chainId, verifyingContract }`:
/// `Consent(uint256 dataset,address reader,uint16 purpose,uint32 segments,uint16 fromVersion,bool laterVersions,`
/// `uint40 until,uint32 serial,uint16 epoch,uint40 deadline)` and
/// `Holders(uint256 dataset,address[] holders,uint8 threshold,uint16 epoch,uint40 deadline)`.
interface IConsent {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice What a record is put under.
    /// @param holders the key holders, ascending, each once; at most 16
    /// @param threshold how many must consent
    /// @param emergencyCredential credential type whose holders may break the glass; zero: nobody
    /// @param emergencySeconds how long a broken glass lets read; at most `MAX_EMERGENCY`
    /// @param alsoRight whether a reader needs a right in the market besides the consent (records that are sold)
    struct Setup {
        address[] holders;
        uint8 threshold;
        bytes32 emergencyCredential;
        uint32 emergencySeconds;
        bool alsoRight;
    }

    /// @param holdersHash low 160 bits of `keccak256(abi.encode(holders))`; zero: no record
    /// @param epoch counts changes of the holders
    /// @param breaks how often the glass was broken (65,535: at least as often); `openReviews`: of these, not yet reviewed
    struct Record {
        uint160 holdersHash;
        uint8 holders;
        uint8 threshold;
        uint16 epoch;
        bool alsoRight;
        uint24 emergencySeconds;
        uint16 breaks;
        uint16 openReviews;
    }

    /// @notice One slot. Packed, from the low bits up: until 40, segments 32, purpose 16, fromVersion 16, laterVersions 8,
    /// signers 16, epoch 16, serial 32, refusals 16.
    /// @param until first second at which it is over: as given, or when withdrawal or renunciation ended it
    /// @param signers bit i: holder i (of the epoch) has signed and not withdrawn
    /// @param refusals bit i: holder i (of the epoch) takes no part in the next consent
    struct Consented {
        uint40 until;
        uint32 segments;
        uint16 purpose;
        uint16 fromVersion;
        bool laterVersions;
        uint16 signers;
        uint16 epoch;
        uint32 serial;
        uint16 refusals;
    }

    /// @notice What is asked for and signed.
    /// @param purpose code of the purpose (docs/spec/market.md); zero: any
    /// @param until first second at which the consent is over
    /// @param serial of the reader's last consent to this record, plus one
    /// @param epoch of the record's holders
    /// @param deadline last second at which it may be given
    struct Request {
        uint256 dataset;
        address reader;
        uint16 purpose;
        uint32 segments;
        uint16 fromVersion;
        bool laterVersions;
        uint40 until;
        uint32 serial;
        uint16 epoch;
        uint40 deadline;
    }

    enum EmergencyStatus {
        None,
        Open,
        Justified,
        Unjustified
    }

    /// @notice One slot.
    struct Emergency {
        uint40 until;
        uint32 segments;
        uint40 brokenAt;
        EmergencyStatus status;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event Recorded(uint256 indexed dataset, address indexed publisher, Setup setup);
    event HoldersChanged(uint256 indexed dataset, uint16 epoch, address[] holders, uint8 threshold);
    /// @notice A reader asks: nothing is changed by it. Holders' inboxes show it.
    event Requested(uint256 indexed dataset, address indexed reader, Request request, string message);
    /// @param consent the packed consent: see `Consented`
    event Given(uint256 indexed dataset, address indexed reader, uint256 consent);
    /// @param signers who stand by the consent still
    event Withdrawn(
        uint256 indexed dataset,
        address indexed reader,
        address indexed holder,
        uint16 signers,
        bool ended
    );
    event Renounced(uint256 indexed dataset, address indexed reader);
    /// @param serial of the next consent; `refused`: false when he would take part again
    event Refused(uint256 indexed dataset, address indexed reader, address indexed holder, uint32 serial, bool refused);
    event GlassBroken(uint256 indexed dataset, address indexed reader, uint32 segments, uint40 until, string reason);
    event Reviewed(
        uint256 indexed dataset,
        address indexed reader,
        address indexed reviewer,
        bool justified,
        string note
    );

    // ----------------------------------------------------------------------------------------------------- errors

    error Consent_Exists(uint256 dataset);
    error Consent_Published(uint256 dataset);
    error Consent_NoRecord(uint256 dataset);
    error Consent_BadHolders(address[] holders);
    error Consent_BadThreshold(uint8 threshold, uint256 holders);
    error Consent_BadEmergency(bytes32 credentialType, uint32 emergencySeconds);
    error Consent_OtherHolders(uint256 dataset, address[] holders);
    error Consent_BadScope(uint32 segments, uint16 fromVersion);
    error Consent_BadEnd(uint40 until);
    error Consent_Expired(uint40 deadline);
    error Consent_OtherSerial(uint256 dataset, address reader, uint32 expected, uint32 actual);
    error Consent_OtherEpoch(uint256 dataset, uint16 expected, uint16 actual);
    error Consent_TooManyChanges(uint256 dataset);
    error Consent_SignaturesMissing(uint256 holders, uint256 signatures);
    error Consent_NotSigned(address holder, bytes32 digest);
    error Consent_Refused(address holder, uint32 serial);
    error Consent_TooFew(uint256 signed, uint8 threshold);
    error Consent_NotActive(uint256 dataset, address reader);
    error Consent_NotHolder(uint256 dataset, address caller);
    error Consent_NotSigner(uint256 dataset, address reader, address holder);
    error Consent_NoReader();
    error Consent_NotReader(address reader, address caller);
    error Consent_NoEmergencyCredential(uint256 dataset, address caller);
    error Consent_NotReviewed(uint256 dataset, address reader);
    error Consent_FoundUnjustified(uint256 dataset, address reader);
    error Consent_NothingToReview(uint256 dataset, address reader);
    error Consent_OwnReview(address reader);
    error Consent_TextTooLong(uint256 length, uint256 max);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Makes a record of the data set that the caller will publish with `salt`. Only before it is published.
    function register(bytes32 salt, Setup calldata setup) external returns (uint256 dataset);

    /// @notice Gives a record other holders; all its consents end. Anyone with `threshold` of the present holders'
    /// signatures.
    /// @param holders the present ones; `signatures`: one each, in their order, empty where one did not sign
    function changeHolders(
        uint256 dataset,
        address[] calldata newHolders,
        uint8 newThreshold,
        uint40 deadline,
        address[] calldata holders,
        bytes[] calldata signatures
    ) external;

    /// @notice Asks the holders of a record for consent. Only the reader; changes nothing. What could not be given as it
    /// is asked is refused as `give` would.
    /// @param message at most `MAX_TEXT` bytes
    function request(Request calldata asked, string calldata message) external;

    /// @notice Gives consent as its holders signed (EOA and ERC-1271 alike). Anyone who has the signatures.
    /// @dev Whoever gives chooses among what was signed for one serial, and may leave out signatures beyond `threshold`:
    /// holders sign one request a serial, and refuse it before they sign another.
    /// @param holders of the record; `signatures`: one each, in their order, empty where one did not sign
    function give(Request calldata asked, address[] calldata holders, bytes[] calldata signatures) external;

    /// @notice Takes the caller's part of a consent back. Only a holder who signed it.
    function withdraw(uint256 dataset, address reader, address[] calldata holders) external;

    /// @notice Takes no part in a reader's next consent, or would again: what the caller signed for it, and what is not
    /// given yet, counts no more, or again. Only a holder.
    function refuse(uint256 dataset, address reader, address[] calldata holders, bool refused) external;

    /// @notice Gives up a consent. Only its reader.
    function renounce(uint256 dataset) external;

    /// @notice Lets the caller read `segments` of every version without consent or right, for any purpose and for the
    /// record's emergency hours. Only a holder of its credential.
    /// @param reason at most `MAX_TEXT` bytes
    function breakGlass(uint256 dataset, uint32 segments, string calldata reason) external;

    /// @notice Closes an emergency, or finds justified after all what was found unjustified. Only a holder of the record
    /// who is not its reader.
    /// @param note at most `MAX_TEXT` bytes
    function review(
        uint256 dataset,
        address reader,
        address[] calldata holders,
        bool justified,
        string calldata note
    ) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether an account may read all of `segments` of a version for a purpose now: by right where the data set
    /// is no record, else by consent (and right, where the record asks for it) or emergency. The owner of a record has no
    /// privilege.
    /// @param purpose what for; zero: anything, which only a consent to anything allows
    function mayRead(
        uint256 dataset,
        address reader,
        uint16 version,
        uint32 segments,
        uint16 purpose
    ) external view returns (bool);

    function recordOf(uint256 dataset) external view returns (Record memory record, bytes32 emergencyCredential);

    /// @return consented as it was given or left; `active`: whether it lets read now
    function consentOf(uint256 dataset, address reader) external view returns (Consented memory consented, bool active);

    function emergencyOf(uint256 dataset, address reader) external view returns (Emergency memory emergency);

    /// @notice EIP-712 digest of a request: what holders sign.
    function requestDigest(Request calldata asked) external view returns (bytes32 digest);

    /// @notice EIP-712 digest of a change of holders.
    function holdersDigest(
        uint256 dataset,
        address[] calldata newHolders,
        uint8 newThreshold,
        uint16 epoch,
        uint40 deadline
    ) external view returns (bytes32 digest);
}
