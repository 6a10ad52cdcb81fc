import { BANK } from "@tallystick/sdk/instruments/debtors";
import { LOGISTICS, streamBits } from "@tallystick/sdk/instruments/evidence";
import { KIND } from "@tallystick/sdk/instruments/links";
import { disputeReceivable, withdrawReceivable } from "@tallystick/sdk/instruments/receivables";
import { orderHash, type ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { askForQuotes, postOffer, signOffer, standReady, takeAsk, takeBid } from "./offers.ts";
import { accredit, foundOrganisation, takeMoney } from "./people.ts";
import {
  attestAll,
  collectPaid,
  creditPart,
  demandOf,
  extendUntil,
  type HeldLot,
  handOn,
  handOnParts,
  invoiceOf,
  openLine,
  payFor,
  register,
  registerAndConfirm,
  registerSigned,
} from "./receivables.ts";
import { euro, saltOf, type World } from "./world.ts";

// How what Nordlys Motors owes its suppliers became money for theirs, in chapters that the story of chain A tells on its
// days. Two others buy on credit, too.

const NORDLYS = ["enterprise", "supplier"] as const;
const ATLAS = ["cartographer", "workshop"] as const;
const HARBOUR = ["analyst", "climatologist"] as const;
const WEBER = ["trader", "carrier"] as const;

/** Who takes part; a bank that says how much Nordlys may owe. */
export async function openForCredit(world: World): Promise<void> {
  await takeMoney(world, ["enterprise", "financier"]);
  await foundOrganisation(world, "enterprise", { name: "Nordlys Motors", about: "Lorries and buses, made to order." }, [
    { id: "auditor", roles: ["auditor"] },
  ]);
  await accredit(world, "financier", 365, BANK);
  await accredit(world, "carrier", 365, LOGISTICS);
  await openLine(world, "enterprise", "financier", euro("5000"));
}

/** What the chapters speak of again. */
export interface Claims {
  readonly axles: HeldLot;
  readonly hubs: HeldLot;
  readonly maps: HeldLot;
}

/** The first invoices of the chain. */
export async function sellOnCredit(world: World): Promise<Claims> {
  const order = { hash: await orderHash("NM-4711"), amount: euro("1500") };
  const late = { lateBps: 1_200, graceDays: 3 };
  const axles = await registerAndConfirm(
    world,
    NORDLYS,
    invoiceOf(world, NORDLYS, "CJ-26-001", "960", 43, { order, ...late }),
  );
  await attestAll(world, axles.terms, {
    information: "enterprise",
    commercial: "supplier",
    logistics: "carrier",
    capital: "financier",
  });
  const hubs = await registerAndConfirm(
    world,
    NORDLYS,
    invoiceOf(world, NORDLYS, "CJ-26-002", "540", 24, { order, ...late }),
  );
  await attestAll(world, hubs.terms, { commercial: "supplier", logistics: "carrier" });
  const maps = await registerAndConfirm(world, ATLAS, invoiceOf(world, ATLAS, "TF/118", "210", 30));
  return { axles, hubs, maps };
}

/** The lots of the axles, down three tiers. */
export interface Tiers {
  readonly supplier: HeldLot;
  readonly workshop: HeldLot;
  readonly carrier: HeldLot;
  readonly trader: HeldLot;
}

/** What Nordlys owes pays the supplier's supplier, his carrier, and the carrier's fuel. */
export async function passDown(world: World, axles: HeldLot): Promise<Tiers> {
  const [workshop] = await handOnParts(world, axles, [{ to: "workshop", amount: "288", kind: KIND.withRecourse }]);
  if (!workshop) throw new Error("There is no part for the workshop.");
  const [carrier] = await handOnParts(world, workshop, [{ to: "carrier", amount: "86.4", kind: KIND.withRecourse }]);
  if (!carrier) throw new Error("There is no part for the carrier.");
  const [trader] = await handOnParts(world, carrier, [{ to: "trader", amount: "20", kind: KIND.withoutRecourse }]);
  if (!trader) throw new Error("There is no part for the trader.");
  return { supplier: axles, workshop, carrier, trader };
}

/** The bank stands ready, and two sell: by its bid, and by an offer that the seller signed. */
export async function sellToBank(world: World, hubs: HeldLot, tiers: Tiers): Promise<HeldLot> {
  await takeMoney(world, ["financier"]);
  const bid = await standReady(world, "financier", {
    debtor: "enterprise",
    limit: euro("2500"),
    maxDays: 120,
    pricing: { rateBps: 640, feeBps: 25 },
    kind: KIND.withRecourse,
    evidence: streamBits(["commercial", "logistics"]),
    until: 120,
  });
  await takeBid(world, hubs, bid, euro("535"));
  const offer = await signOffer(world, tiers.workshop, 800, 30);
  await takeAsk(world, "financier", offer, tiers.workshop, euro("201.6"));
  return { ...hubs, holder: "financier" };
}

/** One that nobody pays, endorsed with recourse twice; one that is disputed; one that the debtor signed in advance. */
export async function sellMore(world: World): Promise<{ readonly brackets: HeldLot }> {
  const terms = invoiceOf(world, NORDLYS, "CJ-26-003", "450", 38, { maxTier: 4, lateBps: 1_200, graceDays: 3 });
  const sold = await registerAndConfirm(world, NORDLYS, terms);
  await attestAll(world, terms, { information: "supplier", commercial: "supplier" });
  const brackets = await handOn(world, sold, "workshop", KIND.withRecourse);
  const damaged = invoiceOf(world, NORDLYS, "CJ-26-004", "720", 70);
  await register(world, "supplier", damaged);
  await world.act("enterprise", disputeReceivable(world.at.receivables, damaged, saltOf("Twelve axles were bent.")));
  await registerSigned(world, HARBOUR, invoiceOf(world, HARBOUR, "MC-77", "150", 60));
  return { brackets };
}

/** In time, by Atlas Works; a week later than agreed, with interest, by Nordlys. */
export async function payInTime(world: World, maps: HeldLot): Promise<void> {
  await payFor(world, "cartographer", [{ terms: maps.terms }]);
  await collectPaid(world, maps);
}

export async function payLate(world: World, hubs: HeldLot): Promise<void> {
  await takeMoney(world, ["enterprise"]);
  await payFor(world, "enterprise", [{ terms: hubs.terms }]);
  await collectPaid(world, hubs);
}

export interface Later {
  readonly gears: HeldLot;
  readonly frames: HeldLot;
  readonly plates: HeldLot;
}

/** Claims that are not due for a while: one of them is credited in part, one extended. */
export async function sellForLater(world: World): Promise<Later> {
  const late = { lateBps: 900, graceDays: 5 };
  const gears = await registerAndConfirm(world, NORDLYS, invoiceOf(world, NORDLYS, "CJ-26-005", "880", 75, late));
  await attestAll(world, gears.terms, { information: "enterprise", commercial: "supplier", logistics: "carrier" });
  const frames = await registerSigned(world, NORDLYS, invoiceOf(world, NORDLYS, "CJ-26-006", "1200", 95, late));
  await attestAll(world, frames.terms, { commercial: "supplier", logistics: "carrier" });
  const plates = await registerAndConfirm(world, ATLAS, invoiceOf(world, ATLAS, "TF/131", "260", 66));
  await creditPart(world, plates, "cartographer", "20");
  const freight = await registerAndConfirm(world, WEBER, invoiceOf(world, WEBER, "KM 9", "90", 40));
  await extendUntil(world, freight, "trader", 70);
  return { gears, frames, plates };
}

/** Eighty per cent at once, the rest when Nordlys has paid; and Nordlys, who would rather pay early. */
export async function advanceOn(world: World, frames: HeldLot): Promise<void> {
  await takeMoney(world, ["financier"]);
  const bid = await standReady(world, "financier", {
    debtor: "enterprise",
    limit: euro("3000"),
    maxDays: 150,
    pricing: { rateBps: 720, feeBps: 50 },
    kind: KIND.withRecourse,
    evidence: streamBits(["commercial"]),
    advanceBps: 8_000,
    until: 150,
  });
  await takeBid(world, frames, bid, euro("950"));
  await standReady(world, "enterprise", {
    debtor: "enterprise",
    limit: euro("1000"),
    maxDays: 90,
    pricing: { rateBps: 900, feeBps: 0 },
    kind: KIND.withoutRecourse,
    until: 100,
  });
}

/** All of one and some of another, with one transfer. Who has collected, and who has not yet. */
export async function payTogether(world: World, tiers: Tiers, gears: HeldLot): Promise<void> {
  await takeMoney(world, ["enterprise"]);
  await payFor(world, "enterprise", [{ terms: tiers.supplier.terms }, { terms: gears.terms, upTo: euro("300") }]);
  await collectPaid(world, tiers.supplier);
  await collectPaid(world, tiers.carrier);
  await postOffer(world, gears, 700, 70);
}

/** What waits on the desk: invoices to confirm, one that was withdrawn, and a holder who wants his money. */
export async function leaveForToday(world: World, brackets: HeldLot, plates: HeldLot): Promise<void> {
  const { receivables } = world.at;
  for (const [number, amount, due] of [
    ["CJ-26-007", "380", 80],
    ["CJ-26-008", "275.5", 90],
    ["CJ-26-009", "610", 105],
  ] as const) {
    const terms = invoiceOf(world, NORDLYS, number, amount, due);
    await register(world, "supplier", terms);
    await attestAll(world, terms, { commercial: "supplier" });
  }
  const mistaken: ReceivableTerms = invoiceOf(world, NORDLYS, "CJ-26-010", "6100", 105);
  await register(world, "supplier", mistaken);
  await world.act("supplier", withdrawReceivable(receivables, mistaken));
  await demandOf(world, brackets, "supplier");
  await askForQuotes(world, plates, 44);
}
