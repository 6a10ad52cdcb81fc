// Generated from contracts/swaps/DepositVault.sol by `npm run generate`.
export const depositVaultAbi = [
  {"inputs":[],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"address","name":"caller","type":"address"}],"name":"DepositVault_NotOwner","type":"error"},
  {"inputs":[{"internalType":"address","name":"token","type":"address"},{"internalType":"address","name":"to","type":"address"},{"internalType":"uint256","name":"amount","type":"uint256"}],"name":"pay","outputs":[{"internalType":"bool","name":"isPaid","type":"bool"}],"stateMutability":"nonpayable","type":"function"},
  {"stateMutability":"payable","type":"receive"},
] as const;
