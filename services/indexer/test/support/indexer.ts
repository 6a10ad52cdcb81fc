import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { unusedPorts } from "../../../../scripts/lib/unusedPorts.ts";
import type { TestChain } from "./chains.ts";

const START = fileURLToPath(new URL("../../start.ts", import.meta.url));

/** An indexer in a process of its own, on a folder of its own. */
export interface TestIndexer {
  readonly url: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly get: (path: string) => Promise<{ status: number; body: unknown }>;
  readonly graphql: <T>(query: string) => Promise<T>;
  /** Ends the process and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Asks again until the answer is there; fails with what was last seen. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>, seconds = 240): Promise<T> {
  const end = Date.now() + seconds * 1_000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await wait(50);
  }
  throw new Error(`Not within ${seconds} s: ${what}. ${last ?? ""}`);
}

/** Waits until the indexer has seen a chain's newest block. */
export async function caughtUp(indexer: Pick<TestIndexer, "get">, chain: TestChain): Promise<void> {
  const head = Number(await chain.client.getBlockNumber());
  await until(`block ${head} of chain ${chain.chainId}`, async () => {
    const { body } = await indexer.get("/status");
    const status = Object.values(body as Record<string, { id: number; block: { number: number } }>);
    return status.some(({ id, block }) => id === chain.chainId && block.number === head) || undefined;
  });
}

export async function startIndexer(env: Record<string, string>): Promise<TestIndexer> {
  const [port = 0] = await unusedPorts(1);
  const directory = mkdtempSync(join(tmpdir(), "tallystick-indexer-"));
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--max-semi-space-size=4", START], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, TALLYSTICK_PORT_INDEXER: String(port), TALLYSTICK_INDEXER_DIR: directory, ...env },
  });
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  const url = `http://127.0.0.1:${port}`;
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text };
  };
  const graphql = async <T>(query: string): Promise<T> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors?.length) throw new Error(errors.map(({ message }) => message).join("; "));
    return data;
  };
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await exited;
    clearTimeout(killer);
    rmSync(directory, { recursive: true, force: true });
  };
  return { url, process: child, output: () => output, get, graphql, stop };
}

/** An indexer of one chain alone, without a gateway, that is ready. */
export async function indexAlone(chain: TestChain): Promise<TestIndexer> {
  const indexer = await startIndexer({
    [`TALLYSTICK_PORT_CHAIN_${chain.chainId === 31337 ? "A" : "B"}`]: String(chain.port),
    TALLYSTICK_INDEXER_CHAINS: String(chain.chainId),
    TALLYSTICK_GATEWAYS: "http://127.0.0.1:1",
  });
  await until("readiness", async () => (await indexer.get("/ready")).status === 200 || undefined);
  return indexer;
}
