// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBillQuotes} from "../../contracts/instruments/IBillQuotes.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {IBuyback} from "../../contracts/instruments/IBuyback.sol";
import {IQuotes} from "../../contracts/instruments/IQuotes.sol";
import {IRepos} from "../../contracts/instruments/IRepos.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {BlockingTokenMock} from "../../contracts/mocks/BlockingTokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";
import {assertEqual} from "./equal.sol";

/// @notice Prices of bills, and what repos share out, whatever the sums, days and payments.
contract BillQuotesTest is InstrumentsBase {
    uint256 private constant BPS_DAYS = 3_600_000;
    address private constant DRAWEE = address(0xACC);
    address private constant SELLER = address(0x5E11);
    address private constant BUYER = address(0xB01);

    Lots private _lots;
    IBills private _bills;
    IBillQuotes private _quotes;
    IRepos private _repos;
    BlockingTokenMock private _token;

    function setUp() public {
        vm.warp(1_790_000_000);
        _lots = _newLots();
        _bills = _newBills(_lots);
        _quotes = IBillQuotes(_deploy("instruments/BillQuotes.sol:BillQuotes", abi.encode(RELAY, _bills)));
        _repos = IRepos(_deploy("instruments/Repos.sol:Repos", abi.encode(RELAY, _bills)));
        _token = new BlockingTokenMock();
        address[3] memory payers = [DRAWEE, SELLER, BUYER];
        for (uint256 i = 0; i < 3; ++i) {
            _token.mint(payers[i], 1e30);
            vm.prank(payers[i]);
            _token.approve(address(_bills), type(uint256).max);
            vm.prank(payers[i]);
            _token.approve(address(_repos), type(uint256).max);
        }
        vm.prank(SELLER);
        _lots.setOperator(address(_repos), true);
    }

    /// @notice The time now. Through Yul the compiler takes it for a constant within a call, whatever `warp` does.
    function time() external view returns (uint256) {
        return block.timestamp;
    }

    function test_BIL_80_isTheBankDiscountAndNeverAboveWorth(
        uint40 units,
        uint96 unit,
        uint96 part,
        uint256 wait,
        uint16 rateBps,
        uint16 feeBps
    ) public {
        units = uint40(bound(units, 1, type(uint40).max));
        unit = uint96(bound(unit, 2, (2 ** 92) / units));
        part = uint96(bound(part, 1, unit - 1));
        (rateBps, feeBps) = (uint16(bound(rateBps, 0, 10_000)), uint16(bound(feeBps, 0, 9_999)));
        IBills.Face memory face = _drawn(units, unit, 100);
        vm.prank(DRAWEE);
        _bills.acceptPart(face, part);
        vm.warp(this.time() + bound(wait, 0, 99 days));
        uint256 open = uint256(part) * units;
        uint256 left = face.term - this.time() / 1 days;
        uint256 net = (open * (BPS_DAYS - left * rateBps)) / BPS_DAYS;
        net -= (net * feeBps + 9_999) / 10_000;
        try _quotes.priceOf(IQuotes.Pricing(rateBps, feeBps), face, 0, 0) returns (uint96 price, uint96 worth) {
            assertEqual(price, net, "price");
            assertEqual(worth, open, "worth");
            require(price <= worth, "above worth");
        } catch {
            assertEqual(net, 0, "a price that was refused");
        }
    }

    /// @notice Whatever comes in, from whom and when: buyer and seller get all of it, the buyer never more than is due, and
    /// the lot ends with one of them.
    function test_BIL_89_sharesOutAllThatComesIn(
        uint96 unit,
        uint16 haircutBps,
        uint16 rateBps,
        uint96[4] memory paid,
        uint16[4] memory waits,
        bool[4] memory areSent,
        bool isTaken
    ) public {
        IBills.Face memory face = _drawn(100, uint96(bound(unit, 1_000, 2 ** 80)), 60);
        vm.prank(DRAWEE);
        _bills.accept(face);
        IBuyback buyback = _opened(face, uint16(bound(haircutBps, 0, 9_000)), uint16(bound(rateBps, 0, 10_000)));
        (uint256 buyers, uint256 sellers) = (_token.balanceOf(BUYER), _token.balanceOf(SELLER));
        uint256 cameIn;
        for (uint256 i = 0; i < 4; ++i) {
            vm.warp(this.time() + uint256(waits[i] % 40) * 1 days);
            cameIn += _comeIn(face, address(buyback), paid[i], areSent[i]);
            (uint96 principal, uint128 charges) = buyback.due();
            uint256 had = _token.balanceOf(BUYER);
            try buyback.settle(face, 0) {} catch {}
            require(_token.balanceOf(BUYER) - had <= uint256(principal) + charges, "more than was due");
        }
        uint256 lot = _lots.rootId(address(_bills), _bills.idOf(face));
        (uint96 open, uint128 interest) = buyback.due();
        bool isHeld = _lots.lotOf(lot).holder == address(buyback);
        require(!isHeld || open != 0 || interest != 0, "a lot that is the seller's");
        vm.warp(this.time() + 31 days);
        if (isHeld && isTaken) {
            vm.prank(BUYER);
            buyback.take(face, 0);
            require(_lots.lotOf(lot).holder == BUYER, "taken");
        } else if (isHeld) {
            vm.prank(SELLER);
            _repos.repurchase(face, 0, type(uint256).max);
            require(_lots.lotOf(lot).holder == SELLER, "bought back");
            (open, interest) = buyback.due();
            assertEqual(uint256(open) + interest, 0, "due after it was bought back");
        }
        uint256 gained = _token.balanceOf(BUYER) + _token.balanceOf(SELLER) - buyers - sellers;
        uint256 left = _bills.collectable(_bills.idOf(face), 0);
        assertEqual(gained + left, cameIn, "what came in");
        assertEqual(_token.balanceOf(address(buyback)), 0, "kept");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _drawn(uint40 units, uint96 unit, uint24 term) private returns (IBills.Face memory face) {
        (face.drawer, face.drawee, face.payee, face.token) = (SELLER, DRAWEE, SELLER, address(_token));
        (face.units, face.unit, face.drawnOn) = (units, unit, uint24(this.time() / 1 days));
        (face.tenor, face.term, face.rules) = (IBills.Tenor.FixedDay, face.drawnOn + term, 1);
        (face.drawnAt, face.payableAt, face.document) = ("here", "there", "bill");
        vm.prank(SELLER);
        _bills.draw(face);
    }

    function _opened(IBills.Face memory face, uint16 haircutBps, uint16 rateBps) private returns (IBuyback buyback) {
        IRepos.Offer memory offer;
        (offer.buyer, offer.token, offer.debtor) = (BUYER, face.token, DRAWEE);
        (offer.limit, offer.rateBps, offer.haircutBps) = (type(uint96).max, rateBps, haircutBps);
        (offer.lastDay, offer.deadline) = (face.drawnOn + 30, type(uint40).max);
        vm.prank(BUYER);
        _repos.postOffer(offer);
        uint256 worth = uint256(face.unit) * face.units;
        vm.prank(SELLER);
        (address made, uint96 price) = _repos.open(offer, "", face, 0, 0);
        require(price <= worth, "above worth");
        return IBuyback(made);
    }

    /// @dev Paid on the bill, or sent straight to the buy-back.
    function _comeIn(
        IBills.Face memory face,
        address buyback,
        uint96 amount,
        bool isSent
    ) private returns (uint256 came) {
        vm.prank(DRAWEE);
        if (isSent) {
            came = bound(amount, 0, uint256(face.unit) * 60);
            _token.transfer(buyback, came);
        } else {
            try _bills.pay(face, uint96(bound(amount, 0, uint256(face.unit) * 100))) returns (uint96 paid) {
                came = paid;
            } catch {}
        }
    }
}
