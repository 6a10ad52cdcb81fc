// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Dividends} from "./Dividends.sol";
import {IDividends} from "./IDividends.sol";
import {ITallyToken} from "./ITallyToken.sol";
import {Stretches} from "./Stretches.sol";

/// @title TallyToken
/// @notice The specification is `ITallyToken`. Nobody has a role in it but the treasury, which mints.
contract TallyToken is ERC20Capped, ERC20Permit, ERC20Votes, ERC20TransferAuthorization, Stretches {
    /// @notice Highest cap: three tallies of this many bits fit a word (`Ballots`).
    uint256 public constant MAX_CAP = 2 ** 84 - 1;
    /// @notice Where renounced power goes: nobody has this account's key.
    address public constant NOBODY = 0x000000000000000000000000000000000000dEaD;

    address public immutable treasury;
    /// @notice Made by this constructor, for this token.
    IDividends public immutable dividends;

    /// @param treasury_ who mints: the DAO's timelock
    /// @param relay the ERC-2771 forwarder that `dividends` trusts
    /// @param cap_ in base units, at most `MAX_CAP`
    /// @param accounts who holds tokens from the beginning, `amounts` of them
    constructor(
        string memory name_,
        string memory symbol_,
        address treasury_,
        address relay,
        uint256 cap_,
        address[] memory accounts,
        uint256[] memory amounts
    ) ERC20(name_, symbol_) ERC20Permit(name_) ERC20Capped(cap_) {
        require(cap_ <= MAX_CAP, TallyToken_BadCap(cap_, MAX_CAP));
        require(accounts.length == amounts.length, TallyToken_LengthsDiffer(accounts.length, amounts.length));
        treasury = treasury_;
        dividends = new Dividends(address(this), treasury_, relay);
        for (uint256 i = 0; i < accounts.length; ++i) _mint(accounts[i], amounts[i]);
    }

    // ------------------------------------------------------------------------------------------------------- acts

    /// @inheritdoc ITallyToken
    function mint(address to, uint256 amount) external {
        require(msg.sender == treasury, TallyToken_NotTreasury(msg.sender));
        _mint(to, amount);
    }

    /// @inheritdoc ITallyToken
    function renouncePower() external {
        _delegate(msg.sender, NOBODY);
    }

    /// @inheritdoc ITallyToken
    function openRound() external returns (uint40 round) {
        require(msg.sender == address(dividends), TallyToken_NotDividends(msg.sender));
        return _openRound();
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whoever has not chosen a delegate has his power himself.
    function delegates(address account) public view override returns (address) {
        address chosen = super.delegates(account);
        return chosen == address(0) ? account : chosen;
    }

    /// @inheritdoc ITallyToken
    function pastVotesOf(
        address[] calldata accounts,
        uint256 timepoint
    ) external view returns (uint256[] memory votes) {
        votes = new uint256[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) votes[i] = getPastVotes(accounts[i], timepoint);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    // --------------------------------------------------------------------------------------------------- internal

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped, ERC20Votes) {
        // An indexer that counts delegators sees the first token arrive as OpenZeppelin's own delegation would show it.
        if (value != 0 && to != address(0) && balanceOf(to) == 0 && super.delegates(to) == address(0)) {
            emit DelegateChanged(to, address(0), to);
        }
        _closeStretches(from, to);
        super._update(from, to, value);
    }

    /// @dev Every delegation comes through here, those by signature too.
    function _delegate(address account, address delegatee) internal override {
        require(delegatee != address(0), TallyToken_ZeroDelegate(account));
        super._delegate(account, delegatee);
    }

    function _maxSupply() internal view override returns (uint256) {
        return cap();
    }

    function _balanceOf(address account) internal view override returns (uint256) {
        return balanceOf(account);
    }

    function _useNonce(address owner) internal override(Nonces) returns (uint256) {
        return super._useNonce(owner);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }
}
