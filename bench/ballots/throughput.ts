import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { encodeBallot, type WireBallot } from "@tallystick/sdk/governance/ballots";
import { signRecoverable } from "tiny-secp256k1";
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { digester } from "../../app/lib/server/ballots/signer.ts";
import { kill, NEVER, type Running, serverEnvironment, startServer } from "../../app/test/ballots/process.ts";
import { FOREVER, keyOf, startWorld, type World } from "../../app/test/ballots/world.ts";
import { root } from "../../scripts/lib/files.ts";
import { commandOf } from "../../scripts/lib/run.ts";
import { startSite } from "../../scripts/lib/site.ts";
import { cpuSeconds } from "../cpu.ts";

// How many signed ballots a second the relay takes over HTTP, each checked and on the disk before it is answered: in lists
// of 500, and one a request; that none of those is lost over kill -9; and how long it takes to bring them to the governor.
// `node bench/ballots/throughput.ts [--routes]`: against the site as `next start` serves it (built if it is not), or with
// --routes against the same routes without pages. The relay is a process of its own; this one is the chain, and signs and
// sends. Prints one line of JSON; fails when a figure is missed. `perCore` is ballots for a second of processor that the
// relay's process used, all its threads together: what other load does not change. 500 of it are asked for.

const LEAST_PER_CORE = 500;
const VOTERS = 1_000;
const LISTS = 6;
const AT_ONCE = 32;
const ROOM = { TALLYSTICK_BALLOTS_RATE: "1000000", TALLYSTICK_BALLOTS_RATE_IN_ALL: "1000000" };
const PRODUCTION = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };

type Answered = { readonly status?: string; readonly refused?: string };

const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

async function buildSite(): Promise<void> {
  const child = spawn(process.execPath, [commandOf("next"), "build"], {
    cwd: join(root, "app"),
    env: { ...process.env, ...PRODUCTION },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error("the site could not be built");
}

type Voter = { readonly address: Address; readonly key: Hex };

function signAll(world: World, voters: readonly Voter[], proposalId: bigint): WireBallot[] {
  const digestOf = digester(world.network.chainId, world.governor);
  return voters.map(({ address, key }): WireBallot => {
    const ballot = { proposalId, voter: address, support: 1, params: "0x" as Hex, deadline: FOREVER };
    const { signature, recoveryId } = signRecoverable(hexToBytes(digestOf(ballot)), hexToBytes(key));
    return encodeBallot({ ...ballot, signature: `${bytesToHex(signature)}${recoveryId === 0 ? "1b" : "1c"}` as Hex });
  });
}

async function post({ url }: Running, ballots: readonly WireBallot[]): Promise<Answered[]> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ballots }) };
  const response = await fetch(`${url}/api/ballots?chain=31337`, init);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { results: Answered[] }).results;
}

async function measure(relay: Running, lists: readonly (readonly WireBallot[])[], atOnce: number) {
  const waiting = [...lists];
  let taken = 0;
  const latencies: number[] = [];
  const before = await cpuSeconds(relay);
  const startedAt = performance.now();
  const poster = async (): Promise<void> => {
    for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
      const at = performance.now();
      const answers = await post(relay, list);
      latencies.push(performance.now() - at);
      const bad = answers.find(({ status }) => status !== "pending");
      if (bad) throw new Error(`a good ballot was answered ${JSON.stringify(bad)}`);
      taken += answers.length;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, poster));
  const wall = (performance.now() - startedAt) / 1_000;
  const cpu = (await cpuSeconds(relay)) - before;
  const median = latencies.sort((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? 0;
  return {
    ballots: taken,
    perSecond: round(taken / wall),
    perCore: round(taken / cpu),
    cpuMs: round((cpu * 1_000) / taken, 2),
    medianMs: round(median),
  };
}

const listsOf = (ballots: readonly WireBallot[], size: number): WireBallot[][] =>
  Array.from({ length: Math.ceil(ballots.length / size) }, (_, i) => ballots.slice(i * size, (i + 1) * size));

async function votersKept({ url }: Running, proposal: bigint): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (let after: string | undefined = "0"; after !== undefined; ) {
    const answer = await fetch(`${url}/api/ballots?chain=31337&proposal=${proposal}&limit=500&after=${after}`);
    const page = (await answer.json()) as { ballots: { voter: string; status: string }[]; next?: string };
    for (const { voter, status } of page.ballots) kept.set(voter, status);
    after = page.next;
  }
  return kept;
}

