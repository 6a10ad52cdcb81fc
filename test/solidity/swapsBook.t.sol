// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {LockBook} from "../../contracts/swaps/LockBook.sol";
import {Runs} from "../../contracts/swaps/Runs.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";

/// @notice `LockBook` and `Runs` as they are, with nothing around them.
contract Book {
    using Runs for Runs.Book;
    using Runs for Runs.Sum;

    /// @dev What an end tells.
    struct Ended {
        bytes32 id;
        uint256 entry;
        address token;
        address payee;
        uint256 amount;
        uint256 tip;
    }

    error Book_Memory(uint256 free, uint256 zero);

    /// @dev Assembly may use what memory is free, and must leave pointer and zero word alone.
    modifier cleanly() {
        uint256 before;
        assembly ("memory-safe") {
            before := mload(0x40)
        }
        _;
        uint256 free;
        uint256 zero;
        assembly ("memory-safe") {
            free := mload(0x40)
            zero := mload(0x60)
        }
        require(free == before && zero == 0, Book_Memory(free, zero));
    }

    function open(IHashLock.Lock calldata terms) external cleanly returns (bytes32 id, uint256 earlier) {
        return LockBook.open(terms.token, terms.amount, terms.hashlock, terms.recipient, terms.refundee, terms.terms);
    }

    function openItem(
        IHashLock.Item calldata item,
        address vault
    ) external cleanly returns (bytes32 id, uint256 earlier) {
        return
            LockBook.openItem(
                item.recipient,
                item.refundee,
                item.tokenId,
                item.token,
                item.units,
                item.hashlock,
                item.terms,
                vault
            );
    }

    function claimed(IHashLock.Claim calldata claim) external cleanly returns (Ended memory end) {
        (end.id, end.entry, end.token, end.payee, end.amount, end.tip) = LockBook.claimed(claim);
    }

    function refunded(IHashLock.Lock calldata terms) external cleanly returns (Ended memory end) {
        (end.id, end.entry, end.token, end.payee, end.amount, end.tip) = LockBook.refunded(terms);
    }

    function take(bytes32 id) external cleanly returns (uint256 entry) {
        return LockBook.take(id);
    }

    function entryOf(bytes32 id) external view cleanly returns (uint256 entry, address vault) {
        entry = LockBook.entryOf(id);
        return (entry, LockBook.vaultIn(entry));
    }

    function hashOf(bytes32 preimage) external view cleanly returns (bytes32 hashlock) {
        return LockBook.hashOf(preimage);
    }

    function lastOf(
        IHashLock.Claim[] calldata claims,
        IHashLock.Lock[] calldata locks
    ) external pure returns (IHashLock.Claim memory, IHashLock.Lock memory) {
        return (LockBook.claimAt(claims, claims.length - 1), LockBook.lockAt(locks, locks.length - 1));
    }

    /// @notice What `Runs` makes of payments, in the order in which they would be paid.
    function sumsOf(Runs.Sum[] calldata payments) external pure returns (Runs.Sum[] memory sums) {
        Runs.Book memory book;
        Runs.Sum memory sum;
        book.room = payments.length;
        for (uint256 i = 0; i < payments.length; ++i) {
            Runs.Sum calldata payment = payments[i];
            if (!sum.isOf(payment.token, payment.payee)) sum = book.turn(sum, payment.token, payment.payee);
            sum.amount += payment.amount;
        }
        sums = new Runs.Sum[](book.count + 1);
        for (uint256 i = 0; i < book.count; ++i) sums[i] = book.sums[i];
        sums[book.count] = sum;
    }
}

