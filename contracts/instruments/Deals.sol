// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {ISharing} from "./ISharing.sol";

/// @title Deals: what the code of a holdback or buy-back ends with
/// @dev Three words, since each byte of code costs 200 gas.
library Deals {
    using Bytes for bytes;

    /// @notice As immutable arguments of a clone.
    function pack(ISharing.Deal memory deal) internal pure returns (bytes memory args) {
        return
            abi.encode(
                (uint256(uint160(deal.financier)) << 96) | deal.advance,
                (uint256(uint160(deal.seller)) << 96) | deal.fee,
                uint256(bytes32(deal.terms)) | (uint256(deal.rateBps) << 24) | deal.startDay
            );
    }

    /// @notice Back from them.
    function unpack(bytes memory args) internal pure returns (ISharing.Deal memory deal) {
        (uint256 first, uint256 second, uint256 third) = abi.decode(args, (uint256, uint256, uint256));
        (deal.financier, deal.advance) = (address(uint160(first >> 96)), uint96(first));
        (deal.seller, deal.fee) = (address(uint160(second >> 96)), uint96(second));
        (deal.terms, deal.rateBps, deal.startDay) = (bytes27(bytes32(third)), uint16(third >> 24), uint24(third));
    }

    /// @notice As immutable arguments of a clone that is to last until a day.
    function packUntil(ISharing.Deal memory deal, uint24 lastDay) internal pure returns (bytes memory args) {
        return bytes.concat(pack(deal), bytes3(lastDay));
    }

    /// @notice Back from them.
    function lastDayOf(bytes memory args) internal pure returns (uint24 lastDay) {
        return uint24(uint256(bytes32(args.slice(96)) >> 232));
    }
}
