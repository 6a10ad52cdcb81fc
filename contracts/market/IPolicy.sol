// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Policy: who may become a reader
/// @notice An offer names a policy (or none: anyone). The market asks it with a static call, limited gas and a limited
/// answer; a policy that reverts, runs out of gas or answers anything but `true` denies.
interface IPolicy {
    /// @param dataset the data set to be read
    /// @param reader who would get the right (not who pays)
    /// @param data the word that the offer's terms hold for the policy: a credential type, a Merkle root, an id
    /// @param evidence what the buyer brings along: a proof, or nothing
    function admits(
        uint256 dataset,
        address reader,
        bytes32 data,
        bytes calldata evidence
    ) external view returns (bool);
}
