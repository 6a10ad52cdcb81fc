import { type Actor, connectActor } from "@tallystick/sdk/chain/actor";
import type { Call } from "@tallystick/sdk/chain/call";
import { send } from "@tallystick/sdk/chain/send";
import type { EncryptionKeyPair } from "@tallystick/sdk/data/keyPair";
import type { Policy } from "@tallystick/sdk/data/manifest";
import { keeperSet } from "@tallystick/sdk/gateway/keeperInfo";
import { deriveKeyPair } from "@tallystick/sdk/identity/encryptionKeyPair";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import type { NewOffer } from "@tallystick/sdk/market/prepare";
import { publishDataset, publishVersion } from "@tallystick/sdk/market/publishDataset";
import type { Terms } from "@tallystick/sdk/market/terms";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Address, type Hex, keccak256, type Log, parseUnits, stringToBytes } from "viem";
import type { Request } from "../stack/rpc.ts";
import { type CatalogueId, catalogue } from "./catalogue.ts";

export const DAY = 24 * 60 * 60;

/** Codes of purposes: docs/spec/market.md. */
export const RESEARCH = 1;
export const COMMERCIAL = 3;

/** A local chain whose clock can be set. */
export interface SeedableChain {
  readonly chainId: number;
  readonly request: Request;
}

/** A chain on which personas act, day by day, from its first block on. */
export interface World {
  readonly chainId: number;
  readonly gateway: string;
  /** The keepers of the chain's set, the gateway first. */
  readonly gateways: readonly string[];
  readonly at: ReturnType<typeof deployed> & { readonly eurx: Address };
  actor(id: PersonaId): Actor;
  address(id: PersonaId): Address;
  /** The encryption key pair that the persona's wallet signature gives. */
  keyPair(id: PersonaId): Promise<EncryptionKeyPair>;
  /** Sends a call, and tells the logs that it left. */
  act(id: PersonaId, call: Call): Promise<readonly Log[]>;
  /** Moves the chain's clock forward to a day of the story. */
  goToDay(day: number): Promise<void>;
  /** Moves it forward by seconds, within the day. */
  wait(seconds: number): Promise<void>;
  /** Seconds since the epoch of a day of the story. */
  timeOf(day: number): number;
  /** @param policies what offers ask of their buyers, in words */
  publish(
    id: PersonaId,
    entry: CatalogueId,
    offers: readonly NewOffer[],
    policies?: readonly Policy[],
  ): Promise<Listing>;
  publishLater(id: PersonaId, dataset: bigint, entry: CatalogueId, offers: readonly NewOffer[]): Promise<Listing>;
}

/** A data set on the market, with the offers that were made with it. */
export interface Listing {
  readonly dataset: bigint;
  readonly offers: readonly Terms[];
}

/** An amount of EURX in base units. */
export function euro(amount: string): bigint {
  return parseUnits(amount, 6);
}

/** The same name gives the same ids at each start. */
export function saltOf(name: string): Hex {
  return keccak256(stringToBytes(`tallystick seed/${name}`));
}

export async function createWorld(chain: SeedableChain, gateway: string, signal: AbortSignal): Promise<World> {
  const { chainId } = chain;
  const network = networkOf(chainId);
  const contracts = deployed(network);
  const { eurx, market } = contracts;
  if (!eurx) throw new Error(`Chain ${chainId} has no EURX.`);
  const { threshold, keepers } = await keeperSet([gateway], { chainId, market }, { signal });
  const gateways = keepers.map(({ url }) => url);
  const first = (await chain.request("eth_getBlockByNumber", ["0x0", false])) as { timestamp: Hex };
  const begin = Number(first.timestamp);
  const actors = new Map<PersonaId, Actor>();
  const keyPairs = new Map<PersonaId, Promise<EncryptionKeyPair>>();
  let today = 0;

  const actor = (id: PersonaId): Actor => {
    const known = actors.get(id) ?? connectActor(network, personaAccount(id, chainId));
    actors.set(id, known);
    return known;
  };
  const address = (id: PersonaId) => personaAccount(id, chainId).address;
  const keyPair = (id: PersonaId): Promise<EncryptionKeyPair> => {
    const account = personaAccount(id, chainId);
    const known =
      keyPairs.get(id) ??
      deriveKeyPair(account.address, (typedData) => account.signTypedData(typedData)).then((pair) => {
        if (!pair) throw new Error(`The account of ${id} gives no key.`);
        return pair;
      });
    keyPairs.set(id, known);
    return known;
  };
  const timeOf = (day: number) => begin + Math.round(day * DAY);
  const publication = async (
    id: PersonaId,
    entry: CatalogueId,
    offers: readonly NewOffer[],
    policies?: readonly Policy[],
  ) => ({
    files: catalogue[entry].files(),
    about: { ...catalogue[entry].about, policies },
    salt: saltOf(entry),
    publicKey: (await keyPair(id)).publicKey,
    gateways,
    threshold,
    createdAt: new Date(timeOf(today) * 1000),
    offers,
    signal,
  });

  return {
    chainId,
    gateway,
    gateways,
    at: { ...contracts, eurx },
    actor,
    address,
    keyPair,
    timeOf,
    async act(id, call) {
      signal.throwIfAborted();
      return (await send(actor(id), call)).receipt.logs;
    },
    async goToDay(day) {
      signal.throwIfAborted();
      today = day;
      await chain.request("evm_setNextBlockTimestamp", [timeOf(day)]);
      await chain.request("evm_mine");
    },
    async wait(seconds) {
      signal.throwIfAborted();
      await chain.request("evm_increaseTime", [seconds]);
      await chain.request("evm_mine");
    },
    publish: async (id, entry, offers, policies) =>
      publishDataset(actor(id), await publication(id, entry, offers, policies)),
    publishLater: async (id, dataset, entry, offers) =>
      publishVersion(actor(id), dataset, await publication(id, entry, offers)),
  };
}
