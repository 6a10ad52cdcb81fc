// Generated from contracts/market/IPolicy.sol by `npm run generate`.
export const iPolicyAbi = [
  {"inputs":[{"internalType":"uint256","name":"dataset","type":"uint256"},{"internalType":"address","name":"reader","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"},{"internalType":"bytes","name":"evidence","type":"bytes"}],"name":"admits","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"view","type":"function"},
] as const;
