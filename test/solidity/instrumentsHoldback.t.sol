// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHoldback} from "../../contracts/instruments/IHoldback.sol";
import {ISharing} from "../../contracts/instruments/ISharing.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {assertEqual} from "./equal.sol";
import {QuotesWorld} from "./quotesWorld.sol";

contract InstrumentsHoldbackTest is QuotesWorld {
    uint256 private constant STEPS = 6;

    struct Agreed {
        uint16 rateBps;
        uint16 feeBps;
        uint16 advanceBps;
    }

    /// @dev What is due by a second account, and what each party has had or has waiting for it.
    struct Model {
        IHoldback holdback;
        uint256 principal;
        uint256 charges;
        uint256 day;
        uint256 financiers;
        uint256 sellers;
        uint256 paid;
    }

    /// @notice QUO-21, QUO-22, QUO-23, QUO-25: whatever comes whenever, and whomever the token refuses then.
    function test_QUO_25_sharesOutAllThatComes(
        Agreed memory agreed,
        uint32[6] memory waits,
        uint96[6] memory payments,
        uint8[6] memory blocked
    ) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 1_234_567, 60 days);
        Model memory model = _advance(terms, root, agreed);
        for (uint256 i = 0; i < STEPS; ++i) {
            vm.warp(this.time() + bound(waits[i], 0, 40 days));
            _pay(terms, model, i == STEPS - 1 ? type(uint96).max : payments[i]);
            _token.setBlocked(_financier, blocked[i] & 1 != 0);
            _token.setBlocked(_seller, blocked[i] & 2 != 0);
            _settle(terms, model);
        }
        _token.setBlocked(_financier, false);
        _token.setBlocked(_seller, false);
        _withdraw(model, _financier);
        _withdraw(model, _seller);
        assertEqual(model.financiers + model.sellers, model.paid, "sum out is sum in");
        assertEqual(_token.balanceOf(_financier) + _token.balanceOf(DEBTOR) + _token.balanceOf(_seller), 2e30, "money");
        assertEqual(_token.balanceOf(address(model.holdback)), 0, "left in the holdback");
        assertEqual(_token.balanceOf(address(_receivables)), 0, "left in the receivables");
    }

    /// @notice What comes in time, all at once, releases the reserve less interest and fee.
    function test_QUO_22_releasesTheReserve(Agreed memory agreed, uint256 days_) public {
        (IReceivables.Terms memory terms, uint256 root) = _confirmed(1_000, 1_234_567, 60 days);
        uint256 face = 1_234_567_000;
        Model memory model = _advance(terms, root, agreed);
        uint256 advance = model.principal;
        days_ = bound(days_, 0, 60);
        vm.warp(this.time() + days_ * 1 days);
        _pay(terms, model, type(uint96).max);
        uint256 owed = advance + _up(face * agreed.feeBps, 10_000) + _up(advance * agreed.rateBps * days_, BPS_DAYS);
        (uint256 toFinancier, uint256 toSeller) = model.holdback.settle(terms, 0);
        assertEqual(toFinancier, owed < face ? owed : face, "to the financier");
        assertEqual(toSeller, face - toFinancier, "the reserve");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _advance(
        IReceivables.Terms memory terms,
        uint256 root,
        Agreed memory agreed
    ) private returns (Model memory model) {
        agreed.feeBps = uint16(bound(agreed.feeBps, 0, 500));
        agreed.advanceBps = uint16(bound(agreed.advanceBps, 1, 9_999));
        _post(_bid(agreed.rateBps, agreed.feeBps, agreed.advanceBps));
        vm.prank(_seller);
        model.principal = _quotes.sell(_bid(agreed.rateBps, agreed.feeBps, agreed.advanceBps), "", terms, 0, 0, 0);
        assertEqual(model.principal, (uint256(1_234_567_000) * agreed.advanceBps) / 10_000, "the advance");
        model.holdback = IHoldback(_lots.lotOf(root).holder);
        model.charges = _up(uint256(1_234_567_000) * agreed.feeBps, 10_000);
        model.day = this.time() / 1 days;
    }

    function _pay(IReceivables.Terms memory terms, Model memory model, uint96 amount) private {
        (uint96 principal, uint96 interest) = _receivables.dueOf(terms);
        uint256 due = uint256(principal) + interest;
        if (due == 0) return;
        if (amount != type(uint96).max) amount = uint96(bound(amount, 0, due / 2));
        if (amount == 0) return;
        vm.prank(DEBTOR);
        model.paid += _receivables.pay(terms, amount);
    }

    function _settle(IReceivables.Terms memory terms, Model memory model) private {
        uint256 here = _token.balanceOf(address(_receivables));
        (uint256 financier, uint256 seller) = (_hasOrWaits(model, _financier), _hasOrWaits(model, _seller));
        try model.holdback.settle(terms, 0) {
            (uint256 toFinancier, uint256 toSeller) = _book(model, here - _token.balanceOf(address(_receivables)));
            assertEqual(_hasOrWaits(model, _financier), financier + toFinancier, "the financier's");
            assertEqual(_hasOrWaits(model, _seller), seller + toSeller, "the seller's");
        } catch (bytes memory reason) {
            bytes memory refusal = abi.encodeWithSelector(ISharing.Holdback_NothingThere.selector, address(_token));
            require(keccak256(reason) == keccak256(refusal), "refused for another reason");
            require(_receivables.collectable(terms, 0) == 0, "refused though there is something");
        }
        address token = address(_token);
        uint256 waiting = model.holdback.keptFor(_financier, token) + model.holdback.keptFor(_seller, token);
        assertEqual(_token.balanceOf(address(model.holdback)), waiting, "what is here is what waits");
    }

    /// @dev By the model: charges first, then the advance, then the seller.
    function _book(Model memory model, uint256 amount) private view returns (uint256 toFinancier, uint256 toSeller) {
        uint256 today = this.time() / 1 days;
        model.charges += _up(model.principal * model.holdback.deal().rateBps * (today - model.day), BPS_DAYS);
        model.day = today;
        uint256 owed = model.charges + model.principal;
        toFinancier = amount < owed ? amount : owed;
        toSeller = amount - toFinancier;
        uint256 charges = toFinancier < model.charges ? toFinancier : model.charges;
        (model.charges, model.principal) = (model.charges - charges, model.principal - (toFinancier - charges));
        (model.financiers, model.sellers) = (model.financiers + toFinancier, model.sellers + toSeller);
        (uint96 principal, uint128 due) = model.holdback.due();
        require(principal == model.principal && due == model.charges, "what is due");
    }

    function _hasOrWaits(Model memory model, address account) private view returns (uint256) {
        return _token.balanceOf(account) + model.holdback.keptFor(account, address(_token));
    }

    function _withdraw(Model memory model, address account) private {
        uint256 kept = model.holdback.keptFor(account, address(_token));
        if (kept == 0) return;
        vm.prank(account);
        assertEqual(model.holdback.withdraw(address(_token), account), kept, "withdrawn");
    }
}
