// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBills} from "./IBills.sol";

/// @title IAcceptors: how acceptors have paid
/// @notice A public record for each acceptor and token, made of what is written in `IBills` and nothing else. Anyone notes a
/// bill, as often as he likes: it counts once, as it stands when it was noted last. A bill that nobody notes is not counted, so
/// a record shows that an acceptor promised and paid, not that there is nothing else. Whoever draws on himself pays himself: who
/// relies on a record looks at the bills behind it.
interface IAcceptors {
    // ------------------------------------------------------------------------------------------------------ types

    struct Tally {
        uint40 count;
        uint128 sum;
    }

    /// @notice Sums are base units of the token.
    /// @param accepted bills, and what was promised on them
    /// @param onTime paid in full and never dishonoured, by what was promised on them
    /// @param late paid in full after a dishonour, by what was promised on them
    /// @param partPaid paid in part and not yet in full, by what was paid on them
    /// @param dishonoured by what was promised on them; those paid later are here too
    struct Record {
        Tally accepted;
        Tally onTime;
        Tally late;
        Tally partPaid;
        Tally dishonoured;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @param what bits of `IAcceptors.noted`
    event Noted(uint256 indexed id, address indexed acceptor, address indexed token, uint8 what, uint96 partPaid);

    // ----------------------------------------------------------------------------------------------------- errors

    error Acceptors_NotAccepted(uint256 id);
    /// @notice It is noted as it stands.
    error Acceptors_NothingNew(uint256 id);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Counts an accepted bill as it stands. Anyone.
    function note(IBills.Face calldata face) external;

    // ------------------------------------------------------------------------------------------------------- views

    /// @notice What was noted of an acceptor's bills in a token.
    function recordOf(address acceptor, address token) external view returns (Record memory record);

    /// @notice What was counted of a bill.
    /// @return what bits: 1 accepted, 2 paid on time, 4 paid late, 8 paid in part, 16 dishonoured
    /// @return partPaid what it counts for as paid in part
    function noted(uint256 id) external view returns (uint8 what, uint96 partPaid);

    /// @notice The bills that it is of.
    function bills() external view returns (IBills);
}
