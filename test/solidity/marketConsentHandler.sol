// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsent} from "../../contracts/market/IConsent.sol";
import {MarketConsentModel} from "./marketConsentModel.sol";

/// @notice Every act of `Consent` in any order, by right and wrong parties, next to the model.
abstract contract MarketConsentHandler is MarketConsentModel {
    IConsent.Request private _lastAsked;
    bytes[] private _lastSignatures;

    // ---------------------------------------------------------------------------------------------------- the world

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 3 hours));
    }

    function addVersion(uint256 which, uint256 seldom) external {
        Record storage found = _records[which % RECORDS];
        if (seldom % 8 != 0 || found.versions > 4) return;
        market.addVersion(found.dataset, _anchor(1_000 * found.dataset + found.versions));
        found.versions += 1;
    }

    function grant(uint256 which, uint256 who, uint256 duration) external {
        (which, who) = (which % RECORDS, who % READERS);
        duration = bound(duration, 1, 2 days);
        uint40 left = _rights[which][who];
        uint40 from = left > block.timestamp ? left : uint40(block.timestamp);
        try market.grant(_records[which].dataset, readers[who], uint40(duration), type(uint32).max, 1, true) {
            _rights[which][who] = from + uint40(duration);
        } catch {}
    }

    function setMedic(uint256 who, bool isMedic) external {
        who %= READERS;
        if (isMedic == _isMedic[who]) return;
        if (isMedic) _credentials.attest(EMERGENCY, readers[who], FOREVER, 0);
        else _credentials.revoke(EMERGENCY, readers[who]);
        _isMedic[who] = isMedic;
    }

    // ------------------------------------------------------------------------------------------------------ consents

    function give(uint256 which, uint256 who, uint256 signers, uint256 scope, uint256 wrong) external {
        (which, who) = (which % RECORDS, who % READERS);
        Record storage found = _records[which];
        Given storage last = _given[which][who];
        signers = bound(signers, 0, 63) & found.holders;
        IConsent.Request memory asked = _requestOf(which, who, scope, wrong % 16);
        bytes32 digest = consent.requestDigest(asked);
        uint256 forged = wrong % 16 == 3 ? _first(signers) : PEOPLE;
        bytes[] memory signatures = _signatures(found.holders, signers, digest, forged);
        uint256 refusing = last.refusingEpoch == found.epoch ? last.refusing : 0;
        bool mayDo = _size(signers) >= found.threshold && wrong % 16 > 7 && signers & refusing == 0;
        try consent.give(asked, _list(found.holders), signatures) {
            if (!mayDo) _differs("a consent that should be refused");
            _note(last, asked, found.threshold, signers);
            (_lastAsked, _lastSignatures) = (asked, signatures);
        } catch {
            if (mayDo) _differs("a refused consent");
        }
    }

    /// @dev The same signatures, whatever has happened since.
    function giveAgain(uint256 which) external {
        if (_lastSignatures.length == 0) return;
        try consent.give(_lastAsked, _list(_records[which % RECORDS].holders), _lastSignatures) {
            _differs("signatures that worked twice");
        } catch {}
    }

    function withdraw(uint256 which, uint256 who, uint256 person) external {
        (which, who, person) = (which % RECORDS, who % READERS, person % PEOPLE);
        Record storage found = _records[which];
        Given storage last = _given[which][who];
        bool mayDo = isActive(which, who) && last.standing & (1 << person) != 0;
        vm.prank(_people[person]);
        try consent.withdraw(found.dataset, readers[who], _list(found.holders)) {
            if (!mayDo) _differs("a withdrawal that should be refused");
            last.standing &= ~(1 << person);
        } catch {
            if (mayDo) _differs("a refused withdrawal");
        }
    }

    function refuse(uint256 which, uint256 who, uint256 person, bool refused, uint256 seldom) external {
        if (seldom % 2 != 0) return;
        (which, who, person) = (which % RECORDS, who % READERS, person % PEOPLE);
        Record storage found = _records[which];
        Given storage last = _given[which][who];
        bool mayDo = found.holders & (1 << person) != 0;
        vm.prank(_people[person]);
        try consent.refuse(found.dataset, readers[who], _list(found.holders), refused) {
            if (!mayDo) _differs("a refusal that should be refused");
            if (last.refusingEpoch != found.epoch) (last.refusing, last.refusingEpoch) = (0, found.epoch);
            last.refusing = refused ? last.refusing | (1 << person) : last.refusing & ~(1 << person);
        } catch {
            if (mayDo) _differs("a refused refusal");
        }
    }

    function renounce(uint256 which, uint256 who, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        (which, who) = (which % RECORDS, who % READERS);
        bool mayDo = isActive(which, who);
        vm.prank(readers[who]);
        try consent.renounce(_records[which].dataset) {
            if (!mayDo) _differs("a renunciation that should be refused");
            _given[which][who].renounced = true;
        } catch {
            if (mayDo) _differs("a refused renunciation");
        }
    }

    function changeHolders(uint256 which, uint256 next, uint256 threshold, uint256 signers, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        Record storage found = _records[which % RECORDS];
        next = bound(next, 1, 63);
        threshold = bound(threshold, 1, _size(next));
        signers = bound(signers, 0, 63) & found.holders;
        bytes32 digest = consent.holdersDigest(found.dataset, _list(next), uint8(threshold), found.epoch, FOREVER);
        bytes[] memory signatures = _signatures(found.holders, signers, digest, PEOPLE);
        bool mayDo = _size(signers) >= found.threshold;
        address[] memory present = _list(found.holders);
        try consent.changeHolders(found.dataset, _list(next), uint8(threshold), FOREVER, present, signatures) {
            if (!mayDo) _differs("a change of holders that should be refused");
            (found.holders, found.threshold, found.epoch) = (next, threshold, found.epoch + 1);
        } catch {
            if (mayDo) _differs("a refused change of holders");
        }
    }

    // --------------------------------------------------------------------------------------------------- emergencies

    function breakGlass(uint256 which, uint256 who, uint32 segments) external {
        (which, who) = (which % RECORDS, who % READERS);
        Broken storage last = _broken[which][who];
        bool isFree = last.status == IConsent.EmergencyStatus.None || last.status == IConsent.EmergencyStatus.Justified;
        bool mayDo = _isMedic[who] && segments != 0 && isFree;
        vm.prank(readers[who]);
        try consent.breakGlass(_records[which].dataset, segments, "") {
            if (!mayDo) _differs("an emergency that should be refused");
            _broken[which][who] = Broken(uint40(block.timestamp) + HOURS, segments, IConsent.EmergencyStatus.Open);
            _records[which].breaks += 1;
        } catch {
            if (mayDo) _differs("a refused emergency");
        }
    }

    function review(uint256 which, uint256 who, uint256 person, bool justified) external {
        (which, who, person) = (which % RECORDS, who % READERS, person % PEOPLE);
        Record storage found = _records[which];
        Broken storage last = _broken[which][who];
        bool isOpen =
            last.status == IConsent.EmergencyStatus.Open ||
                (justified && last.status == IConsent.EmergencyStatus.Unjustified);
        bool isHolder = found.holders & (1 << person) != 0;
        bool mayDo = isOpen && isHolder && _people[person] != readers[who];
        vm.prank(_people[person]);
        try consent.review(found.dataset, readers[who], _list(found.holders), justified, "") {
            if (!mayDo) _differs("a review that should be refused");
            if (!justified && last.until > block.timestamp) last.until = uint40(block.timestamp);
            last.status = justified ? IConsent.EmergencyStatus.Justified : IConsent.EmergencyStatus.Unjustified;
        } catch {
            if (mayDo) _differs("a refused review");
        }
    }

    // ----------------------------------------------------------------------------------------------------- internal

    /// @dev A good request where `wrong` is above 7, or 3 (whose signature is forged); else one with that fault.
    function _requestOf(
        uint256 which,
        uint256 who,
        uint256 scope,
        uint256 wrong
    ) private view returns (IConsent.Request memory asked) {
        Record storage found = _records[which];
        asked.dataset = found.dataset;
        asked.reader = readers[who];
        asked.purpose = uint16((scope >> 8) % 3);
        asked.segments = wrong == 0 ? 0 : uint32(bound(scope >> 16, 1, 7));
        asked.fromVersion = wrong == 1 ? 0 : uint16(bound(scope >> 24, 1, 3));
        asked.laterVersions = (scope >> 32) % 2 == 0;
        asked.until = uint40(block.timestamp + (wrong == 2 ? 0 : bound(scope >> 40, 1, 12 hours)));
        asked.serial = _given[which][who].serial + (wrong == 4 ? 2 : 1);
        if (wrong == 5) asked.serial -= 1;
        asked.epoch = wrong == 6 ? found.epoch + 1 : found.epoch;
        asked.deadline = uint40(block.timestamp - (wrong == 7 ? 1 : 0));
    }

    function _first(uint256 people) private pure returns (uint256 first) {
        while (first < PEOPLE && people & (1 << first) == 0) ++first;
    }

    function _note(Given storage last, IConsent.Request memory asked, uint256 threshold, uint256 signers) private {
        last.until = asked.until;
        last.segments = asked.segments;
        last.purpose = asked.purpose;
        last.fromVersion = asked.fromVersion;
        last.laterVersions = asked.laterVersions;
        last.epoch = asked.epoch;
        last.serial = asked.serial;
        last.threshold = threshold;
        last.standing = signers;
        last.refusing = 0;
        last.renounced = false;
    }
}
