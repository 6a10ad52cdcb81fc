// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPayouts: ether and ERC-20 that are paid to fixed parties, whatever these do
/// @notice A payout goes by call with all gas there is, and nothing of the answer is copied but one word. If it is
/// refused (a contract that takes no ether, an account that a token blocks), the account keeps a credit, so that a party
/// that can't be paid holds up nobody else.
/// @dev A payout may fail for lack of gas alone. So a failure counts only if at least `PAYOUT_GAS` was there to give:
/// who calls with less, by mistake or to spite the payee, gets `Payouts_TooLittleGas`. Of it nine tenths reach the payee:
/// the rest is what calls cost and what callers keep back (EIP-150). A payee that needs no more can't be made a creditor by
/// another.
///
/// Warning: a token that moves less than it is told to, or pretends to have paid, harms its own payees alone.
interface IPayouts {
    // ----------------------------------------------------------------------------------------------------- events

    /// @notice A payout was refused: `account` may withdraw `amount` more.
    /// @param token zero: ether
    event Credited(address indexed token, address indexed account, uint256 amount);

    /// @notice A credit was paid out.
    /// @param to the account, or whom it named
    event Withdrawn(address indexed token, address indexed account, address to, uint256 amount);

    // ----------------------------------------------------------------------------------------------------- errors

    /// @notice A payout failed, and less gas was there than it may have needed.
    error Payouts_TooLittleGas(uint256 left, uint256 needed);
    error Payouts_NothingToWithdraw(address token, address account);
    /// @notice Nobody, or this contract.
    error Payouts_BadReceiver(address to);
    /// @notice The credit stays, since this receiver can't be paid either.
    error Payouts_Refused(address token, address to, uint256 amount);

    // ------------------------------------------------------------------------------------------------------- acts

    /// @notice Pays an account its credit. Anyone.
    /// @param token zero: ether
    function withdraw(address token, address account) external returns (uint256 amount);

    /// @notice Pays the caller's credit to whom he names.
    function withdrawTo(address token, address to) external returns (uint256 amount);

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Gas that must be left when a payout fails, for the failure to count.
    // solhint-disable-next-line func-name-mixedcase
    function PAYOUT_GAS() external view returns (uint256);

    /// @notice What an account may withdraw, in base units.
    function creditOf(address token, address account) external view returns (uint256 amount);
}
