// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Dividends} from "../../contracts/governance/Dividends.sol";
import {TallyToken} from "../../contracts/governance/TallyToken.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {Base} from "./Base.sol";

/// @notice Transfers, mints, dividends in two tokens and claims in any order; and a second account: what each holder has
/// earned, added up at each dividend from the balances of that moment.
abstract contract GovernanceDividendsHandler is Base {
    uint256 internal constant HOLDERS = 5;
    uint256 internal constant PAYOUTS = 2;

    TallyToken public immutable token;
    Dividends public immutable dividends;
    /// @notice What the contracts did and the model would not have.
    string public difference;

    // The last one is the treasury.
    address[HOLDERS] private _holders;
    TokenMock[PAYOUTS] private _payouts;
    uint256[PAYOUTS] private _received;
    mapping(uint256 holder => mapping(uint256 payout => uint256 timesScale)) private _earned;
    mapping(uint256 holder => mapping(uint256 payout => uint256)) private _paid;
    mapping(uint256 holder => mapping(uint256 payout => uint256)) private _claims;

    constructor() {
        vm.warp(1_790_000_000);
        address[] memory accounts = new address[](HOLDERS);
        uint256[] memory amounts = new uint256[](HOLDERS);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _holders[i] = accounts[i] = address(uint160(0x4001 + i));
            amounts[i] = i == 0 ? 0 : 1_000e18;
        }
        token = new TallyToken("T", "T", _holders[HOLDERS - 1], address(0), 1e24, accounts, amounts);
        dividends = Dividends(address(token.dividends()));
        for (uint256 i = 0; i < PAYOUTS; ++i) {
            _payouts[i] = new TokenMock();
            _payouts[i].mint(address(this), 1e40);
            _payouts[i].approve(address(dividends), type(uint256).max);
        }
    }

    // ------------------------------------------------------------------------------------------------------ reading

    function holder(uint256 index) external view returns (address) {
        return _holders[index];
    }

    function payout(uint256 index) external view returns (TokenMock) {
        return _payouts[index];
    }

    function receivedOf(uint256 index) external view returns (uint256) {
        return _received[index];
    }

    /// @return earned of a holder in a payout token, in base units
    /// @return paid of it
    /// @return claims in how many parts: each may lose less than a unit by rounding
    function accountOf(
        uint256 index,
        uint256 which
    ) external view returns (uint256 earned, uint256 paid, uint256 claims) {
        return (_earned[index][which] >> 96, _paid[index][which], _claims[index][which]);
    }

    // --------------------------------------------------------------------------------------------------------- acts

    function transfer(uint256 from, uint256 to, uint256 amount) external {
        address sender = _holders[from % HOLDERS];
        uint256 balance = token.balanceOf(sender);
        // All of it, now and then.
        amount = amount % 4 == 0 ? balance : bound(amount, 0, balance);
        vm.prank(sender);
        token.transfer(_holders[to % HOLDERS], amount);
    }

    function mint(uint256 to, uint256 amount) external {
        amount = bound(amount, 0, 10e18);
        if (token.totalSupply() + amount > token.cap()) return;
        vm.prank(_holders[HOLDERS - 1]);
        token.mint(_holders[to % HOLDERS], amount);
    }

    function deposit(uint256 which, uint256 amount) external {
        which %= PAYOUTS;
        amount = bound(amount, 1, 1e24);
        uint256 held;
        for (uint256 i = 0; i < HOLDERS - 1; ++i) held += token.balanceOf(_holders[i]);
        try dividends.deposit(address(_payouts[which]), amount) {
            if (held == 0) _differs("a dividend for nobody");
            _received[which] += amount;
            for (uint256 i = 0; i < HOLDERS - 1; ++i) {
                _earned[i][which] += ((amount << 96) / held) * token.balanceOf(_holders[i]);
            }
        } catch {
            if (held != 0) _differs("a refused dividend");
        }
    }

    function claim(uint256 by, uint256 which, uint256 stretches, bool forAnother) external {
        (by, which) = (by % HOLDERS, which % PAYOUTS);
        // Mostly all.
        stretches = stretches % 3 == 0 ? bound(stretches, 1, 4) : 0;
        (address account, TokenMock money) = (_holders[by], _payouts[which]);
        uint256 due = dividends.dueOf(account, address(money));
        uint256 before = money.balanceOf(account);
        bool mayDo = by != HOLDERS - 1 && (due != 0 || stretches != 0);
        if (!forAnother) vm.prank(account);
        if (forAnother ? _claimFor(account, money, stretches) : _claim(account, money, stretches)) {
            if (!mayDo) _differs("a claim that should be refused");
        } else if (mayDo) _differs("a refused claim");
        uint256 got = money.balanceOf(account) - before;
        if (got > due || (stretches == 0 && got != due && mayDo)) _differs("another amount than was due");
        _paid[by][which] += got;
        ++_claims[by][which];
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _claim(address account, TokenMock money, uint256 stretches) private returns (bool) {
        try dividends.claim(address(money), account, stretches) {
            return true;
        } catch {
            return false;
        }
    }

    function _claimFor(address account, TokenMock money, uint256 stretches) private returns (bool) {
        try dividends.claimFor(account, address(money), stretches) {
            return true;
        } catch {
            return false;
        }
    }

    function _differs(string memory what) private {
        difference = what;
    }
}
