import { personaAccount } from "@tallystick/sdk/local/personas";
import { keccak256, stringToBytes, zeroAddress } from "viem";
import type { Parameters } from "./parameters.ts";

const TALLY = 10n ** 18n;

function local(chainId: number, network: string): Parameters {
  return {
    chainId,
    network,
    // Long enough to see the two steps, short enough to play the DAO by hand.
    timelockDelay: 60,
    governance: {
      criticalDelay: 120,
      holder: "deployer",
      supply: 1_000_000n * TALLY,
      cap: 10_000_000n * TALLY,
      proposalThreshold: 1_000n * TALLY,
      votingDelay: 30n,
      votingPeriod: 300n,
      voteExtension: 60n,
      coolDown: 0n,
      quorum: 400n,
      criticalQuorum: 1_500n,
      guardian: zeroAddress,
    },
    feeBps: 250,
    registrars: ["researcher", "regulator", "tallystick.bank", "tallystick.logistics"].map((name) => ({
      credential: keccak256(stringToBytes(name)),
      registrar: personaAccount("registrar", chainId).address,
    })),
    demoTokens: true,
  };
}

export const localA = local(31337, "localA");
export const localB = local(31338, "localB");
