// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Passes: a right as an ERC-721 token, for wallets and doors that understand those
/// @notice Minted only on its reader's request; it shows the right, it is not the right. It can't be transferred
/// (ERC-5192: locked), since the right is the reader's alone; its end (ERC-7858) is read from the market, so it renews and
/// ends with the right. Its id is the hash of data set and reader.
/// @dev A pass tells the market's right alone: a record (`IConsent`) may ask for more. Renewals, refunds and revocations
/// happen in the market, which knows nothing of passes: `isTokenExpired` and `endTime` follow them at once, the events
/// (`TokenExpiryUpdated`, `MetadataUpdate`) only when somebody calls `announce`.
///
/// States: none -`mint`, by a reader with an active right-> minted -`burn`, by its holder-> none.
interface IPasses {
    error Passes_NoRight(uint256 dataset, address reader);
    error Passes_Exists(uint256 tokenId);
    error Passes_Locked(uint256 tokenId);
    error Passes_NoApprovals();
    error Passes_NotHolder(uint256 tokenId, address caller);

    /// @notice Mints the caller's pass to a data set that he may read now.
    function mint(uint256 dataset) external returns (uint256 tokenId);

    /// @notice Gives the pass up; the right stays.
    function burn(uint256 tokenId) external;

    /// @notice Tells by events what has become of a pass since it was minted or announced. Anyone; changes nothing.
    function announce(uint256 tokenId) external;

    /// @notice `uint256(keccak256(abi.encode(dataset, reader)))`.
    function passId(uint256 dataset, address reader) external pure returns (uint256 tokenId);

    /// @return dataset zero: no such pass
    function datasetOf(uint256 tokenId) external view returns (uint256 dataset);
}
