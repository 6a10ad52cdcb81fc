// Generated from contracts/market/policies/AllowListPolicy.sol by `npm run generate`.
export const allowListPolicyAbi = [
  {"inputs":[{"internalType":"uint256","name":"","type":"uint256"},{"internalType":"address","name":"reader","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"},{"internalType":"bytes","name":"evidence","type":"bytes"}],"name":"admits","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"pure","type":"function"},
  {"inputs":[{"internalType":"address","name":"account","type":"address"}],"name":"leafOf","outputs":[{"internalType":"bytes32","name":"leaf","type":"bytes32"}],"stateMutability":"pure","type":"function"},
] as const;
