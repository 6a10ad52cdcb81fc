// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice An attestation as the Ethereum Attestation Service (1.x) hands it to a resolver.
/// @param uid its id: commits to everything else but `revocationTime`
/// @param time second at which it was made
/// @param expirationTime first second without it; zero: for ever
struct EasAttestation {
    bytes32 uid;
    bytes32 schema;
    uint64 time;
    uint64 expirationTime;
    uint64 revocationTime;
    bytes32 refUID;
    address recipient;
    address attester;
    bool revocable;
    bytes data;
}

/// @title What the Ethereum Attestation Service (1.x) asks of a schema's resolver
interface ISchemaResolver {
    function version() external view returns (string memory);

    function isPayable() external pure returns (bool);

    function attest(EasAttestation calldata attestation) external payable returns (bool);

    function multiAttest(
        EasAttestation[] calldata attestations,
        uint256[] calldata values
    ) external payable returns (bool);

    function revoke(EasAttestation calldata attestation) external payable returns (bool);

    function multiRevoke(
        EasAttestation[] calldata attestations,
        uint256[] calldata values
    ) external payable returns (bool);
}
