// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Runs: what is to be paid, one sum for each token and payee, where most often one payee follows himself
/// @dev In memory, looked up one by one: there are few. The one in hand is not in the book, since most often it is the
/// only one.
library Runs {
    struct Sum {
        address token;
        address payee;
        uint256 amount;
    }

    /// @param room how many sums there may be besides the one in hand, at most
    struct Book {
        uint256 room;
        uint256 count;
        Sum[] sums;
    }

    /// @notice Lays the sum in hand down, and takes up that of a token and payee.
    function turn(
        Book memory book,
        Sum memory inHand,
        address token,
        address payee
    ) internal pure returns (Sum memory taken) {
        if (inHand.amount != 0) {
            if (book.count == 0) book.sums = new Sum[](book.room);
            book.sums[book.count++] = inHand;
        }
        for (uint256 i = 0; i < book.count; ++i) {
            taken = book.sums[i];
            if (isOf(taken, token, payee)) {
                book.sums[i] = book.sums[--book.count];
                return taken;
            }
        }
        return Sum(token, payee, 0);
    }

    /// @dev Assembly, because Solidity would clean what is clean, and jump twice: 50 gas each of many.
    function isOf(Sum memory sum, address token, address payee) internal pure returns (bool isOne) {
        assembly ("memory-safe") {
            isOne := and(eq(mload(sum), token), eq(mload(add(sum, 0x20)), payee))
        }
    }
}
