import { readFileSync } from "node:fs";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { novationOf, signedBy, toPaperOf } from "./billsChangesWorld.ts";
import {
  type Moment,
  PARTIES,
  type Party,
  type Row,
  SITUATIONS,
  type Situation,
  TABLE,
  tableText,
} from "./billsTable.ts";
import {
  accepted,
  actionsOf,
  type BillsWorld,
  COLLECTION,
  delivered,
  deployBills,
  drawn,
  earlyPayment,
  type Face,
  firstSecond,
  lastSecond,
  linksOf,
  REASON,
  STATUSES,
  statusOf,
  today,
} from "./billsWorld.ts";
import { ALL, at, DAY, EVER, ethers, FIRST, type Link, mineAt, networkHelpers, now, UNITS } from "./world.ts";

type Made = Awaited<ReturnType<typeof drawn>>;
type Scene = BillsWorld &
  Made & {
    readonly court: HardhatEthersSigner;
    readonly consent: string;
    readonly links: readonly Link[];
    readonly next: Face;
    readonly novation: readonly string[];
    readonly leaving: readonly string[];
  };

const PART = UNITS * 100n;
const FAR = 2n ** 24n - 1n;
const PAPER = ethers.id("paper");

/** Every face names a court. */
const ofCourt = ({ second }: BillsWorld): Partial<Face> => ({ court: second.address });
/** Days that an order lasts here: the fewest. */
const STOP_DAYS = 60n;
const GRACE = 60n;

/** How a bill comes to stand so, in a world of its own. */
const RECIPES: Record<Situation, (world: BillsWorld) => Promise<Made>> = {
  "Drawn, undelivered": (world) => drawn(world, ofCourt(world)),
  Drawn: (world) => delivered(world, ofCourt(world)),
  "Drawn, presented": async (world) => {
    const made = await delivered(world, ofCourt(world));
    await world.bills.connect(world.payee).present(made.face, FIRST);
    return made;
  },
  "Accepted, undelivered": async (world) => {
    const made = await drawn(world, ofCourt(world));
    await world.bills.connect(world.drawee).accept(made.face);
    return made;
  },
  Accepted: (world) => accepted(world, ofCourt(world)),
  "Accepted, stopped": async (world) => {
    const made = await accepted(world, ofCourt(world));
    const lastDay = (await today()) + STOP_DAYS;
    await world.changes.connect(world.second).stop(made.face, FIRST, world.stranger, lastDay, REASON);
    return made;
  },
  "Accepted, stopped, objected": async (world) => {
    const made = await RECIPES["Accepted, stopped"](world);
    await world.changes.connect(world.payee).object(made.face, FIRST);
    return made;
  },
  PartAccepted: async (world) => {
    const made = await delivered(world, ofCourt(world));
    await world.bills.connect(world.drawee).acceptPart(made.face, 5_000n);
    return made;
  },
  RefusedAcceptance: async (world) => {
    const made = await delivered(world, ofCourt(world));
    await world.bills.connect(world.drawee).refuse(made.face, REASON);
    return made;
  },
  "RefusedAcceptance, undelivered": async (world) => {
    const made = await drawn(world, ofCourt(world));
    await world.bills.connect(world.drawee).refuse(made.face, REASON);
    return made;
  },
  Presented: async (world) => {
    const made = await accepted(world, ofCourt(world));
    await at(firstSecond(made.face.term));
    await world.bills.connect(world.payee).presentForPayment(made.face, FIRST);
    return made;
  },
  PartPaid: async (world) => {
    const made = await accepted(world, ofCourt(world));
    await at(firstSecond(made.face.term));
    await world.bills.connect(world.drawee).pay(made.face, PART);
    return made;
  },
  "PartPaid, presented": async (world) => {
    const made = await RECIPES.Presented(world);
    await world.bills.connect(world.drawee).pay(made.face, PART);
    return made;
  },
  Paid: async (world) => {
    const made = await RECIPES.Presented(world);
    await world.bills.connect(world.drawee).pay(made.face, ALL);
    return made;
  },
  Dishonoured: async (world) => {
    const made = await RECIPES.Presented(world);
    await world.bills.connect(world.drawee).refusePayment(made.face, REASON);
    return made;
  },
  Protested: async (world) => {
    const made = await RECIPES.Dishonoured(world);
    await world.bills.connect(world.payee).protest(made.face, FIRST);
    return made;
  },
  Discharged: async (world) => {
    const made = await accepted(world, ofCourt(world));
    await world.bills.connect(world.payee).discharge(made.face);
    return made;
  },
  Cancelled: async (world) => {
    const made = await drawn(world, ofCourt(world));
    await world.bills.connect(world.drawer).cancel(made.face);
    return made;
  },
};

