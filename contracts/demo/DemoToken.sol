// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC1363} from "@openzeppelin/contracts/token/ERC20/extensions/ERC1363.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

/// @title DemoToken: play money of local chains
/// @notice ERC-20 with permit, ERC-3009 (keyed nonces) and ERC-1363. Anyone may take 1,000 units a day.
contract DemoToken is ERC20, ERC20Permit, ERC20TransferAuthorization, ERC1363 {
    error DemoToken_LocalChainsOnly(uint256 chainId);
    error DemoToken_ComeBackLater(address account, uint256 notBefore);

    /// @notice What the faucet gives, in base units.
    uint256 public constant FAUCET_AMOUNT = 1_000e6;

    mapping(address account => uint256 time) private _lastTaken;

    constructor(string memory name_, string memory symbol_) ERC20(name_, symbol_) ERC20Permit(name_) {
        require(block.chainid == 31337 || block.chainid == 31338, DemoToken_LocalChainsOnly(block.chainid));
    }

    /// @notice Gives `to` 1,000 units, once a day.
    function faucet(address to) external {
        uint256 last = _lastTaken[to];
        require(last == 0 || block.timestamp >= last + 1 days, DemoToken_ComeBackLater(to, last + 1 days));
        _lastTaken[to] = block.timestamp;
        _mint(to, FAUCET_AMOUNT);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    // Both bases have nonces: sequential ones for permits, keyed ones for authorisations (key zero is the permits').

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _useNonce(address owner) internal override(Nonces) returns (uint256) {
        return super._useNonce(owner);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }
}
