// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOrganisations} from "../../identity/IOrganisations.sol";
import {IPolicy} from "../IPolicy.sol";

/// @title RolePolicy: admits whoever holds roles in an organisation
/// @notice The word for the policy is `dataOf(org, roles)`, because an organisation and its role bits do not fit in one
/// word; the evidence is what was hashed, `abi.encode(org, roles)`, the same for every buyer. A reader must hold all of
/// the roles. It is asked at the purchase only: a right lives on when the role ends.
contract RolePolicy is IPolicy {
    /// @notice Where roles are looked up.
    IOrganisations public immutable organisations;

    constructor(IOrganisations organisations_) {
        organisations = organisations_;
    }

    /// @inheritdoc IPolicy
    function admits(uint256, address reader, bytes32 data, bytes calldata evidence) external view returns (bool) {
        if (keccak256(evidence) != data) return false;
        (bytes32 org, uint216 roles) = abi.decode(evidence, (bytes32, uint216));
        return organisations.hasRole(org, reader, roles);
    }

    /// @notice The word that an offer's terms hold for these roles.
    function dataOf(bytes32 org, uint216 roles) external pure returns (bytes32 data) {
        return keccak256(abi.encode(org, roles));
    }
}
