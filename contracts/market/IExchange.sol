// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Exchange: data for data
/// @notice Two owners give each other a right, both in one transaction or neither. Each side signs, or sends the
/// transaction itself.
/// @dev States of a deal, by its EIP-712 digest:
///
/// | state | act            | next | who |
/// |-------|----------------|------|-----|
/// | open  | `exchange`     | done | anyone with both sides' consent, until `deadline` |
/// | open  | `withdrawDeal` | done | either side |
///
/// A right that was exchanged was paid for, by the other right. So its giver can't revoke it (`Access_Exchanged`); its
/// reader can give it up. It names the deal where a purchase names its offer, and no payer.
///
/// Types: `Deal(Side first,Side second,uint256 nonce,uint40 deadline)`, `Side(address owner,uint256 dataset,`
/// `uint40 duration,uint32 segments,uint16 fromVersion,bool laterVersions)` in the domain of the desk.
interface IExchange {
    /// @notice What one side gives to the other's owner.
    /// @param owner who gives this right and gets the other one; must own the data set at the exchange
    /// @param duration seconds; zero: for ever
    struct Side {
        address owner;
        uint256 dataset;
        uint40 duration;
        uint32 segments;
        uint16 fromVersion;
        bool laterVersions;
    }

    /// @param nonce tells apart deals that are otherwise equal
    /// @param deadline last second at which it may be done
    struct Deal {
        Side first;
        Side second;
        uint256 nonce;
        uint40 deadline;
    }

    event Exchanged(bytes32 indexed deal, address indexed first, address indexed second, Deal terms);
    event DealWithdrawn(bytes32 indexed deal, address indexed by);

    error Exchange_Expired(bytes32 deal, uint40 deadline);
    error Exchange_Closed(bytes32 deal);
    error Exchange_NotSigned(bytes32 deal, address owner);
    error Exchange_NotParty(bytes32 deal, address caller);
    error Exchange_SameOwner(address owner);

    /// @notice Does a deal. The signature of a side that is the caller may be empty.
    function exchange(Deal calldata deal, bytes calldata firstSignature, bytes calldata secondSignature) external;

    /// @notice Makes a deal void. Only its sides.
    function withdrawDeal(Deal calldata deal) external;

    /// @notice EIP-712 digest of a deal: what it is known by, and what is signed.
    function dealDigest(Deal calldata deal) external view returns (bytes32 digest);

    /// @notice Whether a deal was done or withdrawn.
    function isDealClosed(bytes32 digest) external view returns (bool closed);
}
