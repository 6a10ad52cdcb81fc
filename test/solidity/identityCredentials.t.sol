// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Credentials} from "../../contracts/identity/Credentials.sol";
import {ICredentials} from "../../contracts/identity/ICredentials.sol";
import {Base} from "./Base.sol";

/// @notice Acts at random on one credential type, as DAO, mirror, registrars and subjects, and notes what must follow.
contract CredentialsHandler is Base {
    uint256 public constant ACCOUNTS = 4;
    bytes32 public constant TYPE = "type";

    Credentials public immutable credentials;

    /// @notice First second without the credential, as the acts so far should have left it; zero: none.
    mapping(address subject => uint40 expiry) public heldUntil;
    mapping(address subject => address registrar) public attestedBy;
    mapping(address registrar => uint40 until) public appointedUntil;
    mapping(address subject => mapping(uint256 nonce => bool seen)) private _nonces;

    bool public attestedByStranger;
    bool public shortenedByAnother;
    bool public nonceRepeated;

    constructor() {
        credentials = new Credentials(address(new AccessManager(address(this))), address(0));
        credentials.appointMirror(address(this));
    }

    function subject(uint256 seed) public pure returns (address) {
        return address(uint160(0x1000 + (seed % ACCOUNTS)));
    }

    function registrar(uint256 seed) public pure returns (address) {
        return address(uint160(0x2000 + (seed % ACCOUNTS)));
    }

    function appoint(uint256 whom, uint40 seconds_) external {
        uint40 until = _after(seconds_);
        credentials.appointRegistrar(TYPE, registrar(whom), until);
        appointedUntil[registrar(whom)] = until;
    }

    function dismiss(uint256 whom) external {
        vm.assume(whom % 4 == 0);
        credentials.dismissRegistrar(TYPE, registrar(whom));
        appointedUntil[registrar(whom)] = 0;
    }

    function attest(uint256 by, uint256 whom, uint40 seconds_) external {
        uint40 expiry = _after(seconds_);
        vm.prank(registrar(by));
        credentials.attest(TYPE, subject(whom), expiry, 0);
        _noteAttested(registrar(by), subject(whom), expiry);
    }

    function mirror(uint256 by, uint256 whom, uint40 seconds_) external {
        uint40 expiry = _after(seconds_);
        credentials.mirrorAttest(TYPE, subject(whom), expiry, 0, registrar(by));
        _noteAttested(registrar(by), subject(whom), expiry);
    }

    function mirrorRevoke(uint256 by, uint256 whom, uint40 back) external {
        uint40 issuedAt = uint40(block.timestamp - (back % 3));
        if (credentials.mirrorRevoke(TYPE, subject(whom), registrar(by), issuedAt)) _noteEnded(subject(whom));
    }

    function revoke(uint256 by, uint256 whom) external {
        vm.prank(registrar(by));
        credentials.revoke(TYPE, subject(whom));
        _noteEnded(subject(whom));
    }

    function renounce(uint256 by) external {
        vm.prank(subject(by));
        credentials.renounce(TYPE);
        _noteEnded(subject(by));
    }

    function pass(uint256 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 300));
    }

    function _noteAttested(address by, address whom, uint40 expiry) private {
        uint40 before = heldUntil[whom];
        if (appointedUntil[by] <= block.timestamp) attestedByStranger = true;
        if (before > block.timestamp && expiry < before && attestedBy[whom] != by) shortenedByAnother = true;
        (heldUntil[whom], attestedBy[whom]) = (expiry, by);
        _noteNonce(whom);
    }

    function _noteEnded(address whom) private {
        heldUntil[whom] = 0;
        _noteNonce(whom);
    }

    function _noteNonce(address whom) private {
        uint256 nonce = credentials.nonceOf(TYPE, whom);
        if (_nonces[whom][nonce]) nonceRepeated = true;
        _nonces[whom][nonce] = true;
    }

    function _after(uint40 seconds_) private view returns (uint40) {
        return uint40(block.timestamp + (seconds_ % 1000));
    }
}

contract CredentialsTest is Base {
    bytes32 private constant _TYPE = "type";
    uint256 private constant _KEY = 0xa11ce;

    CredentialsHandler private _handler;
    Credentials private _credentials;

    function setUp() public {
        vm.warp(1_800_000_000);
        _handler = new CredentialsHandler();
        _credentials = new Credentials(address(new AccessManager(address(this))), address(0));
        _credentials.appointRegistrar(_TYPE, vm.addr(_KEY), type(uint40).max);
        _target(address(_handler));
    }

    // ------------------------------------------------------------------------------------------------- invariants

    function invariant_IDN_22_heldFromAttestationToEnd() public view {
        for (uint256 i = 0; i < _handler.ACCOUNTS(); ++i) {
            address subject = _handler.subject(i);
            bool held = _handler.credentials().hasCredential(_TYPE, subject);
            require(held == (_handler.heldUntil(subject) > block.timestamp), "held by nobody's word, or lost");
        }
    }

    function invariant_IDN_21_attestedByRegistrarsOnly() public view {
        require(!_handler.attestedByStranger(), "attested by a stranger");
    }

    function invariant_IDN_25_shortenedByNoOther() public view {
        require(!_handler.shortenedByAnother(), "another registrar's attestation cut short");
    }

    function invariant_IDN_24_noStateComesBack() public view {
        require(!_handler.nonceRepeated(), "a used signature would be good again");
    }

    // ------------------------------------------------------------------------------------------------------- fuzz

    function test_IDN_22_isReadBack(address subject, uint40 expiry, bytes32 evidence, uint40 later) public {
        vm.assume(subject != address(0) && expiry > block.timestamp);
        vm.prank(vm.addr(_KEY));
        _credentials.attest(_TYPE, subject, expiry, evidence);
        ICredentials.Credential memory credential = _credentials.credentialOf(_TYPE, subject);
        require(credential.registrar == vm.addr(_KEY) && credential.expiry == expiry, "other credential");
        vm.warp(later);
        require(_credentials.hasCredential(_TYPE, subject) == (expiry > later), "other answer");
    }

    function test_IDN_24_altersNothingUnderASignature(
        ICredentials.Attestation memory attestation,
        uint256 field,
        uint256 change
    ) public {
        attestation.registrar = vm.addr(_KEY);
        attestation.credentialType = _TYPE;
        attestation.nonce = 0;
        attestation.expiry = type(uint40).max;
        attestation.deadline = bound(attestation.deadline, block.timestamp, type(uint256).max - 1);
        if (attestation.subject == address(0)) attestation.subject = address(1);
        bytes memory signature = _sign(attestation);
        address subject = attestation.subject;

        field %= 4;
        change = bound(change, 1, type(uint40).max - block.timestamp - 1);
        if (field == 1) attestation.expiry -= uint40(change);
        if (field == 2) attestation.evidence = bytes32(uint256(attestation.evidence) ^ change);
        if (field == 3) attestation.deadline = attestation.deadline + 1;
        if (field != 0) {
            vm.expectRevert(abi.encodeWithSelector(ICredentials.Credentials_BadSignature.selector, vm.addr(_KEY)));
        }
        _credentials.attestBySignature(attestation, signature);
        require(_credentials.hasCredential(_TYPE, subject) == (field == 0), "attested what nobody signed");
    }

    function _sign(ICredentials.Attestation memory attestation) private view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Attestation(address registrar,bytes32 credentialType,address subject,uint40 expiry,bytes32 evidence,uint256 nonce,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, attestation));
        return _signFor(_KEY, "Tallystick Credentials", address(_credentials), structHash);
    }
}
