import { join } from "node:path";
import { CHAIN_IDS, keyOf, type Pair, SIDES, type Side, stakeOf, TIMING, type Who } from "./cast.ts";
import type { World } from "./world.ts";

/** Where an agent's HTTP interface is, and what opens it. */
export interface Access {
  readonly port: number;
  readonly token: string;
}

export interface Told {
  readonly who: Who;
  readonly pair: Pair;
  readonly world: World;
  /** Of its own: configuration, keys and journal. */
  readonly folder: string;
  readonly access: Access;
  /** Order relays. */
  readonly relays: readonly string[];
  /** Whether the maker answers no lock: his limits are none. */
  readonly refuses: boolean;
}

/** Files by path, among them `config.json`: what an agent of these tests is told. */
export function filesOf({ who, pair, world, folder, access, relays, refuses }: Told): [path: string, text: string][] {
  const isTower = who === "tower";
  const leg = (side: Side) => {
    const { asset, amount } = stakeOf(pair, side, world.token);
    return { chainId: CHAIN_IDS[side], asset, amount: String(amount) };
  };
  const config = {
    mode: isTower ? "watchtower" : "agent",
    journal: "journal.jsonl",
    http: { port: access.port, tokenFile: "token" },
    keys: isTower ? { hot: "./hot.key" } : { hot: "./hot.key", claim: "./claim.key" },
    chains: SIDES.map((side) => ({
      chainId: CHAIN_IDS[side],
      rpcUrls: [world.endpoints[side].urlOf(who)],
      hashLock: world.hashLock,
      startBlock: world.firstBlock,
      ...TIMING,
      // Milliseconds of this machine, on which a block comes as soon as the agents have looked at the last; the endpoint
      // answers when there is something new.
      pollMs: 5,
      timeoutMs: 1_500,
      backoffMs: 30,
      staleMs: 60_000,
    })),
    relays,
    limits: refuses && who === "maker" ? [{ chainId: CHAIN_IDS.b, asset: leg("b").asset, open: "0" }] : [],
    offers: who === "maker" ? [{ gives: leg("b"), wants: leg("a") }] : [],
  };
  return [
    [join(folder, "config.json"), JSON.stringify(config)],
    [join(folder, "hot.key"), keyOf(who, "hot")],
    [join(folder, "claim.key"), keyOf(who, "claim")],
    [join(folder, "token"), access.token],
  ];
}
