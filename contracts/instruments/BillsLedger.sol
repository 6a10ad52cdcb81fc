// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Signatures} from "../shared/Signatures.sol";
import * as Bits from "./BillBits.sol";
import {ACCEPTED, PART, DELIVERED, REST, WITH_AGENT, PLEDGED, STOPPED} from "./BillBits.sol";
import {BillStates} from "./BillStates.sol";
import {IBills} from "./IBills.sol";
import {ILots} from "./ILots.sol";
import {IRuleSets} from "./IRuleSets.sol";
import {Links} from "./Links.sol";

/// @title BillsLedger: a bill's face and state
/// @notice What all acts share. Moves neither money nor lots.
abstract contract BillsLedger is IBills, EIP712 {
    /// @notice Clause: it can only be assigned, no endorser is liable (ULB 11).
    uint8 public constant NOT_TO_ORDER = Bits.NOT_TO_ORDER;
    /// @notice Clause: recourse needs no protest (ULB 46).
    uint8 public constant NO_PROTEST = Bits.NO_PROTEST;
    /// @notice Clause: it is not presented for acceptance (ULB 22).
    uint8 public constant NO_PRESENTMENT = Bits.NO_PRESENTMENT;

    /// @notice Highest sum: leaves room for interest.
    uint96 public constant MAX_SUM = 2 ** 92;
    /// @notice Longest time to the due day, from now or from sight.
    uint24 public constant MAX_TERM = 3_650;
    /// @notice Days that the date of a face may lie back.
    uint24 public constant MAX_AGE = 30;

    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256("Acceptance(uint256 bill,uint40 deadline)");

    /// @inheritdoc IBills
    ILots public immutable lots;
    /// @inheritdoc IBills
    IRuleSets public immutable ruleSets;

    mapping(uint256 id => Bill) internal _bills;
    /// @dev Of bills accepted in part.
    mapping(uint256 id => uint96 part) internal _accepted;
    /// @dev On each unit.
    mapping(uint256 id => uint96 interest) internal _interest;

    constructor(ILots lots_, IRuleSets ruleSets_) EIP712("Tallystick Bills", "1") {
        (lots, ruleSets) = (lots_, ruleSets_);
    }

    // ------------------------------------------------------------------------------------------------------- views

    /// @inheritdoc IBills
    function idOf(Face memory face) public view returns (uint256 id) {
        bytes32 hash;
        // `keccak256(abi.encode(face))`: in memory the words of a struct stand as in its encoding. Assembly, because every
        // act asks, and the copy would cost it 350 gas.
        assembly ("memory-safe") {
            hash := keccak256(face, 0x200)
        }
        return uint256(keccak256(abi.encode(block.chainid, address(this), hash)));
    }

    /// @inheritdoc IBills
    function billOf(uint256 id) external view returns (Bill memory bill) {
        return _bills[id];
    }

    /// @inheritdoc IBills
    function acceptedOf(Face memory face) external view returns (uint96 part) {
        (uint256 id, Bill memory bill) = _known(face);
        return _acceptedOf(face, id, bill);
    }

    /// @inheritdoc IBills
    function interestOf(uint256 id) external view returns (uint96 interest) {
        return _interest[id];
    }

    // ---------------------------------------------------------------------------------------------- internal: state

    /// @dev A face that nobody drew has no state, so every act refuses it.
    function _known(Face memory face) internal view returns (uint256 id, Bill memory bill) {
        id = idOf(face);
        bill = _bills[id];
    }

    function _acceptedOf(Face memory face, uint256 id, Bill memory bill) internal view returns (uint96) {
        if (bill.flags & ACCEPTED == 0) return 0;
        return bill.flags & PART == 0 ? face.unit : _accepted[id];
    }

    /// @dev What is to be paid of a unit in all.
    function _payable(Face memory face, uint256 id, Bill memory bill) internal view returns (uint96) {
        return bill.flags & REST == 0 ? face.unit : _accepted[id];
    }

    function _requireStatus(uint256 id, Status status, bool isRight) internal pure {
        require(isRight, Bills_WrongStatus(id, status));
    }

    /// @dev Live, and in the hands of who the bill was drawn for.
    function _requireOut(uint256 id, Bill memory bill) internal pure {
        _requireStatus(id, bill.status, BillStates.isLive(bill.status));
        require(bill.flags & DELIVERED != 0, Bills_NotDelivered(id));
    }

    // ----------------------------------------------------------------------------------------------- internal: time

    function _today() internal view returns (uint24) {
        return uint24(block.timestamp / 1 days);
    }

    function _requireNotBefore(uint256 id, uint256 day) internal view {
        require(_today() >= day, Bills_TooEarly(id, day));
    }

    function _requireUntil(uint256 id, uint256 day) internal view {
        require(_today() <= day, Bills_TooLate(id, day));
    }

    function _requireInTime(uint40 deadline) internal view {
        require(block.timestamp <= deadline, Bills_Expired(deadline, block.timestamp));
    }

    // -------------------------------------------------------------------------------------------- internal: parties

    function _requireDrawer(uint256 id, Face memory face) internal view {
        address caller = _msgSender();
        require(caller == face.drawer, Bills_NotDrawer(id, caller));
    }

    function _requireDrawee(uint256 id, Face memory face) internal view {
        address caller = _msgSender();
        require(caller == face.drawee, Bills_NotDrawee(id, caller));
    }

    function _requirePayee(uint256 id, Face memory face) internal view {
        address caller = _msgSender();
        require(caller == face.payee, Bills_NotPayee(id, caller));
    }

    /// @dev A lot of the caller's.
    function _held(uint256 id, bytes32 inner) internal view returns (uint256 lotId, ILots.Lot memory lot) {
        (lotId, lot) = _lotOf(id, inner);
        address caller = _msgSender();
        require(lot.holder == caller, Bills_NotHolder(lotId, caller));
    }

    /// @dev A lot of the caller's that nobody stopped.
    function _free(uint256 id, bytes32 inner) internal view returns (uint256 lotId, ILots.Lot memory lot) {
        (lotId, lot) = _held(id, inner);
        _requireNotStopped(lotId, lot);
    }

    function _requireNotStopped(uint256 lotId, ILots.Lot memory lot) internal pure {
        require(lot.state & STOPPED == 0, Bills_Stopped(lotId));
    }

    /// @dev The whole bill, in one hand and nobody else's. Its first lot is the whole only if nothing was cut off it.
    function _whole(uint256 id, Face memory face) internal view returns (uint256 lotId, ILots.Lot memory lot) {
        (lotId, lot) = _lotOf(id, 0);
        bool isWhole = lot.units == face.units && lot.state & (WITH_AGENT | PLEDGED | STOPPED) == 0;
        require(isWhole, Bills_NotWhole(id, lot.units, lot.state));
    }

    function _lotOf(uint256 id, bytes32 inner) internal view returns (uint256 lotId, ILots.Lot memory lot) {
        lotId = Links.idOf(Links.rootId(address(this), id), inner);
        lot = lots.lotOf(lotId);
    }

    function _requireSigned(address signer, bytes32 structHash, bytes calldata signature) internal view {
        bytes32 digest = _hashTypedDataV4(structHash);
        require(Signatures.isSignedBy(signer, digest, signature), Bills_NotSigned(signer, digest));
    }

    function _requireAcceptance(uint256 id, address drawee, uint40 deadline, bytes calldata signature) internal view {
        _requireInTime(deadline);
        _requireSigned(drawee, keccak256(abi.encode(ACCEPTANCE_TYPEHASH, id, deadline)), signature);
    }

    function _msgSender() internal view virtual returns (address);
}
