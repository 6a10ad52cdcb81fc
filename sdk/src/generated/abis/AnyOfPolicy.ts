// Generated from contracts/market/policies/AnyOfPolicy.sol by `npm run generate`.
export const anyOfPolicyAbi = [
  {"inputs":[],"name":"MAX_MEMBERS","outputs":[{"internalType":"uint256","name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"MIN_GAS","outputs":[{"internalType":"uint256","name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"uint256","name":"dataset","type":"uint256"},{"internalType":"address","name":"reader","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"},{"internalType":"bytes","name":"evidence","type":"bytes"}],"name":"admits","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"components":[{"internalType":"address","name":"policy","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"}],"internalType":"struct Combination.Member[]","name":"members","type":"tuple[]"}],"name":"dataOf","outputs":[{"internalType":"bytes32","name":"data","type":"bytes32"}],"stateMutability":"pure","type":"function"},
] as const;
