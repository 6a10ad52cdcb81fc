// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ReceiverMock
/// @notice A contract that takes ether as it is told: gladly, not at all, with all gas there is, with an endless answer, or
/// calling somebody first.
contract ReceiverMock {
    enum Manner {
        Glad,
        Refusing,
        Burning,
        Endless,
        Calling
    }

    Manner private _manner;
    address private _target;
    bytes private _call;

    event CalledBack(bool success, bytes result);

    error ReceiverMock_Refused(uint256 value);

    receive() external payable {
        Manner manner = _manner;
        require(manner != Manner.Refusing, ReceiverMock_Refused(msg.value));
        while (manner == Manner.Burning) {}
        if (manner == Manner.Endless) {
            assembly {
                revert(0, 1000000)
            }
        }
        if (manner == Manner.Calling) {
            (bool success, bytes memory result) = _target.call(_call);
            emit CalledBack(success, result);
        }
    }

    function setManner(Manner manner) external {
        _manner = manner;
    }

    /// @notice From now on it calls `target` whenever it is paid.
    function setCall(address target, bytes calldata call_) external {
        (_manner, _target, _call) = (Manner.Calling, target, call_);
    }

    /// @notice Does something in its own name.
    function act(address target, bytes calldata call_) external returns (bytes memory) {
        (bool success, bytes memory result) = target.call(call_);
        if (success) return result;
        assembly ("memory-safe") {
            revert(add(result, 0x20), mload(result))
        }
    }
}
