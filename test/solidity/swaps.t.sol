// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {IPayouts} from "../../contracts/swaps/IPayouts.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {SwapsHandler} from "./swapsHandler.sol";

/// @notice Hardhat calls only contracts of the test's own file.
contract SwapsActs is SwapsHandler {}

/// @notice What holds after any sequence of acts on hash locks.
/// @dev 32,000 calls an invariant, 128,000 in all.
/// forge-config: default.invariant.depth = 500
contract SwapsInvariants is Base {
    SwapsActs private _handler;
    IHashLock private _hashLock;

    error SwapsInvariants_Differs(string what);

    function setUp() public {
        _handler = new SwapsActs();
        _hashLock = _handler.hashLock();
        _target(address(_handler));
    }

    /// @notice Every act does or refuses what the model says, and nobody does anything twice by calling back.
    function invariant_SWP_28_actsAsTheModel() public view {
        assertEqual(_handler.reentered(), 0, "calls back that were done");
        string memory what = _handler.difference();
        require(bytes(what).length == 0, SwapsInvariants_Differs(what));
    }

    /// @notice I: what it holds is what is locked and what is credited; the token that takes from balances harms no other.
    function invariant_SWP_26_holdsWhatIsLockedAndCredited() public view {
        for (uint256 a = 0; a < 3; ++a) {
            address asset = _handler.assets(a);
            uint256 owed = _handler.locked(asset);
            for (uint256 i = 0; i < 5; ++i) {
                address party = _handler.parties(i);
                uint256 credit = IPayouts(address(_hashLock)).creditOf(asset, party);
                assertEqual(credit, _handler.credits(asset, party), "a credit");
                owed += credit;
            }
            if (a == 0) assertEqual(address(_hashLock).balance, owed, "ether");
            if (a == 1) assertEqual(_handler.token().balanceOf(address(_hashLock)), owed, "tokens");
        }
    }

    /// @notice II and IV: a lock ends once for each time that it was opened, by a claim or by a refund.
    function invariant_SWP_15_endsOnce() public view {
        uint256 count = _handler.count();
        bytes32[] memory ids = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) (ids[i], , , ) = _handler.lockAt(i);
        uint256[] memory blocks = _hashLock.lockedAt(ids);
        for (uint256 i = 0; i < count; ++i) {
            (, bool isOpen, uint256 opened, uint256 ended) = _handler.lockAt(i);
            assertEqual(ended + (isOpen ? 1 : 0), opened, "ends");
            assertEqual(blocks[i] == 0 ? 0 : 1, isOpen ? 1 : 0, "open");
        }
    }

    /// @notice III: the parties and whoever acts have what was agreed, and nobody more.
    function invariant_SWP_08_paysThePartiesAndTheTip() public view {
        address token = address(_handler.token());
        for (uint256 i = 0; i < 5; ++i) {
            address party = _handler.parties(i);
            assertEqual(party.balance, _handler.had(address(0), party), "a party's ether");
            assertEqual(_handler.token().balanceOf(party), _handler.had(token, party), "a party's tokens");
        }
    }
}

/// @notice Ids and limits for any terms.
contract SwapsFuzz is Base {
    SwapsActs private _handler;
    IHashLock private _hashLock;

    function setUp() public {
        _handler = new SwapsActs();
        _hashLock = _handler.hashLock();
    }

    function test_SWP_01_idIsTheHashOfAllTerms(
        uint8 kind,
        address recipient,
        address refundee,
        uint256 tokenId,
        address token,
        uint256 amount,
        uint256 terms
    ) public view {
        kind = uint8(bound(kind, 0, 3));
        bytes32 hashlock = keccak256(abi.encode(terms));
        bytes memory parts = abi.encode(recipient, refundee, tokenId, token, amount, hashlock, terms);
        bytes32 expected = keccak256(bytes.concat(abi.encode(block.chainid, _hashLock, kind), parts));
        IHashLock.Kind named = IHashLock.Kind(kind);
        bytes32 id = _hashLock.lockId(named, recipient, refundee, tokenId, token, amount, hashlock, terms);
        assertEqual(uint256(id), uint256(expected), "id");
    }

    function test_SWP_06_timelockIsAheadAndNotTooFar(uint256 timelock) public {
        timelock = bound(timelock, 0, 2 ** 40 - 1);
        bool isGood = timelock > block.timestamp && timelock <= block.timestamp + 365 days;
        (bool isDone, ) = address(_hashLock).call{value: 1}(
            abi.encodeCall(IHashLock.lockETH, (timelock << 216, bytes32(0), address(1), address(2)))
        );
        assertEqual(isDone ? 1 : 0, isGood ? 1 : 0, "locked");
    }

    function test_SWP_11_onlyTheHashOf32BytesOpens(bytes32 secret, bytes calldata other) public {
        bytes32 hashlock = sha256(other);
        uint256 terms = (block.timestamp + 1) << 216;
        _hashLock.lockETH{value: 1}(terms, hashlock, address(1), address(2));
        IHashLock.Claim memory claim = IHashLock.Claim(secret, address(0), 1, address(1), terms, address(2));
        (bool isDone, ) = address(_hashLock).call(abi.encodeCall(IHashLock.claim, (claim)));
        bool isSecret = other.length == 32 && bytes32(other) == secret;
        assertEqual(isDone ? 1 : 0, isSecret ? 1 : 0, "claimed");
    }
}
