// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IHashLock} from "../../contracts/swaps/IHashLock.sol";
import {Base} from "./Base.sol";
import {assertEqual} from "./equal.sol";
import {HostileToken} from "./swapsHostile.sol";
import {Dealer} from "./swapsWalk.sol";

/// @notice Hash locks at the limits: amounts, timelocks, the same terms again, and calls that are not as they should be.
contract SwapsLimitsTest is Base {
    uint256 private constant NOW = 1_800_000_000;
    bytes32 private constant SECRET = keccak256("secret");
    address private constant RECIPIENT = address(0xACC1);
    address private constant REFUNDEE = address(0xACC2);

    IHashLock private _hashLock;
    HostileToken private _token;

    function setUp() public {
        vm.warp(NOW);
        _hashLock = IHashLock(_deploy("swaps/HashLock.sol:HashLock", abi.encode(address(0))));
        _token = new HostileToken();
        Dealer(address(vm)).deal(address(this), type(uint256).max);
        _token.setBalance(address(this), type(uint256).max);
    }

    function test_SWP_04_takesAnyAmountButNone() public {
        uint256[5] memory amounts = [0, 1, 2 ** 96 - 1, 2 ** 128 - 1, type(uint256).max];
        for (uint256 i = 0; i < amounts.length; ++i) {
            IHashLock.Lock memory terms = _termsOf(address(_token), amounts[i], NOW + 1);
            assertEqual(_lock(terms) ? 1 : 0, i == 0 ? 0 : 1, "locked");
            if (i == 0) continue;
            assertEqual(_token.balanceOf(address(_hashLock)), amounts[i], "held");
            assertEqual(_do(_claimOf(terms)) ? 1 : 0, 1, "claimed");
            assertEqual(_token.balanceOf(RECIPIENT), amounts[i], "paid");
            _token.setBalance(RECIPIENT, 0);
            _token.setBalance(address(this), type(uint256).max);
        }
    }

    function test_SWP_04_takesAnyAmountOfEther() public {
        uint256[3] memory amounts = [1, 2 ** 96 - 1, uint256(2 ** 128 - 1)];
        for (uint256 i = 0; i < amounts.length; ++i) {
            IHashLock.Lock memory terms = _termsOf(address(0), amounts[i], NOW + 1);
            uint256 earlier = RECIPIENT.balance;
            assertEqual(_lock(terms) && _do(_claimOf(terms)) ? 1 : 0, 1, "locked and claimed");
            assertEqual(RECIPIENT.balance - earlier, amounts[i], "paid");
        }
    }

    /// @dev 2 ** 40 and what is more does not fit: of the word only 40 bits are the timelock's.
    function test_SWP_06_takesTimelocksAheadWithinAYear() public {
        uint256[8] memory timelocks = [
            0,
            NOW - 1,
            NOW,
            NOW + 1,
            NOW + 365 days,
            NOW + 365 days + 1,
            2 ** 40 - 1,
            type(uint256).max
        ];
        for (uint256 i = 0; i < timelocks.length; ++i) {
            IHashLock.Lock memory terms = _termsOf(address(0), 1, timelocks[i]);
            if (i == 7) terms.terms = type(uint256).max;
            assertEqual(_lock(terms) ? 1 : 0, i == 3 || i == 4 ? 1 : 0, "locked");
        }
    }

    function test_SWP_03_takesTheSameTermsWheneverTheyAreNotOpen() public {
        IHashLock.Lock memory terms = _termsOf(address(_token), 5, NOW + 100);
        bytes[3] memory ends = [
            _claimOf(terms),
            abi.encodeCall(IHashLock.refundEarly, (terms, 0, "")),
            abi.encodeCall(IHashLock.refund, (terms))
        ];
        for (uint256 i = 0; i < ends.length; ++i) {
            assertEqual(_lock(terms) ? 1 : 0, 1, "locked");
            assertEqual(_lock(terms) ? 1 : 0, 0, "locked twice");
            if (i == 2) vm.warp(NOW + 100);
            if (i == 1) vm.prank(RECIPIENT);
            assertEqual(_do(ends[i]) ? 1 : 0, 1, "ended");
            assertEqual(_do(ends[i]) ? 1 : 0, 0, "ended twice");
            assertEqual(_do(_claimOf(terms)) ? 1 : 0, 0, "claimed after the end");
        }
        assertEqual(_lock(terms) ? 1 : 0, 0, "locked when its time was up");
        assertEqual(_token.balanceOf(RECIPIENT), 5, "the recipient's");
        assertEqual(_token.balanceOf(REFUNDEE), 10, "the refundee's");
    }

    /// @notice A call that is cut off anywhere does nothing, and one that goes on does the same.
    function test_SWP_09_refusesCallsThatAreCutOff(uint256 length, bytes calldata more) public {
        IHashLock.Lock memory terms = _termsOf(address(_token), 5, NOW + 100);
        _lock(terms);
        IHashLock.Lock[] memory locks = new IHashLock.Lock[](1);
        IHashLock.Claim[] memory claims = new IHashLock.Claim[](1);
        (locks[0], claims[0]) = (terms, _claimStruct(terms));
        vm.warp(NOW + 100);
        bytes[4] memory calls = [
            _claimOf(terms),
            abi.encodeCall(IHashLock.refund, (terms)),
            abi.encodeCall(IHashLock.claimMany, (claims)),
            abi.encodeCall(IHashLock.refundMany, (locks))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            bytes memory cut = calls[i];
            uint256 kept = length % cut.length;
            assembly ("memory-safe") {
                mstore(cut, kept)
            }
            assertEqual(_do(cut) ? 1 : 0, 0, "cut off");
        }
        assertEqual(_do(bytes.concat(_claimOf(terms), more)) ? 1 : 0, 1, "gone on");
        assertEqual(_token.balanceOf(RECIPIENT), 5, "paid");
    }

    /// @notice An address with bits above its own is no address: neither locked nor ended.
    function test_SWP_09_refusesAddressesWithDirtyBits(uint96 dirt) public {
        vm.assume(dirt != 0);
        IHashLock.Lock memory terms = _termsOf(address(_token), 5, NOW + 100);
        uint256[3] memory words = [uint256(0), 3, 4];
        for (uint256 i = 0; i < words.length; ++i) {
            bytes memory lock = abi.encodeCall(IHashLock.lockToken, (terms));
            assertEqual(_do(_dirty(lock, words[i], dirt)) ? 1 : 0, 0, "locked");
        }
        bytes memory ether_ = abi.encodeCall(IHashLock.lockETH, (terms.terms, terms.hashlock, RECIPIENT, REFUNDEE));
        for (uint256 i = 2; i < 4; ++i) {
            (bool isDone, ) = address(_hashLock).call{value: 1}(_dirty(bytes.concat(ether_), i, dirt));
            assertEqual(isDone ? 1 : 0, 0, "ether locked");
        }
        _lock(terms);
        vm.warp(NOW + 100);
        for (uint256 i = 0; i < words.length; ++i) {
            bytes memory refund = abi.encodeCall(IHashLock.refund, (terms));
            assertEqual(_do(_dirty(refund, words[i], dirt)) ? 1 : 0, 0, "refunded");
        }
        uint256[3] memory ofClaim = [uint256(1), 3, 5];
        for (uint256 i = 0; i < ofClaim.length; ++i) {
            assertEqual(_do(_dirty(_claimOf(terms), ofClaim[i], dirt)) ? 1 : 0, 0, "claimed");
        }
        assertEqual(_do(_claimOf(terms)) ? 1 : 0, 1, "claimed as it is");
    }

    // ----------------------------------------------------------------------------------------------------- private

    function _termsOf(address asset, uint256 amount, uint256 timelock) private pure returns (IHashLock.Lock memory) {
        return IHashLock.Lock(asset, amount, sha256(abi.encode(SECRET)), RECIPIENT, REFUNDEE, timelock << 216);
    }

    function _claimStruct(IHashLock.Lock memory terms) private pure returns (IHashLock.Claim memory) {
        return IHashLock.Claim(SECRET, terms.token, terms.amount, RECIPIENT, terms.terms, REFUNDEE);
    }

    function _claimOf(IHashLock.Lock memory terms) private pure returns (bytes memory) {
        return abi.encodeCall(IHashLock.claim, (_claimStruct(terms)));
    }

    function _lock(IHashLock.Lock memory terms) private returns (bool isDone) {
        if (terms.token != address(0)) return _do(abi.encodeCall(IHashLock.lockToken, (terms)));
        (isDone, ) = address(_hashLock).call{value: terms.amount}(
            abi.encodeCall(IHashLock.lockETH, (terms.terms, terms.hashlock, RECIPIENT, REFUNDEE))
        );
    }

    function _do(bytes memory data) private returns (bool isDone) {
        (isDone, ) = address(_hashLock).call(data);
    }

    /// @dev The same call with bits above the address in this word of its arguments.
    function _dirty(bytes memory data, uint256 word, uint96 dirt) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            let place := add(add(data, 0x24), shl(5, word))
            mstore(place, or(mload(place), shl(160, dirt)))
        }
        return data;
    }
}
