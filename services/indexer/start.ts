import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type IndexedChain, indexedChains } from "./settings.ts";
import { chainNow } from "./src/api/genesis.ts";

// Starts Ponder: production mode, no telemetry, no interactive screen, warnings only. `--read-only` serves the tables
// that another process writes (PostgreSQL).

const HOST = process.env.TALLYSTICK_INDEXER_HOST ?? "127.0.0.1";
const PORT = Number(process.env.TALLYSTICK_PORT_INDEXER ?? 42069);
const ROOT = fileURLToPath(new URL(".", import.meta.url));

const isReadOnly = process.argv.includes("--read-only");
const directory = resolve(process.env.TALLYSTICK_INDEXER_DIR ?? `${ROOT}.ponder`);

/** Ponder moves on to the next port when one is taken, and nobody would find it there. */
async function requireFreePort(): Promise<void> {
  const server = createServer();
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    server.once("error", done).listen(PORT, HOST, () => done(null));
  });
  server.close();
  if (error === null) return;
  console.error(
    `The indexer can't listen on ${HOST}:${PORT}: ${error.message}. Set TALLYSTICK_PORT_INDEXER to a free port.`,
  );
  process.exit(1);
}

/** Ponder gives up on a chain that does not answer, after a minute and many pages of log. */
async function waitFor({ network }: IndexedChain): Promise<void> {
  if (await chainNow(network)) return;
  console.error(`Chain ${network.chainId} does not answer at ${network.rpcUrls.join(", ")}: waiting for it.`);
  while (!(await chainNow(network))) await pause(1_000);
}

function chosenChains(): readonly IndexedChain[] {
  try {
    return indexedChains();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

await requireFreePort();
if (!isReadOnly) await Promise.all(chosenChains().map(waitFor));
mkdirSync(directory, { recursive: true });
Object.assign(process.env, {
  NODE_ENV: "production",
  PONDER_TELEMETRY_DISABLED: "1",
  // Ponder would take a fifth of all memory that Node may have.
  PONDER_CACHE_BYTES: process.env.PONDER_CACHE_BYTES ?? String(64 * 1024 * 1024),
  PORT: String(PORT),
  TALLYSTICK_INDEXER_DIR: directory,
  DATABASE_SCHEMA: process.env.DATABASE_SCHEMA ?? "tallystick",
  ...(isReadOnly ? { TALLYSTICK_INDEXER_READ_ONLY: "1" } : {}),
});
// Ponder writes its GraphQL schema into the working directory.
process.chdir(directory);
process.argv.splice(
  2,
  Number.POSITIVE_INFINITY,
  isReadOnly ? "serve" : "start",
  "--root",
  ROOT,
  "--hostname",
  HOST,
  "--log-level",
  process.env.TALLYSTICK_LOG_LEVEL ?? "warn",
);
// Its package exports no entry for the command line.
const entry = new URL("bin/ponder.js", import.meta.resolve("ponder"));
await import(entry.href);
