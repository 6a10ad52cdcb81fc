// Generated from contracts/market/policies/CredentialPolicy.sol by `npm run generate`.
export const credentialPolicyAbi = [
  {"inputs":[{"internalType":"contract ICredentials","name":"credentials_","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"uint256","name":"","type":"uint256"},{"internalType":"address","name":"reader","type":"address"},{"internalType":"bytes32","name":"data","type":"bytes32"},{"internalType":"bytes","name":"","type":"bytes"}],"name":"admits","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"credentials","outputs":[{"internalType":"contract ICredentials","name":"","type":"address"}],"stateMutability":"view","type":"function"},
] as const;
