// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";
import {ITreasury} from "./ITreasury.sol";
import {Tracks} from "./Tracks.sol";

/// @title Treasury
/// @notice The specification is `ITreasury`.
contract Treasury is ITreasury, TimelockController {
    using RateLimiter for RateLimiter.SlidingWindow;
    using SafeERC20 for IERC20;

    uint48 public constant MIN_DELAY = 1 minutes;
    uint48 public constant MAX_DELAY = 30 days;
    uint48 public constant MIN_WINDOW = 1 hours;
    uint48 public constant MAX_WINDOW = 365 days;

    /// @notice Who deployed it, and may found it once.
    address public immutable founder;

    /// @inheritdoc ITreasury
    address public governor;

    uint48 private _delay;
    uint48 private _criticalDelay;
    mapping(address target => bool) private _isCritical;
    mapping(address token => RateLimiter.SlidingWindow) private _limits;
    // Which track the calls of this transaction are on.
    bool private transient _criticalNow;

    modifier onlyItself() {
        require(msg.sender == address(this), Treasury_OnlyItself(msg.sender));
        _;
    }

    /// @dev Nobody but the contract itself administers roles, and nobody proposes until it is founded.
    constructor(
        uint48 delay,
        uint48 criticalDelay
    ) TimelockController(delay, new address[](0), new address[](0), address(0)) {
        founder = msg.sender;
        _setDelays(delay, criticalDelay);
    }

    // -------------------------------------------------------------------------------------------- acts: the founder

    /// @inheritdoc ITreasury
    function found(address governor_, address[] calldata criticalTargets) external {
        require(msg.sender == founder && governor == address(0), Treasury_NotFounder(msg.sender));
        require(governor_ != address(0), Treasury_ZeroAddress());
        governor = governor_;
        _grantRole(PROPOSER_ROLE, governor_);
        _grantRole(CANCELLER_ROLE, governor_);
        _grantRole(EXECUTOR_ROLE, governor_);
        _setCriticalTarget(governor_, true);
        for (uint256 i = 0; i < criticalTargets.length; ++i) _setCriticalTarget(criticalTargets[i], true);
        emit Founded(governor_, criticalTargets);
    }

    // ------------------------------------------------------------------------------------------- acts: the governor

    /// @inheritdoc ITreasury
    /// @dev The executor's role is asked for by `executeBatch`. A target of a critical proposal may have another one
    /// executed meanwhile: each is on its own track.
    function executeTrack(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 salt,
        bool isCritical_
    ) external payable {
        bool outer = _criticalNow;
        _criticalNow = isCritical_;
        executeBatch(targets, values, payloads, 0, salt);
        _criticalNow = outer;
    }

    // ------------------------------------------------------------------------------------------- acts: the treasury

    /// @inheritdoc ITreasury
    function spend(address token, address to, uint256 amount) external onlyItself {
        require(to != address(0), Treasury_ZeroAddress());
        _consume(token, amount);
        emit Spent(token, to, amount);
        if (token != address(0)) IERC20(token).safeTransfer(to, amount);
        else require(LowLevelCall.callNoReturn(to, amount, ""), Treasury_TransferFailed(to, amount));
    }

    /// @inheritdoc ITreasury
    function allow(address token, address spender, uint256 amount) external onlyItself {
        _consume(token, amount);
        emit Allowed(token, spender, amount);
        IERC20(token).forceApprove(spender, amount);
    }

    /// @inheritdoc ITreasury
    function setLimit(address token, uint208 amount, uint48 window) external onlyItself {
        bool isGood = window >= MIN_WINDOW && window <= MAX_WINDOW;
        require(isGood, Treasury_BadWindow(window, MIN_WINDOW, MAX_WINDOW));
        _limits[token].updateSettings(window, amount);
        emit LimitSet(token, amount, window);
    }

    /// @inheritdoc ITreasury
    function setCriticalTarget(address target, bool isCritical_) external onlyItself {
        _setCriticalTarget(target, isCritical_);
    }

    /// @inheritdoc ITreasury
    function setDelays(uint48 ordinary, uint48 critical) external onlyItself {
        _setDelays(ordinary, critical);
    }

    /// @notice OpenZeppelin's way to set the ordinary delay. Only by a critical proposal.
    function updateDelay(uint256 newDelay) public override onlyItself {
        require(newDelay <= MAX_DELAY, Treasury_BadDelays(newDelay, _criticalDelay, MIN_DELAY, MAX_DELAY));
        _setDelays(uint48(newDelay), _criticalDelay);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc ITreasury
    function isCritical(address[] calldata targets, bytes[] calldata payloads) external view returns (bool) {
        for (uint256 i = 0; i < targets.length; ++i) {
            if (_isCriticalCall(targets[i], payloads[i])) return true;
        }
        return false;
    }

    /// @inheritdoc ITreasury
    function isCriticalTarget(address target) public view returns (bool) {
        return target == address(this) || _isCritical[target];
    }

    /// @notice Seconds from queueing an ordinary proposal to its execution.
    function getMinDelay() public view override returns (uint256) {
        return _delay;
    }

    /// @inheritdoc ITreasury
    function getCriticalDelay() external view returns (uint256) {
        return _criticalDelay;
    }

    /// @inheritdoc ITreasury
    function limitOf(address token) external view returns (uint256 amount, uint256 window, uint256 available) {
        RateLimiter.SlidingWindow storage limit = _limits[token];
        return (limit._limit, limit._window, limit.available(0));
    }

    // --------------------------------------------------------------------------------------------------- internal

    /// @dev Every call that the treasury ever makes for a proposal comes through here.
    function _execute(address target, uint256 value, bytes calldata data) internal override {
        require(_criticalNow || !_isCriticalCall(target, data), Treasury_Critical(target, bytes4(data)));
        // Ether for the treasury itself goes nowhere.
        if (value != 0 && target != address(this)) _consume(address(0), value);
        // What the target returns is of no use, and may be long.
        if (!LowLevelCall.callNoReturn(target, value, data)) LowLevelCall.bubbleRevert();
    }

    function _isCriticalCall(address target, bytes calldata payload) private view returns (bool) {
        if (target == address(this)) return !Tracks.isSpending(payload);
        return isCriticalTarget(target) || Tracks.handsOut(payload, address(this));
    }

    function _consume(address token, uint256 amount) private {
        if (_criticalNow) return;
        RateLimiter.SlidingWindow storage limit = _limits[token];
        uint256 available = limit.available(0);
        require(amount <= available, Treasury_LimitExceeded(token, amount, available));
        limit.consume(0, amount);
    }

    function _setCriticalTarget(address target, bool isCritical_) private {
        bool isAlways = target == address(this) || target == governor;
        require(isCritical_ || !isAlways, Treasury_AlwaysCritical(target));
        _isCritical[target] = isCritical_;
        emit CriticalTargetSet(target, isCritical_);
    }

    function _setDelays(uint48 ordinary, uint48 critical) private {
        bool isGood = ordinary >= MIN_DELAY && ordinary <= critical && critical <= MAX_DELAY;
        require(isGood, Treasury_BadDelays(ordinary, critical, MIN_DELAY, MAX_DELAY));
        emit MinDelayChange(_delay, ordinary);
        emit DelaysSet(ordinary, critical);
        (_delay, _criticalDelay) = (ordinary, critical);
    }
}
