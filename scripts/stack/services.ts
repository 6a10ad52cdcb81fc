import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PersonaId, personaAccount } from "@tallystick/sdk/local/personas";
import { type Hex, sha256, stringToBytes, toHex } from "viem";
import { root } from "../lib/files.ts";
import { commandOf } from "../lib/run.ts";
import type { LocalChain } from "./chains.ts";
import type { Nursery, Spare } from "./children.ts";
import { untilReady } from "./children.ts";
import { thresholdOf } from "./keepers.ts";
import { HOST, KEEPER_PARTS, type Ports, portVariables } from "./ports.ts";
import type { State } from "./state.ts";

/** Time to see that the others go on without a keeper, before it is started again. */
const RESTART_MS = 30_000;

/** What every service is started with. */
export interface Surroundings {
  readonly nursery: Nursery;
  readonly ports: Ports;
  /** Keepers of chain A. */
  readonly keepers: number;
  readonly state: State;
  readonly signal: AbortSignal;
}

/** Whether something answers well at an address. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}

/** Compiles the contracts, or finds them compiled. */
export async function compileContracts({ nursery }: Surroundings): Promise<void> {
  const child = nursery.start({
    name: "compiler",
    isTask: true,
    args: [commandOf("hardhat"), "build", "--quiet", "--no-tests"],
    cwd: root,
    env: {},
  });
  const { code, problem } = await child.gone;
  if (code !== 0) throw problem;
}

/** A gateway and keeper to be started. */
interface KeeperPlan {
  readonly name: string;
  readonly persona: PersonaId;
  readonly port: number;
  /** Folder of its store. */
  readonly folder: string;
}

const KEEPER_PERSONAS = ["keeper", "keeper2", "keeper3"] as const satisfies readonly PersonaId[];

function planOf({ ports, keepers }: Surroundings, chainId: number): readonly KeeperPlan[] {
  if (chainId !== 31337) {
    return [{ name: "gateway of chain B", persona: "keeper", port: ports.gatewayB, folder: `gateway-${chainId}` }];
  }
  return KEEPER_PARTS.slice(0, keepers).map((part, i) => ({
    name: i === 0 ? "gateway" : `gateway ${i + 1}`,
    persona: KEEPER_PERSONAS[i] ?? "keeper",
    port: ports[part],
    folder: i === 0 ? `gateway-${chainId}` : `gateway-${chainId}-${i + 1}`,
  }));
}

/** As public as the account itself: shares that the seed wraps can be opened after a restart. */
function seedOf(persona: PersonaId): Hex {
  const name = persona === "keeper" ? "keeper" : `keeper ${persona.slice(-1)}`;
  return sha256(stringToBytes(`tallystick local ${name}`));
}

const urlOf = ({ port }: KeeperPlan): string => `http://${HOST}:${port}`;

async function startKeeper(
  { nursery, ports, keepers, state, signal }: Surroundings,
  chain: LocalChain,
  plan: KeeperPlan,
  peers: readonly KeeperPlan[],
  spare: Spare,
): Promise<void> {
  const key = personaAccount(plan.persona, chain.chainId).getHdKey().privateKey;
  if (!key) throw new Error("The keeper's account has no key.");
  const child = nursery.start({
    name: plan.name,
    spare,
    args: [join(root, "services/gateway/src/main.ts")],
    cwd: root,
    env: {
      ...portVariables(ports, keepers),
      TALLYSTICK_PORT_GATEWAY: String(plan.port),
      TALLYSTICK_GATEWAY_CHAIN: String(chain.chainId),
      TALLYSTICK_GATEWAY_RPC: chain.url,
      TALLYSTICK_GATEWAY_STORE: join(state.run, plan.folder),
      TALLYSTICK_GATEWAY_PEERS: peers.map(urlOf).join(","),
      TALLYSTICK_GATEWAY_THRESHOLD: String(thresholdOf(peers.length + 1)),
      TALLYSTICK_KEEPER_KEY: toHex(key),
      TALLYSTICK_KEEPER_X25519: seedOf(plan.persona),
    },
  });
  await untilReady(child, () => answers(`${urlOf(plan)}/ready`), { signal });
}

/** Starts the gateways and keepers of a chain, the first of them first in the answer. */
export async function startGateways(surroundings: Surroundings, chain: LocalChain): Promise<readonly string[]> {
  const plan = planOf(surroundings, chain.chainId);
  const peersOf = (own: KeeperPlan) => plan.filter((other) => other !== own);
  let left = plan.length;
  const spare: Spare = {
    canMiss() {
      left -= 1;
      return left >= thresholdOf(plan.length);
    },
    restarted() {
      left += 1;
    },
    restartAfter: RESTART_MS,
  };
  await Promise.all(plan.map((own) => startKeeper(surroundings, chain, own, peersOf(own), spare)));
  return plan.map(urlOf);
}

/** Starts the indexer on a fresh database. It is ready when it has caught up with both chains. */
export function startIndexer({ nursery, ports, keepers, state, signal }: Surroundings) {
  const child = nursery.start({
    name: "indexer",
    // Less room for young objects: a third less memory at rest, and as fast.
    args: ["--max-semi-space-size=4", join(root, "services/indexer/start.ts")],
    cwd: join(root, "services/indexer"),
    env: { ...portVariables(ports, keepers), TALLYSTICK_INDEXER_DIR: join(state.run, "indexer") },
  });
  const url = `http://${HOST}:${ports.indexer}`;
  return { url, ready: () => untilReady(child, () => answers(`${url}/ready`), { signal, timeout: 120_000 }) };
}

function* filesBelow(folder: string): Generator<string> {
  const skipped = new Set(["node_modules", ".next", "test"]);
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* filesBelow(path);
    if (entry.isFile() && !/\.tsbuildinfo$|\.test\.tsx?$|^next-env\.d\.ts$/.test(entry.name)) yield path;
  }
}

/** Everything that a build of the page depends on. */
function inputsOfPage(): string {
  const hash = createHash("sha256").update(process.version);
  const files = [...filesBelow(join(root, "app")), ...filesBelow(join(root, "sdk/src"))];
  for (const file of [...files, join(root, "package-lock.json")]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Builds the page unless the last build was of the same files. */
export async function buildPage({ nursery }: Surroundings): Promise<"built" | "was built"> {
  const output = join(root, "app/.next");
  const stamp = join(output, "tallystick-inputs");
  const inputs = inputsOfPage();
  const isBuilt = existsSync(join(output, "BUILD_ID")) && existsSync(stamp);
  if (isBuilt && readFileSync(stamp, "utf8") === inputs) return "was built";
  const child = nursery.start({
    name: "page build",
    isTask: true,
    args: [commandOf("next"), "build"],
    cwd: join(root, "app"),
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const { code, problem } = await child.gone;
  if (code !== 0) throw problem;
  writeFileSync(stamp, inputs);
  return "built";
}

/** Serves the page. */
export async function startPage({ nursery, ports, keepers, state, signal }: Surroundings): Promise<string> {
  const child = nursery.start({
    name: "page",
    args: [commandOf("next"), "start", "--hostname", HOST, "--port", String(ports.app)],
    cwd: join(root, "app"),
    env: {
      ...portVariables(ports, keepers),
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      TALLYSTICK_APP_DATA: join(state.run, "app"),
    },
  });
  await untilReady(child, () => answers(`http://${HOST}:${ports.app}/`), { signal });
  return `http://localhost:${ports.app}`;
}
