// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Rule sets: the law that a bill names on its face
/// @notice Each is a list of windows, rates and permissions that never changes: whoever signs a bill knows its law for as
/// long as it lives. The DAO may add sets, and do nothing else.
/// @dev | id | set | after |
/// |----|-------|-------|
/// | 1  | `ULB` | Geneva Uniform Law 1930 |
/// | 2  | `BEA` | UK Bills of Exchange Act 1882 |
/// | 3  | `NIL` | China's Negotiable Instruments Law |
///
/// Days are calendar days in UTC. Where a law counts business days, a set has as many days as they can take with a weekend
/// between: which days are business days somewhere is nothing that a contract knows.
interface IRuleSets {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice One slot.
    /// @param name short, in ASCII
    /// @param acceptanceDays after the day of presentment for acceptance, that the drawee has (ULB 24, BEA 42, NIL 41)
    /// @param sightDays from the date, to present a bill at or after sight (ULB 23)
    /// @param presentmentDays after the due day, to present for payment (ULB 38, BEA 45, NIL 53)
    /// @param paymentDays after the day of presentment for payment, that the drawee has
    /// @param protestDays after the day of dishonour, to protest (ULB 44, BEA 51)
    /// @param noticeDays to give notice of dishonour (ULB 45, NIL 66, BEA 49)
    /// @param interestBps on what is paid late, a year of 365 days, simple (ULB 48)
    /// @param costsBps of the sum, that costs may come to at most (ULB 48)
    /// @param acceptorDays until a claim on the acceptor is barred (ULB 70), and interest stops
    /// @param priorDays until a claim on drawer and endorsers is barred (ULB 70)
    /// @param endorserDays until a claim of an endorser on those before him is barred (ULB 70)
    /// @param permits `IN_BLANK`, `PART_ACCEPTANCE`
    struct Rules {
        bytes8 name;
        uint8 acceptanceDays;
        uint16 sightDays;
        uint8 presentmentDays;
        uint8 paymentDays;
        uint8 protestDays;
        uint8 noticeDays;
        uint16 interestBps;
        uint16 costsBps;
        uint16 acceptorDays;
        uint16 priorDays;
        uint16 endorserDays;
        uint8 permits;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event RuleSetAdded(uint16 indexed id, bytes8 indexed name, Rules rules);

    // ----------------------------------------------------------------------------------------------------- errors

    error RuleSets_None(uint16 id);
    /// @notice A set without a name or a time to present, or with rates or times beyond reason.
    error RuleSets_BadRules(bytes8 name);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Adds a set. Only the DAO.
    function add(Rules calldata rules) external returns (uint16 id);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Reverts if there is no such set.
    function rulesOf(uint16 id) external view returns (Rules memory rules);

    /// @notice Sets are numbered from 1 to this.
    function count() external view returns (uint16 count);
}
