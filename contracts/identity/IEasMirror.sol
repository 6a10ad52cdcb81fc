// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title EasMirror: attestations of the Ethereum Attestation Service, as credentials
/// @notice A resolver for EAS schemas. The DAO maps a schema to a credential type; what a current registrar of that type
/// attests under the schema becomes the recipient's credential, and what he revokes ceases to be. Anybody else's
/// attestation under such a schema is refused.
/// @dev States of a schema:
///
/// | state  | act            | next   | who |
/// |--------|----------------|--------|-----|
/// | none   | `mapSchema`    | open   | DAO |
/// | open   | `closeSchema`  | closed | DAO |
/// | closed | `mapSchema`, same type | open | DAO |
///
/// A schema keeps its type for ever, and revocations are handed on in any state: otherwise what was revoked in EAS could
/// stay valid here. An EAS revocation is never refused; it ends the credential only while that still is the attested one.
interface IEasMirror {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice A schema's entry.
    /// @param credentialType zero: the schema is not known
    struct Mapping {
        bytes32 credentialType;
        bool open;
    }

    // ----------------------------------------------------------------------------------------------------- events

    event SchemaMapped(bytes32 indexed schema, bytes32 indexed credentialType);
    event SchemaClosed(bytes32 indexed schema);

    // ----------------------------------------------------------------------------------------------------- errors

    error EasMirror_NotEas(address caller);
    error EasMirror_NoType(bytes32 schema);
    error EasMirror_SchemaNotOpen(bytes32 schema);
    error EasMirror_TypeFixed(bytes32 schema, bytes32 credentialType);

    // -------------------------------------------------------------------------------------------------- acts: DAO

    /// @notice Accepts attestations under a schema as credentials of a type. Only the DAO.
    function mapSchema(bytes32 schema, bytes32 credentialType) external;

    /// @notice Accepts no more of them. Only the DAO.
    function closeSchema(bytes32 schema) external;

    // ------------------------------------------------------------------------------------------------------ views

    function mappingOf(bytes32 schema) external view returns (Mapping memory);

    function eas() external view returns (address);

    function credentials() external view returns (address);
}
