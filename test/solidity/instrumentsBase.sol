// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IBills} from "../../contracts/instruments/IBills.sol";
import {Lots} from "../../contracts/instruments/Lots.sol";
import {Quotes} from "../../contracts/instruments/Quotes.sol";
import {Receivables} from "../../contracts/instruments/Receivables.sol";
import {Base} from "./Base.sol";

/// @notice Contracts of the family for tests: no credentials, tabs or evidence, and a relay that never calls.
abstract contract InstrumentsBase is Base {
    address internal constant RELAY = address(0xFACADE);

    function _newLots() internal returns (Lots) {
        return Lots(_deploy("instruments/Lots.sol:Lots", abi.encode(RELAY)));
    }

    function _newReceivables(address manager, Lots lots) internal returns (Receivables) {
        bytes memory arguments = abi.encode(manager, RELAY, lots, address(0), address(0));
        return Receivables(_deploy("instruments/Receivables.sol:Receivables", arguments));
    }

    function _newQuotes(Receivables receivables) internal returns (Quotes) {
        return Quotes(_deploy("instruments/Quotes.sol:Quotes", abi.encode(RELAY, receivables, address(0))));
    }

    /// @dev With the three laws, and a court for those whose face names one.
    function _newBills(Lots lots) internal returns (IBills) {
        address manager = address(new AccessManager(address(this)));
        address ruleSets = _deploy("instruments/RuleSets.sol:RuleSets", abi.encode(manager));
        address changes = _deploy("instruments/BillsChanges.sol:BillsChanges", abi.encode(RELAY, lots));
        return IBills(_deploy("instruments/Bills.sol:Bills", abi.encode(RELAY, lots, ruleSets, changes)));
    }
}
