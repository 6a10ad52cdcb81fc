import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { addresses } from "@tallystick/sdk/generated/addresses";
import type { Deployed } from "../../deploy/deploy.ts";
import { root } from "../lib/files.ts";
import { seedChain } from "../seed/seed.ts";
import { deployTo, type LocalChain, startChain } from "./chains.ts";
import { createNursery, type Nursery } from "./children.ts";
import { takeLock } from "./lock.ts";
import { absentVariables, type Ports, partsWith, portsFrom, portVariables, requireFree } from "./ports.ts";
import type { Problem } from "./problem.ts";
import { buildPage, compileContracts, type Surroundings, startGateways, startIndexer, startPage } from "./services.ts";
import { clearState, openState } from "./state.ts";
import { startSwapAgent } from "./swapAgent.ts";

/** How long ago the economy begins. */
const STORY_MS = 45 * 24 * 60 * 60 * 1000;
const CLOSING_MS = 500;

export interface StackOptions {
  /** Default: what the environment names. */
  readonly ports?: Ports;
  /** Folder of logs and data; default: `.tallystick`, or what `TALLYSTICK_STATE` names. */
  readonly folder?: string;
  /** Whether the chains get an economy; default: yes. */
  readonly seed?: boolean;
  /** Keepers of chain A; default: one. */
  readonly keepers?: number;
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
  /** All of chain A, the first included. */
  readonly gateways: readonly string[];
  readonly indexer: string;
  /** Of the maker that swaps between the chains. */
  readonly agent: string;
  /** Undefined without the page. */
  readonly page: string | undefined;
  readonly logs: string;
  /** Settles when a part has crashed: what to say of it. */
  readonly crashed: Promise<Problem>;
  /** Ends everything. May be called again. */
  stop(): Promise<void>;
}

/** What the parts of a start have in common, and what undoes it. */
interface Undertaking extends Surroundings {
  readonly chains: LocalChain[];
}

async function startChains(ports: Ports, since: Date | undefined, chains: LocalChain[]): Promise<void> {
  chains.push(await startChain("chainA", ports.chainA, since));
  chains.push(await startChain("chainB", ports.chainB, since));
}

async function deployAll(chains: readonly LocalChain[]): Promise<void> {
  const expected: Readonly<Record<string, Deployed | undefined>> = addresses;
  for (const chain of chains) await deployTo(chain, expected[chain.chainId]);
}

/** Everything in order; the page is built beside it. */
async function bringUp(
  undertaking: Undertaking,
  { seed = true, app = true, step = (_, work) => work() }: StackOptions,
): Promise<Pick<Stack, "gateway" | "gateways" | "indexer" | "agent" | "page">> {
  const { chains, ports, signal } = undertaking;
  const pageBuilt = app ? step("Page built", () => buildPage(undertaking)) : undefined;
  pageBuilt?.catch(() => {});
  await step("Contracts compiled", () => compileContracts(undertaking));
  const since = seed ? new Date(Date.now() - STORY_MS) : undefined;
  await step("Two chains started", () => startChains(ports, since, chains));
  await step("Contracts deployed", () => deployAll(chains));
  const gateways = await step("Gateways started", () =>
    Promise.all(chains.map((chain) => startGateways(undertaking, chain))),
  );
  const indexer = startIndexer(undertaking);
  if (seed) {
    await step("Economy seeded", async () => {
      for (const [i, chain] of chains.entries()) await seedChain(chain, gateways[i]?.[0] ?? "", signal);
    });
  }
  for (const chain of chains) await chain.runClock();
  const agent = await step("Swap agent started", () => startSwapAgent(undertaking, chains));
  await step("Indexer caught up", indexer.ready);
  await pageBuilt;
  const page = app ? await step("Page started", () => startPage(undertaking)) : undefined;
  const [ofChainA = []] = gateways;
  return { gateway: ofChainA[0] ?? "", gateways: ofChainA, indexer: indexer.url, agent, page };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/**
 * Brings up the local stack: two chains, contracts, gateways, indexer, an economy, and the page.
 *
 * @throws a sentence (`Problem`) that says what is wrong; nothing is left running then
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { keepers = 1 } = options;
  const ports = options.ports ?? portsFrom(process.env);
  const state = openState(options.folder ?? process.env.TALLYSTICK_STATE ?? join(root, ".tallystick"));
  const releaseLock = await takeLock(state.folder, `http://localhost:${ports.app}`);
  const chains: LocalChain[] = [];
  let nursery: Nursery | undefined;
  let stopping: Promise<void> | undefined;
  const stopAll = async () => {
    await nursery?.stopAll();
    // Open keep-alive connections would hold the servers for seconds: their clients are gone.
    const closed = Promise.allSettled(chains.map((chain) => chain.close()));
    await Promise.race([closed, setTimeout(CLOSING_MS, undefined, { ref: false })]);
    releaseLock();
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };

  try {
    await requireFree(ports, partsWith(keepers));
    clearState(state);
    // The SDK's list of networks reads them, here as in every child.
    Object.assign(process.env, portVariables(ports, keepers));
    // Named, a keeper is taken to be there.
    for (const variable of absentVariables(keepers)) delete process.env[variable];
    nursery = createNursery(state.logs);
    const { crashed } = nursery;
    const signal = options.signal ?? new AbortController().signal;
    signal.throwIfAborted();
    const up = await Promise.race([
      bringUp({ nursery, ports, keepers, state, signal, chains }, options),
      rejection(signal),
      crashed.then((problem): never => {
        throw problem;
      }),
    ]);
    return { ...up, ports, chains, logs: state.logs, crashed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
