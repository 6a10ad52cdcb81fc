import { billActionsOf } from "@tallystick/sdk/bills/billState";
import * as acts from "@tallystick/sdk/bills/bills";
import * as changes from "@tallystick/sdk/bills/changes";
import { readHistory } from "@tallystick/sdk/bills/history";
import * as holding from "@tallystick/sdk/bills/holding";
import * as recourse from "@tallystick/sdk/bills/recourse";
import type { BillAction } from "@tallystick/sdk/bills/words";
import type { Call } from "@tallystick/sdk/chain/call";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { divideLot, endorseLot } from "@tallystick/sdk/instruments/lots";
import { type Address, type Hex, maxUint256, zeroHash } from "viem";
import { DAY } from "./acts.ts";
import { type BillWorld, dayNow, PEOPLE, type TestBill } from "./billActs.ts";

// Acts by chance on bills: whatever the desk lets somebody do, and recourse and stop orders, which it does not tell of.

/** The same numbers for the same seed (mulberry32). */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Chance = ReturnType<typeof chanceOf>;

type Person = (typeof PEOPLE)[number];

interface Scene {
  readonly here: BillWorld;
  readonly bill: TestBill;
  /** Of one of the bill's lots. */
  readonly inner: Hex;
  readonly lot: bigint;
  readonly units: number;
  readonly person: Person;
  readonly who: Address;
  readonly other: Address;
  readonly today: number;
  readonly chance: Chance;
}

const pick = <T>(chance: Chance, all: readonly T[]): T => all[chance(all.length)] as T;

/** Each act of the desk as a call. */
const calls: Readonly<Partial<Record<BillAction, (scene: Scene) => Call>>> = {
  receiveBill: ({ here, bill }) => acts.receiveBill(here.world.at.bills, bill.face),
  refuseReceipt: ({ here, bill }) => acts.refuseReceipt(here.world.at.bills, bill.face),
  cancel: ({ here, bill }) => acts.cancelBill(here.world.at.bills, bill.face),
  present: ({ here, bill, inner }) => acts.presentForAcceptance(here.world.at.bills, bill.face, inner),
  accept: ({ here, bill }) => acts.acceptBill(here.world.at.bills, bill.face),
  acceptPart: ({ here, bill, chance }) =>
    acts.acceptBillPart(here.world.at.bills, bill.face, BigInt(1 + chance(9_999))),
  refuse: ({ here, bill }) => acts.refuseAcceptance(here.world.at.bills, bill.face),
  lapse: ({ here, bill }) => acts.lapseAcceptance(here.world.at.bills, bill.face),
  guarantee: ({ here, bill, chance }) =>
    recourse.guaranteeBill(here.world.at.billsRecourse, bill.face, { part: BigInt(1 + chance(10_000)) }),
  presentForPayment: ({ here, bill, inner }) => acts.presentForPayment(here.world.at.bills, bill.face, inner),
  pay: ({ here, bill, chance }) => acts.payBill(here.world.at.bills, bill.face, BigInt(100 + chance(1_500_000))),
  refusePayment: ({ here, bill }) => acts.refusePayment(here.world.at.bills, bill.face),
  dishonour: ({ here, bill }) => acts.dishonourBill(here.world.at.bills, bill.face),
  protest: ({ here, bill, inner }) => acts.protestBill(here.world.at.bills, bill.face, inner),
  collect: ({ here, bill, inner, who }) => acts.collectBill(here.world.at.bills, bill.face, inner, who),
  handOn: ({ here, bill, lot, inner, units, other, chance }) => {
    const kind = chance(3) === 0 ? KIND.withoutRecourse : KIND.withRecourse;
    if (units < 2 || chance(3) !== 0) return endorseLot(here.world.at.lots, lot, other, kind);
    return divideLot(here.world.at.lots, bill.root, inner, [{ to: other, units: 1 + chance(units - 1), kind }]);
  },
  endorseNoFurther: ({ here, bill, inner, other }) =>
    holding.endorseBill(here.world.at.bills, bill.face, inner, other, "noFurther"),
  endorseInBlank: ({ here, bill, inner, other }) =>
    holding.endorseBill(here.world.at.bills, bill.face, inner, other, "inBlank"),
  endorseForCollection: ({ here, bill, inner, other }) =>
    holding.endorseBill(here.world.at.bills, bill.face, inner, other, "collection"),
  pledge: ({ here, bill, inner, other, today, chance }) =>
    holding.pledgeLot(here.world.at.bills, bill.id, inner, other, today + chance(4)),
  deliver: ({ here, bill, inner, other }) => holding.deliverLot(here.world.at.bills, bill.id, inner, other),
  fill: ({ here, bill, inner }) => holding.fillBlank(here.world.at.bills, bill.id, inner),
  giveBack: ({ here, bill, inner }) => holding.giveBackLot(here.world.at.bills, bill.id, inner),
  recall: ({ here, bill, inner }) => holding.recallLot(here.world.at.bills, bill.id, inner),
  enforce: ({ here, bill, inner }) => holding.enforcePledge(here.world.at.bills, bill.id, inner),
  notify: ({ here, bill, inner, chance }) =>
    recourse.notifyParties(here.world.at.billsRecourse, bill.face, inner, { costs: BigInt(chance(20)) }),
  protestRest: ({ here, bill }) => recourse.protestRest(here.world.at.billsRecourse, bill.face),
};

