// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Relayed} from "../shared/Relayed.sol";
import {IOrganisations} from "./IOrganisations.sol";

/// @title Organisations
contract Organisations is IOrganisations, Relayed {
    // -------------------------------------------------------------------------------------------- types, storage

    struct Member {
        uint216 roles;
        uint40 expiry;
    }

    uint216 private constant _OFFICER = 1;

    mapping(bytes32 org => Organisation organisation) private _organisations;
    mapping(bytes32 org => address to) private _offers;
    mapping(bytes32 org => mapping(address account => Member)) private _members;

    constructor(address relay) Relayed(relay) {}

    // ------------------------------------------------------------------------------------------------ acts: owner

    /// @inheritdoc IOrganisations
    function register(bytes32 salt, bytes32 profile) external returns (bytes32 org) {
        address founder = _msgSender();
        org = orgId(founder, salt);
        require(_organisations[org].status == Status.None, Organisations_Exists(org));
        _organisations[org] = Organisation(founder, 0, Status.Active);
        emit Registered(org, founder, salt, profile);
    }

    /// @inheritdoc IOrganisations
    function setProfile(bytes32 org, bytes32 profile) external {
        _requireOwner(org);
        emit ProfileSet(org, profile);
    }

    /// @inheritdoc IOrganisations
    function offerOwnership(bytes32 org, address to) external {
        address owner = _requireOwner(org);
        require(to != address(0), Organisations_ZeroAccount());
        _offers[org] = to;
        emit OwnershipOffered(org, owner, to);
    }

    /// @inheritdoc IOrganisations
    function cancelOffer(bytes32 org) external {
        address owner = _requireOwner(org);
        address to = _offers[org];
        require(to != address(0), Organisations_NoOffer(org));
        delete _offers[org];
        emit OwnershipOfferCancelled(org, owner, to);
    }

    /// @inheritdoc IOrganisations
    function acceptOwnership(bytes32 org) external {
        address caller = _msgSender();
        require(_offers[org] == caller, Organisations_NotOfferedTo(org, caller));
        delete _offers[org];
        address previousOwner = _organisations[org].owner;
        _organisations[org].owner = caller;
        emit OwnershipAccepted(org, previousOwner, caller);
    }

    /// @inheritdoc IOrganisations
    function dissolve(bytes32 org, address[] calldata accounts) external {
        address owner = _requireOwner(org);
        for (uint256 i = 0; i < accounts.length; ++i) {
            _remove(org, accounts[i]);
            emit Dismissed(org, accounts[i], owner);
        }
        uint48 members = _organisations[org].members;
        require(members == 0, Organisations_MembersRemain(org, members));
        _organisations[org] = Organisation(address(0), 0, Status.Dissolved);
        delete _offers[org];
        emit Dissolved(org, owner);
    }

    // ------------------------------------------------------------------------------------ acts: owner and officers

    /// @inheritdoc IOrganisations
    function appoint(bytes32 org, address account, uint216 roles, uint40 expiry) external {
        address caller = _requireAuthorityOver(org, account, roles);
        require(account != address(0), Organisations_ZeroAccount());
        require(roles != 0, Organisations_NoRoles(org, account));
        require(expiry > block.timestamp, Organisations_ExpiryPast(expiry, block.timestamp));
        if (_members[org][account].expiry == 0) ++_organisations[org].members;
        _members[org][account] = Member(roles, expiry);
        emit Appointed(org, account, caller, roles, expiry);
    }

    /// @inheritdoc IOrganisations
    function dismiss(bytes32 org, address account) external {
        address caller = _requireAuthorityOver(org, account, 0);
        _remove(org, account);
        emit Dismissed(org, account, caller);
    }

    // ----------------------------------------------------------------------------------------------- acts: member

    /// @inheritdoc IOrganisations
    function resign(bytes32 org) external {
        address caller = _msgSender();
        _remove(org, caller);
        emit Resigned(org, caller);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IOrganisations
    function roleOf(bytes32 org, address account) public view returns (uint216 roles, uint40 expiry) {
        Member memory member = _members[org][account];
        return (member.expiry > block.timestamp ? member.roles : 0, member.expiry);
    }

    /// @inheritdoc IOrganisations
    function hasRole(bytes32 org, address account, uint216 roles) external view returns (bool) {
        return roles != 0 && _rolesNow(org, account) & roles == roles;
    }

    /// @inheritdoc IOrganisations
    function organisationOf(bytes32 org) external view returns (Organisation memory organisation) {
        return _organisations[org];
    }

    /// @inheritdoc IOrganisations
    function offeredTo(bytes32 org) external view returns (address to) {
        return _offers[org];
    }

    /// @inheritdoc IOrganisations
    function orgId(address founder, bytes32 salt) public view returns (bytes32 org) {
        return keccak256(abi.encode(block.chainid, address(this), founder, salt));
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev A dissolved organisation is owned by nobody, so nobody passes.
    function _requireOwner(bytes32 org) private view returns (address caller) {
        caller = _msgSender();
        require(_organisations[org].owner == caller, Organisations_NotOwner(org, caller));
    }

    /// @dev Reverts unless the caller may change the entry of `account` to `roles`.
    function _requireAuthorityOver(bytes32 org, address account, uint216 roles) private view returns (address caller) {
        caller = _msgSender();
        if (_organisations[org].owner == caller) return caller;
        require(_rolesNow(org, caller) & _OFFICER != 0, Organisations_NotOfficer(org, caller));
        require(
            (roles | _rolesNow(org, account)) & _OFFICER == 0,
            Organisations_OfficerProtected(org, account, caller)
        );
    }

    function _rolesNow(bytes32 org, address account) private view returns (uint216 roles) {
        (roles, ) = roleOf(org, account);
    }

    function _remove(bytes32 org, address account) private {
        require(_members[org][account].expiry != 0, Organisations_NotMember(org, account));
        delete _members[org][account];
        --_organisations[org].members;
    }
}
