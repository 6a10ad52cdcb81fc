// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice How a token, or a party that is paid, behaves.
enum Manner {
    /// @dev Moves, and says so.
    Honest,
    /// @dev Moves, and says nothing.
    Silent,
    /// @dev Moves, and says so in 100 kB.
    Long,
    /// @dev Moves, and calls first what it was told to.
    Calling,
    /// @dev Keeps a unit of each transfer.
    Taxing,
    /// @dev Moves nothing, and says so.
    False,
    /// @dev Refuses in 100 kB.
    Bomb,
    /// @dev Takes all gas there is.
    Burning,
    /// @dev Moves nothing, and says that it did.
    Lying,
    /// @dev Moves, and says that it did not.
    Denying
}

/// @dev What both do besides moving.
abstract contract Hostile {
    /// @notice Calls back that were not refused.
    uint256 public reentered;
    Manner public manner;
    address private _target;
    bytes private _call;

    error Hostile_Refused();

    function setManner(Manner manner_) external {
        manner = manner_;
    }

    /// @notice What it calls when it has the manner.
    function setCall(address target, bytes calldata call_) external {
        (_target, _call) = (target, call_);
    }

    function _behave() internal {
        if (manner == Manner.Calling) {
            (bool success, ) = _target.call(_call);
            if (success) ++reentered;
        }
        if (manner == Manner.Bomb) {
            assembly {
                revert(0x00, 100000)
            }
        }
        if (manner == Manner.Burning) {
            assembly {
                invalid()
            }
        }
    }
}

/// @notice A contract that is paid in ether.
contract HostileParty is Hostile {
    receive() external payable {
        require(manner != Manner.False, Hostile_Refused());
        _behave();
        if (manner == Manner.Long) {
            assembly {
                return(0x00, 100000)
            }
        }
    }
}

/// @notice An ERC-20 that refuses an account, and behaves as it is told. Whoever holds it has approved everybody.
contract HostileToken is Hostile {
    mapping(address account => uint256) public balanceOf;
    address public blocked;

    function setBlocked(address account) external {
        blocked = account;
    }

    function setBalance(address account, uint256 balance) external {
        balanceOf[account] = balance;
    }

    function transfer(address to, uint256 amount) external {
        _transfer(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        _transfer(from, to, amount);
    }

    /// @dev Of what is not there it moves what is, as tokens do whose balances shrink.
    function _transfer(address from, address to, uint256 amount) private {
        require(to != blocked, Hostile_Refused());
        _behave();
        Manner how = manner;
        if (how != Manner.False && how != Manner.Lying) {
            uint256 moved = amount < balanceOf[from] ? amount : balanceOf[from];
            balanceOf[from] -= moved;
            balanceOf[to] += how == Manner.Taxing && moved != 0 ? moved - 1 : moved;
        }
        bool isSaid = how != Manner.False && how != Manner.Denying;
        uint256 length =
            how == Manner.Silent
                ? 0
                : how == Manner.Long
                    ? 100_000
                    : 32;
        assembly {
            mstore(0x00, isSaid)
            return(0x00, length)
        }
    }
}
