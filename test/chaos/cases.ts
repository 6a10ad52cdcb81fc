import { readFileSync } from "node:fs";
import type { Lock } from "../../sdk/src/swaps/lock.ts";
import * as acts from "./acts.ts";
import { CAST, MARGIN, PAIRS, type Pair, SIDES, type Side, TIMING, type Who } from "./cast.ts";
import {
  handOrder,
  handOver,
  handsNotes,
  offered,
  offeredLater,
  takes,
  takesAndRecovers,
  watched,
  withdrawn,
  withdraws,
} from "./dealing.ts";
import type { EndpointFault } from "./faults.ts";
import { type MakerPlay, playMaker, playTaker, type TakerPlay } from "./plays.ts";
import type { ProcessFaults } from "./processFaults.ts";
import { diceOf } from "./random.ts";
import type { Case, Moment, Run, Step } from "./run.ts";
import type { PartyName } from "./verdict.ts";

// The table of cases. A case's name says all of it, so that one alone can be run again.

type Bare = Omit<Case, "seed" | "pair" | "kind"> & { readonly pair?: Pair };

const BOTH: readonly Who[] = ["maker", "taker"];
const PARTIES: readonly PartyName[] = ["maker", "taker"];
/** Moments of a swap that goes well. */
const MOMENTS: readonly Moment[] = ["start", "lockA", "lockB", "claimB"];

/** Two agents who swap. */
const swap: Omit<Bare, "name"> = { agents: BOTH, honest: PARTIES, expect: "swapped", steps: [] };
const swapWith = (name: string, more: Partial<Bare>, steps: readonly Step[] = []): Bare => ({
  ...swap,
  ...more,
  name,
  steps: [takes(), ...steps],
});

/** How many lines each party's journal has after a swap in which nothing goes wrong. */
export interface Lines {
  readonly maker: number;
  readonly taker: number;
}
const LINES: Lines = { maker: 25, taker: 26 };

/** What is killed at each line must know how many there are. */
const allLinesAreReached: Step = {
  at: "claimA",
  blocks: 5,
  act: async ({ agents }) => {
    for (const who of PARTIES) {
      const count = readFileSync(agents.journalOf(who), "utf8").split("\n").length - 1;
      if (count > LINES[who])
        throw new Error(`the ${who}'s journal has ${count} lines, of which ${LINES[who]} are tried`);
    }
    return undefined;
  },
};

const each = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** A pair in which that party gives a token: it writes most lines. */
const tokenBy = (who: PartyName, line: number): Pair => {
  if (line % 2 === 0) return "token-token";
  return who === "maker" ? "ether-token" : "token-ether";
};

function killed(): Bare[] {
  const backs = [
    ["at once", 0],
    ["after half", 0.5],
    ["after all", 1.25],
  ] as const;
  return PARTIES.flatMap((who) =>
    each(LINES[who]).flatMap((line) =>
      (["before", "after"] as const).flatMap((when) =>
        backs.map(([word, back]) =>
          swapWith(`${who} killed ${when} line ${line}, back ${word}`, {
            pair: tokenBy(who, line),
            process: { [who]: { kill: { line, when } } },
            back,
            expect: back === 0 ? "swapped" : "even",
          }),
        ),
      ),
    ),
  );
}

function torn(): Bare[] {
  return PARTIES.flatMap((who) =>
    each(LINES[who]).map((line) =>
      swapWith(`${who} killed in line ${line}`, {
        pair: tokenBy(who, line),
        process: { [who]: { kill: { line, when: "torn" } } },
        back: 0,
      }),
    ),
  );
}

function disks(): Bare[] {
  return PARTIES.flatMap((who) =>
    (["full", "readOnly"] as const).flatMap((kind) =>
      each(LINES[who])
        .filter((line) => line % 3 === 1)
        .map((fromLine) =>
          swapWith(`disk of the ${who} ${kind} from line ${fromLine}`, {
            pair: tokenBy(who, fromLine),
            process: { [who]: { disk: { kind, fromLine: fromLine - 1 } } },
            back: 0,
          }),
        ),
    ),
  );
}