/** A fixture for each situation: `loadFixture` knows them apart by the function. */
const FIXTURES = new Map(
  SITUATIONS.map((situation) => {
    const fixture = async (): Promise<Scene> => {
      const world = await deployBills();
      const made = await RECIPES[situation](world);
      const consent = await earlyPayment(world, made.root, world.payee);
      const links = await linksOf(world, made.root);
      const next = { ...made.face, document: ethers.id("next") };
      const { drawer, drawee, payee } = world;
      const { flags } = await world.bills.billOf(made.id);
      const liable = flags & 1n ? [drawer, drawee] : [drawer];
      // The drawer's delivery is the only link.
      const givers = links.map(() => drawer);
      const novation = await signedBy(world, await novationOf(world, made.face, next), [...liable, ...givers, payee]);
      const leaving = await signedBy(world, await toPaperOf(world, made.face, PAPER), [...liable, payee]);
      return { ...world, ...made, court: world.second, consent, links, next, novation, leaving };
    };
    return [situation, fixture];
  }),
);

const load = async (situation: Situation): Promise<Scene> => {
  const fixture = FIXTURES.get(situation);
  if (!fixture) throw new Error(situation);
  return networkHelpers.loadFixture(fixture);
};

/** Acts of the contract of recourse. */
const OF_RECOURSE = ["guarantee", "notify", "attest", "demand", "takeUp", "payFor", "payForAcceptor", "protestRest"];

const OF_CHANGES = ["stop", "object", "dismiss", "replace", "lift", "liftOverdue", "novate", "toPaper"];

/** The call that a party makes. */
async function callOf(scene: Scene, act: string, party: Party) {
  const { face, id, third, stranger, consent, links, next, novation, leaving } = scene;
  const calls: Record<string, readonly [string, readonly unknown[]]> = {
    present: ["present", [face, FIRST]],
    acceptPart: ["acceptPart", [face, 5_000n]],
    refuse: ["refuse", [face, REASON]],
    guarantee: ["guarantee", [face, ethers.ZeroAddress, 1n, FIRST, []]],
    presentForPayment: ["presentForPayment", [face, FIRST]],
    pay: ["pay", [face, ALL]],
    payPart: ["pay", [face, PART]],
    payEarly: ["payEarly", [face, EVER, consent]],
    refusePayment: ["refusePayment", [face, REASON]],
    protest: ["protest", [face, FIRST]],
    collect: ["collect", [face, FIRST, scene[party].address]],
    endorse: ["endorse", [face, FIRST, third.address, COLLECTION]],
    pledge: ["pledge", [id, FIRST, third.address, FAR]],
    notify: ["notify", [face, FIRST, 0n, REASON]],
    attest: ["attest", [face, REASON]],
    // All by the drawer's link.
    demand: ["demand", [face, FIRST, links, 0n]],
    takeUp: ["takeUp", [face, FIRST, links, 0n, ALL]],
    payFor: ["payFor", [face, FIRST, links, 0n, ALL]],
    payForAcceptor: ["payForAcceptor", [face, FIRST, links, ALL]],
    protestRest: ["protestRest", [face, 0n]],
    stop: ["stop", [face, FIRST, stranger.address, (await today()) + STOP_DAYS, REASON]],
    object: ["object", [face, FIRST]],
    dismiss: ["dismiss", [face, FIRST]],
    replace: ["replace", [face, FIRST]],
    lift: ["lift", [face, FIRST]],
    liftOverdue: ["lift", [face, FIRST]],
    novate: ["novate", [face, next, links, EVER, novation]],
    toPaper: ["toPaper", [face, PAPER, EVER, leaving]],
  };
  const [name, args] = calls[act] ?? [act, [face]];
  const contract: Pick<BaseContract, "target" | "interface"> = OF_RECOURSE.includes(act)
    ? scene.recourse
    : OF_CHANGES.includes(act)
      ? scene.changes
      : scene.bills;
  return { contract, to: contract.target as string, data: contract.interface.encodeFunctionData(name, args) };
}

