// Generated from contracts/market/policies/RolePolicy.sol by `npm run generate`.
export const rolePolicyAbi = [
  {"inputs":[{"internalType":"contract IOrganisations","name":"organisations_","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"uint256","name":"","type":"uint256"},{"internalType":"address","name":"reader","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"},{"internalType":"bytes","name":"evidence","type":"bytes"}],"name":"admits","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"bytes32","name":"org","type":"bytes32"},{"internalType":"uint216","name":"roles","type":"uint216"}],"name":"dataOf","outputs":[{"internalType":"bytes32","name":"data","type":"bytes32"}],"stateMutability":"pure","type":"function"},
  {"inputs":[],"name":"organisations","outputs":[{"internalType":"contract IOrganisations","name":"","type":"address"}],"stateMutability":"view","type":"function"},
] as const;
