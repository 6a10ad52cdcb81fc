// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {IPayouts} from "./IPayouts.sol";

/// @title IHashLock: what is locked until somebody shows a secret, or until time is up
/// @notice One side of a swap. Ether, an ERC-20, an ERC-721 or a lot (ERC-6909) is locked for a recipient who can take it
/// with 32 bytes whose sha256 was agreed, and for a refundee who gets it back from a second on. Neither can be changed,
/// and anyone may act for them: claims and refunds pay them whoever makes these, and the caller gets the tip, if one was
/// agreed. There is no owner, no pause, no fee and no upgrade.
/// @dev States of a lock:
///
/// | state | act                           | next  | who |
/// |-------|-------------------------------|-------|-----|
/// | none  | `lockETH`, `lockToken`, `lockTokenWithPermit`, `lockItem` | open | anyone, who pays |
/// | none  | `lockTokenWithAuthorization`       | open  | anyone, with the payer's signature |
/// | none  | `onERC721Received`            | open  | a token that was sent with the terms |
/// | open  | `claim`, `claimMany`, `claimItem` | none | anyone with the secret, before and after the timelock |
/// | open  | `refund`, `refundMany`, `refundItem` | none | anyone, from the timelock on |
/// | open  | `refundEarly`, `refundItemEarly` | none | anyone, with the recipient's signature; the recipient |
///
/// There is no other act, so a lock ends once, by claim or by refund and never by both. An ended lock leaves nothing: the
/// same terms may be locked again.
///
/// Id: `keccak256(abi.encode(chainid, this, kind, recipient, refundee, tokenId, token, amount, hashlock, terms))`. The
/// contract keeps one slot for an open lock, so whoever acts on it tells the terms again. Wrong ones, and a wrong secret,
/// are those of another lock, which is not open.
///
/// Terms: a word of timelock (40 bits, Unix seconds), tip (128 bits) and salt (88 bits, which tells equal locks apart).
/// The tip of ether and ERC-20 is a part of the amount; of items it is ether that is locked besides. A recipient or
/// refundee who acts himself keeps it.
///
/// Payouts that are refused: see `IPayouts`. An ERC-721 that can't be moved is kept for its party (`withdrawItem`), and a
/// lot stays in its vault (see `IVault`), which is the party's from then on.
///
/// Assumptions: a token moves what it says it moves; what comes in is measured, and less is refused. One that takes away
/// from balances, or is re-based downwards, may leave too little for all its locks; other tokens are not touched by it.
/// An ERC-721 is to be locked as an item. As an ERC-20 its number is an amount: all but the first are refused, and that one
/// can be paid to nobody.
/// Claims stay possible after the timelock until somebody refunds, so who knows the secret must claim before.
interface IHashLock is IPayouts, IERC721Receiver {
    // ------------------------------------------------------------------------------------------------------ types

    // Functions are looked for one by one, from the smallest selector on, 22 gas each. Names of acts and order of fields
    // give those that are used most small ones: a claim costs 400 gas less than with the widest.

    enum Kind {
        Ether,
        Erc20,
        Erc721,
        Erc6909
    }

    /// @notice A lock of ether or of an ERC-20.
    /// @param token zero: ether
    /// @param amount base units, the tip included
    /// @param hashlock sha256 of exactly 32 bytes
    struct Lock {
        address token;
        uint256 amount;
        bytes32 hashlock;
        address recipient;
        address refundee;
        uint256 terms;
    }

    /// @notice As `Lock`, with the secret in place of its hash.
    struct Claim {
        bytes32 preimage;
        address token;
        uint256 amount;
        address recipient;
        uint256 terms;
        address refundee;
    }

    /// @notice A lock of a token by id.
    /// @param units all units of a lot; zero: it is an ERC-721
    struct Item {
        uint256 tokenId;
        uint256 units;
        address token;
        bytes32 hashlock;
        address recipient;
        address refundee;
        uint256 terms;
    }

    /// @notice As `Item`, with the secret in place of its hash.
    struct ItemClaim {
        uint256 tokenId;
        address token;
        address recipient;
        address refundee;
        uint256 units;
        bytes32 preimage;
        uint256 terms;
    }

    /// @notice An ERC-2612 permit for this contract.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice An ERC-3009 authorisation of `receiveWithAuthorization` whose nonce is the lock's id, its low 64 bits zero.
    struct Authorization {
        address payer;
        uint256 validAfter;
        uint256 validBefore;
        bytes signature;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @notice Ether (token zero) or an ERC-20 was locked.
    event Locked(
        bytes32 indexed id,
        address indexed recipient,
        address indexed refundee,
        address token,
        uint256 amount,
        bytes32 hashlock,
        uint256 terms
    );
    /// @notice An ERC-721 (no units) or a lot was locked.
    event LockedItem(
        bytes32 indexed id,
        address indexed recipient,
        address indexed refundee,
        uint256 tokenId,
        address token,
        uint256 units,
        bytes32 hashlock,
        uint256 terms
    );
    /// @notice The vault that holds a locked lot.
    event Vaulted(bytes32 indexed id, address indexed vault);
    /// @notice Whoever sees this knows the secret, and can claim what else is locked with its hash.
    event Claimed(bytes32 indexed id, bytes32 preimage);
    event Refunded(bytes32 indexed id);
    /// @notice A token by id could not be moved to its party. An ERC-721 waits here (`withdrawItem`), a lot in its vault.
    event ItemKept(address indexed token, uint256 indexed tokenId, address indexed account);
    event ItemWithdrawn(address indexed token, uint256 indexed tokenId, address indexed account, address to);

