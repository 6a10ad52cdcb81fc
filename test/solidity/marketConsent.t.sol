// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsent} from "../../contracts/market/IConsent.sol";
import {Consents} from "../../contracts/market/Consents.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {MarketConsentHandler} from "./marketConsentHandler.sol";
import {MarketConsentModel} from "./marketConsentModel.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract MarketConsentActs is MarketConsentHandler {}

/// @notice What holds after any sequence of acts. The handler's model keeps a second account.
/// @dev 25,600 calls an invariant, 128,000 in all.
/// forge-config: default.invariant.depth = 400
contract MarketConsentInvariants is Base {
    MarketConsentActs private _handler;

    error MarketConsentInvariants_Differs(string what);

    function setUp() public {
        _handler = new MarketConsentActs();
        _target(address(_handler));
    }

    /// @notice MKT-81, MKT-82, MKT-84, MKT-86, MKT-87: every act does or refuses what the model says.
    function invariant_MKT_90_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, MarketConsentInvariants_Differs(what));
    }

    function invariant_MKT_90_nothingIsActiveWithoutEnoughStandingSigners() public view {
        for (uint256 i = 0; i < _handler.recordCount(); ++i) {
            uint256 dataset = _handler.record(i).dataset;
            (IConsent.Record memory record, ) = _handler.consent().recordOf(dataset);
            for (uint256 j = 0; j < _handler.readerCount(); ++j) {
                address reader = _handler.readers(j);
                (IConsent.Consented memory consented, bool active) = _handler.consent().consentOf(dataset, reader);
                require(active == _handler.isActive(i, j), MarketConsentInvariants_Differs("active"));
                if (!active) continue;
                assertEqual(consented.epoch, record.epoch, "epoch of an active consent");
                uint256 standing = _handler.placesOf(i, _handler.given(i, j).standing);
                assertEqual(consented.signers, standing, "signers of an active consent");
                require(
                    Consents.count(standing) >= record.threshold,
                    MarketConsentInvariants_Differs("active without enough signers")
                );
            }
        }
    }

    /// @notice The model's serial only grows.
    function invariant_MKT_90_serialsAndEpochsOnlyGrow() public view {
        for (uint256 i = 0; i < _handler.recordCount(); ++i) {
            MarketConsentModel.Record memory model = _handler.record(i);
            (IConsent.Record memory record, ) = _handler.consent().recordOf(model.dataset);
            assertEqual(record.epoch, model.epoch, "epoch");
            assertEqual(record.threshold, model.threshold, "threshold");
            for (uint256 j = 0; j < _handler.readerCount(); ++j) {
                (IConsent.Consented memory consented, ) = _handler.consent().consentOf(
                    model.dataset,
                    _handler.readers(j)
                );
                assertEqual(consented.serial, _handler.given(i, j).serial, "serial");
            }
        }
    }

    function invariant_MKT_90_openReviewsAreTheOpenEmergencies() public view {
        for (uint256 i = 0; i < _handler.recordCount(); ++i) {
            MarketConsentModel.Record memory model = _handler.record(i);
            (IConsent.Record memory record, ) = _handler.consent().recordOf(model.dataset);
            uint256 open = 0;
            for (uint256 j = 0; j < _handler.readerCount(); ++j) {
                IConsent.Emergency memory emergency = _handler.consent().emergencyOf(
                    model.dataset,
                    _handler.readers(j)
                );
                MarketConsentModel.Broken memory broken = _handler.broken(i, j);
                assertEqual(uint256(emergency.status), uint256(broken.status), "status of an emergency");
                assertEqual(emergency.until, broken.until, "end of an emergency");
                if (emergency.status == IConsent.EmergencyStatus.Open) ++open;
            }
            assertEqual(record.openReviews, open, "open reviews");
            assertEqual(record.breaks, model.breaks, "breaks");
        }
    }

    /// @notice MKT-82, MKT-85: nobody reads but by the model's consents, rights and emergencies. What is asked changes
    /// with the time.
    function invariant_MKT_85_readsWhatTheModelAllows() public view {
        uint256 seed = uint256(keccak256(abi.encode(block.timestamp, _handler.given(0, 0), _handler.given(1, 1))));
        for (uint256 i = 0; i < _handler.recordCount(); ++i) {
            for (uint256 j = 0; j < _handler.readerCount(); ++j) {
                seed = uint256(keccak256(abi.encode(seed)));
                (uint16 version, uint32 segments) = (uint16(seed % 4), uint32((seed >> 16) % 8));
                uint16 purpose = uint16((seed >> 32) % 3);
                bool reads = _handler.consent().mayRead(
                    _handler.record(i).dataset,
                    _handler.readers(j),
                    version,
                    segments,
                    purpose
                );
                bool expected = _handler.mayRead(i, j, version, segments, purpose);
                require(reads == expected, MarketConsentInvariants_Differs("who may read"));
            }
        }
    }
}