function clocks(): Bare[] {
  const wrong = (who: readonly Who[], skew: number): Bare => {
    const process: Partial<Record<Who, ProcessFaults>> = Object.fromEntries(who.map((one) => [one, { skew }]));
    return swapWith(`clock of ${who.join(" and ")} ${skew > 0 ? "two hours fast" : "two hours slow"}`, { process });
  };
  const parties: readonly (readonly Who[])[] = [["maker"], ["taker"], BOTH];
  return parties.flatMap((who) => [7200, -7200].map((skew) => wrong(who, skew)));
}

/** Endpoint faults: those that end after an outage that is promised, and those that go on. */
const OUTAGES: Readonly<Record<string, acts.FaultOf>> = {
  down: () => ({ kind: "down" }),
  silent: () => ({ kind: "silent" }),
  stale: ({ heads }, side) => ({ kind: "stale", block: heads[side] }),
  "on the wrong chain id": () => ({ kind: "wrongChain", chainId: 1 }),
  "another chain": ({ world }, side) => ({ kind: "otherChain", url: world.chains[side === "a" ? "b" : "a"].url }),
  "dropping transactions": () => ({ kind: "drops" }),
  "saying already known, without passing on": () => ({ kind: "known", passedOn: false }),
  "answering with HTML": () => ({ kind: "garbage" }),
  lying: () => ({ kind: "lies" }),
  "naming nonces too high": () => ({ kind: "nonceGap", by: 3 }),
};
const HINDRANCES: Readonly<Record<string, () => EndpointFault>> = {
  slow: () => ({ kind: "slow", milliseconds: 60 }),
  "one block behind": () => ({ kind: "behind", blocks: 1 }),
  "saying already known, passing on": () => ({ kind: "known", passedOn: true }),
  "limiting log ranges": () => ({ kind: "logRange", blocks: 3 }),
  "rate-limiting": () => ({ kind: "rateLimit", oneOf: 2 }),
  "cutting answers": () => ({ kind: "cuts", oneOf: 5 }),
};

function endpoints(): Bare[] {
  const places: readonly (readonly Side[])[] = [["a"], ["b"], SIDES];
  const of = (fault: string, make: acts.FaultOf, blocks: number | undefined): Bare[] =>
    PARTIES.flatMap((who, i) =>
      MOMENTS.map((at, j) => {
        const sides = places[(i + j + fault.length) % places.length] ?? SIDES;
        const where = sides.length === 1 ? sides[0] : "a and b";
        const steps = acts.endpointIs(make, { at, who: [who], sides, blocks });
        return swapWith(`endpoint ${where} of the ${who} ${fault} from ${at}`, {}, steps);
      }),
    );
  return [
    ...Object.entries(OUTAGES).flatMap(([fault, make]) => of(fault, make, acts.OUTAGE_BLOCKS)),
    ...Object.entries(HINDRANCES).flatMap(([fault, make]) => of(fault, make, undefined)),
  ];
}

const sideOf = (at: Moment): Side => (at.endsWith("A") ? "a" : "b");
const AFTERWARDS: readonly acts.Afterwards[] = ["lost", "again at once", "again later", "replaced"];

function reorgs(): Bare[] {
  const depths = each(TIMING.reorgDepth);
  const well = (["lockA", "lockB", "claimB", "claimA"] as const).flatMap((at) =>
    AFTERWARDS.flatMap((afterwards) =>
      depths.map((depth) =>
        swapWith(
          `${at} removed by a reorg of ${depth}, ${afterwards}`,
          // A lock whose number others have used is not made again: an endpoint could say so of one that stands.
          { expect: at.startsWith("lock") && afterwards === "replaced" ? "even" : "swapped" },
          acts.reorg(sideOf(at), at, depth, afterwards),
        ),
      ),
    ),
  );
  const back = AFTERWARDS.flatMap((afterwards) =>
    depths.flatMap((depth) => [
      alone("taker", `refundA removed by a reorg of ${depth}, ${afterwards}`, {
        plays: [playMaker({ order: handOrder, isAbsent: true })],
        steps: [handOver(), ...acts.reorg("a", "refundA", depth, afterwards)],
      }),
      alone("maker", `refundB removed by a reorg of ${depth}, ${afterwards}`, {
        plays: [playTaker({ order: offered, claims: "never" })],
        steps: acts.reorg("b", "refundB", depth, afterwards),
      }),
    ]),
  );
  return [...well, ...back];
}

