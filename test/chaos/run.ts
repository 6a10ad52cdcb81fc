import type { Agents } from "./agents.ts";
import { LOCK_TIME, type Pair, SIDES, type Side, TIMING, type Who } from "./cast.ts";
import type { Standing } from "./ledger.ts";
import type { ProcessFaults } from "./processFaults.ts";
import { type RelayManner, startRelay } from "./relay.ts";
import {
  complaint,
  type Fate,
  fateOf,
  type Holdings,
  holdingsOf,
  openLocks,
  PARTIES,
  type PartyName,
} from "./verdict.ts";
import type { World } from "./world.ts";

// One case, from beginning to end.

/** Something that everybody can see on the chains. */
export type Moment = "start" | "lockA" | "lockB" | "claimB" | "claimA" | "refundB" | "refundA";

/** A case while it runs. */
export interface Run {
  readonly world: World;
  readonly agents: Agents;
  readonly pair: Pair;
  readonly seed: number;
  /** Chains that make no blocks now. */
  readonly halted: Set<Side>;
  readonly has: (moment: Moment) => boolean;
  /** The newest lock of a side, open or ended. */
  readonly lockOf: (side: Side) => Standing | undefined;
  /** Newest block of each chain. */
  readonly heads: Readonly<Record<Side, number>>;
  /** Blocks on top of a lock, its own counted; 0: it is not there. */
  readonly depthOf: (side: Side) => number;
}

/** Something that is done once, so many blocks after a moment. */
export interface Step {
  readonly at: Moment;
  /** Default: 0, in the pause after the block of the moment. */
  readonly blocks?: number;
  /** What it returns is to be done besides, counted from now. */
  readonly act: (run: Run) => Promise<Then> | Then;
}

type Then = readonly Step[] | undefined;

/** What the harness does as a party of its own, after each block. */
export type Play = (run: Run) => Promise<void>;

export interface Case {
  readonly name: string;
  /** Row of the table. */
  readonly kind: string;
  readonly seed: number;
  readonly pair: Pair;
  /** Which parties are agents in processes of their own; the others are played, or not there. */
  readonly agents: readonly Who[];
  readonly honest: readonly PartyName[];
  /** What goes wrong in a process until it is started again. */
  readonly process?: Partial<Record<Who, ProcessFaults>>;
  /** When an agent that ended is started again, of the time of the initiator's lock; undefined: never. */
  readonly back?: number;
  /** The maker's agent answers no lock. */
  readonly refuses?: boolean;
  /** What the order relay does that the agents are told of; undefined: there is none. */
  readonly relay?: RelayManner;
  readonly steps?: readonly Step[];
  readonly plays?: readonly (() => Play)[];
  /** Of several faults one may keep another from coming: that is told, and is no failure. */
  readonly isLoose?: boolean;
  /** "loss": that an honest party loses shows that a loss is seen. */
  readonly expect: "swapped" | "even" | "loss";
}

export interface Result {
  readonly name: string;
  readonly kind: string;
  readonly problem: string | undefined;
  /** The fault that never came, where that is no failure. */
  readonly missed?: string | undefined;
  readonly fates: Readonly<Record<PartyName, Fate>>;
  readonly blocks: number;
  readonly seconds: number;
}

/** Blocks without any event after which nothing more is to come. */
const QUIET = 6;
/** Blocks in which every lock has ended, if it ever does. */
const MOST_BLOCKS = Math.ceil((2.5 * LOCK_TIME) / TIMING.blockTime);
/** Blocks after which nobody begins any more. */
const MOST_IDLE = Math.ceil((2 * LOCK_TIME) / TIMING.blockTime);
/** From so many blocks without an event on two are made at a time. */
const DULL = 8;

function hasIn(world: World, moment: Moment): boolean {
  if (moment === "start") return true;
  const side = moment.endsWith("A") ? "a" : "b";
  const standings = world.ledgers()[side].standings();
  if (moment.startsWith("lock")) return standings.length > 0;
  const kind = moment.startsWith("claim") ? "claimed" : "refunded";
  return standings.some(({ end }) => end?.kind === kind);
}

/** A word that changes with every event on either chain. */
function eventsOf(world: World): string {
  return SIDES.flatMap((side) =>
    world
      .ledgers()
      [side].standings()
      .map(({ id, end }) => `${id}${end?.kind ?? ""}`),
  ).join();
}

/** Steps that wait for their moments. */
interface Agenda {
  readonly doDue: () => Promise<void>;
  readonly undone: () => readonly Step[];
}

