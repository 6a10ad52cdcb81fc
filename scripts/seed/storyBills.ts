import { noteBill } from "@tallystick/sdk/bills/acceptors";
import { sellBillLot } from "@tallystick/sdk/bills/billQuotes";
import { billIdOn } from "@tallystick/sdk/bills/billState";
import {
  collectBill,
  drawBill,
  payBill,
  presentForAcceptance,
  presentForPayment,
  protestBill,
  refusePayment,
} from "@tallystick/sdk/bills/bills";
import { deliverLot, pledgeLot } from "@tallystick/sdk/bills/holding";
import { demandOnBill, guaranteeBill, notifyParties } from "@tallystick/sdk/bills/recourse";
import { openRepo, postRepoOffer } from "@tallystick/sdk/bills/repos";
import { RULES } from "@tallystick/sdk/bills/words";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { setLotsOperator, versionOf } from "@tallystick/sdk/instruments/lots";
import { type Bid, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { postAsk, postBid, requestQuotes } from "@tallystick/sdk/instruments/quotes";
import { zeroAddress } from "viem";
import {
  allow,
  type BillParties,
  dayNumber,
  endorseInBlank,
  endorseTo,
  faceOf,
  type HeldBill,
  issue,
  issueAccepted,
  issueSigned,
  lotOfBill,
  placeOfBill,
  proofOf,
} from "./bills.ts";
import { takeMoney } from "./people.ts";
import { DAY, euro, saltOf, type World } from "./world.ts";

// Bills of exchange on chain A, in every state that a newcomer should see, told in chapters on the days of its story.

const WROCLAW = { drawnAt: "Wrocław, PL", payableAt: "Hamburg, DE" };
const ON_NORDLYS: BillParties = { drawer: "supplier", drawee: "enterprise", payee: "supplier" };

export interface OldBills {
  /** Paid in time. */
  readonly maps: HeldBill;
  /** Not paid. */
  readonly fuel: HeldBill;
}

/** The first bills: one that is paid later, one that is not, endorsed twice. */
export async function drawFirst(world: World): Promise<OldBills> {
  const atlas: BillParties = { drawer: "workshop", drawee: "cartographer", payee: "carrier" };
  const places = { drawnAt: "Brno, CZ", payableAt: "Praha, CZ" };
  const maps = await issueAccepted(world, atlas, await faceOf(world, atlas, "180", { drawn: 20, due: 32 }, places));
  const weber: BillParties = { drawer: "workshop", drawee: "trader", payee: "supplier" };
  const face = await faceOf(
    world,
    weber,
    "240",
    { drawn: 20, due: 42 },
    { drawnAt: "Brno, CZ", payableAt: "Linz, AT" },
  );
  const sold = await endorseTo(world, await issueAccepted(world, weber, face), "carrier", KIND.withRecourse);
  return { maps, fuel: await endorseTo(world, sold, "financier", KIND.withRecourse) };
}

/** Paid on its day, fetched, and noted in its acceptor's record. */
export async function payOnTheDay(world: World, { face, holder }: HeldBill): Promise<void> {
  const { bills, acceptors } = world.at;
  await world.act(holder, presentForPayment(bills, face, FIRST_LOT));
  await allow(world, "cartographer", bills);
  await world.act("cartographer", payBill(bills, face));
  await world.act(holder, collectBill(bills, face, FIRST_LOT, world.address(holder)));
  await world.act(holder, noteBill(acceptors, face));
}

/** Bills on Nordlys that go from hand to hand: endorsed three times and guaranteed, and in blank. */
export async function passOn(world: World): Promise<void> {
  const { bills, billsRecourse } = world.at;
  const times = { drawn: 36, due: 110 };
  const first = await issueSigned(world, ON_NORDLYS, await faceOf(world, ON_NORDLYS, "620", times, WROCLAW));
  await world.act(
    "financier",
    guaranteeBill(billsRecourse, first.face, { principal: world.address("enterprise"), part: first.face.unit }),
  );
  const second = await endorseTo(world, first, "workshop", KIND.withRecourse);
  const third = await endorseTo(world, second, "carrier", KIND.withoutRecourse);
  await endorseTo(world, third, "trader", KIND.withRecourse);

  const face = await faceOf(world, ON_NORDLYS, "150", { drawn: 36, due: 96 }, WROCLAW);
  const blank = await endorseInBlank(world, await issueSigned(world, ON_NORDLYS, face), "workshop");
  const id = billIdOn(world.actor(blank.holder), face);
  await world.act(blank.holder, deliverLot(bills, id, FIRST_LOT, world.address("carrier")));

  const pledged = await faceOf(world, ON_NORDLYS, "300", { drawn: 36, due: 120 }, { ...WROCLAW, isDivisible: false });
  await issueSigned(world, ON_NORDLYS, pledged);
  const lastDay = dayNumber(world, 90);
  const pledgedId = billIdOn(world.actor("supplier"), pledged);
  await world.act("supplier", pledgeLot(bills, pledgedId, FIRST_LOT, world.address("financier"), lastDay));
}

/** The bank stands ready and buys a part of a bill; the rest is offered. Another bill is sold until a day. */
export async function discount(world: World): Promise<void> {
  const { lots, billQuotes, repos, eurx } = world.at;
  await takeMoney(world, ["financier"]);
  for (const spender of [billQuotes, repos]) await allow(world, "financier", spender);
  const bid: Bid = {
    buyer: world.address("financier"),
    token: eurx,
    debtor: world.address("enterprise"),
    seller: zeroAddress,
    lot: 0n,
    limit: euro("1000"),
    maxDays: 120,
    pricing: { rateBps: 480, feeBps: 10 },
    kind: KIND.withRecourse,
    evidence: 0,
    advanceBps: WHOLE_BPS,
    deadline: world.timeOf(130),
    salt: saltOf("bid for bills"),
  };
  await world.act("financier", postBid(billQuotes, bid));
  const times = { drawn: 40, due: 115 };
  const sold = await issueSigned(world, ON_NORDLYS, await faceOf(world, ON_NORDLYS, "480", times, WROCLAW));
  await world.act("supplier", setLotsOperator(lots, billQuotes, true));
  const units = sold.face.units / 2;
  await world.act(
    "supplier",
    sellBillLot(billQuotes, { bid, signature: "0x" }, placeOfBill(sold), { units, minPrice: euro("230") }),
  );
  const lot = lotOfBill(world, sold);
  const ask = {
    seller: world.address("supplier"),
    buyer: zeroAddress,
    lot,
    version: await versionOf(world.actor("supplier"), lot),
    units: 0,
    price: 0n,
    pricing: { rateBps: 420, feeBps: 0 },
    kind: KIND.withoutRecourse,
    deadline: world.timeOf(100),
    salt: saltOf("ask for half a bill"),
  };
  await world.act("supplier", postAsk(billQuotes, ask));

  const toWorkshop: BillParties = { ...ON_NORDLYS, payee: "workshop" };
  const lent = await issueSigned(world, toWorkshop, await faceOf(world, toWorkshop, "350", times, WROCLAW));
  const offer = {
    buyer: world.address("financier"),
    seller: zeroAddress,
    token: eurx,
    lot: 0n,
    debtor: world.address("enterprise"),
    limit: euro("900"),
    rateBps: 390,
    haircutBps: 1_000,
    lastDay: dayNumber(world, 95),
    deadline: world.timeOf(90),
    salt: saltOf("offer of repos"),
  };
  await world.act("financier", postRepoOffer(repos, offer));
  await world.act("workshop", setLotsOperator(lots, repos, true));
  await world.act("workshop", openRepo(repos, { offer, signature: "0x" }, placeOfBill(lent), euro("315")));
}

/** Presented, refused and protested within two days; all before the holder are told, and the last of them is asked to pay. */
export async function refuseAndProtest(world: World, fuel: HeldBill): Promise<void> {
  const { bills } = world.at;
  await world.act(fuel.holder, presentForPayment(bills, fuel.face, FIRST_LOT));
  await world.act("trader", refusePayment(bills, fuel.face, saltOf("The fuel was never delivered.")));
  await world.act(fuel.holder, protestBill(bills, fuel.face, FIRST_LOT));
}

export async function claimBack(world: World, fuel: HeldBill): Promise<void> {
  const { billsRecourse, acceptors } = world.at;
  const notice = { costs: euro("1.2"), document: saltOf("costs of the protest") };
  await world.act(fuel.holder, notifyParties(billsRecourse, fuel.face, FIRST_LOT, notice));
  const proof = await proofOf(world, fuel);
  const index = proof.links.length - 1;
  await world.act(fuel.holder, demandOnBill(billsRecourse, fuel.face, { ...proof, index }));
  await world.act(fuel.holder, noteBill(acceptors, fuel.face));
}

/** What waits: one to be received, one to be accepted, and a holder who wants quotes. */
export async function leaveBillsForToday(world: World): Promise<void> {
  const { bills, billQuotes } = world.at;
  const toReceive: BillParties = { ...ON_NORDLYS, payee: "financier" };
  const drawn = await faceOf(world, toReceive, "275", { drawn: 44, due: 134 }, WROCLAW);
  const acceptance: BillParties = { ...ON_NORDLYS, payee: "workshop" };
  const waiting = await issue(world, acceptance, await faceOf(world, acceptance, "410", { drawn: 44 }, WROCLAW));
  await world.act(waiting.holder, presentForAcceptance(bills, waiting.face, FIRST_LOT));
  await world.act("supplier", drawBill(bills, drawn));
  const times = { drawn: 44, due: 104 };
  const details = { ...WROCLAW, rules: RULES.nil };
  const wanted = await issueSigned(world, ON_NORDLYS, await faceOf(world, ON_NORDLYS, "95", times, details));
  const lot = lotOfBill(world, wanted);
  await world.act("supplier", requestQuotes(billQuotes, lot, world.timeOf(44) + 14 * DAY));
}