/** One agent, whose counterparty the harness plays. */
function alone(who: PartyName, name: string, more: Partial<Bare>): Bare {
  return { name, agents: [who], honest: [who], expect: "even", ...more };
}

function chains(): Bare[] {
  return SIDES.flatMap((side) =>
    MOMENTS.flatMap((at) => [
      swapWith(`chain ${side} halts from ${at}`, {}, acts.chainHalts(side, at)),
      swapWith(`base fee of chain ${side} times 100 from ${at}`, {}, acts.feesRise(side, at)),
    ]),
  );
}

function transactions(): Bare[] {
  return PARTIES.flatMap((who) => [
    ...([1, 3] as const).flatMap((times) =>
      (["dropped", "replaced"] as const).map((how) =>
        swapWith(`${times} of the ${who}'s transactions ${how}`, {
          plays: [acts.losesTransactions(who, how, times)],
          expect: how === "dropped" && times === 1 ? "swapped" : "even",
        }),
      ),
    ),
    ...MOMENTS.map((at) => swapWith(`key of the ${who} used by others at ${at}`, {}, acts.keyIsUsed(who, at))),
  ]);
}

function journals(): Bare[] {
  return PARTIES.flatMap((who) =>
    MOMENTS.slice(1).flatMap((at) => [
      swapWith(`journal of the ${who} lost at ${at}`, { back: 0, expect: "even" }, acts.journalIsLost(who, at)),
      {
        ...swap,
        name: `journal of the ${who} lost at ${at}, the order named`,
        back: 0,
        steps: [...takesAndRecovers(who, at, 3), ...acts.journalIsLost(who, at)],
      },
      swapWith(`two agents on the journal of the ${who} at ${at}`, {}, acts.twinComes(who, at)),
    ]),
  );
}

function deaths(): Bare[] {
  const dying: readonly (readonly PartyName[])[] = [["maker"], ["taker"], PARTIES];
  return dying.flatMap((who) =>
    MOMENTS.slice(1).flatMap((at) =>
      [0, 2].map((blocks) =>
        swapWith(
          `${who.join(" and ")} dead for good ${blocks} blocks after ${at}, watchtower on`,
          { agents: [...BOTH, "tower"], plays: [watched], expect: "even" },
          who.map((one) => acts.dies(one, at, blocks)),
        ),
      ),
    ),
  );
}

/** What a taker may do wrong to an honest maker. */
function badTakers(): Bare[] {
  const other = (lock: Lock, run: Run): Lock => {
    const isEther = lock.asset.kind === "native";
    const asset = isEther ? ({ kind: "erc20", token: run.world.token } as const) : ({ kind: "native" } as const);
    return { ...lock, asset, amount: 1000n };
  };
  const twists: Readonly<Record<string, NonNullable<TakerPlay["twist"]>>> = {
    "another token": other,
    "another recipient": (lock) => ({ ...lock, recipient: CAST.stranger.hot.address }),
    "too short a time": (lock) => ({ ...lock, timelock: lock.timelock - BigInt(MARGIN) }),
    "a time that is nearly up": (lock, { world }) => ({
      ...lock,
      timelock: BigInt(world.now() + 3 * TIMING.blockTime),
    }),
    "the salt of no order": (lock) => ({ ...lock, salt: 7n }),
    "more than is offered": (lock) => ({ ...lock, amount: lock.amount + 1n }),
    "all of it as tip": (lock) => ({ ...lock, tip: lock.amount }),
  };
  const plays: Readonly<Record<string, Partial<TakerPlay>>> = {
    "and claims in the last second": { claims: "last second" },
    "and claims when time is up": { claims: "too late" },
    "and never comes back": { claims: "never", refunds: false },
    "and does not reveal": { claims: "never" },
  };
  const play = (name: string, more: Partial<TakerPlay>): Bare =>
    alone("maker", name, { plays: [playTaker({ order: offered, ...more })] });
  return [
    ...Object.entries(twists).map(([what, twist]) => play(`the taker locks with ${what}`, { twist })),
    ...Object.entries(plays).map(([what, more]) => play(`the taker locks ${what}`, more)),
  ];
}

