// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title HostileWalletMock
/// @notice A contract wallet that burns all gas it is given, or returns more than anybody can copy.
contract HostileWalletMock {
    bool private immutable _returnsMuch;

    constructor(bool returnsMuch) {
        _returnsMuch = returnsMuch;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        if (_returnsMuch) {
            assembly {
                mstore(0, 0x1626ba7e00000000000000000000000000000000000000000000000000000000)
                return(0, 20000)
            }
        }
        for (uint256 i = 0; ; ++i) {}
        return 0;
    }
}
