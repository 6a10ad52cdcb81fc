// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ILots} from "../../contracts/instruments/ILots.sol";
import {IQuotes} from "../../contracts/instruments/IQuotes.sol";
import {IReceivables} from "../../contracts/instruments/IReceivables.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {Quotes} from "../../contracts/instruments/Quotes.sol";
import {Receivables} from "../../contracts/instruments/Receivables.sol";
import {BlockingTokenMock} from "../../contracts/mocks/BlockingTokenMock.sol";
import {InstrumentsBase} from "./instrumentsBase.sol";

/// @notice A seller, a financier and a debtor, each with money; what offers between them are made of.
abstract contract QuotesWorld is InstrumentsBase {
    uint256 internal constant SELLER_KEY = 1;
    uint256 internal constant FINANCIER_KEY = 2;
    uint256 internal constant BPS_DAYS = 3_600_000;
    uint40 internal constant EVER = type(uint40).max;
    address internal constant DEBTOR = address(0xDEB);
    bytes32 private constant ASK = keccak256(
        "Ask(address seller,address buyer,uint256 lot,bytes32 version,uint40 units,uint96 price,Pricing pricing,uint8 kind,uint40 deadline,bytes32 salt)Pricing(uint16 rateBps,uint16 feeBps)"
    );

    address internal immutable _seller = vm.addr(SELLER_KEY);
    address internal immutable _financier = vm.addr(FINANCIER_KEY);
    Lots internal _lots;
    Receivables internal _receivables;
    Quotes internal _quotes;
    BlockingTokenMock internal _token;
    uint256 private _made;

    function setUp() public {
        vm.warp(1_790_000_000);
        AccessManager manager = new AccessManager(address(this));
        _lots = _newLots();
        _receivables = _newReceivables(address(manager), _lots);
        _quotes = _newQuotes(_receivables);
        _token = new BlockingTokenMock();
        _token.mint(_financier, 1e30);
        _token.mint(DEBTOR, 1e30);
        vm.prank(_financier);
        _token.approve(address(_quotes), type(uint256).max);
        vm.prank(DEBTOR);
        _token.approve(address(_receivables), type(uint256).max);
        vm.prank(_seller);
        _lots.setOperator(address(_quotes), true);
    }

    /// @notice The time now. Through Yul the compiler takes it for a constant within a call, whatever `warp` does.
    function time() external view returns (uint256) {
        return block.timestamp;
    }

    /// @dev An invoice that the debtor has confirmed.
    function _confirmed(
        uint40 units,
        uint96 unit,
        uint256 term
    ) internal returns (IReceivables.Terms memory terms, uint256 root) {
        (terms.debtor, terms.creditor, terms.token) = (DEBTOR, _seller, address(_token));
        (terms.units, terms.unit, terms.dueAt) = (units, unit, uint40(this.time() + term));
        (terms.lateBps, terms.number) = (3_600, bytes32(bytes1(uint8(0x41 + _made++))));
        vm.prank(_seller);
        uint256 id = _receivables.register(terms);
        vm.prank(DEBTOR);
        _receivables.confirm(terms);
        root = _lots.rootId(address(_receivables), id);
    }

    function _ask(uint256 lot, uint40 units) internal view returns (IQuotes.Ask memory ask) {
        (ask.seller, ask.lot, ask.version) = (_seller, lot, _lots.versionOf(lot));
        (ask.units, ask.price, ask.deadline) = (units, 1, EVER);
        ask.kind = ILots.Kind.WithoutRecourse;
    }

    function _bid(uint16 rateBps, uint16 feeBps, uint16 advanceBps) internal view returns (IQuotes.Bid memory bid) {
        (bid.buyer, bid.token, bid.debtor) = (_financier, address(_token), DEBTOR);
        (bid.limit, bid.maxDays, bid.deadline) = (type(uint96).max, 365, EVER);
        (bid.pricing, bid.advanceBps) = (IQuotes.Pricing(rateBps, feeBps), advanceBps);
        bid.kind = ILots.Kind.WithRecourse;
        bid.salt = bytes32(_made);
    }

    function _post(IQuotes.Bid memory bid) internal returns (bytes32 hash) {
        vm.prank(_financier);
        hash = _quotes.postBid(bid);
    }

    /// @dev The financier takes an ask. Empty where it was done, else why not.
    function _buy(
        IQuotes.Ask memory ask,
        bytes memory signature,
        IReceivables.Terms memory terms
    ) internal returns (bytes memory refusal) {
        IQuotes.Bounds memory bounds = IQuotes.Bounds(type(uint96).max, 0, EVER);
        vm.prank(_financier);
        try _quotes.buy(ask, signature, terms, 0, bounds) returns (uint96) {} catch (bytes memory reason) {
            refusal = reason;
        }
    }

    /// @dev The seller's signature under an ask, for a chain and a contract.
    function _signed(IQuotes.Ask memory ask, uint256 chainId, address verifier) internal pure returns (bytes memory) {
        bytes32 pricing = keccak256(
            abi.encode(keccak256("Pricing(uint16 rateBps,uint16 feeBps)"), ask.pricing.rateBps, ask.pricing.feeBps)
        );
        bytes memory first = abi.encode(ASK, ask.seller, ask.buyer, ask.lot, ask.version, ask.units, ask.price);
        bytes memory last = abi.encode(pricing, ask.kind, ask.deadline, ask.salt);
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Tallystick Quotes"),
                keccak256("1"),
                chainId,
                verifier
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, keccak256(bytes.concat(first, last))));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SELLER_KEY, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Rounded up, by its definition.
    function _up(uint256 dividend, uint256 divisor) internal pure returns (uint256 quotient) {
        quotient = dividend / divisor;
        if (quotient * divisor < dividend) ++quotient;
    }

    /// @dev What is left when the discount, rounded up, and then the fee, rounded up, are taken off.
    function _net(uint256 open, uint256 daysLeft, uint256 rateBps, uint256 feeBps) internal pure returns (uint256 net) {
        net = open - _up(open * rateBps * daysLeft, BPS_DAYS);
        net -= _up(net * feeBps, 10_000);
    }
}