/// @notice The assembly of `LockBook` and `Runs` beside plain Solidity, for any terms and for those at the limits.
contract SwapsBookTest is Base {
    Book private _book;

    function setUp() public {
        _book = new Book();
    }

    function test_SWP_01_moneyIsEnteredAndTakenOutAsTheReferenceSays(
        IHashLock.Lock calldata given,
        bytes32 preimage,
        uint8 edge,
        bool isEther,
        bool isRefund
    ) public {
        IHashLock.Lock memory terms = given;
        (terms.amount, terms.terms) = (_edge(edge, terms.amount), _edge(edge >> 3, terms.terms));
        if (isEther) terms.token = address(0);
        terms.hashlock = sha256(abi.encode(preimage));
        bytes32 expected = _idOf(terms);
        (bytes32 id, uint256 earlier) = _book.open(terms);
        assertEqual(uint256(id), uint256(expected), "id");
        assertEqual(earlier, 0, "earlier");
        (, earlier) = _book.open(terms);
        assertEqual(earlier, block.number, "earlier, of the second time");
        _requireEntry(id, block.number, address(0));
        Book.Ended memory end = _end(terms, preimage, isRefund);
        assertEqual(uint256(end.id), uint256(expected), "id of the end");
        assertEqual(end.entry, block.number, "entry");
        assertEqual(uint160(end.token), uint160(terms.token), "token");
        assertEqual(uint160(end.payee), uint160(isRefund ? terms.refundee : terms.recipient), "payee");
        assertEqual(end.amount, terms.amount, "amount");
        assertEqual(end.tip, (terms.terms / 2 ** 88) % 2 ** 128, "tip");
        _requireEntry(id, 0, address(0));
        assertEqual(_end(terms, preimage, isRefund).entry, 0, "entry of what has ended");
    }

    function test_SWP_01_itemsAreEnteredAndTakenOutAsTheReferenceSays(
        IHashLock.Item calldata given,
        address vault,
        uint8 edge
    ) public {
        IHashLock.Item memory item = given;
        (item.units, item.tokenId) = (_edge(edge, item.units), _edge(edge >> 3, item.tokenId));
        bytes32 expected = _idOf(item);
        (bytes32 id, uint256 earlier) = _book.openItem(item, vault);
        assertEqual(uint256(id), uint256(expected), "id");
        assertEqual(earlier, 0, "earlier");
        _requireEntry(id, block.number, vault);
        uint256 entry = _book.take(id);
        assertEqual(uint64(entry), block.number, "block");
        assertEqual(entry >> 64, uint160(vault), "vault");
        _requireEntry(id, 0, address(0));
    }

    /// @notice Locks of different kinds, of the same words else, have different ids.
    function test_SWP_01_idsOfDifferentKindsAreDifferent(IHashLock.Item calldata given) public {
        IHashLock.Item memory item = given;
        (item.tokenId, item.units) = (0, 0);
        IHashLock.Lock memory lock = IHashLock.Lock(
            item.token,
            1,
            item.hashlock,
            item.recipient,
            item.refundee,
            item.terms
        );
        IHashLock.Item memory lot = given;
        (lot.tokenId, lot.units) = (0, 1);
        (bytes32 first, ) = _book.open(lock);
        (bytes32 second, uint256 earlier) = _book.openItem(item, address(0));
        (bytes32 third, uint256 earliest) = _book.openItem(lot, address(1));
        assertEqual(earlier + earliest, 0, "open");
        assert(first != second && second != third && first != third);
    }

    function test_SWP_11_hashesAsSolidityDoes(bytes32 preimage) public view {
        assertEqual(uint256(_book.hashOf(preimage)), uint256(sha256(abi.encode(preimage))), "hashlock");
    }

    function test_SWP_14_findsWhatStandsAtAnIndex(
        IHashLock.Claim[] calldata claims,
        IHashLock.Lock[] calldata locks
    ) public view {
        if (claims.length == 0 || locks.length == 0) return;
        (IHashLock.Claim memory claim, IHashLock.Lock memory lock) = _book.lastOf(claims, locks);
        assert(keccak256(abi.encode(claim)) == keccak256(abi.encode(claims[claims.length - 1])));
        assert(keccak256(abi.encode(lock)) == keccak256(abi.encode(locks[locks.length - 1])));
    }

    /// @notice One sum for each token and payee, with all that is theirs.
    function test_SWP_14_sumsAsTheReferenceSays(uint256 seed, uint256 count) public view {
        Runs.Sum[] memory payments = new Runs.Sum[](1 + (count % 12));
        for (uint256 i = 0; i < payments.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            payments[i] = Runs.Sum(
                address(uint160(random % 2)),
                address(uint160(1 + ((random >> 8) % 3))),
                1 + (random >> 200)
            );
        }
        Runs.Sum[] memory sums = _book.sumsOf(payments);
        uint256 distinct = 0;
        for (uint256 i = 0; i < payments.length; ++i) {
            bool isFirst = true;
            uint256 expected = 0;
            for (uint256 j = 0; j < payments.length; ++j) {
                if (!_isSame(payments[i], payments[j])) continue;
                if (j < i) isFirst = false;
                expected += payments[j].amount;
            }
            if (!isFirst) continue;
            ++distinct;
            uint256 found = 0;
            for (uint256 j = 0; j < sums.length; ++j) {
                if (!_isSame(payments[i], sums[j])) continue;
                ++found;
                assertEqual(sums[j].amount, expected, "sum");
            }
            assertEqual(found, 1, "sums of one token and payee");
        }
        assertEqual(sums.length, distinct, "sums");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _end(IHashLock.Lock memory lock, bytes32 preimage, bool isRefund) private returns (Book.Ended memory) {
        return isRefund ? _book.refunded(lock) : _book.claimed(_claimOf(lock, preimage));
    }

    function _isSame(Runs.Sum memory a, Runs.Sum memory b) private pure returns (bool) {
        return a.token == b.token && a.payee == b.payee;
    }

    /// @dev Numbers at the limits of their bits, and any others.
    function _edge(uint256 which, uint256 other) private pure returns (uint256) {
        uint256[5] memory edges = [0, 1, 2 ** 96 - 1, 2 ** 128 - 1, type(uint256).max];
        return which % 8 < 5 ? edges[which % 8] : other;
    }

    function _requireEntry(bytes32 id, uint256 number, address vault) private view {
        (uint256 entry, address found) = _book.entryOf(id);
        assertEqual(uint64(entry), number, "block at the id");
        assertEqual(uint160(found), uint160(vault), "vault at the id");
        assertEqual(entry >> 224, 0, "bits above");
    }

    function _idOf(IHashLock.Lock memory lock) private view returns (bytes32) {
        IHashLock.Kind kind = lock.token == address(0) ? IHashLock.Kind.Ether : IHashLock.Kind.Erc20;
        return _idOf(kind, lock.recipient, lock.refundee, 0, lock.token, lock.amount, lock.hashlock, lock.terms);
    }

    function _idOf(IHashLock.Item memory item) private view returns (bytes32) {
        IHashLock.Kind kind = item.units == 0 ? IHashLock.Kind.Erc721 : IHashLock.Kind.Erc6909;
        uint256 amount = item.units == 0 ? 1 : item.units;
        return _idOf(kind, item.recipient, item.refundee, item.tokenId, item.token, amount, item.hashlock, item.terms);
    }

    function _idOf(
        IHashLock.Kind kind,
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 amount,
        bytes32 hashlock,
        uint256 terms
    ) private view returns (bytes32) {
        bytes memory head = abi.encode(block.chainid, _book, kind, recipient, refundee, tokenId);
        return keccak256(bytes.concat(head, abi.encode(token, amount, hashlock, terms)));
    }

    function _claimOf(IHashLock.Lock memory lock, bytes32 preimage) private pure returns (IHashLock.Claim memory) {
        return IHashLock.Claim(preimage, lock.token, lock.amount, lock.recipient, lock.terms, lock.refundee);
    }
}
