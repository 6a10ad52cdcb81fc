// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Relayed} from "../shared/Relayed.sol";
import {Signatures} from "../shared/Signatures.sol";
import {IAccessLog} from "./IAccessLog.sol";

/// @title AccessLog
/// @notice The specification is `IAccessLog`. It holds no money, and nobody has a role in it.
contract AccessLog is IAccessLog, Relayed {
    /// @notice Seconds after a receipt in which its period must be anchored.
    uint40 public constant ANCHOR_TIME = 2 days;

    /// @notice Seconds in which an accusation can be answered.
    uint40 public constant ANSWER_TIME = 3 days;

    /// @notice After how many anchors a head is kept.
    uint32 public constant STRIDE = 64;

    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 request,bool granted,string code,uint64 at,uint64 blockNumber)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME_HASH = keccak256("Tallystick Gateway");
    bytes32 private constant VERSION_HASH = keccak256("1");

    /// @notice The market whose keepers these are: receipts are signed for it.
    address public immutable market;

    mapping(address keeper => Log) private _logs;
    mapping(address keeper => mapping(uint32 number => uint184 head)) private _keptHeads;
    mapping(address keeper => mapping(bytes32 digest => Accusation)) private _accusations;

    constructor(address market_, address relay) Relayed(relay) {
        market = market_;
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc IAccessLog
    function anchor(bytes32 root, uint40 through) external returns (uint32 number) {
        address keeper = _msgSender();
        Log memory log = _logs[keeper];
        require(through > log.through, AccessLog_PeriodOverlaps(keeper, through, log.through));
        require(through < block.timestamp, AccessLog_PeriodNotOver(through, block.timestamp));
        number = log.number + 1;
        uint184 head = _headAfter(log.head, _linkOf(number, log.through, through, root));
        _logs[keeper] = Log(through, number, head);
        if (number % STRIDE == 0) _keptHeads[keeper][number] = head;
        emit Anchored(keeper, number, through, root);
    }

    /// @inheritdoc IAccessLog
    function proveLate(address keeper, Receipt calldata receipt, bytes calldata signature) external {
        bytes32 digest = _signedDigest(keeper, receipt, signature);
        Accusation storage accusation = _accusationIn(Status.None, keeper, digest);
        Log storage log = _logs[keeper];
        require(!_covers(log, receipt.time), AccessLog_Covered(keeper, receipt.time, log.through));
        uint256 lateFrom = uint256(receipt.time) + ANCHOR_TIME;
        require(block.timestamp > lateFrom, AccessLog_NotLate(receipt.time, lateFrom));
        accusation.status = Status.Omitted;
        emit OmissionProved(keeper, digest, true);
    }

    /// @inheritdoc IAccessLog
    function accuse(address keeper, Receipt calldata receipt, bytes calldata signature) external {
        bytes32 digest = _signedDigest(keeper, receipt, signature);
        Accusation storage accusation = _accusationIn(Status.None, keeper, digest);
        Log storage log = _logs[keeper];
        require(_covers(log, receipt.time), AccessLog_NotCovered(keeper, receipt.time, log.through));
        accusation.status = Status.Accused;
        accusation.answerBy = uint40(block.timestamp) + ANSWER_TIME;
        emit Accused(keeper, digest, _msgSender(), receipt, accusation.answerBy);
    }

    /// @inheritdoc IAccessLog
    function answer(address keeper, Receipt calldata receipt, Place calldata place) external {
        bytes32 digest = receiptDigest(receipt);
        Accusation storage accusation = _accusationIn(Status.Accused, keeper, digest);
        uint40 answerBy = accusation.answerBy;
        require(block.timestamp < answerBy, AccessLog_AnswerTooLate(digest, answerBy));
        _requireIn(keeper, receipt.time, digest, place);
        accusation.status = Status.Answered;
        emit Answered(keeper, digest, place.number);
    }

    /// @inheritdoc IAccessLog
    function proveOmission(address keeper, bytes32 digest) external {
        Accusation storage accusation = _accusationIn(Status.Accused, keeper, digest);
        uint40 answerBy = accusation.answerBy;
        require(block.timestamp >= answerBy, AccessLog_TimeToAnswer(digest, answerBy));
        accusation.status = Status.Omitted;
        emit OmissionProved(keeper, digest, false);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @inheritdoc IAccessLog
    function proveAnswer(
        address keeper,
        Receipt calldata receipt,
        bytes calldata signature,
        Place calldata place
    ) external view returns (bool granted, bytes32 digest) {
        digest = _signedDigest(keeper, receipt, signature);
        _requireIn(keeper, receipt.time, digest, place);
        return (receipt.granted, digest);
    }

    /// @inheritdoc IAccessLog
    function logOf(address keeper) external view returns (Log memory log) {
        return _logs[keeper];
    }

    /// @inheritdoc IAccessLog
    function accusationOf(address keeper, bytes32 digest) external view returns (Accusation memory accusation) {
        return _accusations[keeper][digest];
    }

    /// @inheritdoc IAccessLog
    function keptHead(address keeper, uint32 number) external view returns (uint184 head) {
        return _keptHeads[keeper][number];
    }

    /// @inheritdoc IAccessLog
    /// @dev The domain is the gateway's, which names the market: OpenZeppelin's EIP712 knows only the contract's own.
    function receiptDigest(Receipt calldata receipt) public view returns (bytes32 digest) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, market));
        bytes32 body = keccak256(
            abi.encode(
                RECEIPT_TYPEHASH,
                receipt.request,
                receipt.granted,
                keccak256(bytes(receipt.code)),
                receipt.time,
                receipt.blockNumber
            )
        );
        return MessageHashUtils.toTypedDataHash(domain, body);
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _signedDigest(
        address keeper,
        Receipt calldata receipt,
        bytes calldata signature
    ) private view returns (bytes32 digest) {
        digest = receiptDigest(receipt);
        bool signed = Signatures.isSignedBy(keeper, digest, signature);
        require(signed, AccessLog_NotSigned(keeper, digest));
    }

    function _accusationIn(
        Status status,
        address keeper,
        bytes32 digest
    ) private view returns (Accusation storage accusation) {
        accusation = _accusations[keeper][digest];
        require(accusation.status == status, AccessLog_WrongStatus(keeper, digest, accusation.status));
    }

    /// @dev Times are above zero, so a keeper that has anchored nothing covers none.
    function _covers(Log storage log, uint64 time) private view returns (bool) {
        return time != 0 && time <= log.through;
    }

    /// @dev That a receipt stands under the root of the period that its time belongs to, and the root in the log.
    function _requireIn(address keeper, uint64 time, bytes32 digest, Place calldata place) private view {
        require(time > place.from && time <= place.through, AccessLog_NotInPeriod(time, place.from, place.through));
        bool under = MerkleProof.verifyCalldata(place.proof, place.root, digest);
        require(under, AccessLog_NotUnderRoot(digest, place.root));
        uint184 head = _headAfter(place.previousHead, _linkOf(place.number, place.from, place.through, place.root));
        uint256 last = place.number;
        for (uint256 i = 0; i < place.later.length; ++i) {
            head = _headAfter(head, place.later[i]);
            ++last;
        }
        Log storage log = _logs[keeper];
        uint184 known = last == log.number ? log.head : _keptHeads[keeper][uint32(last)];
        require(head == known, AccessLog_NotAnchored(keeper, place.number));
    }

    function _linkOf(uint32 number, uint40 from, uint40 through, bytes32 root) private pure returns (bytes32) {
        return keccak256(abi.encode(number, from, through, root));
    }

    function _headAfter(uint184 head, bytes32 link) private pure returns (uint184) {
        return uint184(uint256(keccak256(abi.encode(head, link))));
    }
}
