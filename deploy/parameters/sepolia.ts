import { zeroAddress } from "viem";
import type { Parameters } from "./parameters.ts";

const TALLY = 10n ** 18n;

export const sepolia: Parameters = {
  chainId: 11155111,
  network: "sepolia",
  timelockDelay: 60 * 60,
  governance: {
    criticalDelay: 4 * 60 * 60,
    holder: "deployer",
    supply: 1_000_000n * TALLY,
    cap: 10_000_000n * TALLY,
    proposalThreshold: 1_000n * TALLY,
    votingDelay: 60n,
    votingPeriod: 60n * 60n,
    voteExtension: 15n * 60n,
    coolDown: 24n * 60n * 60n,
    quorum: 400n,
    criticalQuorum: 1_500n,
    guardian: zeroAddress,
  },
  feeBps: 250,
  registrars: [],
  eas: "0xC2679fBD37d54388Ce493F1DB75320D236e1815e",
  demoTokens: false,
};