contract MarketConsentWordsTest {
    using Consents for uint256;

    function test_MKT_80_aRecordIsUnpackedAsItWasPacked(
        uint160 hash,
        uint8 holders,
        uint8 threshold,
        bool alsoRight,
        uint24 time,
        uint8 changes
    ) public pure {
        uint256 word = Consents.recordOf(hash, holders, threshold, alsoRight, time);
        for (uint256 i = 0; i < changes; ++i) word = word.withNextEpoch();
        word = word.withBreak().withBreak().withReview();
        IConsent.Record memory record = word.unpackRecord();
        assertEqual(record.holdersHash, hash, "hash");
        assertEqual(record.holders, holders, "holders");
        assertEqual(record.threshold, threshold, "threshold");
        assertEqual(record.epoch, changes, "epoch");
        assertEqual(record.alsoRight ? 1 : 0, alsoRight ? 1 : 0, "also right");
        assertEqual(record.emergencySeconds, time, "emergency seconds");
        assertEqual(record.breaks, 2, "breaks");
        assertEqual(record.openReviews, 1, "open reviews");
        IConsent.Record memory changed = word.withHolders(~hash, threshold, holders).unpackRecord();
        assertEqual(changed.holdersHash, ~hash, "hash after a change");
        assertEqual(changed.holders, threshold, "holders after a change");
        assertEqual(changed.threshold, holders, "threshold after a change");
        record.holdersHash = changed.holdersHash;
        record.holders = changed.holders;
        record.threshold = changed.threshold;
        require(keccak256(abi.encode(record)) == keccak256(abi.encode(changed)), "what a change of holders leaves");
    }

    function test_MKT_81_aConsentIsUnpackedAsItWasPacked(
        IConsent.Request calldata asked,
        uint16 signers,
        uint16 refusals
    ) public view {
        uint256 word = Consents.consentOf(asked, signers);
        for (uint256 bit = 1; bit < 1 << 16; bit <<= 1) {
            if (refusals & bit != 0) word = word.withRefusal(bit, true);
        }
        IConsent.Consented memory consented = word.unpackConsent();
        assertEqual(consented.until, asked.until, "until");
        assertEqual(consented.segments, asked.segments, "segments");
        assertEqual(consented.purpose, asked.purpose, "purpose");
        assertEqual(consented.fromVersion, asked.fromVersion, "version");
        assertEqual(consented.laterVersions ? 1 : 0, asked.laterVersions ? 1 : 0, "later versions");
        assertEqual(consented.signers, signers, "signers");
        assertEqual(consented.epoch, asked.epoch, "epoch");
        assertEqual(consented.serial, asked.serial, "serial");
        assertEqual(consented.refusals, refusals, "refusals");
        IConsent.Consented memory ended = word.endingAt(block.timestamp).unpackConsent();
        consented.until = uint40(block.timestamp);
        require(keccak256(abi.encode(ended)) == keccak256(abi.encode(consented)), "what an end leaves");
    }
}
