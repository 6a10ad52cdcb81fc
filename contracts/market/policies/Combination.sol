// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPolicy} from "../IPolicy.sol";
import {Policies} from "../Policies.sol";

/// @title Combination: a policy made of others, its members
/// @notice The word for the policy is `dataOf(members)`; the evidence is
/// `abi.encode(Member[] members, bytes[] evidences)`, one evidence a member, in their order. Members are asked as the
/// market asks: by a static call of limited gas, and whatever is not exactly `true` denies. A member may be a
/// combination itself.
/// @dev Of n members that are still to be asked the next one gets at most the (n + 1)th part of the gas that is left.
/// So a member that burns all it is given takes nothing from the others' equal shares, and each level of nesting has
/// at most half of the gas of the level above: below `MIN_GAS` a combination denies, which under the market's
/// `Policies.GAS` leaves four levels. Having less gas can deny, but never admit.
abstract contract Combination is IPolicy {
    /// @param policy who is asked
    /// @param data the word for it
    struct Member {
        address policy;
        bytes32 data;
    }

    /// @notice Most members of one combination.
    uint256 public constant MAX_MEMBERS = 8;

    /// @notice Least gas with which members are asked.
    uint256 public constant MIN_GAS = 20_000;

    /// @inheritdoc IPolicy
    function admits(
        uint256 dataset,
        address reader,
        bytes32 data,
        bytes calldata evidence
    ) external view returns (bool) {
        if (gasleft() < MIN_GAS) return false;
        (Member[] memory members, bytes[] memory evidences) = abi.decode(evidence, (Member[], bytes[]));
        uint256 count = members.length;
        if (count == 0 || count > MAX_MEMBERS || evidences.length != count || dataOf(members) != data) return false;
        bool decisive = _decisive();
        for (uint256 i = 0; i < count; ++i) {
            bytes memory question = abi.encodeCall(IPolicy.admits, (dataset, reader, members[i].data, evidences[i]));
            uint256 share = gasleft() / (count - i + 1);
            if (Policies.ask(members[i].policy, share, question) == decisive) return decisive;
        }
        return !decisive;
    }

    /// @notice The word that an offer's terms hold for these members.
    function dataOf(Member[] memory members) public pure returns (bytes32 data) {
        return keccak256(abi.encode(members));
    }

    /// @dev The answer of a member that settles the matter.
    function _decisive() internal pure virtual returns (bool);
}
