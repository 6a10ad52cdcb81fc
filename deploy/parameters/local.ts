import { personaAccount } from "@tallystick/sdk/local/personas";
import { keccak256, stringToBytes } from "viem";
import type { Parameters } from "./parameters.ts";

function local(chainId: number, network: string): Parameters {
  return {
    chainId,
    network,
    // Long enough to see the two steps, short enough to play the DAO by hand.
    timelockDelay: 60,
    proposer: "deployer",
    feeBps: 250,
    registrars: ["researcher", "regulator"].map((name) => ({
      credential: keccak256(stringToBytes(name)),
      registrar: personaAccount("registrar", chainId).address,
    })),
    demoTokens: true,
  };
}

export const localA = local(31337, "localA");
export const localB = local(31338, "localB");
