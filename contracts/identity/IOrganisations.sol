// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Organisations: who acts for whom
/// @notice An account or multisig registers an organisation, appoints officers, and gives members role bits with an
/// expiry. What a bit means is the organisation's own affair, except bit 0: officer. The roles of an account are one
/// slot, so any contract can ask `hasRole` for the price of one read.
/// @dev States of an organisation:
///
/// | state     | act                               | next      | who |
/// |-----------|-----------------------------------|-----------|-----|
/// | none      | `register`                        | active    | anyone |
/// | active    | `setProfile`                      | active    | owner |
/// | active    | `offerOwnership`, `cancelOffer`   | active    | owner |
/// | active    | `acceptOwnership`                 | active, of another owner | who it was offered to |
/// | active    | `dissolve`                        | dissolved | owner |
///
/// States of a member (by time: in office while `expiry > now`, else ended):
///
/// | state            | act        | next      | who |
/// |------------------|------------|-----------|-----|
/// | none, any        | `appoint`  | in office | owner; an officer, unless bit 0 is given, or held in office |
/// | in office, ended | `dismiss`  | none      | owner; an officer, unless bit 0 is held in office |
/// | in office, ended | `resign`   | none      | the member |
///
/// An organisation counts its members, ended ones included, and is dissolved only together with its last: so `roleOf`
/// need not look at the organisation to know that nobody has a role in a dissolved one, and stays one read.
/// Owner and members are apart: an owner has no role unless he appoints himself.
interface IOrganisations {
    // ------------------------------------------------------------------------------------------------------ types

    enum Status {
        None,
        Active,
        Dissolved
    }

    /// @notice An organisation: one slot.
    /// @param owner who stands above the officers; zero when dissolved
    /// @param members accounts with an entry, ended ones included
    struct Organisation {
        address owner;
        uint48 members;
        Status status;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @param profile sha-256 of a profile document; zero: none
    event Registered(bytes32 indexed org, address indexed founder, bytes32 salt, bytes32 profile);
    event ProfileSet(bytes32 indexed org, bytes32 profile);
    event OwnershipOffered(bytes32 indexed org, address indexed owner, address indexed to);
    event OwnershipOfferCancelled(bytes32 indexed org, address indexed owner, address indexed to);
    event OwnershipAccepted(bytes32 indexed org, address indexed previousOwner, address indexed owner);
    /// @notice An account has exactly `roles` until `expiry`, whatever it had before.
    event Appointed(bytes32 indexed org, address indexed account, address indexed by, uint216 roles, uint40 expiry);
    event Dismissed(bytes32 indexed org, address indexed account, address indexed by);
    event Resigned(bytes32 indexed org, address indexed account);
    event Dissolved(bytes32 indexed org, address indexed owner);

    // ----------------------------------------------------------------------------------------------------- errors

    error Organisations_Exists(bytes32 org);
    /// @notice The organisation does not exist, is dissolved, or is somebody else's.
    error Organisations_NotOwner(bytes32 org, address caller);
    error Organisations_NotOfficer(bytes32 org, address caller);
    /// @notice Only the owner makes, changes or dismisses an officer.
    error Organisations_OfficerProtected(bytes32 org, address account, address caller);
    error Organisations_NoOffer(bytes32 org);
    error Organisations_NotOfferedTo(bytes32 org, address caller);
    error Organisations_ZeroAccount();
    error Organisations_NoRoles(bytes32 org, address account);
    error Organisations_ExpiryPast(uint40 expiry, uint256 timestamp);
    error Organisations_NotMember(bytes32 org, address account);
    error Organisations_MembersRemain(bytes32 org, uint48 members);

    // ------------------------------------------------------------------------------------------------ acts: owner

    /// @notice Registers an organisation of which the caller is founder and owner.
    /// @param salt any number the caller has not used yet
    /// @param profile sha-256 of a profile document; zero: none
    /// @return org equal to `orgId(caller, salt)`
    function register(bytes32 salt, bytes32 profile) external returns (bytes32 org);

    /// @notice Names another profile document. Only the owner.
    function setProfile(bytes32 org, bytes32 profile) external;

    /// @notice Offers the organisation to `to`, in place of any earlier offer. Only the owner.
    function offerOwnership(bytes32 org, address to) external;

    /// @notice Takes the offer back. Only the owner.
    function cancelOffer(bytes32 org) external;

    /// @notice Takes the organisation over. Only who it is offered to.
    function acceptOwnership(bytes32 org) external;

    /// @notice Dismisses `accounts`, who must be all members that are left, and ends the organisation for ever. Only
    /// the owner. An organisation too large for one transaction is emptied with `dismiss` in several before.
    function dissolve(bytes32 org, address[] calldata accounts) external;

    // ------------------------------------------------------------------------------------ acts: owner and officers

    /// @notice Gives an account exactly these roles until `expiry`. The owner gives any; an officer all but bit 0, to
    /// anyone who is not an officer.
    /// @param roles bits, at least one; bit 0: officer
    /// @param expiry first second without the roles; `type(uint40).max`: for ever
    function appoint(bytes32 org, address account, uint216 roles, uint40 expiry) external;

    /// @notice Takes all roles from an account. The owner, or an officer from anyone who is not one.
    function dismiss(bytes32 org, address account) external;

    // ----------------------------------------------------------------------------------------------- acts: member

    /// @notice Gives up all roles of the caller. Nobody can prevent it.
    function resign(bytes32 org) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Roles of an account now, and when they end: one slot. Zero roles when it is over or there never was any.
    /// @return roles bits; zero once `expiry` has come
    /// @return expiry first second without the roles, also when it has passed; zero: no entry
    function roleOf(bytes32 org, address account) external view returns (uint216 roles, uint40 expiry);

    /// @notice Whether an account has all of `roles` now: one slot. False for zero `roles`.
    function hasRole(bytes32 org, address account, uint216 roles) external view returns (bool);

    function organisationOf(bytes32 org) external view returns (Organisation memory organisation);

    /// @notice Who an organisation is offered to; zero: nobody.
    function offeredTo(bytes32 org) external view returns (address to);

    /// @notice Id that `register` will give: `keccak256(abi.encode(chainid, this, founder, salt))`.
    function orgId(address founder, bytes32 salt) external view returns (bytes32 org);
}