/** Posts, kills the relay in the middle, starts it again and says how many acknowledged ballots it has lost. */
async function killed(
  start: (env: Record<string, string>) => Promise<Running>,
  ballots: readonly WireBallot[],
  proposal: bigint,
) {
  const first = await start(NEVER);
  const acknowledged = new Set<string>();
  const waiting = listsOf(ballots, 10);
  const poster = async (): Promise<void> => {
    for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
      const answers = await post(first, list);
      for (const [i, { status }] of answers.entries()) {
        if (status === "pending") acknowledged.add(String(list[i]?.voter.toLowerCase()));
      }
      if (acknowledged.size > ballots.length / 2) first.child.kill("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: 8 }, () => poster().catch(() => undefined)));
  const second = await start(NEVER);
  const kept = await votersKept(second, proposal);
  await kill(second);
  return { acknowledged: acknowledged.size, lost: [...acknowledged].filter((voter) => !kept.has(voter)).length };
}

/** Seconds until the governor has counted what waits, in as many transactions. */
async function counted(start: (env: Record<string, string>) => Promise<Running>, proposals: readonly bigint[]) {
  const before = Date.now();
  const relay = await start({ TALLYSTICK_BALLOTS_EVERY: "1" });
  const tally = async () =>
    (await Promise.all(proposals.map((each) => votersKept(relay, each)))).flatMap((each) => [...each.values()]);
  const deadline = before + 150_000;
  let all = await tally();
  while (all.some((status) => status !== "counted") && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    all = await tally();
  }
  const cpu = await cpuSeconds(relay);
  await kill(relay);
  const done = all.filter((status) => status === "counted").length;
  return {
    ballots: done,
    of: all.length,
    seconds: round((Date.now() - before) / 1_000, 1),
    cpuMs: round((cpu * 1_000) / done, 2),
  };
}

async function main(): Promise<void> {
  const isSite = !process.argv.includes("--routes");
  if (isSite) await buildSite();
  const world = await startWorld();
  const start = (env: Record<string, string>): Promise<Running> => {
    const all = { ...ROOM, ...env };
    return isSite ? startSite(serverEnvironment(world, all)) : startServer(world, all);
  };
  let running: Running | undefined;
  try {
    const voters = Array.from({ length: VOTERS }, (_, i): Voter => {
      const key = keyOf("bench", i);
      return { key, address: privateKeyToAddress(key) };
    });
    await world.empower(voters.map(({ address }) => address));
    const proposals: bigint[] = [];
    for (let i = 0; i < LISTS + 3; i++) proposals.push(await world.propose(`Bench ${i}`, false));
    await world.pass(31);
    const [warming = [], killing = [], single = [], ...many] = proposals.map((id) => signAll(world, voters, id));
    running = await start(NEVER);
    await measure(running, listsOf(warming, 500), 2);
    const lists = await measure(running, listsOf(many.flat(), 500), 4);
    const singles = await measure(running, listsOf(single, 1), AT_ONCE);
    await kill(running);
    const overKill = await killed(start, killing, proposals[1] ?? 0n);
    const sending = await counted(start, [proposals[0] ?? 0n, proposals[2] ?? 0n]);
    console.log(JSON.stringify({ served: isSite ? "site" : "routes", lists, singles, overKill, sending }));
    const missed = [
      ...(lists.perCore < LEAST_PER_CORE ? [`${lists.perCore} ballots for a second of processor, in lists.`] : []),
      ...(overKill.lost > 0 ? [`${overKill.lost} acknowledged ballots were lost.`] : []),
      ...(overKill.acknowledged === VOTERS ? ["The relay was not killed in the middle."] : []),
    ];
    for (const sentence of missed) console.error(`Missed: ${sentence}`);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    running?.child.kill("SIGKILL");
    await world.close();
  }
}

await main();
