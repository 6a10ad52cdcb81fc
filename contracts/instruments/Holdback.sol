// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHoldback} from "./IHoldback.sol";
import {ILots} from "./ILots.sol";
import {Invoices} from "./Invoices.sol";
import {IReceivables} from "./IReceivables.sol";
import {Sharing} from "./Sharing.sol";

/// @title Holdback
/// @notice The specification is `IHoldback`. Each is a clone that ends with its deal; what clones are made of has none, and
/// can do nothing. Any act may be batched (`multicall`) and relayed (ERC-2771).
contract Holdback is IHoldback, Sharing {
    IReceivables public immutable receivables;

    constructor(address relay, IReceivables receivables_) Sharing(relay) {
        receivables = receivables_;
    }

    // -------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IHoldback
    function settle(
        IReceivables.Terms calldata terms,
        bytes32 inner
    ) external nonReentrant returns (uint256 toFinancier, uint256 toSeller) {
        Deal memory made = deal();
        bytes32 hash = Invoices.hashOf(terms);
        require(bytes27(hash) == made.terms, Holdback_OtherTerms(hash));
        address token = terms.token;
        _takeIn(terms, inner);
        uint256 amount = _unshared(token);
        require(amount != 0, Holdback_NothingThere(token));
        return _share(made, token, amount);
    }

    /// @inheritdoc IHoldback
    function demand(
        IReceivables.Terms calldata terms,
        bytes32 inner,
        ILots.Link[] calldata links,
        uint256 index
    ) external {
        _requireFinancier();
        receivables.demand(terms, inner, links, index);
    }

    /// @inheritdoc IHoldback
    function writeOff(IReceivables.Terms calldata terms, bytes32 inner) external {
        _requireFinancier();
        receivables.writeOff(terms, inner);
    }

    // ----------------------------------------------------------------------------------------------------- private

    /// @dev From the lot, if it is still here, and what waits from credit notes and from who took it up.
    function _takeIn(IReceivables.Terms calldata terms, bytes32 inner) private {
        (, address holder, , IReceivables.Status status, , , uint96 paid) = receivables.claimOf(terms, inner);
        bool isOver = status == IReceivables.Status.Paid;
        if (holder == address(this) && (paid != 0 || isOver)) receivables.collect(terms, inner, address(this));
        bool isWaiting = receivables.proceedsOf(address(this), terms.token) != 0;
        if (isWaiting) receivables.withdrawProceeds(terms.token, address(this));
    }
}
