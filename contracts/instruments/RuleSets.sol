// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IRuleSets} from "./IRuleSets.sol";

/// @title RuleSets
/// @notice The specification is `IRuleSets`.
contract RuleSets is IRuleSets, AccessManaged {
    /// @notice Bit of `permits`: endorsements in blank (ULB 13; not NIL 30).
    uint8 public constant IN_BLANK = 1;
    /// @notice Bit of `permits`: acceptance of a part of the sum (ULB 26, BEA 19; not NIL 43).
    uint8 public constant PART_ACCEPTANCE = 2;
    /// @notice Highest interest, and highest share of costs, basis points.
    uint16 public constant MAX_BPS = 3_600;
    /// @notice Longest time until a claim on the acceptor is barred: interest runs no longer.
    uint16 public constant MAX_DAYS = 3_650;

    /// @inheritdoc IRuleSets
    uint16 public count;

    mapping(uint16 id => Rules) private _rules;

    constructor(address authority) AccessManaged(authority) {
        _add(
            Rules({
                name: "ULB",
                acceptanceDays: 1,
                sightDays: 365,
                presentmentDays: 4,
                paymentDays: 0,
                protestDays: 4,
                noticeDays: 6,
                interestBps: 600,
                costsBps: 100,
                acceptorDays: 3 * 365,
                priorDays: 365,
                endorserDays: 182,
                permits: IN_BLANK | PART_ACCEPTANCE
            })
        );
        _add(
            Rules({
                name: "BEA",
                acceptanceDays: 3,
                sightDays: 365,
                presentmentDays: 0,
                paymentDays: 0,
                protestDays: 3,
                noticeDays: 3,
                interestBps: 600,
                costsBps: 100,
                acceptorDays: 6 * 365,
                priorDays: 6 * 365,
                endorserDays: 6 * 365,
                permits: IN_BLANK | PART_ACCEPTANCE
            })
        );
        _add(
            Rules({
                name: "NIL",
                acceptanceDays: 3,
                sightDays: 30,
                presentmentDays: 10,
                paymentDays: 0,
                protestDays: 3,
                noticeDays: 3,
                interestBps: 600,
                costsBps: 100,
                acceptorDays: 2 * 365,
                priorDays: 182,
                endorserDays: 91,
                permits: 0
            })
        );
    }

    /// @inheritdoc IRuleSets
    function add(Rules calldata rules) external restricted returns (uint16 id) {
        return _add(rules);
    }

    /// @inheritdoc IRuleSets
    function rulesOf(uint16 id) external view returns (Rules memory rules) {
        rules = _rules[id];
        // Every set has a name.
        require(rules.name != 0, RuleSets_None(id));
    }

    function _add(Rules memory rules) private returns (uint16 id) {
        bool isSound =
            rules.name != 0 &&
                rules.sightDays != 0 &&
                rules.interestBps <= MAX_BPS &&
                rules.costsBps <= MAX_BPS &&
                rules.acceptorDays <= MAX_DAYS;
        require(isSound, RuleSets_BadRules(rules.name));
        id = ++count;
        _rules[id] = rules;
        emit RuleSetAdded(id, rules.name, rules);
    }
}