    // ----------------------------------------------------------------------------------------------------- errors

    /// @notice One of them is nobody, or this contract.
    error HashLock_BadParty(address recipient, address refundee);
    /// @notice The timelock has passed, or is further away than a year.
    error HashLock_BadTimelock(uint256 timelock, uint256 timestamp);
    /// @notice The tip leaves nothing for the party; zero amounts have nothing.
    error HashLock_NothingLeft(uint256 amount, uint256 tip);
    /// @notice These terms are open now; another salt makes another lock of them.
    error HashLock_AlreadyOpen(bytes32 id);
    /// @notice No such lock is open: it has ended, or never was, or not on these terms, or the secret is another.
    error HashLock_NotOpen(bytes32 id);
    /// @notice As `HashLock_NotOpen`, of one of many.
    error HashLock_NotOpenAt(uint256 index, bytes32 id);
    /// @notice Nobody can be refunded before the timelock, unless the recipient agrees.
    error HashLock_TooEarly(bytes32 id, uint256 timelock);
    error HashLock_NotToken(address token);
    /// @notice Ether that comes with an item is its tip.
    error HashLock_WrongValue(uint256 value, uint256 expected);
    error HashLock_NotDelivered(address token, uint256 tokenId);
    error HashLock_Expired(uint256 deadline, uint256 timestamp);
    error HashLock_NotSigned(bytes32 id, address recipient);
    error HashLock_NothingKept(address token, uint256 tokenId, address account);

    // ------------------------------------------------------------------------------------------------- acts: lock

    /// @notice Locks the ether that comes with the call.
    function lockETH(uint256 terms, bytes32 hashlock, address recipient, address refundee) external payable;

    /// @notice Locks an ERC-20, by standing allowance of the caller.
    function lockToken(Lock calldata terms) external;

    /// @notice As `lockToken`, with an ERC-2612 permit of the caller. A permit that was used before does no harm.
    function lockTokenWithPermit(Lock calldata terms, Permit calldata permit) external;

    /// @notice As `lockToken`, paid by one ERC-3009 signature of the payer, whose nonce is the lock's id (192 bits of it), so that it
    /// binds all terms; anyone may relay it.
    function lockTokenWithAuthorization(Lock calldata terms, Authorization calldata authorization) external;

    /// @notice Locks an ERC-721 or a lot of the caller, who approved this contract; the ether that comes with it is the tip.
    /// An ERC-721 can be sent instead (`safeTransferFrom`), with `abi.encode(hashlock, recipient, refundee, terms)` and
    /// without a tip.
    function lockItem(Item calldata item) external payable;

    // ------------------------------------------------------------------------------------------------ acts: claim

    /// @notice Pays the recipient, and the tip to the caller. Anyone with the secret.
    function claim(Claim calldata claim_) external;

    /// @notice As `claim`, for many, with one payout for each token and recipient. All or none: a bad one names itself.
    function claimMany(Claim[] calldata claims) external;

    /// @notice As `claim`, for a token by id. What is left of a lot goes to the recipient, and its vault is his.
    function claimItem(ItemClaim calldata claim_) external;

    // ----------------------------------------------------------------------------------------------- acts: refund

    /// @notice Pays the refundee, and the tip to the caller. Anyone, from the timelock on.
    function refund(Lock calldata terms) external;

    /// @notice As `refund`, for many, with one payout for each token and refundee. All or none.
    function refundMany(Lock[] calldata locks) external;

    /// @notice As `refund`, for a token by id.
    function refundItem(Item calldata item) external;

    /// @notice As `refund`, at any time. The recipient, or anyone with his signature
    /// (`EarlyRefund(bytes32 id,uint256 lockedAt,uint256 deadline)`), which dies with this lock.
    function refundEarly(Lock calldata terms, uint256 deadline, bytes calldata signature) external;

    /// @notice As `refundEarly`, for a token by id.
    function refundItemEarly(Item calldata item, uint256 deadline, bytes calldata signature) external;

    // --------------------------------------------------------------------------------------------- acts: withdraw

    /// @notice Hands an ERC-721 that is kept for an account to it. Anyone.
    function withdrawItem(address token, uint256 tokenId) external;

    /// @notice Hands an ERC-721 that is kept for the caller to whom he names.
    function withdrawItemTo(address token, uint256 tokenId, address to) external;

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Id of a lock of any kind.
    /// @param token zero for ether
    /// @param tokenId zero for ether and ERC-20
    /// @param amount 1 for an ERC-721
    function lockId(
        Kind kind,
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 amount,
        bytes32 hashlock,
        uint256 terms
    ) external view returns (bytes32 id);

    /// @notice Number of the block in which each was locked; zero: it is not open.
    function lockedAt(bytes32[] calldata ids) external view returns (uint256[] memory blocks);

    /// @notice The vault of an open lot; zero: there is none.
    function vaultOf(bytes32 id) external view returns (address vault);

    /// @notice For whom an ERC-721 is kept; zero: for nobody.
    function keptFor(address token, uint256 tokenId) external view returns (address account);

    /// @notice What vaults are clones of.
    function vaults() external view returns (address implementation);

    /// @notice How far ahead a timelock may be, in seconds.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_TIME() external view returns (uint256);
}