/** What a maker may do wrong to an honest taker. */
function badMakers(): Bare[] {
  const twists: Readonly<Record<string, NonNullable<MakerPlay["twist"]>>> = {
    "too little by one": (lock) => ({ ...lock, amount: lock.amount - 1n }),
    "another token": (lock, run) => {
      const isEther = lock.asset.kind === "native";
      const asset = isEther ? ({ kind: "erc20", token: run.world.token } as const) : ({ kind: "native" } as const);
      return { ...lock, asset };
    },
    "another hash": (lock) => ({ ...lock, hashlock: `0x${"ab".repeat(32)}` }),
    "another recipient": (lock) => ({ ...lock, recipient: CAST.stranger.hot.address }),
    "no margin of time": (lock) => ({ ...lock, timelock: lock.timelock + BigInt(MARGIN) }),
    "a time of a day too long": (lock) => ({ ...lock, timelock: lock.timelock + 86_400n }),
    "a time too long by a block": (lock) => ({ ...lock, timelock: lock.timelock + BigInt(TIMING.blockTime) }),
    "a time that is nearly up": (lock, { world }) => ({
      ...lock,
      timelock: BigInt(world.now() + 4 * TIMING.blockTime),
    }),
    "all of it as tip": (lock) => ({ ...lock, tip: lock.amount }),
  };
  const plays: Readonly<Record<string, Partial<MakerPlay>>> = {
    "never locks": { isAbsent: true },
    "locks late": { locksAt: MARGIN + TIMING.outage + 6 * TIMING.blockTime },
    "locks when there is hardly time": { locksAt: MARGIN + 3 * TIMING.blockTime },
    "claims in the last second": { claims: "last second" },
    "claims when time is up": { claims: "too late" },
    "never claims": { claims: "never" },
  };
  const play = (name: string, more: Partial<MakerPlay>): Bare =>
    alone("taker", name, { plays: [playMaker({ order: handOrder, ...more })], steps: [handOver()] });
  return [
    ...Object.entries(twists).map(([what, twist]) => play(`the maker locks with ${what}`, { twist })),
    ...Object.entries(plays).map(([what, more]) => play(`the maker ${what}`, more)),
  ];
}

/** Lines of the journals by which a lock is given free, and had back by it. */
const FREE_LINES = {
  maker: { 8: "release", 9: "released" },
  taker: { 15: "consent", 16: "intent", 17: "signed", 18: "sent" },
} as const;
const FREE_KILLS: readonly (readonly [who: PartyName, when: "before" | "torn" | "after", line: number])[] = [
  ["maker", "before", 8],
  ["maker", "after", 8],
  ["maker", "torn", 9],
  ["taker", "torn", 15],
  ["taker", "after", 16],
  ["taker", "before", 18],
];

/** The maker's agent answers nothing, and gives the taker's lock free once it never can. */
function givenFree(): Bare[] {
  const unanswered = (name: string, more: Partial<Bare>, isEarly: boolean, steps: readonly Step[] = []): Bare => ({
    ...swap,
    ...{ name, refuses: true, relay: "honest", pair: "ether-token", expect: "even" },
    ...more,
    // A lock that is older than the maker's journal is not given free.
    steps: [{ ...takes(), blocks: 12 }, acts.isBack(isEarly), ...steps],
  });
  const kills = FREE_KILLS.map(([who, when, line]) => {
    const process = { [who]: { kill: { line, when } } };
    return unanswered(`unanswered, ${who} killed ${when} line ${line}`, { process, back: 0 }, true);
  });
  const lines = PARTIES.map((who) => acts.hasLines(who, FREE_LINES[who]));
  return [
    unanswered("unanswered, given free", {}, true, lines),
    unanswered("unanswered, the relay is down", { relay: "down" }, false),
    unanswered("unanswered, the relay forges a release", { relay: "forging" }, false),
    unanswered("unanswered, early refund removed by a reorg", {}, true, acts.reorg("a", "refundA", 2, "lost")),
    alone("maker", "answered and never revealed, not given free", {
      relay: "honest",
      plays: [playTaker({ order: async (run) => (run.heads.a > 12 ? offered(run) : undefined), claims: "never" })],
      steps: [acts.isBack(false), acts.hasNoLine("maker", "release")],
    }),
    ...kills,
  ];
}

/** The line of the first note or withdrawal: after begin, two first blocks, counters, recovery and order. */
const NOTE_LINE = 7;

