// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {ICredentials} from "./ICredentials.sol";
import {IEasMirror} from "./IEasMirror.sol";
import {EasAttestation, ISchemaResolver} from "./ISchemaResolver.sol";

/// @title EasMirror
contract EasMirror is IEasMirror, ISchemaResolver, AccessManaged, ERC2771Context {
    // --------------------------------------------------------------------------------------------------- storage

    address private immutable _EAS;
    ICredentials private immutable _CREDENTIALS;

    mapping(bytes32 schema => Mapping entry) private _mappings;

    modifier onlyEas() {
        require(msg.sender == _EAS, EasMirror_NotEas(msg.sender));
        _;
    }

    constructor(
        address eas_,
        ICredentials credentials_,
        address authority,
        address relay
    ) AccessManaged(authority) ERC2771Context(relay) {
        _EAS = eas_;
        _CREDENTIALS = credentials_;
    }

    // -------------------------------------------------------------------------------------------------- acts: DAO

    /// @inheritdoc IEasMirror
    function mapSchema(bytes32 schema, bytes32 credentialType) external restricted {
        require(credentialType != 0, EasMirror_NoType(schema));
        bytes32 known = _mappings[schema].credentialType;
        require(known == 0 || known == credentialType, EasMirror_TypeFixed(schema, known));
        _mappings[schema] = Mapping(credentialType, true);
        emit SchemaMapped(schema, credentialType);
    }

    /// @inheritdoc IEasMirror
    function closeSchema(bytes32 schema) external restricted {
        require(_mappings[schema].open, EasMirror_SchemaNotOpen(schema));
        _mappings[schema].open = false;
        emit SchemaClosed(schema);
    }

    // -------------------------------------------------------------------------------------------------- acts: EAS

    /// @inheritdoc ISchemaResolver
    function attest(EasAttestation calldata attestation) external payable onlyEas returns (bool) {
        _mirrorAttest(attestation);
        return true;
    }

    /// @inheritdoc ISchemaResolver
    function multiAttest(
        EasAttestation[] calldata attestations,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        for (uint256 i = 0; i < attestations.length; ++i) _mirrorAttest(attestations[i]);
        return true;
    }

    /// @inheritdoc ISchemaResolver
    function revoke(EasAttestation calldata attestation) external payable onlyEas returns (bool) {
        _mirrorRevoke(attestation);
        return true;
    }

    /// @inheritdoc ISchemaResolver
    function multiRevoke(
        EasAttestation[] calldata attestations,
        uint256[] calldata
    ) external payable onlyEas returns (bool) {
        for (uint256 i = 0; i < attestations.length; ++i) _mirrorRevoke(attestations[i]);
        return true;
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IEasMirror
    function mappingOf(bytes32 schema) external view returns (Mapping memory) {
        return _mappings[schema];
    }

    /// @inheritdoc IEasMirror
    function eas() external view returns (address) {
        return _EAS;
    }

    /// @inheritdoc IEasMirror
    function credentials() external view returns (address) {
        return address(_CREDENTIALS);
    }

    /// @inheritdoc ISchemaResolver
    function version() external pure returns (string memory) {
        return "1.0.0";
    }

    /// @inheritdoc ISchemaResolver
    /// @dev EAS sends no ether to a resolver that says no here.
    function isPayable() external pure returns (bool) {
        return false;
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _mirrorAttest(EasAttestation calldata attestation) private {
        Mapping memory entry = _mappings[attestation.schema];
        require(entry.open, EasMirror_SchemaNotOpen(attestation.schema));
        _CREDENTIALS.mirrorAttest(
            entry.credentialType,
            attestation.recipient,
            _expiry(attestation.expirationTime),
            attestation.uid,
            attestation.attester
        );
    }

    /// @dev Never reverts: who attested in EAS can always revoke there.
    function _mirrorRevoke(EasAttestation calldata attestation) private {
        if (!_CREDENTIALS.isMirror(address(this))) return;
        _CREDENTIALS.mirrorRevoke(
            _mappings[attestation.schema].credentialType,
            attestation.recipient,
            attestation.attester,
            uint40(attestation.time)
        );
    }

    /// @dev EAS counts in 64 bits and writes "for ever" as zero.
    function _expiry(uint64 expirationTime) private pure returns (uint40) {
        return expirationTime == 0 || expirationTime > type(uint40).max ? type(uint40).max : uint40(expirationTime);
    }

    function _contextSuffixLength() internal view override(Context, ERC2771Context) returns (uint256) {
        return ERC2771Context._contextSuffixLength();
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }
}
