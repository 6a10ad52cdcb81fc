// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITallyToken} from "./ITallyToken.sol";

/// @title Stretches: who held what at each round
/// @notice A transfer reads one slot of each side and writes only when a round began since that side's last one: what
/// was held until now is then closed as a stretch. So no transfer costs more for there being more rounds or holders.
abstract contract Stretches is ITallyToken {
    struct Head {
        uint40 count;
        uint40 upTo;
    }

    uint40 private _rounds;
    mapping(address account => Head) private _heads;
    mapping(address account => mapping(uint256 index => Stretch)) private _stretches;

    /// @inheritdoc ITallyToken
    function roundCount() public view returns (uint40) {
        return _rounds;
    }

    /// @inheritdoc ITallyToken
    function headOf(address account) external view returns (uint40 count, uint40 upTo) {
        Head memory head = _heads[account];
        return (head.count, head.upTo);
    }

    /// @inheritdoc ITallyToken
    function stretchOf(address account, uint40 index) external view returns (Stretch memory) {
        return _stretches[account][index];
    }

    /// @inheritdoc ITallyToken
    function balanceAt(address account, uint40 round) external view returns (uint256) {
        Head memory head = _heads[account];
        if (round > head.upTo) return _balanceOf(account);
        for (uint256 i = head.count; i > 0; --i) {
            Stretch memory stretch = _stretches[account][i - 1];
            if (round > stretch.upTo) return 0;
            if (round > stretch.from) return stretch.balance;
        }
        return 0;
    }

    function _openRound() internal returns (uint40 round) {
        round = ++_rounds;
        emit RoundOpened(round);
    }

    /// @dev Before the balances of both change; the zero address holds nothing.
    function _closeStretches(address from, address to) internal {
        uint40 round = _rounds;
        if (round == 0) return;
        if (from != address(0)) _closeStretch(from, round);
        if (to != address(0) && to != from) _closeStretch(to, round);
    }

    function _closeStretch(address account, uint40 round) private {
        Head memory head = _heads[account];
        if (head.upTo == round) return;
        uint256 balance = _balanceOf(account);
        // Nothing held needs no stretch, only to be known up to where.
        if (balance != 0) {
            _stretches[account][head.count] = Stretch(head.upTo, round, uint176(balance));
            ++head.count;
        }
        _heads[account] = Head(head.count, round);
    }

    function _balanceOf(address account) internal view virtual returns (uint256);
}