/** Notes of whom to pay, and orders that are withdrawn. */
function notesAndWithdrawals(): Bare[] {
  const noted = (name: string, more: Partial<Bare> = {}): Bare =>
    alone("maker", `the taker names another account, ${name}`, {
      honest: PARTIES,
      plays: [playTaker({ order: offeredLater, isNoted: true }), handsNotes],
      expect: "swapped",
      ...more,
    });
  const isUnanswered: Step = {
    at: "refundA",
    act: ({ has }) => {
      if (has("lockB")) throw new Error("the maker has answered, though it had nothing to answer");
      return undefined;
    },
  };
  const unanswered = (name: string, play: TakerPlay, more: Partial<Bare> = {}): Bare =>
    alone("maker", name, { plays: [playTaker(play)], steps: [isUnanswered], ...more });
  const kills = [NOTE_LINE, NOTE_LINE + 1].flatMap((line) =>
    (["before", "torn", "after"] as const).map((when) =>
      noted(`maker killed ${when} line ${line}`, { process: { maker: { kill: { line, when } } }, back: 0 }),
    ),
  );
  return [
    noted("and another one later", {
      steps: [acts.hasLines("maker", { [NOTE_LINE]: "note", [NOTE_LINE + 1]: "swap" }, "lockB")],
    }),
    ...kills,
    ...(["lockA", "lockB"] as const).map((at) =>
      noted(`journal of the maker lost at ${at}`, { back: 0, expect: "even", steps: acts.journalIsLost("maker", at) }),
    ),
    unanswered("the taker's note never comes", { order: offeredLater, isNoted: true }),
    ...(["lockA", "lockB", "claimB"] as const).map((at) => swapWith(`order withdrawn at ${at}`, {}, [withdraws(at)])),
    unanswered(
      "the taker locks for an order that was withdrawn",
      { order: withdrawn },
      { steps: [isUnanswered, acts.hasLines("maker", { [NOTE_LINE]: "withdrawn" }, "lockA")] },
    ),
    unanswered(
      `the taker locks for an order that was withdrawn, maker killed after line ${NOTE_LINE}`,
      { order: withdrawn },
      { process: { maker: { kill: { line: NOTE_LINE, when: "after" } } }, back: 0 },
    ),
    // Nobody was told that it was withdrawn.
    alone("maker", `the taker locks for an order, maker killed in line ${NOTE_LINE}, of its withdrawal`, {
      plays: [playTaker({ order: withdrawn })],
      process: { maker: { kill: { line: NOTE_LINE, when: "torn" } } },
      back: 0,
      expect: "swapped",
    }),
  ];
}

/** What must lose: to show that a loss is seen. */
function controls(): Bare[] {
  const naive = alone("maker", "timelocks in the book's order, played", {
    agents: [],
    plays: [
      playTaker({ order: async (run) => handOrder(run), claims: "too late" }),
      playMaker({
        order: handOrder,
        twist: (lock) => ({ ...lock, timelock: lock.timelock + BigInt(2 * MARGIN) }),
      }),
    ],
    expect: "loss",
  });
  const deep = alone("maker", "a reorg deeper than promised takes leg a away", {
    plays: [playTaker({ order: offered })],
    steps: [{ at: "claimB", act: acts.undoLockA }],
    expect: "loss",
  });
  return [deep, naive];
}

/** Every case of the table, in order of kind. */
function tableOf(seed: number): Case[] {
  const kinds: Readonly<Record<string, readonly Bare[]>> = {
    "nothing wrong": PAIRS.map((pair) => swapWith(`nothing wrong, ${pair}`, { pair }, [allLinesAreReached])),
    "kill -9 at a journal line": killed(),
    "torn journal": torn(),
    "disk full or read-only": disks(),
    "clock two hours off": clocks(),
    "endpoint wrong": endpoints(),
    reorganisation: reorgs(),
    "chain halts, fees x100": chains(),
    "transactions lost, keys shared": transactions(),
    "journal lost or shared": journals(),
    "dead for good, watchtower": deaths(),
    "the taker breaks the rules": badTakers(),
    "the maker breaks the rules": badMakers(),
    "lock given free": givenFree(),
    "notes and withdrawals": notesAndWithdrawals(),
    "must lose": controls(),
  };
  const dice = diceOf(seed);
  const first = dice.number(PAIRS.length);
  return Object.entries(kinds).flatMap(([kind, list]) =>
    list.map((bare, i): Case => {
      const pair = bare.pair ?? PAIRS[(first + i) % PAIRS.length] ?? "token-ether";
      return { ...bare, kind, pair, seed: seed * 100_000 + i };
    }),
  );
}

