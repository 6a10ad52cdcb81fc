import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { connectReader } from "@tallystick/sdk/chain/actor";
import type { Network } from "@tallystick/sdk/networks";
import { rpcUrlOf } from "../../config.ts";
import { appConfig } from "../config.ts";
import { relayerOf } from "../relayer.ts";
import { dataFolder } from "../secret.ts";
import { ballotGates, type Gates } from "./handlers.ts";
import { type BallotRelay, ballotRelay } from "./relay.ts";
import { asker } from "./rpc.ts";
import { relaySettings } from "./settings.ts";
import { openDatabase } from "./store.ts";

/** The relays of this server, one a network, and the limits that all share. */
export interface Running {
  readonly find: (chainId: number) => BallotRelay | undefined;
  readonly gates: Gates;
  readonly stop: () => void;
}

const TICK_MS = 1_000;
/** A chain that is down is complained of so often. */
const COMPLAIN_MS = 60_000;

export interface RunningOptions {
  readonly networks?: readonly Network[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Opens what is kept and begins to send what waits. */
export function startRelays(options: RunningOptions = {}): Running {
  const { env = process.env, networks = appConfig(env).networks, folder = dataFolder(env) } = options;
  const database = openDatabase(join(folder, "ballots.sqlite"));
  const relays = new Map(
    networks
      .filter(({ deployment }) => deployment !== undefined)
      .map((network) => [network.chainId, relayFor(network, database, env)] as const),
  );
  const timers = [...relays.values()].map((relay) => setInterval(ticking(relay), TICK_MS).unref());
  const settings = relaySettings(networks[0] ?? { isLocal: false }, env);
  return {
    find: (chainId) => relays.get(chainId),
    gates: ballotGates(settings),
    stop() {
      for (const timer of timers) clearInterval(timer);
      database.close();
    },
  };
}

function relayFor(network: Network, database: DatabaseSync, env: Readonly<Record<string, string | undefined>>) {
  return ballotRelay({
    reader: connectReader(network),
    ask: asker(rpcUrlOf(network)),
    database,
    settings: relaySettings(network, env),
    relayer: relayerOf(network, env as NodeJS.ProcessEnv),
  });
}

function ticking(relay: BallotRelay): () => void {
  let complainedAt = 0;
  return () => {
    relay.tick().catch((error: unknown) => {
      if (Date.now() - complainedAt < COMPLAIN_MS) return;
      complainedAt = Date.now();
      const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
      console.error(`Ballots of chain ${relay.reader.network.chainId} wait: ${reason}`);
    });
  };
}

// Next loads a route's module more than once; what runs must be one.
const shared = globalThis as { tallystickBallots?: Running };

/** What runs in this server, begun when it is first asked for. */
export function ballotRelays(): Running {
  shared.tallystickBallots ??= startRelays();
  return shared.tallystickBallots;
}
