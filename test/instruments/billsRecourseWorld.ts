import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { accepted, type BillsWorld, type Face, firstSecond, linksOf, loadBills, REASON } from "./billsWorld.ts";
import { ALL, at, FIRST, type Link, WITH_RECOURSE } from "./world.ts";

type Hand = readonly [to: "payee" | "second" | "third" | "stranger", kind: bigint];

/** Each endorses to the next: payee, second, third. */
export const TWO_HANDS: readonly Hand[] = [
  ["second", WITH_RECOURSE],
  ["third", WITH_RECOURSE],
];

type Changes = Partial<Face> | ((world: BillsWorld) => Promise<Partial<Face>>);

/** Accepted, handed on, presented on the due day, and refused; `before` that, whatever else. */
export async function refused(
  changes: Changes = {},
  hands: readonly Hand[] = TWO_HANDS,
  before: (bill: BillsWorld & { face: Face; links: Link[] }) => Promise<unknown> = async () => undefined,
) {
  const world = await loadBills();
  const made = await accepted(world, typeof changes === "function" ? await changes(world) : changes);
  const holder = await handAll(world, made.root, hands);
  const links = await linksOf(world, made.root);
  await before({ ...world, face: made.face, links });
  await at(firstSecond(made.face.term));
  await world.bills.connect(holder).presentForPayment(made.face, FIRST);
  await world.bills.connect(world.drawee).refusePayment(made.face, REASON);
  return { ...world, ...made, holder, links };
}

/** The same, and protested on the due day. */
export async function protested(...how: Parameters<typeof refused>) {
  const bill = await refused(...how);
  await bill.bills.connect(bill.holder).protest(bill.face, FIRST);
  return bill;
}

export type ProtestedBill = Awaited<ReturnType<typeof protested>>;

export async function handAll(world: BillsWorld, root: bigint, hands: readonly Hand[]): Promise<HardhatEthersSigner> {
  let holder = world.payee;
  for (const [to, kind] of hands) {
    await world.lots.connect(holder).endorse(root, world[to].address, kind);
    holder = world[to];
  }
  return holder;
}

/** A liable party pays; the links that there are then. */
export async function takeUp(bill: ProtestedBill, by: HardhatEthersSigner, index: bigint, links = bill.links) {
  await bill.recourse.connect(by).takeUp(bill.face, FIRST, links, index, ALL);
  return linksOf(bill, bill.root);
}

/** Simple interest of some days on an amount, rounded down. */
export const interestOf = (amount: bigint, days: bigint, bps = 600n): bigint => (amount * bps * days) / 3_650_000n;

/** Discount of some days, rounded up. */
export const discountOf = (amount: bigint, days: bigint, bps = 600n): bigint =>
  (amount * bps * days + 3_649_999n) / 3_650_000n;

/** Whether the giver of each link answers to the holder. */
export async function liableOf(bill: ProtestedBill, links: readonly Link[] = bill.links): Promise<boolean[]> {
  const answers = links.map((_, index) => bill.recourse.liabilityOf(bill.face, FIRST, [...links], index));
  return (await Promise.all(answers)).map(({ isLiable }) => isLiable);
}