/** Most cases of a kind in a short run: the longest lists are thinned out, every other time elsewhere. */
const SHORT: Readonly<Record<string, number>> = {
  "kill -9 at a journal line": 60,
  "torn journal": 10,
  "disk full or read-only": 8,
  "endpoint wrong": 44,
  reorganisation: 24,
};

/** So many of a list, spread over it as evenly as any, but not by one step that a list's own order may have too. */
function spread<T>(list: readonly T[], most: number, from: number): T[] {
  const golden = (Math.sqrt(5) - 1) / 2;
  const ranked = list.map((item, i) => ({ item, i, rank: ((i + from) * golden) % 1 }));
  const chosen = ranked.sort((x, y) => x.rank - y.rank).slice(0, most);
  return chosen.sort((x, y) => x.i - y.i).map(({ item }) => item);
}

/** A table that fits into a few minutes; another part of the longest lists for each seed. */
function shortened(table: readonly Case[], seed: number): Case[] {
  const kinds = [...new Set(table.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const own = table.filter((one) => one.kind === kind);
    return spread(own, SHORT[kind] ?? own.length, seed);
  });
}

/** Two or three faults at once, all within what is promised, drawn by the seed. */
export function mixed(seed: number): Case {
  const dice = diceOf(seed);
  const who = dice.pick(PARTIES);
  const at = dice.pick(MOMENTS);
  const side = dice.pick(SIDES);
  const fault = dice.pick(Object.keys(OUTAGES));
  const line = 1 + dice.number(LINES[who]);
  const when = dice.pick(["before", "torn", "after"] as const);
  const other = dice.pick(["lockA", "lockB", "claimB"] as const);
  const more: readonly (readonly [string, readonly Step[]])[] = [
    [
      `a reorg of ${TIMING.reorgDepth} at ${other}`,
      acts.reorg(sideOf(other), other, TIMING.reorgDepth, dice.pick(AFTERWARDS)),
    ],
    [`fees of chain ${side} x100 at ${other}`, acts.feesRise(side, other)],
    [`the key of the ${who} used at ${other}`, acts.keyIsUsed(who, other)],
  ];
  const [word, steps] = dice.pick(more);
  const make = OUTAGES[fault] as acts.FaultOf;
  const broken = acts.endpointIs(make, { at, who: [dice.pick(BOTH)], sides: [side], blocks: acts.OUTAGE_BLOCKS });
  const bare = swapWith(
    `mixed ${seed}: ${who} killed ${when} line ${line}, endpoint ${side} ${fault} from ${at}, ${word}`,
    { process: { [who]: { kill: { line, when } } }, back: 0, expect: "even" },
    [...broken, ...steps],
  );
  return { ...bare, kind: "several at once", pair: dice.pick(PAIRS), seed, isLoose: true };
}

/** What is asked for. */
export interface Wish {
  readonly seed: number;
  /** Part of the names, or of the kinds, that are wanted; undefined: all. */
  readonly part: string | undefined;
  /** The whole table, not thinned out. */
  readonly isWhole: boolean;
  /** So many cases: the whole table, then mixed ones. */
  readonly soak: number | undefined;
}

/** The cases that are asked for. */
export function casesOf({ seed, part, isWhole, soak }: Wish): Case[] {
  const table = tableOf(seed);
  if (soak !== undefined) {
    const drawn = each(Math.max(0, soak - table.length)).map((i) => mixed(seed * 100_000 + i));
    return [...table, ...drawn].slice(0, soak).filter(({ name }) => name.includes(part ?? ""));
  }
  if (part === undefined) return isWhole ? table : shortened(table, seed);
  const drawn = /^mixed (\d+)/.exec(part)?.[1];
  if (drawn !== undefined) return [mixed(Number(drawn))];
  return table.filter(({ name, kind }) => name.includes(part) || kind.includes(part));
}
