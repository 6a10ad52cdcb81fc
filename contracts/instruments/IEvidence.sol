// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReceivables} from "./IReceivables.sol";

/// @title IEvidence: the four flows behind a receivable
/// @notice What a financier looks for before he pays: order or contract (information), invoice (commercial), goods moved
/// and received (logistics), money on its way (capital). Each stream is written by its own role, and what is written
/// stays. Only hashes go on chain.
/// @dev A receivable has a stream from the first attestation on; later ones add to the log.
interface IEvidence {
    enum Stream {
        Information,
        Commercial,
        Logistics,
        Capital
    }

    /// @param party in whose name: `by` himself, or the owner of his organisation
    event Attested(uint256 indexed id, Stream indexed stream, address indexed party, address by, bytes32 evidence);

    error Evidence_WrongStatus(uint256 id, IReceivables.Status status);
    error Evidence_NotInRole(Stream stream, address party);
    error Evidence_NothingSaid(uint256 id);

    /// @notice Anchors evidence of a receivable that is registered, and neither void nor paid. Information: the creditor
    /// or the debtor; commercial: the creditor; logistics and capital: who has the credential `LOGISTICS` or `BANK`.
    /// @param evidence hash of a document
    /// @param org zero: the caller speaks for himself; else an organisation in which he has the stream's role (bit 1 for
    /// information to bit 4 for capital), and whose owner he speaks for
    function attest(IReceivables.Terms calldata terms, Stream stream, bytes32 evidence, bytes32 org) external;

    /// @notice Bit `1 << stream` for each stream that a receivable has.
    function streamsOf(uint256 id) external view returns (uint8 streams);

    /// @notice Whether a party may attest in a stream, for itself.
    function isInRole(IReceivables.Terms calldata terms, Stream stream, address party) external view returns (bool);
}
