import { type Actor, connectActor, connectReader, type Reader } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { type Deployment, deployed, networkOf } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";
import { passTime } from "./acts.ts";
import type { TestChain } from "./chains.ts";

export const UNIT = 1_000_000n;

/** A chain as the SDK sees it, with people who act on it by the SDK. */
export interface World {
  readonly chain: TestChain;
  readonly reader: Reader;
  readonly at: Deployment & { readonly eurx: Address };
  readonly actor: (who: PersonaId) => Actor;
  readonly address: (who: PersonaId) => Address;
  readonly act: (who: PersonaId, call: Call) => Promise<Hex>;
  /** Gives somebody demo money. */
  readonly fund: (who: PersonaId) => Promise<void>;
  readonly pass: (seconds: number) => Promise<void>;
  readonly now: () => Promise<number>;
}

export function worldOf(chain: TestChain): World {
  const { chainId, port } = chain;
  const network = networkOf(chainId, { [`TALLYSTICK_PORT_CHAIN_${chainId === 31337 ? "A" : "B"}`]: String(port) });
  const reader = connectReader(network);
  const actor = (who: PersonaId): Actor => connectActor(network, personaAccount(who, chainId));
  const { eurx, ...places } = deployed(network);
  if (eurx === undefined) throw new Error("The demo token is not deployed.");
  const act = async (who: PersonaId, call: Call): Promise<Hex> => (await send(actor(who), call)).hash;
  const address = (who: PersonaId): Address => personaAccount(who, chainId).address;
  return {
    chain,
    reader,
    at: { ...places, eurx },
    actor,
    address,
    act,
    fund: async (who) => {
      await act(who, { address: eurx, abi: demoTokenAbi, functionName: "faucet", args: [address(who)] });
    },
    pass: (seconds) => passTime(chain, seconds),
    now: async () => Number((await reader.client.getBlock()).timestamp),
  };
}
