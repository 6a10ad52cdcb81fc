// Bills that were not paid, and what is owed for them, counted once more.
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { accepted, type BillsWorld, type Face, firstSecond, linksOf, loadBills, REASON, SUM } from "./billsWorld.ts";
import { at, ethers, FIRST, type Link, WITH_RECOURSE } from "./world.ts";

export const GROUND = { Liable: 0n, Guarantee: 1n, Honour: 2n, Acceptor: 3n };
export const [RATE, YEAR] = [600n, 365n];
/** What everybody begins with. */
export const HAD = 100n * SUM;

/** Interest at 6 %, rounded down. */
export const interest = (amount: bigint, days: bigint): bigint => (amount * RATE * days) / (10_000n * YEAR);
/** Discount at 6 %, rounded up. */
export const discount = (amount: bigint, days: bigint): bigint =>
  (amount * RATE * days + 10_000n * YEAR - 1n) / (10_000n * YEAR);

type Made = { face: Face; id: bigint; root: bigint };

/** Presented by who holds it on its due day, and refused. */
export async function dishonour(world: BillsWorld, { face }: Made, holder: HardhatEthersSigner): Promise<void> {
  await at(firstSecond(face.term));
  await world.bills.connect(holder).presentForPayment(face, FIRST);
  await world.bills.connect(world.drawee).refusePayment(face, REASON);
}

/** Handed on by each to the next, with recourse. */
export async function handOn(
  { lots }: BillsWorld,
  root: bigint,
  ...way: readonly HardhatEthersSigner[]
): Promise<void> {
  for (const [index, to] of way.slice(1).entries()) {
    const from = way[index];
    if (from) await lots.connect(from).endorse(root, to, WITH_RECOURSE);
  }
}

/** Drawer, payee, second, third; accepted, refused and protested on its due day. */
export async function withProtested(changes: Partial<Face> = {}) {
  const world = await loadBills();
  const { payee, second, third, bills } = world;
  const made = await accepted(world, changes);
  await handOn(world, made.root, payee, second, third);
  await dishonour(world, made, third);
  await bills.connect(third).protest(made.face, FIRST);
  return { ...world, ...made, links: await linksOf(world, made.root) };
}

/** Gains and losses of all, since they began. */
export async function resultsOf(world: BillsWorld): Promise<Record<string, bigint>> {
  const { token, drawer, drawee, payee, second, third, stranger } = world;
  const people = { drawer, drawee, payee, second, third, stranger };
  const found = await Promise.all(
    Object.entries(people).map(async ([name, { address }]) => [name, (await token.balanceOf(address)) - HAD] as const),
  );
  return Object.fromEntries(found.filter(([, gain]) => gain !== 0n));
}

/** Links that somebody makes up. */
export const forged = (from: string, to: string, kind: bigint, time: bigint): Link => ({
  ...{ from, to, kind, time },
  ...{ start: 0n, units: 0n },
});

export const NOBODY = ethers.ZeroAddress;
