// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Relayed} from "../shared/Relayed.sol";
import {ICredentials} from "./ICredentials.sol";

/// @title Credentials
contract Credentials is ICredentials, AccessManaged, EIP712, Relayed {
    // --------------------------------------------------------------------------------------------------- storage

    bytes32 private constant _ATTESTATION_TYPEHASH = keccak256(
        "Attestation(address registrar,bytes32 credentialType,address subject,uint40 expiry,bytes32 evidence,uint256 nonce,uint256 deadline)"
    );

    mapping(bytes32 credentialType => mapping(address subject => Credential)) private _credentials;
    mapping(bytes32 credentialType => mapping(address registrar => uint40 until)) private _registrars;
    mapping(address mirror => bool trusted) private _mirrors;

    constructor(
        address authority,
        address relay
    ) AccessManaged(authority) EIP712("Tallystick Credentials", "1") Relayed(relay) {}

    // -------------------------------------------------------------------------------------------------- acts: DAO

    /// @inheritdoc ICredentials
    function appointRegistrar(bytes32 credentialType, address registrar, uint40 until) external restricted {
        require(registrar != address(0), Credentials_ZeroAccount());
        require(until > block.timestamp, Credentials_ExpiryPast(until, block.timestamp));
        _registrars[credentialType][registrar] = until;
        emit RegistrarAppointed(credentialType, registrar, until);
    }

    /// @inheritdoc ICredentials
    function dismissRegistrar(bytes32 credentialType, address registrar) external restricted {
        require(_registrars[credentialType][registrar] != 0, Credentials_NotRegistrar(credentialType, registrar));
        delete _registrars[credentialType][registrar];
        emit RegistrarDismissed(credentialType, registrar);
    }

    /// @inheritdoc ICredentials
    function appointMirror(address mirror) external restricted {
        require(mirror != address(0), Credentials_ZeroAccount());
        _mirrors[mirror] = true;
        emit MirrorAppointed(mirror);
    }

    /// @inheritdoc ICredentials
    function dismissMirror(address mirror) external restricted {
        require(_mirrors[mirror], Credentials_NotMirror(mirror));
        delete _mirrors[mirror];
        emit MirrorDismissed(mirror);
    }

    // -------------------------------------------------------------------------------------------- acts: registrars

    /// @inheritdoc ICredentials
    function attest(bytes32 credentialType, address subject, uint40 expiry, bytes32 evidence) external {
        _attest(credentialType, subject, expiry, evidence, _msgSender(), address(0));
    }

    /// @inheritdoc ICredentials
    function attestBySignature(Attestation calldata attestation, bytes calldata signature) external {
        require(block.timestamp <= attestation.deadline, Credentials_SignatureExpired(attestation.deadline));
        require(
            attestation.nonce == nonceOf(attestation.credentialType, attestation.subject),
            Credentials_StaleSignature(attestation.credentialType, attestation.subject, attestation.nonce)
        );
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(_ATTESTATION_TYPEHASH, attestation)));
        require(
            SignatureChecker.isValidSignatureNowCalldata(attestation.registrar, digest, signature),
            Credentials_BadSignature(attestation.registrar)
        );
        _attest(
            attestation.credentialType,
            attestation.subject,
            attestation.expiry,
            attestation.evidence,
            attestation.registrar,
            address(0)
        );
    }

    /// @inheritdoc ICredentials
    function revoke(bytes32 credentialType, address subject) external {
        address caller = _msgSender();
        // Whoever is neither attester nor registrar has to be the DAO.
        if (_credentials[credentialType][subject].registrar != caller && !isRegistrar(credentialType, caller)) {
            _checkCanCall(caller, _msgData());
        }
        _end(credentialType, subject, Status.Revoked);
        emit Revoked(credentialType, subject, caller);
    }

    // ----------------------------------------------------------------------------------------------- acts: mirrors

    /// @inheritdoc ICredentials
    function mirrorAttest(
        bytes32 credentialType,
        address subject,
        uint40 expiry,
        bytes32 evidence,
        address registrar
    ) external {
        address mirror = _requireMirror();
        _attest(credentialType, subject, expiry, evidence, registrar, mirror);
    }

    /// @inheritdoc ICredentials
    function mirrorRevoke(
        bytes32 credentialType,
        address subject,
        address registrar,
        uint40 issuedAt
    ) external returns (bool revoked) {
        _requireMirror();
        Credential memory credential = _credentials[credentialType][subject];
        revoked =
            credential.status == Status.Valid &&
            credential.registrar == registrar &&
            credential.issuedAt == issuedAt;
        if (revoked) {
            _end(credentialType, subject, Status.Revoked);
            emit Revoked(credentialType, subject, registrar);
        }
    }

    // ---------------------------------------------------------------------------------------------- acts: subject

    /// @inheritdoc ICredentials
    function renounce(bytes32 credentialType) external {
        address subject = _msgSender();
        _end(credentialType, subject, Status.Renounced);
        emit Renounced(credentialType, subject);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc ICredentials
    function hasCredential(bytes32 credentialType, address subject) external view returns (bool) {
        return _isHeld(_credentials[credentialType][subject]);
    }

    /// @inheritdoc ICredentials
    function credentialOf(
        bytes32 credentialType,
        address subject
    ) external view returns (Credential memory credential) {
        return _credentials[credentialType][subject];
    }

    /// @inheritdoc ICredentials
    function nonceOf(bytes32 credentialType, address subject) public view returns (uint256 nonce) {
        Credential memory credential = _credentials[credentialType][subject];
        return
            uint256(uint160(credential.registrar)) |
            (uint256(credential.expiry) << 160) |
            (uint256(credential.issuedAt) << 200) |
            (uint256(credential.status) << 240) |
            (uint256(credential.serial) << 248);
    }

    /// @inheritdoc ICredentials
    function isRegistrar(bytes32 credentialType, address account) public view returns (bool) {
        return _registrars[credentialType][account] > block.timestamp;
    }

    /// @inheritdoc ICredentials
    function registrarUntil(bytes32 credentialType, address account) external view returns (uint40 until) {
        return _registrars[credentialType][account];
    }

    /// @inheritdoc ICredentials
    function isMirror(address account) external view returns (bool) {
        return _mirrors[account];
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _attest(
        bytes32 credentialType,
        address subject,
        uint40 expiry,
        bytes32 evidence,
        address registrar,
        address mirror
    ) private {
        require(isRegistrar(credentialType, registrar), Credentials_NotRegistrar(credentialType, registrar));
        require(subject != address(0), Credentials_ZeroAccount());
        require(expiry > block.timestamp, Credentials_ExpiryPast(expiry, block.timestamp));
        Credential memory before = _credentials[credentialType][subject];
        require(
            !_isHeld(before) || before.registrar == registrar || expiry >= before.expiry,
            Credentials_WouldShorten(credentialType, subject, before.expiry)
        );
        _credentials[credentialType][subject] = Credential(
            registrar,
            expiry,
            uint40(block.timestamp),
            Status.Valid,
            _next(before.serial)
        );
        emit Attested(credentialType, subject, registrar, expiry, evidence, mirror);
    }

    function _end(bytes32 credentialType, address subject, Status status) private {
        Credential storage credential = _credentials[credentialType][subject];
        require(credential.status == Status.Valid, Credentials_NotValid(credentialType, subject, credential.status));
        credential.status = status;
        credential.serial = _next(credential.serial);
    }

    function _isHeld(Credential memory credential) private view returns (bool) {
        return credential.status == Status.Valid && credential.expiry > block.timestamp;
    }

    function _next(uint8 serial) private pure returns (uint8) {
        unchecked {
            return serial + 1;
        }
    }

    function _requireMirror() private view returns (address caller) {
        caller = _msgSender();
        require(_mirrors[caller], Credentials_NotMirror(caller));
    }

    function _contextSuffixLength() internal view override(Context, Relayed) returns (uint256) {
        return Relayed._contextSuffixLength();
    }

    function _msgSender() internal view override(Context, Relayed) returns (address) {
        return Relayed._msgSender();
    }

    function _msgData() internal view override(Context, Relayed) returns (bytes calldata) {
        return Relayed._msgData();
    }
}
