import { join } from "node:path";
import { addresses } from "@tallystick/sdk/generated/addresses";
import type { Deployed } from "../../deploy/deploy.ts";
import { root } from "../lib/files.ts";
import { seedChain } from "../seed/seed.ts";
import { compile, deployTo, type LocalChain, startChain } from "./chains.ts";
import { createNursery, type Nursery } from "./children.ts";
import { takeLock } from "./lock.ts";
import { type Ports, portsFrom, portVariables, requireFree } from "./ports.ts";
import type { Problem } from "./problem.ts";
import { buildPage, type Surroundings, startGateway, startIndexer, startPage } from "./services.ts";
import { clearState, openState } from "./state.ts";

const DAY = 24 * 60 * 60 * 1000;

export interface StackOptions {
  /** Default: what the environment names. */
  readonly ports?: Ports;
  /** Folder of logs and data; default: `.tallystick`, or what `TALLYSTICK_STATE` names. */
  readonly folder?: string;
  /** Whether the chains get an economy; default: yes. */
  readonly seed?: boolean;
  /** Whether the page is built and served; default: yes. */
  readonly app?: boolean;
  /** Breaks the start off. */
  readonly signal?: AbortSignal;
  /** Wraps each step, to tell of it. */
  readonly step?: <T>(title: string, work: () => Promise<T>) => Promise<T>;
}

export interface Stack {
  readonly ports: Ports;
  readonly chains: readonly LocalChain[];
  readonly gateway: string;
  readonly indexer: string;
  /** Undefined without the page. */
  readonly page: string | undefined;
  readonly logs: string;
  /** Settles when a part has crashed: what to say of it. */
  readonly crashed: Promise<Problem>;
  /** Ends everything. May be called again. */
  stop(): Promise<void>;
}

/**
 * Brings up the local stack: two chains, contracts, gateways, indexer, an economy, and the page.
 *
 * @throws a sentence (`Problem`) that says what is wrong; nothing is left running then
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { seed = true, app = true, step = (_, work) => work() } = options;
  const ports = options.ports ?? portsFrom(process.env);
  const state = openState(options.folder ?? process.env.TALLYSTICK_STATE ?? join(root, ".tallystick"));
  const releaseLock = await takeLock(state.folder, `http://localhost:${ports.app}`);
  const chains: LocalChain[] = [];
  let nursery: Nursery | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await nursery?.stopAll();
      // Open keep-alive connections would hold the servers for seconds: their clients are gone.
      await Promise.race([
        Promise.allSettled(chains.map((chain) => chain.close())),
        new Promise((resolve) => setTimeout(resolve, 500).unref()),
      ]);
      releaseLock();
    })();
    return stopping;
  };

  try {
    await requireFree(ports);
    clearState(state);
    // The SDK's list of networks reads them, here as in every child.
    Object.assign(process.env, portVariables(ports));
    nursery = createNursery(state.logs);
    const signal = options.signal ?? new AbortController().signal;
    const surroundings: Surroundings = { nursery, ports, state, signal };

    const pageBuilt = app ? step("Page built", () => buildPage(surroundings)) : Promise.resolve();
    pageBuilt.catch(() => {});
    await step("Contracts compiled", compile);
    signal.throwIfAborted();
    const since = seed ? new Date(Date.now() - 45 * DAY) : undefined;
    await step("Two chains started", async () => {
      for (const [network, port] of [
        ["chainA", ports.chainA],
        ["chainB", ports.chainB],
      ] as const) {
        chains.push(await startChain(network, port, since));
      }
    });
    const expected: Readonly<Record<string, Deployed | undefined>> = addresses;
    await step("Contracts deployed", async () => {
      for (const chain of chains) await deployTo(chain, expected[chain.chainId]);
    });
    const gateways = await step("Gateways started", () =>
      Promise.all(chains.map((chain) => startGateway(surroundings, chain))),
    );
    const indexer = startIndexer(surroundings);
    if (seed) {
      await step("Economy seeded", async () => {
        for (const [i, chain] of chains.entries()) await seedChain(chain, gateways[i] ?? "", signal);
      });
    }
    for (const chain of chains) await chain.runClock();
    await step("Indexer caught up", indexer.ready);
    await pageBuilt;
    const page = app ? await step("Page started", () => startPage(surroundings)) : undefined;
    return {
      ports,
      chains,
      gateway: gateways[0] ?? "",
      indexer: indexer.url,
      page,
      logs: state.logs,
      crashed: nursery.firstGone(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