/** The name of the error that the call would end with, without the contract's; undefined: it would do. */
async function refusalOf(scene: Scene, act: string, party: Party): Promise<string | undefined> {
  const { contract, to, data } = await callOf(scene, act, party);
  try {
    await scene[party].call({ to, data });
    return undefined;
  } catch (error) {
    const reason = (error as { data?: unknown }).data;
    // What a novation draws anew, the bills may refuse.
    const all = [contract, scene.bills].map((one) => typeof reason === "string" && one.interface.parseError(reason));
    const found = all.find((one) => one);
    if (!found) throw error;
    return found.name.split("_")[1];
  }
}

async function dayOf(scene: Scene, moment: Moment): Promise<bigint> {
  const { windowDay, eventDay, protestedAt } = await scene.bills.billOf(scene.id);
  const due = scene.face.term;
  const rules = await scene.ruleSets.rulesOf(scene.face.rules);
  const protestDay = eventDay + rules.protestDays;
  const { lastDay } = await scene.changes.stopOf(scene.root);
  return {
    due,
    "day before due": due - 1n,
    answer: windowDay,
    "day after answer": windowDay + 1n,
    "due + presentment": due + rules.presentmentDays,
    "event + protest": protestDay,
    "event + protest, or due if later": protestDay > due ? protestDay : due,
    "protest + prior": protestedAt / DAY + rules.priorDays,
    "date + 30": scene.face.drawnOn + 30n,
    "last of the stop": lastDay,
    "day after the stop": lastDay + 1n,
    "stop + grace": lastDay + GRACE,
    "day after stop + grace": lastDay + GRACE + 1n,
  }[moment];
}

type Window = { readonly first: bigint; readonly last: bigint };

async function windowOf(scene: Scene, row: Row): Promise<Window> {
  const lasts = [row.last, row.orLast].filter((moment) => moment !== undefined);
  const days = await Promise.all(lasts.map((moment) => dayOf(scene, moment)));
  const last = days.reduce((earliest, day) => (day < earliest ? day : earliest), FAR);
  return { first: row.first ? firstSecond(await dayOf(scene, row.first)) : 0n, last: lastSecond(last) };
}

/** Who holds the bill: the drawer, until the payee does. */
const holderIn = (situation: Situation): Party => (situation.endsWith("undelivered") ? "drawer" : "payee");

function mayDo(row: Row, situation: Situation, party: Party): boolean {
  if (row.who === "anyone" || row.who === "anyone, all having signed") return true;
  if (row.who === "claimant") return party === "stranger";
  if (row.who === "anyone but the drawer") return party !== "drawer";
  if (row.who === "anyone but the holder") return party !== holderIn(situation);
  if (row.who === "anyone but drawer, acceptor and holder")
    return !["drawer", "drawee", holderIn(situation)].includes(party);
  return party === (row.who === "holder" ? holderIn(situation) : row.who);
}

const ACTS = [...new Set(TABLE.map(({ act }) => act))];
const rowFor = (act: string, situation: Situation) =>
  TABLE.find((row) => row.act === act && row.from.includes(situation));
const STRANGERS_ERROR: Record<Row["who"], string> = {
  drawer: "NotDrawer",
  drawee: "NotDrawee",
  payee: "NotPayee",
  holder: "NotHolder",
  anyone: "",
  "anyone but the drawer": "BadPrincipal",
  "anyone but the holder": "OwnClaim",
  "anyone but drawer, acceptor and holder": "OwnClaim",
  court: "NotCourt",
  claimant: "NotClaimant",
  "anyone, all having signed": "",
};
/** What the desk says nothing of: links must prove it, or it is anybody's. */
const NOT_ON_DESK = ["attest", "demand", "takeUp", "payFor", "payForAcceptor", ...OF_CHANGES];
/** Who answers for nothing is not called to account, too late or not. */
const STRANGERS_ERROR_OF: Readonly<Record<string, string>> = { takeUp: "NotLiable", lift: "TooEarly" };
const strangersError = ({ act, who }: Row) => STRANGERS_ERROR_OF[act] ?? STRANGERS_ERROR[who];
const TOO_LATE: Readonly<Record<string, string>> = {
  demand: "Barred",
  takeUp: "Barred",
  payFor: "Barred",
  novate: "BadDate",
};
const tooLate = (act: string) => TOO_LATE[act] ?? "TooLate";
/** What a bill that stands otherwise is refused with. */
const OTHER_SITUATION = [
  "WrongStatus",
  "NotDelivered",
  "AlreadyDelivered",
  "NotPresented",
  "AlreadyPresented",
  "NotHolder",
  "NotWhole",
  "NothingToCollect",
  "Uncollected",
  "NoLot",
  "NotStopped",
  "AlreadyStopped",
  "Stopped",
  "Objected",
  "NotObjected",
];