/** Acts that end a bill at once would leave little to walk on. */
const RARE: readonly BillAction[] = ["refuseReceipt", "cancel", "discharge"];

interface Move {
  readonly person: Person;
  readonly call: Call;
}

/** An act that the desk lets somebody do: the one that chance names, or whoever there is. */
async function deskAct(scene: Scene): Promise<Move | undefined> {
  const { here, bill, inner, chance } = scene;
  const people = [scene.person, ...PEOPLE.filter((each) => each !== scene.person)];
  for (const person of people) {
    const who = here.world.address(person);
    const possible = await billActionsOf(here.world.reader, bill.face, inner, who);
    const chosen = possible.filter((act) => calls[act] !== undefined && (!RARE.includes(act) || chance(8) === 0));
    const act = chosen[chance(Math.max(chosen.length, 1))];
    const call = act && calls[act]?.({ ...scene, person, who });
    if (call !== undefined) return { person, call };
  }
  return undefined;
}

/** What links must prove, or a court orders. Much of it is refused. */
async function otherAct({ here, bill, inner, person, other, today, chance }: Scene): Promise<Move> {
  const { billsRecourse, billsChanges } = here.world.at;
  const { face } = bill;
  const links = await here.links(bill, inner);
  const index = chance(Math.max(links.length, 1));
  const proof = { inner, links, index };
  const order = { claimant: other, lastDay: today + 60, reason: zeroHash };
  const all: readonly (() => Call)[] = [
    () => recourse.demandOnBill(billsRecourse, face, proof),
    () => recourse.takeUpBill(billsRecourse, face, proof, maxUint256),
    () => recourse.payForParty(billsRecourse, face, proof, maxUint256),
    () => recourse.payForAcceptor(billsRecourse, face, proof, maxUint256),
    () => recourse.takeUpRest(billsRecourse, face, proof, maxUint256),
    () => changes.stopLot(billsChanges, face, inner, order),
    () => changes.objectToStop(billsChanges, face, inner),
    () => changes.liftStop(billsChanges, face, inner),
    () => changes.dismissObjection(billsChanges, face, inner),
  ];
  return { person, call: pick(chance, all)() };
}

async function sceneOf(here: BillWorld, bill: TestBill, chance: Chance): Promise<Scene> {
  const { world } = here;
  const lots = (await readHistory(world.reader, bill.id)).lots.filter(({ holder }) => holder !== undefined);
  const {
    id: lot,
    inner,
    units,
    holder,
  } = lots[chance(Math.max(lots.length, 1))] ?? {
    ...{ id: bill.root, inner: FIRST_LOT, units: 0, holder: undefined },
  };
  const somebody = pick(chance, PEOPLE);
  const known = PEOPLE.find((each) => world.address(each) === holder);
  const person = known !== undefined && chance(2) === 0 ? known : somebody;
  const [who, other] = [world.address(person), world.address(pick(chance, PEOPLE))];
  return { here, bill, inner, lot, units, person, who, other, today: await dayNow(world), chance };
}

/**
 * Walks so many steps by chance over some bills drawn anew.
 *
 * @returns how many acts were done: the others were refused
 */
export async function walkOnBills(here: BillWorld, seed: number, steps: number): Promise<number> {
  const { world } = here;
  const chance = chanceOf(seed);
  const bills: TestBill[] = [];
  let done = 0;
  for (let step = 0; step < steps; step++) {
    if (bills.length < 4 || chance(25) === 0) {
      const change = { tenor: chance(3), rules: 1 + chance(2), clauses: pick(chance, [0, 0, 0, 1, 2]) };
      bills.push(await here.draw({ ...change, term: change.tenor === 0 ? 0 : 5 + chance(20) }));
    }
    if (chance(12) === 0) await world.pass(chance(6) * DAY);
    const scene = await sceneOf(here, pick(chance, bills.slice(-5)), chance);
    const move = chance(4) === 0 ? await otherAct(scene) : await deskAct(scene);
    if (move !== undefined) done += await isDone(world.act(move.person, move.call));
  }
  return done;
}

const isDone = (act: Promise<Hex>): Promise<number> =>
  act.then(
    () => 1,
    () => 0,
  );
