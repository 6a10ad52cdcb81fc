// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Sums: what is to be paid, one sum for each token and payee
/// @dev In memory, three words a sum (token, payee, amount) after their number. Looked up one by one: there are few.
library Sums {
    uint256 private constant WORDS = 3;

    /// @notice Room for so many sums.
    function make(uint256 room) internal pure returns (uint256[] memory sums) {
        return new uint256[](1 + WORDS * room);
    }

    function add(uint256[] memory sums, address token, address payee, uint256 amount) internal pure {
        (uint256 end, uint256 place) = (1 + WORDS * sums[0], 1);
        while (place < end && (sums[place] != uint160(token) || sums[place + 1] != uint160(payee))) place += WORDS;
        if (place == end) {
            ++sums[0];
            (sums[place], sums[place + 1]) = (uint160(token), uint160(payee));
        }
        sums[place + 2] += amount;
    }

    function count(uint256[] memory sums) internal pure returns (uint256) {
        return sums[0];
    }

    function get(
        uint256[] memory sums,
        uint256 index
    ) internal pure returns (address token, address payee, uint256 amount) {
        uint256 place = 1 + WORDS * index;
        return (address(uint160(sums[place])), address(uint160(sums[place + 1])), sums[place + 2]);
    }
}
