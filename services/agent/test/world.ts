import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Hex, keccak256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Agent, startAgent } from "../src/agent.ts";
import { configOf } from "../src/config.ts";
import { type Journal, openJournal } from "../src/journal/journal.ts";
import { type Line, lineOf } from "../src/journal/lines.ts";
import { createLog } from "../src/log.ts";
import { startChain, type TestChain } from "./anvil.ts";

export const keyOf = (name: string): Hex => keccak256(stringToHex(`tallystick agent test ${name}`));
export const addressOf = (name: string) => privateKeyToAccount(keyOf(name)).address;

const FAST_MS = 40;
/** Longest wait for agents to look at a block: one that died will not. */
const LOOK_MS = 1_000;

export const TIMING = { confirmations: 2, reorgDepth: 1, outage: 5, blockTime: 1 };

export interface World {
  readonly folder: string;
  readonly a: TestChain;
  readonly b: TestChain;
  /** What the configuration file of somebody says. */
  configFile(name: string, more?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  start(name: string, more?: Readonly<Record<string, unknown>>, wrap?: (journal: Journal) => Journal): Promise<Agent>;
  /** Makes a block on each chain once every agent has looked at the last one, a second of chain time apart. */
  runFast(): void;
  stop(): Promise<void>;
}

/** Two chains, and folders for agents between them. */
export async function startWorld(blockTime: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-agent-"));
  const [a, b] = [await startChain(31337, blockTime), await startChain(31338, blockTime)];
  const agents = new Set<Agent>();
  const alive = new Set<Agent>();
  const hasLooked = async (): Promise<void> => {
    const heads = await Promise.all([a, b].map(async ({ ask }) => Number(await ask("eth_blockNumber", []))));
    const isBehind = ({ chains }: Agent): boolean =>
      chains.some((chain, i) => (chain.state()[0]?.head ?? 0) < (heads[i] ?? 0));
    for (const until = performance.now() + LOOK_MS; performance.now() < until && [...alive].some(isBehind); ) {
      await setTimeout(5);
    }
  };
  let ended = false;
  let running: Promise<void> | undefined;
  const configFile: World["configFile"] = (name, more = {}) => {
    writeFileSync(join(folder, `${name}.key`), keyOf(name));
    const chains = [a, b].map(({ chainId, url, hashLock }) => ({
      ...{ chainId, rpcUrls: [url], hashLock, startBlock: 0, ...TIMING },
      ...{ pollMs: 20, timeoutMs: 2_000, backoffMs: 200, staleMs: 10_000 },
    }));
    const keys = { hot: `./${name}.key`, claim: addressOf(`${name} claims`) };
    return { journal: `${name}.jsonl`, keys, chains, ...more };
  };
  return {
    ...{ folder, a, b, configFile },
    async start(name, more, wrap = (journal) => journal) {
      const config = configOf(configFile(name, more), folder, {});
      const agent = await startAgent(config, wrap(openJournal(config.journal)), createLog(logLine(name)));
      agents.add(agent);
      alive.add(agent);
      agent.failed.catch(() => alive.delete(agent));
      const stop = (): Promise<void> => {
        alive.delete(agent);
        return agent.stop();
      };
      return { ...agent, stop };
    },
    runFast() {
      running ??= (async () => {
        for (const chain of [a, b]) await chain.ask("anvil_setBlockTimestampInterval", [1]);
        while (!ended) {
          await Promise.all([a.mine(), b.mine()]);
          await hasLooked();
          await setTimeout(FAST_MS);
        }
      })();
    },
    async stop() {
      ended = true;
      await running;
      await Promise.allSettled([...agents].map((agent) => agent.stop()));
      await Promise.all([a.stop(), b.stop()]);
      rmSync(folder, { recursive: true });
    },
  };
}

const logLine = (name: string) => (line: string) => {
  if (process.env.AGENT_TEST_LOG) process.stderr.write(`${name} ${line}`);
};

/** Lines of a journal that are whole. */
export function linesOf(journal: string): readonly Line[] {
  return readFileSync(journal, "utf8").split("\n").slice(0, -1).map(lineOf);
}

/** Waits for something to become true. */
export async function until<T>(
  what: string,
  read: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = performance.now() + 30_000;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await setTimeout(20);
  }
}
