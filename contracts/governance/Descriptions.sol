// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Descriptions: whose proposal it is
/// @notice OpenZeppelin lets a description end with `#proposer=0x` and an address, and then nobody else may propose it.
/// Here each one ends so: a copy by somebody else is another proposal, and cancelling it harms nobody (CVE-2023-34234).
library Descriptions {
    // "#proposer=0x" and forty digits.
    uint256 private constant LENGTH = 52;
    bytes12 private constant MARKER = "#proposer=0x";

    /// @notice Whether a description names nobody, or this proposer (in capitals or not).
    function isOf(string memory description, address proposer) internal pure returns (bool) {
        if (!_isMarked(description)) return true;
        uint256 length = bytes(description).length;
        (uint256 high, uint256 low) = _hexOf(proposer);
        uint256 lower = 0x2020202020202020202020202020202020202020202020202020202020202020;
        // The last forty bytes: eight, and a word.
        bool isHigh = (_wordAt(description, length - 40) | lower) >> 192 == high;
        return isHigh && (_wordAt(description, length - 32) | lower) == low;
    }

    /// @notice The description that a proposal gets: as it is if it names somebody, else with its proposer at the end.
    function withProposer(string memory description, address proposer) internal pure returns (string memory) {
        if (_isMarked(description)) return description;
        (uint256 high, uint256 low) = _hexOf(proposer);
        return string(abi.encodePacked(description, MARKER, uint64(high), low));
    }

    function _isMarked(string memory description) private pure returns (bool) {
        uint256 length = bytes(description).length;
        return length >= LENGTH && bytes12(bytes32(_wordAt(description, length - LENGTH))) == MARKER;
    }

    /// @return high the first eight of forty small hexadecimal digits, and `low`, the rest
    /// @dev A digit a byte, all at once: OpenZeppelin's loops over the digits cost a proposal 20,000 gas.
    function _hexOf(address account) private pure returns (uint256 high, uint256 low) {
        uint256 number = uint160(account);
        return (uint64(_digitsOf(number >> 128)), _digitsOf(number & type(uint128).max));
    }

    function _digitsOf(uint256 x) private pure returns (uint256) {
        // Halves apart, then their halves, down to four bits a byte.
        x = (x | (x << 64)) & 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
        x = (x | (x << 32)) & 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
        x = (x | (x << 16)) & 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
        x = (x | (x << 8)) & 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
        x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
        uint256 ones = 0x0101010101010101010101010101010101010101010101010101010101010101;
        // Bytes of 10 and more become letters: 39 lies between "9" and "a".
        uint256 letters = ((x + ones * 6) >> 4) & ones;
        return x + ones * 48 + letters * 39;
    }

    function _wordAt(string memory text, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(text, 32), offset))
        }
    }
}
