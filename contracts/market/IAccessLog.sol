// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title AccessLog: what keepers answered
/// @notice A keeper signs a receipt for every request it grants or denies, and anchors here, period by period, the Merkle
/// root of the receipts it signed. Whoever holds a receipt can prove what was answered and when it was committed to, and
/// can prove that a keeper left a receipt out.
/// @dev Who is trusted for what. Nobody for the order and completeness of periods: a keeper's periods follow each other
/// without gap or overlap from time zero on, and none is anchored before it is over, so every second up to the last
/// anchor belongs to exactly one period. The keeper for the truth of what it signs, `time` and `blockNumber` included: a
/// false receipt is held against whoever signed it, not prevented; and one that was never handed to the reader can't be
/// missed here. A keeper that is a contract wallet (ERC-1271) is asked now, so its receipts prove something as long as
/// the wallet stands by its signatures. Anyone may act as a keeper: a data set's manifest says which ones count. A keeper
/// must not anchor a second that its own clock has not left behind, or it will sign receipts of an anchored period.
///
/// A keeper that hides a receipt hides the leaves of the tree too, so nobody else could show that it is absent, and a
/// proof from neighbouring leaves would be at the keeper's mercy. Hence the keeper shows that it is there: who misses a
/// receipt accuses, the keeper answers with its place under the root within `ANSWER_TIME`, or the omission is proved.
/// An honest keeper can always answer, and only receipts that it signed can be asked for, each once. Where no root at
/// all covers a receipt after `ANCHOR_TIME`, the omission is proved at once.
///
/// States of an accusation (keeper, receipt):
///
/// | state    | act              | next     | who |
/// |----------|------------------|----------|-----|
/// | none     | `proveLate`      | omitted  | anyone, for a receipt older than `ANCHOR_TIME` that no period covers |
/// | none     | `accuse`         | accused  | anyone, for a receipt that a period covers |
/// | accused  | `answer`         | answered | anyone, before `answerBy` |
/// | accused  | `proveOmission`  | omitted  | anyone, from `answerBy` on |
///
/// Tree: leaf = the receipt's EIP-712 digest; a node is the keccak256 of its two children, the smaller first (as
/// OpenZeppelin's `MerkleProof`); root zero: no receipts. Receipts of a period are those with `from < time <= through`.
/// One slot a keeper: through 40, number 32, head 184 bits. `head' = low 184 bits of keccak256(abi.encode(head, link))`
/// with `link = keccak256(abi.encode(number, from, through, root))`. After every `STRIDE`th anchor the head is kept in a
/// slot of its own, so that no proof needs more than `STRIDE - 1` later links, however long the log.
interface IAccessLog {
    // ------------------------------------------------------------------------------------------------------ types

    /// @notice A keeper's answer to a request (docs/architecture.md, "Gateway"), signed in the gateway's EIP-712 domain.
    /// @param request EIP-712 digest of the request
    /// @param granted whether it was granted
    /// @param code `granted`, or why not
    /// @param time second of the answer; `at` in the signed type, which Solidity keeps for itself
    /// @param blockNumber block whose state decided; zero: the chain was not asked
    struct Receipt {
        bytes32 request;
        bool granted;
        string code;
        uint64 time;
        uint64 blockNumber;
    }

    /// @notice How far a keeper's log is.
    /// @param through last second that is covered
    /// @param number anchors so far
    /// @param head rolling hash of them
    struct Log {
        uint40 through;
        uint32 number;
        uint184 head;
    }

    /// @notice Where a receipt stands in a log.
    /// @param number the anchor's number, from 1
    /// @param from last second before its period
    /// @param through last second of its period
    /// @param root its root
    /// @param previousHead head before it
    /// @param later links of the anchors after it, up to the next number that `STRIDE` divides, or to the last
    /// @param proof siblings from the leaf up
    struct Place {
        uint32 number;
        uint40 from;
        uint40 through;
        bytes32 root;
        uint184 previousHead;
        bytes32[] later;
        bytes32[] proof;
    }

    enum Status {
        None,
        Accused,
        Answered,
        Omitted
    }

    /// @notice State of an accusation: one slot.
    /// @param answerBy first second at which an unanswered accusation is proved; zero unless there was an accusation
    struct Accusation {
        Status status;
        uint40 answerBy;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @notice A keeper committed to the receipts of the period from its previous `through` (exclusive) to this one.
    event Anchored(address indexed keeper, uint32 number, uint40 through, bytes32 root);
    event Accused(address indexed keeper, bytes32 indexed digest, address accuser, Receipt receipt, uint40 answerBy);
    event Answered(address indexed keeper, bytes32 indexed digest, uint32 number);
    /// @notice A keeper signed a receipt that is in no root of its period.
    /// @param late true: no root covered it in time; false: the keeper did not show it
    event OmissionProved(address indexed keeper, bytes32 indexed digest, bool late);

    // ----------------------------------------------------------------------------------------------------- errors

    error AccessLog_PeriodOverlaps(address keeper, uint40 through, uint40 last);
    error AccessLog_PeriodNotOver(uint40 through, uint256 timestamp);
    error AccessLog_NotSigned(address keeper, bytes32 digest);
    error AccessLog_NotInPeriod(uint64 time, uint40 from, uint40 through);
    error AccessLog_NotUnderRoot(bytes32 digest, bytes32 root);
    error AccessLog_NotAnchored(address keeper, uint32 number);
    error AccessLog_NotCovered(address keeper, uint64 time, uint40 through);
    /// @notice A period covers the receipt: accuse.
    error AccessLog_Covered(address keeper, uint64 time, uint40 through);
    error AccessLog_NotLate(uint64 time, uint256 lateFrom);
    error AccessLog_WrongStatus(address keeper, bytes32 digest, Status status);
    error AccessLog_TimeToAnswer(bytes32 digest, uint40 answerBy);
    error AccessLog_AnswerTooLate(bytes32 digest, uint40 answerBy);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Commits the caller to the receipts it signed since its last anchor. Costs the same however many there are.
    /// @param root of their tree; zero: there were none
    /// @param through last second of the period: after the last anchor's, and over
    function anchor(bytes32 root, uint40 through) external returns (uint32 number);

    /// @notice Proves that no root covered a receipt within `ANCHOR_TIME`.
    function proveLate(address keeper, Receipt calldata receipt, bytes calldata signature) external;

    /// @notice Asks a keeper to show a receipt under the root of its period within `ANSWER_TIME`.
    function accuse(address keeper, Receipt calldata receipt, bytes calldata signature) external;

    /// @notice Shows the receipt of an accusation. Anyone who knows its place.
    function answer(address keeper, Receipt calldata receipt, Place calldata place) external;

    /// @notice Concludes an accusation that the keeper did not answer.
    function proveOmission(address keeper, bytes32 digest) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Proves a grant or a denial: the keeper signed the receipt, and anchored it in the period of its time.
    /// Reverts where it is not so.
    /// @return granted what the keeper answered
    /// @return digest of the receipt
    function proveAnswer(
        address keeper,
        Receipt calldata receipt,
        bytes calldata signature,
        Place calldata place
    ) external view returns (bool granted, bytes32 digest);

    function logOf(address keeper) external view returns (Log memory log);

    function accusationOf(address keeper, bytes32 digest) external view returns (Accusation memory accusation);

    /// @notice Head that was kept after anchor `number`; zero where `STRIDE` does not divide it or it is to come.
    function keptHead(address keeper, uint32 number) external view returns (uint184 head);

    /// @notice EIP-712 digest of a receipt: what its keeper signs, and its leaf.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32 digest);
}
