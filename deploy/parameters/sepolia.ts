import type { Parameters } from "./parameters.ts";

export const sepolia: Parameters = {
  chainId: 11155111,
  network: "sepolia",
  timelockDelay: 60 * 60,
  proposer: "deployer",
  feeBps: 250,
  registrars: [],
  eas: "0xC2679fBD37d54388Ce493F1DB75320D236e1815e",
  demoTokens: false,
};