function agendaOf(run: Run, steps: readonly Step[]): Agenda {
  const waiting = steps.map((step) => ({ ...step, left: step.blocks ?? 0 }));
  return {
    undone: () => waiting,
    doDue: async () => {
      for (const step of waiting.filter(({ at }) => run.has(at))) {
        step.left -= 1;
        if (step.left >= 0) continue;
        waiting.splice(waiting.indexOf(step), 1);
        const more = (await step.act(run)) ?? [];
        waiting.push(...more.map((each) => ({ ...each, left: each.blocks ?? 0 })));
      }
    },
  };
}

function runOf(world: World, agents: Agents, { pair, seed }: Case): Run & { readonly heads: Record<Side, number> } {
  const heads: Record<Side, number> = { a: world.firstBlock - 1, b: world.firstBlock - 1 };
  const lockOf = (side: Side): Standing | undefined => world.ledgers()[side].standings().at(-1);
  const depthOf = (side: Side): number => {
    const lock = lockOf(side);
    return lock === undefined ? 0 : heads[side] - lock.block + 1;
  };
  const has = (moment: Moment): boolean => hasIn(world, moment);
  return { world, agents, pair, seed, halted: new Set<Side>(), has, heads, lockOf, depthOf };
}

/** Makes blocks until nothing more is to come; tells how many. */
async function live(run: Run & { readonly heads: Record<Side, number> }, one: Case, agenda: Agenda): Promise<number> {
  const { world, agents, heads } = run;
  const plays = (one.plays ?? []).map((make) => make());
  const beganAt = world.now();
  let blocks = 0;
  let quiet = 0;
  let events = "";
  const isOver = (): boolean =>
    blocks >= MOST_BLOCKS || (openLocks(world) === 0 && (events === "" ? blocks >= MOST_IDLE : quiet >= QUIET));
  await agenda.doDue();
  await agents.start();
  while (!isOver()) {
    // Who is played acts in the last block before a time.
    const some = quiet >= DULL && plays.length === 0 ? 2 : 1;
    for (let i = 0; i < some; ++i) await world.pass(TIMING.blockTime, [...run.halted]);
    blocks += some;
    for (const side of SIDES) heads[side] = (await world.chains[side].head()).number;
    await agents.settle();
    await agenda.doDue();
    for (const play of plays) await play(run);
    await agents.revive(world.now() - beganAt);
    const seen = eventsOf(world);
    quiet = seen === events ? quiet + 1 : 0;
    events = seen;
  }
  return blocks;
}

export async function runCase(world: World, agents: Agents, one: Case): Promise<Result> {
  const started = performance.now();
  await world.reset();
  const relay = one.relay && (await startRelay(one.relay));
  agents.begin(one, relay ? [relay.url] : []);
  const before = await holdingsOf(world);
  const run = runOf(world, agents, one);
  const agenda = agendaOf(run, one.steps ?? []);
  let blocks = 0;
  let broken: string | undefined;
  try {
    blocks = await live(run, one, agenda);
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
  }
  const unhurt = unhurtIn(one, agents);
  await agents.stop();
  await relay?.close();
  const fates = fatesOf(world, one.pair, before, await holdingsOf(world));
  const missed = missedIn(agenda.undone()) ?? unhurt;
  const isFree = one.isLoose || one.expect === "loss" || missed === undefined;
  const problem = broken ?? judged(one, fates) ?? (isFree ? undefined : `${missed}: nothing was tried`);
  const { name, kind } = one;
  return { name, kind, problem, missed, fates, blocks, seconds: (performance.now() - started) / 1000 };
}

/** Complains of a process that outlived what was to end it. */
function unhurtIn({ process = {} }: Case, agents: Agents): string | undefined {
  const doomed = Object.entries(process).filter(([, { kill, disk }]) => kill !== undefined || disk !== undefined);
  const alive = doomed.find(([who]) => agents.deathsOf(who as Who) === 0);
  return alive && `the ${alive[0]} was to end, and did not`;
}

function fatesOf(world: World, pair: Pair, before: Holdings, after: Holdings): Record<PartyName, Fate> {
  const [maker, taker] = PARTIES.map((who) => fateOf(world, pair, who, before, after));
  return { maker: maker ?? "uneven", taker: taker ?? "uneven" };
}

function judged(one: Case, fates: Readonly<Record<PartyName, Fate>>): string | undefined {
  if (one.expect !== "loss") return complaint(fates, one.honest, one.expect);
  const loser = one.honest.find((who) => fates[who] === "lost");
  return loser === undefined ? "nobody has lost: a loss would not be seen" : undefined;
}

function missedIn([first]: readonly Step[]): string | undefined {
  return first && `the moment ${first.at} never came`;
}
