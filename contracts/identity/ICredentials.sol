// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Credentials: what a trusted registrar says of an account
/// @notice A credential type is a hash (of its name, or of its schema). The DAO appoints registrars for a type; a
/// registrar attests that a subject has the credential until an expiry, on evidence kept elsewhere. A credential is one
/// slot, so any contract can ask `hasCredential` for the price of one read.
/// @dev States of a credential (by time: held while valid and `expiry > now`, else ended):
///
/// | state                        | act       | next      | who |
/// |------------------------------|-----------|-----------|-----|
/// | none, ended, revoked, renounced | `attest…` | valid  | a current registrar of the type |
/// | valid, of the same registrar | `attest…` | valid, as newly attested | that registrar, while current |
/// | valid, of another registrar  | `attest…` | valid, as newly attested, not ending sooner | a current registrar |
/// | valid                        | `revoke`  | revoked   | who attested it; a current registrar of the type; the DAO |
/// | valid                        | `renounce`| renounced | the subject |
///
/// The newest attestation replaces the one before. A registrar can't shorten another's by attesting: to end it, he has
/// to revoke it, in his own name. An attestation outlives its registrar's appointment: it was right when it was made.
/// A mirror is a contract that the DAO trusts to hand on what registrars attest elsewhere (`EasMirror`); it can name
/// nobody as registrar who is not one at that moment.
interface ICredentials {
    // ------------------------------------------------------------------------------------------------------ types

    enum Status {
        None,
        Valid,
        Revoked,
        Renounced
    }

    /// @notice A credential: one slot.
    /// @param registrar who attested it last
    /// @param expiry first second without it; `type(uint40).max`: for ever
    /// @param issuedAt second of the last attestation
    /// @param status see the table above
    /// @param serial counts changes, modulo 256, so that no two states of a second are alike
    struct Credential {
        address registrar;
        uint40 expiry;
        uint40 issuedAt;
        Status status;
        uint8 serial;
    }

    /// @notice What a registrar signs (EIP-712, domain "Tallystick Credentials", version "1"):
    /// `Attestation(address registrar,bytes32 credentialType,address subject,uint40 expiry,bytes32 evidence,uint256 nonce,
    /// uint256 deadline)`.
    /// @param registrar in whose name: one key may sign for many contract wallets, and means one of them
    /// @param nonce `nonceOf(credentialType, subject)`: the signature dies with the next change of this credential
    /// @param deadline last second at which the signature is good
    struct Attestation {
        address registrar;
        bytes32 credentialType;
        address subject;
        uint40 expiry;
        bytes32 evidence;
        uint256 nonce;
        uint256 deadline;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event RegistrarAppointed(bytes32 indexed credentialType, address indexed registrar, uint40 until);
    event RegistrarDismissed(bytes32 indexed credentialType, address indexed registrar);
    event MirrorAppointed(address indexed mirror);
    event MirrorDismissed(address indexed mirror);
    /// @param evidence hash of what the registrar saw; from a mirror, the attestation's id there
    /// @param mirror contract that handed it on; zero: attested here
    event Attested(
        bytes32 indexed credentialType,
        address indexed subject,
        address indexed registrar,
        uint40 expiry,
        bytes32 evidence,
        address mirror
    );
    event Revoked(bytes32 indexed credentialType, address indexed subject, address indexed by);
    event Renounced(bytes32 indexed credentialType, address indexed subject);

    // ----------------------------------------------------------------------------------------------------- errors

    error Credentials_ZeroAccount();
    error Credentials_ExpiryPast(uint40 expiry, uint256 timestamp);
    error Credentials_NotRegistrar(bytes32 credentialType, address account);
    error Credentials_NotMirror(address account);
    /// @notice Another registrar attested it for longer: revoke that first.
    error Credentials_WouldShorten(bytes32 credentialType, address subject, uint40 expiry);
    error Credentials_NotValid(bytes32 credentialType, address subject, Status status);
    /// @notice The credential has changed since the signature was made, or the signature was used.
    error Credentials_StaleSignature(bytes32 credentialType, address subject, uint256 nonce);
    error Credentials_SignatureExpired(uint256 deadline);
    error Credentials_BadSignature(address registrar);

    // -------------------------------------------------------------------------------------------------- acts: DAO

    /// @notice Makes an account a registrar of a type until a time; again: changes that time. Only the DAO.
    /// @param until first second without the appointment; `type(uint40).max`: for ever
    function appointRegistrar(bytes32 credentialType, address registrar, uint40 until) external;

    /// @notice Ends an appointment at once. What was attested stays. Only the DAO.
    function dismissRegistrar(bytes32 credentialType, address registrar) external;

    /// @notice Trusts a contract to say who attested what elsewhere. Only the DAO.
    function appointMirror(address mirror) external;

    /// @notice Trusts it no more. What it handed on stays. Only the DAO.
    function dismissMirror(address mirror) external;

    // -------------------------------------------------------------------------------------------- acts: registrars

    /// @notice Attests that `subject` has a credential. Only a current registrar of the type.
    /// @param expiry first second without it; `type(uint40).max`: for ever
    /// @param evidence hash of what the registrar saw; zero: none kept
    function attest(bytes32 credentialType, address subject, uint40 expiry, bytes32 evidence) external;

    /// @notice As `attest`, signed by the registrar (EOA or ERC-1271); anyone may send it.
    function attestBySignature(Attestation calldata attestation, bytes calldata signature) external;

    /// @notice Ends a credential at once. Who attested it, any current registrar of the type, or the DAO.
    function revoke(bytes32 credentialType, address subject) external;

    // ----------------------------------------------------------------------------------------------- acts: mirrors

    /// @notice Hands on what `registrar` attested elsewhere; the rules of `attest` hold. Only a mirror.
    function mirrorAttest(
        bytes32 credentialType,
        address subject,
        uint40 expiry,
        bytes32 evidence,
        address registrar
    ) external;

    /// @notice Hands on that `registrar` revoked elsewhere what he attested at `issuedAt`. Does nothing when the
    /// credential is no longer that one. Only a mirror.
    /// @return revoked whether it ended a credential
    function mirrorRevoke(
        bytes32 credentialType,
        address subject,
        address registrar,
        uint40 issuedAt
    ) external returns (bool revoked);

    // ---------------------------------------------------------------------------------------------- acts: subject

    /// @notice Gives up a credential of the caller.
    function renounce(bytes32 credentialType) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether a subject holds a credential now: one slot.
    function hasCredential(bytes32 credentialType, address subject) external view returns (bool);

    function credentialOf(bytes32 credentialType, address subject) external view returns (Credential memory credential);

    /// @notice Nonce a signature for this credential must name: its packed slot.
    function nonceOf(bytes32 credentialType, address subject) external view returns (uint256 nonce);

    /// @notice Whether an account is a registrar of a type now.
    function isRegistrar(bytes32 credentialType, address account) external view returns (bool);

    /// @notice First second without the appointment, also when it has passed; zero: none.
    function registrarUntil(bytes32 credentialType, address account) external view returns (uint40 until);

    function isMirror(address account) external view returns (bool);
}
