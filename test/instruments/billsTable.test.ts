import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { BaseContract } from "ethers";
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
  firstSecond,
  lastSecond,
  linksOf,
  REASON,
  STATUSES,
  statusOf,
} from "./billsWorld.ts";
import { ALL, at, DAY, EVER, ethers, FIRST, type Link, mineAt, networkHelpers, now, UNITS } from "./world.ts";

type Made = Awaited<ReturnType<typeof drawn>>;
type Scene = BillsWorld & Made & { consent: string; links: readonly Link[] };

const PART = UNITS * 100n;
const FAR = 2n ** 24n - 1n;

/** How a bill comes to stand so, in a world of its own. */
const RECIPES: Record<Situation, (world: BillsWorld) => Promise<Made>> = {
  "Drawn, undelivered": (world) => drawn(world),
  Drawn: (world) => delivered(world),
  "Drawn, presented": async (world) => {
    const made = await delivered(world);
    await world.bills.connect(world.payee).present(made.face, FIRST);
    return made;
  },
  "Accepted, undelivered": async (world) => {
    const made = await drawn(world);
    await world.bills.connect(world.drawee).accept(made.face);
    return made;
  },
  Accepted: (world) => accepted(world),
  PartAccepted: async (world) => {
    const made = await delivered(world);
    await world.bills.connect(world.drawee).acceptPart(made.face, 5_000n);
    return made;
  },
  RefusedAcceptance: async (world) => {
    const made = await delivered(world);
    await world.bills.connect(world.drawee).refuse(made.face, REASON);
    return made;
  },
  "RefusedAcceptance, undelivered": async (world) => {
    const made = await drawn(world);
    await world.bills.connect(world.drawee).refuse(made.face, REASON);
    return made;
  },
  Presented: async (world) => {
    const made = await accepted(world);
    await at(firstSecond(made.face.term));
    await world.bills.connect(world.payee).presentForPayment(made.face, FIRST);
    return made;
  },
  PartPaid: async (world) => {
    const made = await accepted(world);
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
    const made = await accepted(world);
    await world.bills.connect(world.payee).discharge(made.face);
    return made;
  },
  Cancelled: async (world) => {
    const made = await drawn(world);
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
      return { ...world, ...made, consent, links: await linksOf(world, made.root) };
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

/** The call that a party makes. */
function callOf(scene: Scene, act: string, party: Party) {
  const { face, id, third, consent, links } = scene;
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
  };
  const [name, args] = calls[act] ?? [act, [face]];
  const contract: BaseContract = OF_RECOURSE.includes(act) ? scene.recourse : scene.bills;
  return { contract, to: contract.target as string, data: contract.interface.encodeFunctionData(name, args) };
}

/** The name of the error that the call would end with, without the contract's; undefined: it would do. */
async function refusalOf(scene: Scene, act: string, party: Party): Promise<string | undefined> {
  const { contract, to, data } = callOf(scene, act, party);
  try {
    await scene[party].call({ to, data });
    return undefined;
  } catch (error) {
    const reason = (error as { data?: unknown }).data;
    const found = typeof reason === "string" ? contract.interface.parseError(reason) : undefined;
    if (!found) throw error;
    return found.name.split("_")[1];
  }
}

async function dayOf(scene: Scene, moment: Moment): Promise<bigint> {
  const { windowDay, eventDay, protestedAt } = await scene.bills.billOf(scene.id);
  const due = scene.face.term;
  const rules = await scene.ruleSets.rulesOf(scene.face.rules);
  const protestDay = eventDay + rules.protestDays;
  return {
    due,
    "day before due": due - 1n,
    answer: windowDay,
    "day after answer": windowDay + 1n,
    "due + presentment": due + rules.presentmentDays,
    "event + protest": protestDay,
    "event + protest, or due if later": protestDay > due ? protestDay : due,
    "protest + prior": protestedAt / DAY + rules.priorDays,
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
  if (row.who === "anyone") return true;
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
};
/** What the desk says nothing of: links must prove it, or it is anybody's. */
const NOT_ON_DESK = ["attest", "demand", "takeUp", "payFor", "payForAcceptor"];
/** Who answers for nothing is not called to account, too late or not. */
const strangersError = ({ act, who }: Row) => (act === "takeUp" ? "NotLiable" : STRANGERS_ERROR[who]);
const tooLate = (act: string) => (["demand", "takeUp", "payFor"].includes(act) ? "Barred" : "TooLate");
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
          expect(OTHER_SITUATION, `${right} ${act}`).to.include(await refusalOf(scene, act, right ?? "stranger"));
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
        const { to, data } = callOf(scene, row.act, party);
        await at(first > soon ? first : soon);
        await scene[party].sendTransaction({ to, data });
        expect(await statusOf(scene, scene.id)).to.equal(row.next ?? situation.split(",")[0]);
      });
    }
  }
});
