// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Descriptions} from "../../contracts/governance/Descriptions.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {GovernanceHandler} from "./governanceHandler.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract GovernanceActs is GovernanceHandler {
    function voterCount() external pure returns (uint256) {
        return VOTERS;
    }
}

/// @dev 51,200 calls an invariant, 102,400 in all.
/// forge-config: default.invariant.depth = 800
contract GovernanceInvariants is Base {
    GovernanceActs private _handler;

    error GovernanceInvariants_Differs(string what);

    function setUp() public {
        _handler = new GovernanceActs();
        _target(address(_handler));
    }

    /// @notice GOV-20 to GOV-27: every vote, ballot and withdrawal is taken or refused as the model says.
    function invariant_GOV_25_actsAsTheModel() public view {
        string memory what = _handler.difference();
        require(bytes(what).length == 0, GovernanceInvariants_Differs(what));
    }

    /// @notice GOV-30: votes are counted once; a tally is the sum of the receipts, each with its voter's power.
    function invariant_GOV_30_talliesAreTheSumOfTheBallots() public view {
        uint256 count = _handler.proposalCount();
        for (uint256 i = count > 2 ? count - 2 : 0; i < count; ++i) _check(_handler.proposal(i).id);
    }

    function _check(uint256 id) private view {
        uint256[3] memory sums;
        for (uint256 i = 0; i < _handler.voterCount(); ++i) {
            address voter = _handler.voter(i);
            GovernanceHandler.Cast memory cast = _handler.castOf(id, voter);
            assertEqual(cast.exists ? 1 : 0, _handler.governor().hasVoted(id, voter) ? 1 : 0, "has voted");
            if (!cast.exists) continue;
            (uint256 against, uint256 pro, uint256 abstain) = _handler.governor().ballotOf(id, voter);
            assertEqual(against, cast.against, "against");
            assertEqual(pro, cast.pro, "for");
            assertEqual(abstain, cast.abstain, "abstain");
            sums[0] += against;
            sums[1] += pro;
            sums[2] += abstain;
        }
        (uint256 all, uint256 allPro, uint256 allAbstain) = _handler.governor().proposalVotes(id);
        assertEqual(all, sums[0], "all against");
        assertEqual(allPro, sums[1], "all for");
        assertEqual(allAbstain, sums[2], "all abstaining");
    }
}

contract GovernanceDescriptionsTest is Base {
    /// @dev Against OpenZeppelin's own hexadecimal digits.
    function test_GOV_11_descriptionsNameTheirProposer(
        address proposer,
        address other,
        string memory text
    ) public pure {
        vm.assume(proposer != other);
        string memory full = Descriptions.withProposer(text, proposer);
        string memory expected = string.concat(text, "#proposer=", Strings.toHexString(proposer));
        require(keccak256(bytes(full)) == keccak256(bytes(expected)), full);
        string memory again = Descriptions.withProposer(full, proposer);
        require(keccak256(bytes(again)) == keccak256(bytes(full)), again);
        require(Descriptions.isOf(text, proposer), "names nobody");
        require(Descriptions.isOf(full, proposer), "names him");
        require(!Descriptions.isOf(full, other), "names another");
        string memory capitals = string.concat(text, "#proposer=", Strings.toChecksumHexString(proposer));
        require(Descriptions.isOf(capitals, proposer), "in capitals");
    }
}
