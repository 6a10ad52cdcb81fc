// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IOrganisations} from "../../contracts/identity/IOrganisations.sol";
import {Organisations} from "../../contracts/identity/Organisations.sol";
import {Base} from "./Base.sol";

/// @notice Acts at random on one organisation, as one of a few accounts, and notes what must follow.
contract OrganisationsHandler is Base {
    uint256 public constant ACCOUNTS = 6;

    Organisations public immutable organisations;
    bytes32 public immutable org;

    /// @notice What each account was given last.
    mapping(address account => uint216 roles) public given;
    mapping(address account => uint40 expiry) public until;
    /// @notice Whether bit 0 was given or taken by anybody but the owner.
    bool public officerMadeByOfficer;
    address public owner;
    bool public dissolved;

    constructor(Organisations organisations_) {
        organisations = organisations_;
        owner = account(0);
        vm.prank(owner);
        org = organisations_.register(0, 0);
    }

    function account(uint256 seed) public pure returns (address) {
        return address(uint160(0x1000 + (seed % ACCOUNTS)));
    }

    function appoint(uint256 by, uint256 whom, uint216 roles, uint40 seconds_) external {
        address caller = account(by);
        address subject = account(whom);
        uint40 expiry = uint40(block.timestamp + (seconds_ % 1000));
        bool touchesOfficer = (roles | _rolesNow(subject)) & 1 != 0;
        vm.prank(caller);
        organisations.appoint(org, subject, roles, expiry);
        if (touchesOfficer && caller != owner) officerMadeByOfficer = true;
        (given[subject], until[subject]) = (roles, expiry);
    }

    function dismiss(uint256 by, uint256 whom) external {
        address caller = account(by);
        address subject = account(whom);
        bool touchesOfficer = _rolesNow(subject) & 1 != 0;
        vm.prank(caller);
        organisations.dismiss(org, subject);
        if (touchesOfficer && caller != owner) officerMadeByOfficer = true;
        (given[subject], until[subject]) = (0, 0);
    }

    function resign(uint256 by) external {
        vm.prank(account(by));
        organisations.resign(org);
        (given[account(by)], until[account(by)]) = (0, 0);
    }

    function handOver(uint256 by, uint256 to) external {
        vm.prank(account(by));
        organisations.offerOwnership(org, account(to));
        vm.prank(account(to));
        organisations.acceptOwnership(org);
        owner = account(to);
    }

    /// @dev Seldom, so that most runs go on.
    function dissolve(uint256 by, uint256 list) external {
        vm.assume(list % 8 == 0);
        address[] memory accounts = new address[](list % 16 == 0 ? 0 : 1);
        if (accounts.length == 1) accounts[0] = account(by);
        vm.prank(account(by));
        organisations.dissolve(org, accounts);
        dissolved = true;
        if (accounts.length == 1) (given[accounts[0]], until[accounts[0]]) = (0, 0);
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 600));
    }

    function _rolesNow(address subject) private view returns (uint216) {
        return until[subject] > block.timestamp ? given[subject] : 0;
    }
}

contract OrganisationsTest is Base {
    Organisations private _organisations;
    OrganisationsHandler private _handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        _organisations = new Organisations(address(0));
        _handler = new OrganisationsHandler(_organisations);
        _target(address(_handler));
    }

    // ------------------------------------------------------------------------------------------------- invariants

    function invariant_IDN_11_membersAreCounted() public view {
        uint256 entries;
        for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
            (, uint40 expiry) = _organisations.roleOf(_handler.org(), _handler.account(i));
            if (expiry != 0) ++entries;
        }
        require(_organisations.organisationOf(_handler.org()).members == entries, "members miscounted");
    }

    function invariant_IDN_08_dissolvedMeansNoRoles() public view {
        IOrganisations.Organisation memory organisation = _organisations.organisationOf(_handler.org());
        bool dissolved = organisation.status == IOrganisations.Status.Dissolved;
        require(dissolved == _handler.dissolved(), "dissolution undone, or done by nobody");
        require(organisation.owner == (dissolved ? address(0) : _handler.owner()), "wrong owner");
        for (uint256 i = 0; dissolved && i < _handler.ACCOUNTS(); ++i) {
            (uint216 roles, uint40 expiry) = _organisations.roleOf(_handler.org(), _handler.account(i));
            require(roles == 0 && expiry == 0, "role in a dissolved organisation");
        }
    }

    function invariant_IDN_05_officersAreTheOwners() public view {
        require(!_handler.officerMadeByOfficer(), "an officer touched an officer");
    }

    function invariant_IDN_06_rolesAreThoseGivenAndEnd() public view {
        for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
            address account = _handler.account(i);
            uint216 given = _handler.given(account);
            bool inOffice = _handler.until(account) > block.timestamp;
            (uint216 roles, uint40 expiry) = _organisations.roleOf(_handler.org(), account);
            require(roles == (inOffice ? given : 0) && expiry == _handler.until(account), "other roles than given");
            require(_organisations.hasRole(_handler.org(), account, given) == inOffice, "hasRole disagrees");
        }
    }

    // ------------------------------------------------------------------------------------------------------- fuzz

    function test_IDN_01_idsDiffer(address founder, address other, bytes32 salt, bytes32 otherSalt) public view {
        vm.assume(founder != other || salt != otherSalt);
        require(_organisations.orgId(founder, salt) != _organisations.orgId(other, otherSalt), "same id");
    }

    function test_IDN_04_rolesAreReadBack(uint216 roles, uint216 asked, uint40 expiry, uint40 later) public {
        vm.assume(roles != 0 && expiry > block.timestamp);
        bytes32 org = _organisations.register(0, 0);
        _organisations.appoint(org, address(1), roles, expiry);
        vm.warp(later);
        (uint216 read, uint40 until) = _organisations.roleOf(org, address(1));
        require(read == (expiry > later ? roles : 0) && until == expiry, "other roles");
        bool has = asked != 0 && expiry > later && roles & asked == asked;
        require(_organisations.hasRole(org, address(1), asked) == has, "other answer");
    }

    function test_IDN_05_officerGivesAllButBitZero(uint216 roles) public {
        vm.assume(roles != 0);
        address officer = address(0xbeef);
        bytes32 org = _organisations.register(0, 0);
        _organisations.appoint(org, officer, 1, type(uint40).max);
        if (roles & 1 != 0) {
            vm.expectRevert(
                abi.encodeWithSelector(IOrganisations.Organisations_OfficerProtected.selector, org, address(1), officer)
            );
        }
        vm.prank(officer);
        _organisations.appoint(org, address(1), roles, type(uint40).max);
        require(_organisations.hasRole(org, address(1), roles) == (roles & 1 == 0), "not as given");
    }
}