/** First and last second of every window there is, and the seconds beside them, from now on. */
async function momentsOf(_scene: Scene, windows: readonly Window[]): Promise<bigint[]> {
  const start = (await now()) + 1n;
  const edges = windows.flatMap(({ first, last }) => [first - 1n, first, last, last + 1n]);
  const moments = [start, ...edges].filter((moment) => moment >= start && moment < lastSecond(FAR));
  return [...new Set(moments)].sort((a, b) => Number(a - b));
}

describe("bills, by the table of transitions", () => {
  it("BIL-50 the table in the docs is the one that is tried here", () => {
    const page = readFileSync(new URL("../../docs/spec/bills.md", import.meta.url), "utf8");
    expect(page).to.contain(tableText());
  });

  it("BIL-50 names contract's states and parties alone", () => {
    for (const situation of SITUATIONS) expect(STATUSES).to.include(situation.split(",")[0]);
    for (const { next } of TABLE) if (next) expect(STATUSES).to.include(next);
  });

  for (const situation of SITUATIONS) {
    it(`BIL-50 ${situation}: each act at the first and last second of its window, and beside it`, async () => {
      const scene = await load(situation);
      const rows = await Promise.all(
        ACTS.map(async (act) => {
          const row = rowFor(act, situation);
          return { act, row, window: row && (await windowOf(scene, row)) };
        }),
      );
      const windows = rows.flatMap(({ window }) => (window ? [window] : []));
      for (const moment of await momentsOf(scene, windows)) {
        await mineAt(moment);
        const offered = new Map<Party, string[]>();
        for (const party of PARTIES) offered.set(party, await actionsOf(scene, scene.face, scene[party].address));
        for (const { act, row, window } of rows) {
          const isOpen = window !== undefined && moment >= window.first && moment <= window.last;
          for (const party of PARTIES) {
            const isDone = isOpen && row !== undefined && mayDo(row, situation, party);
            const named = act === "payPart" ? "pay" : act;
            if (NOT_ON_DESK.includes(act)) continue;
            expect(offered.get(party)?.includes(named), `${party}: actionsOf ${act} at ${moment}`).to.equal(isDone);
          }
          const right = PARTIES.find((party) => row && mayDo(row, situation, party));
          if (!row || !window || !right) continue;
          const refusal = await refusalOf(scene, act, right);
          const wanted = isOpen ? undefined : moment < window.first ? "TooEarly" : tooLate(act);
          expect(refusal, `${right} ${act} at ${moment}`).to.equal(wanted);
        }
      }
    });

    it(`BIL-50 ${situation}: nobody else, and no other act`, async () => {
      const scene = await load(situation);
      const start = (await now()) + 1n;
      for (const moment of [start, firstSecond(scene.face.term)].filter((time) => time >= start)) {
        await mineAt(moment);
        for (const act of ACTS) {
          const row = rowFor(act, situation);
          const window = row && (await windowOf(scene, row));
          if (row && window && (moment < window.first || moment > window.last)) continue;
          for (const party of PARTIES) {
            if (row && mayDo(row, situation, party)) continue;
            const refusal = await refusalOf(scene, act, party);
            if (row) expect(refusal, `${party} ${act}`).to.equal(strangersError(row));
          }
          if (row) continue;
          const who = TABLE.find((other) => other.act === act)?.who;
          const right = PARTIES.find((party) => who && mayDo({ act, from: [], who }, situation, party));
          // A stopped bill is not paid early, and from the due day on no bill is.
          const isOver = act === "payEarly" && situation.includes("stopped") && moment >= firstSecond(scene.face.term);
          const refusals = isOver ? ["TooLate"] : OTHER_SITUATION;
          expect(refusals, `${right} ${act}`).to.include(await refusalOf(scene, act, right ?? "stranger"));
        }
      }
    });

    // The same situation once more, as long as its snapshot is there.
    for (const row of TABLE.filter(({ from }) => from.includes(situation))) {
      it(`BIL-50 ${row.act} from ${situation} leads to ${row.next ?? "the same"}`, async () => {
        const scene = await load(situation);
        const { first } = await windowOf(scene, row);
        const soon = (await now()) + 1n;
        const party = PARTIES.find((one) => mayDo(row, situation, one)) ?? "stranger";
        const { to, data } = await callOf(scene, row.act, party);
        await at(first > soon ? first : soon);
        await scene[party].sendTransaction({ to, data });
        expect(await statusOf(scene, scene.id)).to.equal(row.next ?? situation.split(",")[0]);
      });
    }
  }
});
