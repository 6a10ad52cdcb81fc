// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayouts} from "./IPayouts.sol";

/// @title IDepositAddress: a hash lock that is an address
/// @notice The terms of a lock make an address, where nothing is yet. Whoever sends ether or the token there locks it: from
/// an exchange, with a mere transfer, without an approval or a call. Claims and refunds pay the fixed parties whoever
/// makes them, and the caller gets the tip, if one was agreed. There is no owner, no pause, no fee and no upgrade.
/// @dev States of an address:
///
/// | state | act           | next  | who |
/// |-------|---------------|-------|-----|
/// | open  | a transfer    | open  | anyone, who pays |
/// | open  | `claim`       | ended | anyone with the secret, when the whole amount is there, before and after the timelock |
/// | open  | `refund`      | ended | anyone, from the timelock on, whatever is there |
/// | open  | `refundEarly` | ended | anyone, with the recipient's signature; the recipient |
/// | ended | `sweep`       | ended | anyone; all goes to the refundee |
///
/// There is no other act, so an address ends once, by claim or by refund and never by both: what ends it is that a contract
/// is made there (a clone of `vaults`, by CREATE2 with the id), which can happen only once. A claim pays exactly the
/// amount. What is there besides, arrives later or is in another token is the refundee's, by `sweep`: before the end
/// nothing is moved. Once there is a contract, a transfer of ether needs more than 21,000 gas; one with less bounces.
///
/// Nobody checks the terms when money is sent: `addressOf` refuses such as can't be right, and computed without it, by the
/// rules of CREATE2, they must be checked by whoever shows the address. Before the amount is there, and deep enough, nothing
/// is locked. A deposit that comes so late that it can't be claimed before the timelock should not be counted on.
///
/// Id: `keccak256(abi.encode(chainid, this, token, amount, hashlock, recipient, refundee, terms))`, terms as in `IHashLock`.
///
/// Payouts that are refused come here, and are credit (see `IPayouts`). A token that can't even be moved here (it is paused,
/// or keeps a fee of that) holds up the end of its own locks alone.
interface IDepositAddress is IPayouts {
    // ------------------------------------------------------------------------------------------------------ types

    /// @param token zero: ether
    /// @param amount base units, the tip included
    /// @param hashlock sha256 of exactly 32 bytes
    struct Deposit {
        address token;
        uint256 amount;
        bytes32 hashlock;
        address recipient;
        address refundee;
        uint256 terms;
    }

    // ----------------------------------------------------------------------------------------------------- events

    /// @notice Whoever sees this knows the secret, and can claim what else is locked with its hash.
    event Claimed(
        bytes32 indexed id,
        address indexed recipient,
        address indexed token,
        uint256 amount,
        bytes32 preimage
    );
    /// @param amount all of the agreed token that was there
    event Refunded(bytes32 indexed id, address indexed refundee, address indexed token, uint256 amount);
    event Swept(bytes32 indexed id, address indexed token, address indexed refundee, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    error DepositAddress_ZeroAmount();
    /// @notice Nobody, or this contract.
    error DepositAddress_BadParty(address party);
    /// @notice Further away than a year.
    error DepositAddress_BadTimelock(uint256 timelock, uint256 timestamp);
    error DepositAddress_TipAboveAmount(uint256 tip, uint256 amount);
    error DepositAddress_NotToken(address token);
    /// @notice The secret's sha256 is not what was agreed.
    error DepositAddress_WrongPreimage(bytes32 preimage, bytes32 hashlock);
    /// @notice Less than the amount has arrived.
    error DepositAddress_NotThere(bytes32 id, uint256 amount, uint256 held);
    error DepositAddress_Ended(bytes32 id);
    /// @notice Nothing is swept before the end.
    error DepositAddress_NotEnded(bytes32 id);
    error DepositAddress_NothingThere(bytes32 id, address token);
    /// @notice Nobody can be refunded before the timelock, unless the recipient agrees.
    error DepositAddress_TooEarly(bytes32 id, uint256 timelock);
    error DepositAddress_Expired(uint256 deadline, uint256 timestamp);
    error DepositAddress_NotSigned(bytes32 id, address recipient);
    /// @notice Ether comes here from addresses that end, and from nobody else.
    error DepositAddress_NoDeposit(address sender);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Pays the recipient the amount, and out of it the tip to the caller. Anyone with the secret.
    function claim(bytes32 preimage, Deposit calldata deposit) external;

    /// @notice Pays the refundee all there is of the agreed token, and out of it the tip to the caller. Anyone, from the
    /// timelock on; also if nothing is there, so that what was sent in another token can be swept.
    function refund(Deposit calldata deposit) external;

    /// @notice As `refund`, at any time. The recipient, or anyone with his signature
    /// (`EarlyRefund(bytes32 id,uint256 deadline)`).
    function refundEarly(Deposit calldata deposit, uint256 deadline, bytes calldata signature) external;

    /// @notice Pays the refundee what is there of a token (zero: ether) after the end. Anyone.
    function sweep(Deposit calldata deposit, address token) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Where to send to. Refuses terms that can't be right.
    function addressOf(Deposit calldata deposit) external view returns (address place);

    function depositId(Deposit calldata deposit) external view returns (bytes32 id);

    /// @notice What is there of the agreed token, and whether the lock has ended.
    function stateOf(Deposit calldata deposit) external view returns (uint256 held, bool hasEnded);

    /// @notice What addresses become clones of.
    function vaults() external view returns (address implementation);

    /// @notice How far ahead a timelock may be, in seconds.
    // solhint-disable-next-line func-name-mixedcase
    function MAX_TIME() external view returns (uint256);
}
