import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { LocalAccount } from "viem";
import { ballotGates, type Gates, getBallots, getInfo, postBallots } from "../../lib/server/ballots/handlers.ts";
import type { RefusalCode } from "../../lib/server/ballots/refusals.ts";
import { type BallotRelay, ballotRelay } from "../../lib/server/ballots/relay.ts";
import { asker } from "../../lib/server/ballots/rpc.ts";
import { type RelaySettings, relaySettings } from "../../lib/server/ballots/settings.ts";
import { openDatabase } from "../../lib/server/ballots/store.ts";
import { relayerOf } from "../../lib/server/relayer.ts";
import type { World } from "./world.ts";

/** One ballot's answer. */
export interface Answered {
  readonly id?: string;
  readonly status?: string;
  readonly refused?: RefusalCode;
  readonly sentence?: string;
}

export interface Shown {
  readonly voter: string;
  readonly status: string;
  readonly reason?: string;
  readonly transaction?: string;
  readonly signature: string;
}

export interface Listed {
  readonly ballots: readonly Shown[];
  readonly next?: string;
  readonly pending: {
    readonly against: string;
    readonly for: string;
    readonly abstain: string;
    readonly count: number;
  };
}

export interface TestRelay {
  readonly relay: BallotRelay;
  readonly database: DatabaseSync;
  /** Moves the clock that ballots wait by. */
  readonly wait: (seconds: number) => void;
  readonly post: (body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Posts ballots and gives the answer to each. */
  readonly give: (...ballots: readonly unknown[]) => Promise<readonly Answered[]>;
  readonly list: (query: string) => Promise<Listed>;
  readonly get: (path: "ballots" | "info", query: string) => Promise<Response>;
}

const HOST = "localhost:3000";

export interface RelayChange {
  readonly settings?: Partial<RelaySettings>;
  readonly file?: string;
  readonly relayer?: LocalAccount;
  readonly gates?: Gates;
}

/** A relay of its own, whose loop the test turns by hand. */
export function startRelay(world: World, change: RelayChange = {}): TestRelay {
  const settings = { ...relaySettings(world.network, {}), ...change.settings };
  const database = openDatabase(change.file ? join(world.folder, change.file) : ":memory:");
  let shift = 0;
  const relay = ballotRelay({
    reader: world.reader,
    ask: asker(world.network.rpcUrls[0] ?? ""),
    database,
    settings,
    relayer: change.relayer ?? relayerOf(world.network),
    now: () => Date.now() + shift,
  });
  const gates = change.gates ?? ballotGates(settings);
  const find = (chainId: number) => (chainId === world.network.chainId ? relay : undefined);
  const url = (path: string, query: string) => `http://${HOST}/api/${path}?chain=31337${query}`;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    postBallots(
      new Request(url("ballots", ""), {
        method: "POST",
        headers: { host: HOST, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
      find,
      gates,
    );
  const get = async (path: "ballots" | "info", query: string): Promise<Response> => {
    const request = new Request(url(path, query), { headers: { host: HOST } });
    return path === "info" ? getInfo(request, find, gates) : getBallots(request, find, gates);
  };
  return {
    relay,
    database,
    wait: (seconds) => {
      shift += seconds * 1_000;
    },
    post,
    give: async (...ballots) => {
      const response = await post({ ballots });
      return ((await response.json()) as { results: Answered[] }).results;
    },
    list: async (query) => (await get("ballots", query)).json() as Promise<Listed>,
    get,
  };
}
