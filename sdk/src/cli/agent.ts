import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { reasonOf } from "../errors.ts";
import { type AgentClient, agentAt } from "./agentClient.ts";
import type { Command, CommandContext } from "./command.ts";
import { UsageError } from "./exitCode.ts";
import { readArguments } from "./options.ts";
import { printResult } from "./output.ts";
import { subcommands } from "./subcommands.ts";

const options = {
  port: { type: "string" },
  "token-file": { type: "string" },
  config: { type: "string" },
  amount: { type: "string" },
  open: { type: "boolean", default: false },
  out: { type: "string" },
  anyway: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];

/** What a command to a running agent is given. */
interface Asking {
  readonly agent: AgentClient;
  readonly named: readonly string[];
  readonly values: Values;
  readonly output: CommandContext["output"];
}

function asking(act: (asking: Asking) => Promise<void>): Command {
  return async ({ args, env, output, signal }) => {
    const { values, positionals } = readArguments(args, options);
    await act({ agent: agentAt(values, env, signal), named: positionals, values, output });
  };
}

/** Runs the service of its own package until it ends; what is pressed here reaches it too. */
const run: Command = async ({ args, signal }) => {
  const { values } = readArguments(args, options);
  if (values.config === undefined) throw new UsageError("--config is needed.");
  const folder = dirname(createRequire(import.meta.url).resolve("@tallystick/agent/package.json"));
  // Less room for young objects: a thousand open swaps in less than 200 MB.
  const service = ["--max-semi-space-size=4", join(folder, "src/main.ts"), "--config", values.config];
  const child = spawn(process.execPath, service, { stdio: "inherit" });
  signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`The agent ended with ${code ?? "a signal"}: it says why above.`);
};

function jsonIn(file: string | undefined): unknown {
  if (file === undefined) throw new UsageError("Name a file.");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`"${file}" can't be read: ${reasonOf(error)}`);
  }
}

/** A listed offer is a signed order, and what the agent tells of it besides. */
function orderIn(file: string | undefined): unknown {
  const { hash: _, left: __, ...order } = jsonIn(file) as Record<string, unknown>;
  return order;
}

function give({ output, values }: Asking, result: Readonly<Record<string, unknown>>): void {
  if (values.out === undefined) output.out(`${JSON.stringify(result)}\n`);
  else writeFileSync(values.out, `${JSON.stringify(result)}\n`);
}

interface ListedSwap {
  readonly id: string;
  readonly role: string;
  readonly phase: string;
  readonly isOver: boolean;
  readonly next: { readonly who: string; readonly act: string; readonly leg: string; readonly by?: number } | null;
}

function lineOf({ id, role, phase, isOver, next }: ListedSwap): string {
  const about = `${id}  ${role.padEnd(10)}  ${phase}`;
  if (isOver || next === null || next.act === "wait") return about;
  const until = next.by === undefined ? "" : ` until ${new Date(next.by * 1_000).toISOString()}`;
  return `${about}: ${next.who} may ${next.act} leg ${next.leg}${until}`;
}

async function list({ agent, values, output }: Asking): Promise<void> {
  const { swaps } = (await agent.get("/swaps")) as { swaps: readonly ListedSwap[] };
  const shown = swaps.filter(({ isOver }) => !values.open || !isOver);
  printResult(output, { swaps: shown }, shown.length === 0 ? ["No swaps."] : shown.map(lineOf));
}

interface ChainHealth {
  readonly chainId: number;
  readonly head: { readonly number: number; readonly time: number } | null;
  readonly endpoints: readonly { readonly problem: string | null }[];
}

async function status({ agent, output }: Asking): Promise<void> {
  const health = await agent.get("/health");
  const chains = (health.chains as readonly ChainHealth[]).map(({ chainId, head, endpoints }) => {
    if (head !== null) return `chain ${chainId}: block ${head.number}, ${new Date(head.time * 1_000).toISOString()}`;
    return `chain ${chainId}: not seen; ${endpoints.map(({ problem }) => problem ?? "alive").join("; ")}`;
  });
  const { open, ended } = health.swaps as { open: number; ended: number };
  const lines = [`${health.mode}, ${health.status}`, ...chains, `${open} swaps open, ${ended} ended`];
  printResult(output, health, lines);
}

async function take(asked: Asking): Promise<void> {
  const { agent, named, values, output } = asked;
  const { amount } = values;
  if (amount === undefined || !/^\d+$/.test(amount)) throw new UsageError("--amount is needed, in base units.");
  const swap = await agent.post("/take", { order: orderIn(named[0]), amount });
  printResult(output, swap, [`Begun: ${swap.id}`]);
}

async function withdraw({ agent, named, output }: Asking): Promise<void> {
  const [order] = named;
  if (order === undefined) throw new UsageError("Name the order by its hash.");
  printResult(output, await agent.post("/offers/withdraw", { order }), [`Withdrawn: ${order}`]);
}

async function note({ agent, named, output }: Asking): Promise<void> {
  const { recipient } = await agent.post("/notes", jsonIn(named[0]));
  printResult(output, { recipient }, [`Paid will be: ${recipient}`]);
}

async function recover({ agent, named, output }: Asking): Promise<void> {
  const result = await agent.post("/recover", { orders: named.map(orderIn) });
  printResult(output, result, [`Swaps found: ${result.recovered}`]);
}

async function release(asked: Asking): Promise<void> {
  const [lock] = asked.named;
  if (lock === undefined) throw new UsageError("Name the lock by its id.");
  give(asked, await asked.agent.post("/release", { lock, anyway: asked.values.anyway }));
}

async function watch({ agent, named, output }: Asking): Promise<void> {
  const result = await agent.post("/watch", jsonIn(named[0]));
  const watched = result.watched as readonly string[];
  printResult(output, result, [`Watched: ${watched.length}`]);
}

/** `tallystick agent …` */
export const agentCommand = subcommands({
  run,
  offer: asking(async (asked) => give(asked, await asked.agent.post("/offers", jsonIn(asked.named[0])))),
  withdraw: asking(withdraw),
  offers: asking(async (asked) => give(asked, await asked.agent.get("/offers"))),
  note: asking(note),
  take: asking(take),
  list: asking(list),
  status: asking(status),
  recover: asking(recover),
  release: asking(release),
  export: asking(async (asked) => give(asked, await asked.agent.get("/export"))),
});

/** `tallystick watchtower …` */
export const watchtowerCommand = subcommands({
  run,
  watch: asking(watch),
  list: asking(list),
  status: asking(status),
});
