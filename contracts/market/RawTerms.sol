// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccess} from "./IAccess.sol";
import {Rights} from "./Rights.sol";

/// @title RawTerms: fields of terms, as they stand in calldata
/// @notice Solidity checks a field's unused bits each time it reads it (30 to 60 gas). Only for terms that have been hashed
/// to the id of an offer that was made: `offer` read every field, and terms with other bits have another id.
library RawTerms {
    function seller(IAccess.Terms calldata terms) internal pure returns (address) {
        return address(uint160(_word(terms, 0x20)));
    }

    function token(IAccess.Terms calldata terms) internal pure returns (address) {
        return address(uint160(_word(terms, 0x40)));
    }

    function price(IAccess.Terms calldata terms) internal pure returns (uint256) {
        return _word(terms, 0x60);
    }

    function duration(IAccess.Terms calldata terms) internal pure returns (uint256) {
        return _word(terms, 0x80);
    }

    /// @notice Which segments and versions a right gets, as `Rights` packs them.
    function scope(IAccess.Terms calldata terms) internal pure returns (uint256) {
        return Rights.scope(uint32(_word(terms, 0xa0)), uint16(_word(terms, 0xc0)), _word(terms, 0xe0) != 0);
    }

    function maxSales(IAccess.Terms calldata terms) internal pure returns (uint32) {
        return uint32(_word(terms, 0x100));
    }

    function refundWindow(IAccess.Terms calldata terms) internal pure returns (uint32) {
        return uint32(_word(terms, 0x120));
    }

    function policy(IAccess.Terms calldata terms) internal pure returns (address) {
        return address(uint160(_word(terms, 0x1a0)));
    }

    function _word(IAccess.Terms calldata terms, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(add(terms, offset))
        }
    }
}
