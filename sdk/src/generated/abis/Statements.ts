// Generated from contracts/instruments/Statements.sol by `npm run generate`.
export const statementsAbi = [
  {"inputs":[{"internalType":"contract ITabs","name":"tabs_","type":"address"},{"internalType":"address","name":"relay","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"internalType":"address","name":"target","type":"address"}],"name":"AddressEmptyCode","type":"error"},
  {"inputs":[],"name":"FailedCall","type":"error"},
  {"anonymous":false,"inputs":[{"indexed":true,"internalType":"uint256","name":"id","type":"uint256"},{"indexed":true,"internalType":"bytes32","name":"tab","type":"bytes32"},{"indexed":true,"internalType":"uint32","name":"number","type":"uint32"}],"name":"StatementRegistered","type":"event"},
  {"inputs":[{"internalType":"address","name":"forwarder","type":"address"}],"name":"isTrustedForwarder","outputs":[{"internalType":"bool","name":"","type":"bool"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"internalType":"bytes[]","name":"data","type":"bytes[]"}],"name":"multicall","outputs":[{"internalType":"bytes[]","name":"results","type":"bytes[]"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[],"name":"receivables","outputs":[{"internalType":"contract IReceivables","name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"components":[{"internalType":"address","name":"reader","type":"address"},{"internalType":"address","name":"provider","type":"address"},{"internalType":"address","name":"token","type":"address"},{"internalType":"bytes32","name":"salt","type":"bytes32"}],"internalType":"struct ITabs.Tab","name":"tab","type":"tuple"},{"internalType":"uint32","name":"number","type":"uint32"},{"internalType":"uint40","name":"deadline","type":"uint40"},{"internalType":"bytes","name":"readerSignature","type":"bytes"},{"internalType":"bytes","name":"providerSignature","type":"bytes"}],"name":"registerStatement","outputs":[{"internalType":"uint256","name":"id","type":"uint256"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[],"name":"tabs","outputs":[{"internalType":"contract ITabs","name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"trustedForwarder","outputs":[{"internalType":"address","name":"","type":"address"}],"stateMutability":"view","type":"function"},
] as const;
