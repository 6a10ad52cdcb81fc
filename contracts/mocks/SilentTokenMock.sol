// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title SilentTokenMock
/// @notice A token whose transfers return nothing, like the oldest ones; unknown calls succeed, as with wrapped ether.
contract SilentTokenMock {
    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    error SilentTokenMock_Insufficient();

    fallback() external {}

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        require(allowance[from][msg.sender] >= amount, SilentTokenMock_Insufficient());
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        require(balanceOf[from] >= amount, SilentTokenMock_Insufficient());
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
