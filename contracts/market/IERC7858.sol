// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ERC-7858: tokens that expire
/// @notice The standard's interface, as of its last call; the standard writes `EXPIRY_TYPE`, which is no part of the ABI.
/// @dev Identifier (ERC-165): 0x3ebdfa31.
interface IERC7858 {
    enum ExpiryType {
        BlocksBased,
        TimeBased
    }

    event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);

    /// @notice Whether times are blocks or seconds.
    function expiryType() external view returns (ExpiryType);

    /// @notice Whether a token has expired. Reverts for a token that does not exist, as the other two do.
    function isTokenExpired(uint256 tokenId) external view returns (bool);

    function startTime(uint256 tokenId) external view returns (uint256);

    /// @notice Zero: without end.
    function endTime(uint256 tokenId) external view returns (uint256);
}
