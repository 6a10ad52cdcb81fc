// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IAccess} from "./IAccess.sol";

/// @title DeskBase: what the parts of the desk share
abstract contract DeskBase is EIP712, Relayed, ReentrancyGuardTransient {
    /// @notice Whose desk it is.
    IAccess public immutable market;

    /// @dev The market's constructor makes the desk: nothing may be asked of the market yet.
    constructor(IAccess market_, address relay) EIP712("Tallystick Desk", "1") Relayed(relay) {
        market = market_;
    }

    /// @dev Whether a party is behind what is done: it sends the transaction, or has signed.
    function _consents(address party, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return party == _msgSender() || Signatures.isSignedBy(party, digest, signature);
    }

    function _isOver(uint40 deadline) internal view returns (bool) {
        return block.timestamp > deadline;
    }
}
