// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Money} from "../shared/Money.sol";
import {Buying} from "./Buying.sol";
import {IAccess} from "./IAccess.sol";
import {IExchange} from "./IExchange.sol";
import {RawTerms} from "./RawTerms.sol";
import {Selling} from "./Selling.sol";

/// @title ForDesk: what the desk does in others' names
/// @notice The desk checks who consented; here everything else is checked as if the party itself had called.
abstract contract ForDesk is Selling, Buying {
    /// @inheritdoc IAccess
    address public immutable desk;

    constructor(address desk_) {
        desk = desk_;
    }

    /// @inheritdoc IAccess
    function giveFor(IExchange.Side calldata side, address reader, bytes32 deal) external {
        _requireDesk();
        uint256 dataset = side.dataset;
        _requireDatasetOwner(dataset, side.owner);
        uint256 right = _give(
            dataset,
            reader,
            side.duration,
            side.segments,
            side.fromVersion,
            side.laterVersions,
            deal
        );
        if (deal == 0) emit Granted(dataset, reader, right);
        else emit Exchanged(dataset, reader, deal, right);
    }

    /// @inheritdoc IAccess
    function sellFor(
        Terms calldata terms,
        address reader,
        bytes calldata evidence,
        address payer,
        bool fromBalance
    ) external nonReentrant returns (uint256 right) {
        _requireDesk();
        require(payer != address(0), Access_NoPayer());
        bytes32 id;
        (id, right) = _sell(_firstTerms(), reader, evidence, payer);
        uint256 price = RawTerms.price(terms);
        if (fromBalance) {
            emit BoughtFromBalance(id, reader, payer, right);
            if (price != 0) _spendCredit(payer, RawTerms.token(terms), price);
        } else {
            emit Bought(id, reader, payer, right);
            if (price != 0) Money.pull(RawTerms.token(terms), payer, price);
        }
    }

    /// @dev Who calls, not whom a relay names: the desk signs nothing.
    function _requireDesk() private view {
        require(msg.sender == desk, Access_NotDesk(msg.sender));
    }
}
