// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Sums: what is to be paid, one sum for each token and payee
/// @dev In memory, looked up one by one: there are few. `Runs` is for many of one payee.
library Sums {
    struct Sum {
        address token;
        address payee;
        uint256 amount;
    }

    struct Book {
        Sum[] sums;
        uint256 count;
    }

    /// @param room how many sums there may be in the end, at most
    function add(Book memory book, uint256 room, address token, address payee, uint256 amount) internal pure {
        if (amount == 0) return;
        if (book.count == 0) book.sums = new Sum[](room);
        for (uint256 i = 0; i < book.count; ++i) {
            Sum memory known = book.sums[i];
            if (known.token == token && known.payee == payee) {
                known.amount += amount;
                return;
            }
        }
        book.sums[book.count++] = Sum(token, payee, amount);
    }
}
