// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Money} from "../shared/Money.sol";
import {Relayed} from "../shared/Relayed.sol";
import {IDividends} from "./IDividends.sol";
import {ITallyToken} from "./ITallyToken.sol";

/// @title Dividends
/// @notice The specification is `IDividends`. Nobody has a role in it.
contract Dividends is IDividends, Relayed, ReentrancyGuardTransient {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice Of what one share earned: keeps 28 decimals.
    uint256 public constant SCALE = 2 ** 96;

    /// @notice Whose holders are paid.
    address public immutable shares;
    address public immutable treasury;

    struct Cursor {
        uint40 upTo;
        uint40 stretches;
    }

    // What one share had earned after a round, by round: only the rounds that paid this token.
    mapping(address token => Checkpoints.Trace208) private _perShare;
    mapping(address account => mapping(address token => Cursor)) private _cursors;

    constructor(address shares_, address treasury_, address relay) Relayed(relay) {
        shares = shares_;
        treasury = treasury_;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IDividends
    function deposit(address token, uint256 amount) external nonReentrant returns (uint40 round) {
        require(amount != 0, Dividends_ZeroAmount());
        address from = _msgSender();
        // The round opens after the money is here: paid in the shares themselves, it is shared among who holds them then.
        Money.pull(token, from, amount);
        uint256 held = IERC20(shares).totalSupply() - IERC20(shares).balanceOf(treasury);
        // Shares that lie here are money of an earlier round on its way: their owners hold others.
        held -= IERC20(shares).balanceOf(address(this));
        require(held != 0, Dividends_NoShares());
        round = ITallyToken(shares).openRound();
        uint256 perShare = (amount * SCALE) / held;
        Checkpoints.Trace208 storage total = _perShare[token];
        total.push(round, SafeCast.toUint208(total.latest() + perShare));
        emit Deposited(round, token, from, amount, perShare);
    }

    /// @inheritdoc IDividends
    function claim(address token, address to, uint256 stretches) external nonReentrant returns (uint256 amount) {
        require(to != address(0), Dividends_ZeroRecipient());
        return _claim(_msgSender(), token, to, stretches);
    }

    /// @inheritdoc IDividends
    function claimFor(address account, address token, uint256 stretches) external nonReentrant returns (uint256) {
        return _claim(account, token, account, stretches);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IDividends
    function dueOf(address account, address token) external view returns (uint256 amount) {
        if (_earnsNothing(account)) return 0;
        (amount, ) = _due(account, token, 0);
    }

    /// @inheritdoc IDividends
    function perShareOf(address token) external view returns (uint256) {
        return _perShare[token].latest();
    }

    /// @inheritdoc IDividends
    function claimedOf(address account, address token) external view returns (uint40 upTo, uint40 stretches) {
        Cursor memory cursor = _cursors[account][token];
        return (cursor.upTo, cursor.stretches);
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _claim(address account, address token, address to, uint256 stretches) private returns (uint256 amount) {
        require(!_earnsNothing(account), Dividends_OfTreasury(account));
        Cursor memory cursor;
        (amount, cursor) = _due(account, token, stretches);
        // A part may have earned nothing and still bring the rest nearer.
        require(amount != 0 || stretches != 0, Dividends_NothingDue(account, token));
        _cursors[account][token] = cursor;
        emit Claimed(account, token, to, amount, cursor.upTo);
        if (amount != 0) Money.send(token, to, amount);
    }

    function _earnsNothing(address account) private view returns (bool) {
        return account == treasury || account == address(this);
    }

    /// @dev Stretch by stretch from where the last claim ended, then with what the account holds now.
    function _due(
        address account,
        address token,
        uint256 limit
    ) private view returns (uint256 amount, Cursor memory cursor) {
        cursor = _cursors[account][token];
        Checkpoints.Trace208 storage total = _perShare[token];
        (uint40 count, uint40 upTo) = ITallyToken(shares).headOf(account);
        uint256 last = limit == 0 || limit > count - cursor.stretches ? count : cursor.stretches + limit;
        uint256 sum;
        for (uint256 i = cursor.stretches; i < last; ++i) {
            ITallyToken.Stretch memory stretch = ITallyToken(shares).stretchOf(account, uint40(i));
            uint40 from = stretch.from > cursor.upTo ? stretch.from : cursor.upTo;
            if (stretch.upTo > from) sum += _earned(total, stretch.balance, from, stretch.upTo);
            if (stretch.upTo > cursor.upTo) cursor.upTo = stretch.upTo;
        }
        cursor.stretches = uint40(last);
        if (last == count) {
            uint40 round = ITallyToken(shares).roundCount();
            uint40 from = upTo > cursor.upTo ? upTo : cursor.upTo;
            if (round > from) sum += _earned(total, IERC20(shares).balanceOf(account), from, round);
            cursor.upTo = round;
        }
        amount = sum / SCALE;
    }

    /// @dev Times `SCALE`.
    function _earned(
        Checkpoints.Trace208 storage total,
        uint256 balance,
        uint40 from,
        uint40 upTo
    ) private view returns (uint256) {
        return balance * (total.upperLookupRecent(upTo) - total.upperLookupRecent(from));
    }
}
