// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What our tests ask of the test runner (Hardhat's and Foundry's alike).
interface Vm {
    function addr(uint256 privateKey) external pure returns (address);

    function assume(bool condition) external pure;

    function expectRevert(bytes calldata data) external;

    function getCode(string calldata artifact) external view returns (bytes memory creation);

    function prank(address sender) external;

    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function warp(uint256 timestamp) external;
}

/// @notice Base of Solidity tests, and of the handlers that invariant tests drive.
abstract contract Base {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error Base_NotDeployed(string artifact);

    address[] private _targets;

    /// @notice Contracts whose functions an invariant test calls at random.
    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    function _target(address handler) internal {
        _targets.push(handler);
    }

    /// @dev A number from `min` to `max`, both included.
    function bound(uint256 x, uint256 min, uint256 max) internal pure returns (uint256) {
        if (min == 0 && max == type(uint256).max) return x;
        return min + (x % (max - min + 1));
    }

    /// @dev A contract as everybody gets it, by its artifact: through Yul, to make it by `new` would compile it once more for
    /// each contract around it, which takes minutes.
    /// @param path of the source below `contracts/`, and the contract's name, such as "market/Market.sol:Market"
    function _deploy(string memory path, bytes memory arguments) internal returns (address made) {
        bytes memory creation = bytes.concat(vm.getCode(string.concat("contracts/", path)), arguments);
        assembly ("memory-safe") {
            made := create(0, add(creation, 0x20), mload(creation))
        }
        require(made != address(0), Base_NotDeployed(path));
    }

    /// @dev The signature of a key under an EIP-712 struct, as the contract of this name takes it.
    function _signFor(
        uint256 key,
        string memory name,
        address verifier,
        bytes32 structHash
    ) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                verifier
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return abi.encodePacked(r, s, v);
    }
}
