// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Faces} from "./Faces.sol";
import {IAcceptors} from "./IAcceptors.sol";
import {IBills} from "./IBills.sol";

/// @title Acceptors
/// @notice The specification is `IAcceptors`. Reads `IBills`, and nobody has a role in it.
contract Acceptors is IAcceptors {
    /// @dev One slot.
    struct Note {
        uint8 what;
        uint96 partPaid;
    }

    uint8 private constant ACCEPTED = 1;
    uint8 private constant ON_TIME = 2;
    uint8 private constant LATE = 4;
    uint8 private constant PART_PAID = 8;
    uint8 private constant DISHONOURED = 16;

    /// @inheritdoc IAcceptors
    IBills public immutable bills;

    /// @inheritdoc IAcceptors
    mapping(uint256 id => Note) public noted;

    mapping(address acceptor => mapping(address token => Record)) private _records;

    constructor(IBills bills_) {
        bills = bills_;
    }

    /// @inheritdoc IAcceptors
    function note(IBills.Face calldata face) external {
        uint256 id = Faces.idOf(address(bills), face);
        IBills.Bill memory bill = bills.billOf(id);
        // The flag of an accepted bill in `Bills` has the same number.
        require(bill.flags & ACCEPTED != 0, Acceptors_NotAccepted(id));
        (Note memory earlier, Note memory now_) = (noted[id], _noteOf(face, bill));
        bool isNew = earlier.what != now_.what || earlier.partPaid != now_.partPaid;
        require(isNew, Acceptors_NothingNew(id));
        noted[id] = now_;
        _count(face, earlier, now_);
        emit Noted(id, face.drawee, face.token, now_.what, now_.partPaid);
    }

    /// @inheritdoc IAcceptors
    function recordOf(address acceptor, address token) external view returns (Record memory record) {
        return _records[acceptor][token];
    }

    /// @dev An accepted bill has the day of an event only if it was dishonoured.
    function _noteOf(IBills.Face calldata face, IBills.Bill memory bill) private pure returns (Note memory now_) {
        bool isDishonoured = bill.eventDay != 0;
        now_.what = ACCEPTED | (isDishonoured ? DISHONOURED : 0);
        if (bill.status == IBills.Status.Paid) {
            now_.what |= isDishonoured ? LATE : ON_TIME;
        } else if (bill.paid != 0) {
            now_.what |= PART_PAID;
            now_.partPaid = bill.paid * face.units;
        }
    }

    function _count(IBills.Face calldata face, Note memory earlier, Note memory now_) private {
        Record storage record = _records[face.drawee][face.token];
        uint8 added = now_.what & ~earlier.what;
        if (added & ~PART_PAID != 0) {
            uint96 sum = bills.acceptedOf(face) * face.units;
            if (added & ACCEPTED != 0) _add(record.accepted, sum);
            if (added & ON_TIME != 0) _add(record.onTime, sum);
            if (added & LATE != 0) _add(record.late, sum);
            if (added & DISHONOURED != 0) _add(record.dishonoured, sum);
        }
        if (earlier.partPaid == now_.partPaid) return;
        Tally storage tally = record.partPaid;
        if (earlier.partPaid != 0) (tally.count, tally.sum) = (tally.count - 1, tally.sum - earlier.partPaid);
        if (now_.partPaid != 0) _add(tally, now_.partPaid);
    }

    function _add(Tally storage tally, uint96 sum) private {
        (tally.count, tally.sum) = (tally.count + 1, tally.sum + sum);
    }
}
