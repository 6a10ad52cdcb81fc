// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccess} from "../../contracts/market/IAccess.sol";
import {ITabs} from "../../contracts/market/ITabs.sol";
import {Market} from "../../contracts/market/Market.sol";
import {Tabs} from "../../contracts/market/Tabs.sol";
import {TokenMock} from "../../contracts/mocks/TokenMock.sol";
import {Base} from "./Base.sol";

/// @notice Every act of tabs in any order, and a second account of each tab: who paid in, what the newest voucher says,
/// what went out.
abstract contract MarketTabsHandler is Base {
    uint256 private constant READER_KEY = 0xA11CE;
    uint256 private constant PROVIDER_KEY = 0xB0B;
    uint40 private constant EVER = type(uint40).max;

    struct Model {
        uint256 paidIn;
        uint256 newest;
        uint256 collected;
        uint256 handedOver;
        uint256 rest;
        uint256 claimedAtClosing;
        bool closed;
    }

    Tabs public immutable tabs;
    TokenMock public immutable token;
    address public immutable reader;
    address public immutable provider;
    uint256 public sentOut;
    /// @notice What tabs did and the model would not have.
    string public difference;

    ITabs.Tab[] internal _tabs;
    bytes32[] internal _ids;
    mapping(bytes32 id => Model) internal _models;

    constructor() {
        vm.warp(1_790_000_000);
        Market market = new Market(address(new AccessManager(address(this))), address(0xDA0), address(0xFACADE));
        market.setFee(333);
        tabs = new Tabs(IAccess(address(market)), address(0xFACADE));
        token = new TokenMock();
        (reader, provider) = (vm.addr(READER_KEY), vm.addr(PROVIDER_KEY));
        token.mint(reader, 1e27);
        vm.prank(reader);
        token.approve(address(tabs), type(uint256).max);
        for (uint256 i = 0; i < 3; ++i) {
            _tabs.push(ITabs.Tab(reader, provider, address(token), bytes32(i)));
            _ids.push(tabs.tabId(_tabs[i]));
            vm.prank(reader);
            tabs.deposit(_tabs[i], 0);
        }
    }

    // ---------------------------------------------------------------------------------------------------- the world

    function passTime(uint256 seconds_) external {
        vm.warp(block.timestamp + bound(seconds_, 0, 2 days));
    }

    /// @dev A new tab in place of a closed one, so that long runs do not run dry.
    function reopen(uint256 which) external {
        if (_ids.length > 30 || !_models[_ids[which % _ids.length]].closed) return;
        _tabs.push(ITabs.Tab(reader, provider, address(token), bytes32(_ids.length)));
        _ids.push(tabs.tabId(_tabs[_tabs.length - 1]));
        vm.prank(reader);
        tabs.deposit(_tabs[_tabs.length - 1], 0);
    }

    // --------------------------------------------------------------------------------------------------------- acts

    function deposit(uint256 which, uint256 amount) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        amount = bound(amount, 0, 1e20);
        bool mayDo = amount != 0 && tabs.accountOf(id).status == ITabs.Status.Open;
        vm.prank(reader);
        try tabs.deposit(tab, uint96(amount)) {
            if (!mayDo) _differs("a deposit that should be refused");
            _models[id].paidIn += amount;
        } catch {
            if (mayDo) _differs("a refused deposit");
        }
    }

    function pay(uint256 which, uint256 amount) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint256 debt = tabs.debtOf(id);
        amount = bound(amount, 0, debt + 2);
        vm.prank(reader);
        try tabs.pay(tab, uint96(amount)) {
            if (amount == 0 || amount > debt) _differs("more paid than owed");
            _models[id].paidIn += amount;
        } catch {
            if (amount != 0 && amount <= debt) _differs("a debt not paid");
        }
    }

    function settle(uint256 which, uint256 owed) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint256 claimed = tabs.accountOf(id).claimed;
        uint256 available = tabs.availableOf(id);
        owed = bound(owed, claimed < 1e19 ? 0 : claimed - 1e19, claimed + 1e20);
        bool mayDo = owed > claimed && available > claimed;
        bytes memory voucher = _voucher(id, owed);
        try tabs.settle(tab, uint96(owed), voucher) {
            if (!mayDo) _differs("a settlement that should be refused");
            if (owed > _models[id].newest) _models[id].newest = owed;
            uint256 expected = owed < available ? owed : available;
            if (tabs.accountOf(id).claimed != expected) _differs("what is claimed");
        } catch {
            if (mayDo) _differs("a refused settlement");
        }
    }

    function collect(uint256 which) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint256 gross = tabs.collectable(id);
        vm.prank(provider);
        try tabs.collect(tab, provider) returns (uint256 amount) {
            if (gross == 0 || amount != (gross * 9_667) / 10_000) _differs("the fee");
            _models[id].collected += gross;
            sentOut += amount;
        } catch {
            if (gross != 0) _differs("nothing collected");
        }
    }

    function withdraw(uint256 by) external {
        address account = by % 2 == 0 ? reader : address(0xDA0);
        uint256 credit = tabs.creditOf(account, address(token));
        vm.prank(account);
        try tabs.withdraw(address(token), account) returns (uint256 amount) {
            if (amount != credit) _differs("the amount of a withdrawal");
            sentOut += amount;
        } catch {
            if (credit != 0) _differs("a refused withdrawal");
        }
    }

    function acceptCredit(uint256 which, uint256 limit) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint32 serial = tabs.creditLineOf(id).serial + 1;
        ITabs.CreditLine memory line = ITabs.CreditLine(uint96(bound(limit, 0, 1e20)), 30 days, serial);
        bytes32 typehash = keccak256(
            "Credit(bytes32 tab,uint96 limit,uint32 paymentTerm,uint32 serial,uint40 deadline)"
        );
        bytes memory body = abi.encode(typehash, id, line.limit, line.paymentTerm, serial, EVER);
        bytes memory signature = _sign(PROVIDER_KEY, keccak256(body));
        vm.prank(reader);
        try tabs.acceptCredit(tab, line, EVER, signature) {} catch {
            if (tabs.accountOf(id).status == ITabs.Status.Open) _differs("credit not accepted");
        }
    }

    function issueStatement(uint256 which) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint96 claimed = tabs.accountOf(id).claimed;
        bytes memory voucher = _voucher(id, claimed);
        uint96 stated = _lastStated(id);
        vm.prank(provider);
        try tabs.issueStatement(tab, claimed, voucher) returns (uint32 number) {
            (ITabs.Statement memory statement, uint256 outstanding) = tabs.statementOf(id, number);
            if (statement.from < stated || statement.to != claimed) _differs("a debt stated twice");
            if (outstanding != statement.to - statement.from) _differs("a statement of what is paid");
        } catch {
            if (tabs.debtOf(id) != 0 && stated < claimed) _differs("a debt not stated");
        }
    }

    function handOver(uint256 which, uint256 number) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        number = bound(number, 0, tabs.booksOf(id).statements);
        (, uint256 outstanding) = tabs.statementOf(id, uint32(number));
        bytes32 typehash = keccak256(
            "HandOver(bytes32 tab,uint32 statement,uint96 amount,address instrument,uint40 deadline)"
        );
        bytes32 body = keccak256(abi.encode(typehash, id, number, outstanding, address(this), EVER));
        bytes memory byReader = _sign(READER_KEY, body);
        bytes memory byProvider = _sign(PROVIDER_KEY, body);
        uint256 debt = tabs.debtOf(id);
        try tabs.handOver(tab, uint32(number), uint96(outstanding), EVER, byReader, byProvider) {
            _models[id].handedOver += outstanding;
            if (tabs.debtOf(id) + outstanding != debt) _differs("a debt handed over and still owed");
        } catch {
            if (outstanding != 0 && outstanding == debt) _differs("a debt not handed over");
        }
    }

    // ------------------------------------------------------------------------------------------------------ closing

    function startClosing(uint256 which) external {
        (ITabs.Tab memory tab, ) = _at(which);
        vm.prank(reader);
        try tabs.startClosing(tab) {} catch {}
    }

    function finishClosing(uint256 which) external {
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        ITabs.Account memory account = tabs.accountOf(id);
        bool mayDo = account.status == ITabs.Status.Closing && block.timestamp >= account.closesAt;
        try tabs.finishClosing(tab) {
            if (!mayDo) _differs("closed too early");
            _closed(id);
        } catch {
            if (mayDo) _differs("not closed");
        }
    }

    function close(uint256 which, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        vm.prank(provider);
        try tabs.close(tab) {
            _closed(id);
        } catch {
            if (!_models[id].closed) _differs("not closed by the provider");
        }
    }

    function closeByAgreement(uint256 which, uint256 owed, uint256 seldom) external {
        if (seldom % 4 != 0) return;
        (ITabs.Tab memory tab, bytes32 id) = _at(which);
        uint256 claimed = tabs.accountOf(id).claimed;
        owed = bound(owed, claimed, claimed + 1e19);
        bytes32 typehash = keccak256("Closing(bytes32 tab,uint96 owed,uint40 deadline)");
        bytes32 body = keccak256(abi.encode(typehash, id, owed, EVER));
        bytes memory byReader = _sign(READER_KEY, body);
        bytes memory byProvider = _sign(PROVIDER_KEY, body);
        try tabs.closeByAgreement(tab, uint96(owed), EVER, byReader, byProvider) {
            if (owed > _models[id].newest) _models[id].newest = owed;
            _closed(id);
        } catch {
            if (owed == claimed && !_models[id].closed) _differs("not closed by agreement");
        }
    }

    function _closed(bytes32 id) private {
        Model storage model = _models[id];
        if (model.closed) _differs("closed twice");
        uint256 claimed = tabs.accountOf(id).claimed;
        uint256 funded = model.paidIn + model.handedOver;
        model.closed = true;
        model.claimedAtClosing = claimed;
        model.rest = funded > claimed ? funded - claimed : 0;
    }

    // ----------------------------------------------------------------------------------------------------- internal

    function _at(uint256 which) private view returns (ITabs.Tab memory tab, bytes32 id) {
        // The newest ones, among which open ones are.
        uint256 index = _ids.length - 1 - (which % 3);
        return (_tabs[index], _ids[index]);
    }

    function _lastStated(bytes32 id) private view returns (uint96) {
        (ITabs.Statement memory last, ) = tabs.statementOf(id, tabs.booksOf(id).statements);
        return last.to;
    }

    function _voucher(bytes32 id, uint256 owed) private view returns (bytes memory) {
        return _sign(READER_KEY, keccak256(abi.encode(keccak256("Voucher(bytes32 tab,uint96 owed)"), id, owed)));
    }

    function _sign(uint256 key, bytes32 body) private view returns (bytes memory) {
        return _signFor(key, "Tallystick Tabs", address(tabs), body);
    }

    function _differs(string memory what) private {
        if (bytes(difference).length == 0) difference = what;
    }
}
