// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ACCEPTED, PART, MOVABLE} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {Faces} from "./Faces.sol";
import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";
import {Links} from "./Links.sol";

/// @title BillClaims: what a lot of a bill is worth to who buys it
/// @notice As `IClaims.claimOf` of the bills' desk, asked straight from where it is kept: four calls less.
library BillClaims {
    /// @param promised by the acceptor on each unit, and not paid: nothing of a bill that nobody accepted, or that is over
    /// @param dueAt last second at which it is paid in time; zero: not known yet
    struct Claim {
        uint256 id;
        uint256 lotId;
        ILots.Lot lot;
        IBills.Status status;
        uint40 dueAt;
        uint96 open;
        uint96 paid;
    }

    function claimOf(
        IBills bills,
        ILots lots,
        IBills.Face calldata face,
        bytes32 inner
    ) internal view returns (Claim memory claim) {
        uint256 id = Faces.idOf(address(bills), face);
        IBills.Bill memory bill = bills.billOf(id);
        claim.id = id;
        claim.lotId = Links.idOf(Links.rootId(address(bills), id), inner);
        claim.lot = lots.lotOf(claim.lotId);
        claim.status = bill.status;
        if (bill.dueDay != 0) claim.dueAt = (uint40(bill.dueDay) + 1) * 1 days - 1;
        if (bill.flags & ACCEPTED != 0 && BillStates.isLive(bill.status)) {
            uint96 promised = bill.flags & PART == 0 ? face.unit : bills.acceptedOf(face);
            if (promised > bill.paid) claim.open = (promised - bill.paid) * claim.lot.units;
        }
        if (bill.paid != 0) claim.paid = uint96(bills.collectable(id, inner));
    }

    /// @notice Whether the acceptor has promised to pay, and nothing is wrong so far.
    function isPromised(Claim memory claim) internal view returns (bool) {
        return claim.open != 0 && !BillStates.isRefused(claim.status) && block.timestamp <= claim.dueAt;
    }

    function isMovable(Claim memory claim) internal pure returns (bool) {
        return claim.lot.state & MOVABLE != 0;
    }
}
