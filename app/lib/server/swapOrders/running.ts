import { join } from "node:path";
import type { Reader } from "@tallystick/sdk/chain/actor";
import { bounded } from "@tallystick/sdk/chain/bounded";
import { genesisHash } from "@tallystick/sdk/chain/genesis";
import { chainTime } from "@tallystick/sdk/chain/time";
import { chainOf, type Network } from "@tallystick/sdk/networks";
import type { OrderChain } from "@tallystick/sdk/swaps/orderFaults";
import { createPublicClient, http, type PublicClient } from "viem";
import { rpcUrlOf } from "../../config.ts";
import { appConfig } from "../config.ts";
import { dataFolder } from "../secret.ts";
import { type OrderGates, orderGates } from "./handlers.ts";
import { type OrderRelay, orderRelay } from "./relay.ts";
import { releaseStore } from "./releaseStore.ts";
import { type ReleaseRelay, releaseRelay } from "./releases.ts";
import { orderSettings } from "./settings.ts";
import { openOrders, orderStore } from "./store.ts";

/** The order relay of this server, and what bounds its requests. */
export interface RunningOrders {
  readonly relay: OrderRelay;
  readonly releases: ReleaseRelay;
  readonly gates: OrderGates;
  readonly stop: () => void;
}

export interface RunningOrdersOptions {
  readonly networks?: readonly Network[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Opens what is kept. */
export function startOrders(options: RunningOrdersOptions = {}): RunningOrders {
  const { env = process.env, networks = appConfig(env).networks, folder = dataFolder(env) } = options;
  const settings = orderSettings(env);
  const database = openOrders(join(folder, "orders.sqlite"));
  const readers = new Map(networks.map((network) => [network.chainId, readerOf(network)]));
  const parts = {
    chains: new Map(networks.flatMap((network) => orderChainOf(network))),
    readers: (chainId: number) => readers.get(chainId),
    kept: [...readers.values()].map(({ network, client }) => ({
      chainId: network.chainId,
      isLocal: network.isLocal,
      genesis: () => genesisHash(client),
    })),
    timeOf: (chainId: number) => timeOf(readers.get(chainId)),
  };
  const relay = orderRelay({ store: orderStore(database, settings), ...parts });
  const releases = releaseRelay({ store: releaseStore(database, settings), ...parts });
  return { relay, releases, gates: orderGates(settings), stop: () => database.close() };
}

function orderChainOf(network: Network): (readonly [number, OrderChain])[] {
  const { chainId, deployment } = network;
  return deployment === undefined ? [] : [[chainId, { hashLock: deployment.hashLock, timing: network }]];
}

const TIMEOUT_MS = 5_000;
/** Gas of a question to a stranger's wallet: enough to deploy one and ask it. */
const WALLET_GAS = 10_000_000n;

/** Asks strangers' wallets, which must not send this server elsewhere (CCIP-Read), nor keep its node busy. */
function readerOf(network: Network): Reader {
  const client = createPublicClient({
    chain: chainOf(network),
    transport: bounded(http(rpcUrlOf(network), { timeout: TIMEOUT_MS, retryCount: 0 }), WALLET_GAS),
    ccipRead: false,
  });
  return { network, client: client as PublicClient };
}

/** A local chain's time is moved by hand: there the chain is asked. Elsewhere this machine's clock is near enough. */
async function timeOf(reader: Reader | undefined): Promise<number> {
  const here = Math.floor(Date.now() / 1_000);
  return reader?.network.isLocal ? chainTime(reader).catch(() => here) : here;
}

// Next loads a route's module more than once; what runs must be one.
const shared = globalThis as { tallystickOrders?: RunningOrders };

/** What runs in this server, begun when it is first asked for. */
export function swapOrders(): RunningOrders {
  shared.tallystickOrders ??= startOrders();
  return shared.tallystickOrders;
}
