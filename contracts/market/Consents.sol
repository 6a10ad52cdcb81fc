// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsent} from "./IConsent.sol";

/// @title Consents: the two packed words of a record and of a reader's consent to it
/// @notice Record, from the low bits up: holders' hash 160, holders 8, threshold 8, epoch 16, alsoRight 8, emergency
/// seconds 24, breaks 16, open reviews 16. Consent: until 40, segments 32, purpose 16, fromVersion 16, laterVersions 8,
/// signers 16, epoch 16, serial 32, refusals 16.
/// @dev Packed by hand, because Solidity writes and reads the fields of a struct one by one: 2,300 gas of a
/// consent.
library Consents {
    uint256 private constant HOLDERS_AT = 160;
    uint256 private constant THRESHOLD_AT = 168;
    uint256 private constant RECORD_EPOCH_AT = 176;
    uint256 private constant RIGHT_AT = 192;
    uint256 private constant SECONDS_AT = 200;
    uint256 private constant BREAKS_AT = 224;
    uint256 private constant REVIEWS_AT = 240;

    uint256 private constant SEGMENTS_AT = 40;
    uint256 private constant PURPOSE_AT = 72;
    uint256 private constant VERSION_AT = 88;
    uint256 private constant LATER_AT = 104;
    uint256 private constant SIGNERS_AT = 112;
    uint256 private constant EPOCH_AT = 128;
    uint256 private constant SERIAL_AT = 144;
    uint256 private constant REFUSALS_AT = 176;

    // ----------------------------------------------------------------------------------------------------- records

    /// @notice A record under holders whom nobody has replaced, and whose glass nobody has broken.
    function recordOf(
        uint160 holdersHash,
        uint256 holders,
        uint8 threshold,
        bool alsoRight,
        uint32 emergencySeconds
    ) internal pure returns (uint256 record) {
        record = withHolders(0, holdersHash, holders, threshold);
        if (alsoRight) record |= 1 << RIGHT_AT;
        record |= uint256(emergencySeconds) << SECONDS_AT;
    }

    function withHolders(
        uint256 record,
        uint160 holdersHash,
        uint256 holders,
        uint8 threshold
    ) internal pure returns (uint256) {
        uint256 rest = (record >> RECORD_EPOCH_AT) << RECORD_EPOCH_AT;
        return rest | holdersHash | (holders << HOLDERS_AT) | (uint256(threshold) << THRESHOLD_AT);
    }

    function withNextEpoch(uint256 record) internal pure returns (uint256) {
        return record + (1 << RECORD_EPOCH_AT);
    }

    /// @notice One break more, to be reviewed. The counter of breaks stays where it is full, as it must not keep the
    /// glass whole.
    function withBreak(uint256 record) internal pure returns (uint256) {
        uint256 more = uint16(record >> BREAKS_AT) == type(uint16).max ? 0 : 1 << BREAKS_AT;
        return record + more + (1 << REVIEWS_AT);
    }

    function withReview(uint256 record) internal pure returns (uint256) {
        return record - (1 << REVIEWS_AT);
    }

    /// @notice Zero: no record.
    function holdersHashOf(uint256 record) internal pure returns (uint160) {
        return uint160(record);
    }

    function thresholdOf(uint256 record) internal pure returns (uint256) {
        return uint8(record >> THRESHOLD_AT);
    }

    function recordEpochOf(uint256 record) internal pure returns (uint16) {
        return uint16(record >> RECORD_EPOCH_AT);
    }

    function needsRight(uint256 record) internal pure returns (bool) {
        return uint8(record >> RIGHT_AT) != 0;
    }

    function emergencySecondsOf(uint256 record) internal pure returns (uint40) {
        return uint24(record >> SECONDS_AT);
    }

    function unpackRecord(uint256 record) internal pure returns (IConsent.Record memory) {
        return
            IConsent.Record({
                holdersHash: holdersHashOf(record),
                holders: uint8(record >> HOLDERS_AT),
                threshold: uint8(thresholdOf(record)),
                epoch: recordEpochOf(record),
                alsoRight: needsRight(record),
                emergencySeconds: uint24(record >> SECONDS_AT),
                breaks: uint16(record >> BREAKS_AT),
                openReviews: uint16(record >> REVIEWS_AT)
            });
    }

    // ---------------------------------------------------------------------------------------------------- consents

    /// @notice The consent that `asked` makes; nobody refuses the next one.
    function consentOf(IConsent.Request calldata asked, uint256 signers) internal pure returns (uint256 consent) {
        consent = asked.until;
        consent |= uint256(asked.segments) << SEGMENTS_AT;
        consent |= uint256(asked.purpose) << PURPOSE_AT;
        consent |= uint256(asked.fromVersion) << VERSION_AT;
        if (asked.laterVersions) consent |= 1 << LATER_AT;
        consent |= signers << SIGNERS_AT;
        consent |= uint256(asked.epoch) << EPOCH_AT;
        consent |= uint256(asked.serial) << SERIAL_AT;
    }

    function endingAt(uint256 consent, uint256 time) internal pure returns (uint256) {
        return ((consent >> SEGMENTS_AT) << SEGMENTS_AT) | time;
    }

    function withoutSigner(uint256 consent, uint256 bit) internal pure returns (uint256) {
        return consent & ~(bit << SIGNERS_AT);
    }

    function withRefusal(uint256 consent, uint256 bit, bool refused) internal pure returns (uint256) {
        bit <<= REFUSALS_AT;
        return refused ? consent | bit : consent & ~bit;
    }

    /// @notice What is left of a consent that a change of holders ended, under their epoch: its serial alone.
    function restartedIn(uint256 consent, uint16 epoch) internal pure returns (uint256) {
        return (uint256(serialOf(consent)) << SERIAL_AT) | (uint256(epoch) << EPOCH_AT);
    }

    /// @notice Whether a consent is in force. What ends it early sets `until`, so time and epoch alone tell.
    function isActiveIn(uint256 consent, uint256 record) internal view returns (bool) {
        return uint40(consent) > block.timestamp && epochOf(consent) == recordEpochOf(record);
    }

    /// @notice Whether a consent, if active, lets all of `segments` of `version` be read.
    function includes(uint256 consent, uint16 version, uint32 segments) internal pure returns (bool) {
        uint16 first = uint16(consent >> VERSION_AT);
        bool versionIncluded = version == first || (version > first && uint8(consent >> LATER_AT) != 0);
        return versionIncluded && segments & ~uint32(consent >> SEGMENTS_AT) == 0;
    }

    /// @notice Whether a consent is to this purpose. A consent to one purpose is none to reading for anything.
    function isFor(uint256 consent, uint16 purpose) internal pure returns (bool) {
        uint16 consented = uint16(consent >> PURPOSE_AT);
        return consented == 0 || consented == purpose;
    }

    function signersOf(uint256 consent) internal pure returns (uint16) {
        return uint16(consent >> SIGNERS_AT);
    }

    function epochOf(uint256 consent) internal pure returns (uint16) {
        return uint16(consent >> EPOCH_AT);
    }

    function serialOf(uint256 consent) internal pure returns (uint32) {
        return uint32(consent >> SERIAL_AT);
    }

    function refusalsOf(uint256 consent) internal pure returns (uint16) {
        return uint16(consent >> REFUSALS_AT);
    }

    function unpackConsent(uint256 consent) internal pure returns (IConsent.Consented memory) {
        return
            IConsent.Consented({
                until: uint40(consent),
                segments: uint32(consent >> SEGMENTS_AT),
                purpose: uint16(consent >> PURPOSE_AT),
                fromVersion: uint16(consent >> VERSION_AT),
                laterVersions: uint8(consent >> LATER_AT) != 0,
                signers: signersOf(consent),
                epoch: epochOf(consent),
                serial: serialOf(consent),
                refusals: refusalsOf(consent)
            });
    }

    /// @notice How many of a bitmap's bits are set.
    function count(uint256 bits) internal pure returns (uint256 set) {
        for (; bits != 0; bits &= bits - 1) ++set;
    }
}
