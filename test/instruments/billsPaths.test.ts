import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import fc from "fast-check";
import { discount, dishonour, interest, resultsOf } from "./billsClaims.ts";
import { delivered, firstSecond, linksOf, loadBills, REASON, SUM, statusOf, today } from "./billsWorld.ts";
import { ALL, at, FIRST, mineAt, TAKEN_UP, WITH_RECOURSE, WITHOUT_RECOURSE } from "./world.ts";

const PEOPLE = ["payee", "second", "third", "stranger", "drawer"] as const;
type Person = (typeof PEOPLE)[number];

const PATH = fc.record({
  /** From the payee on, to whom, and whether with recourse. */
  way: fc.array(fc.record({ to: fc.constantFrom(...PEOPLE), isBinding: fc.boolean() }), { maxLength: 7 }),
  isAccepted: fc.boolean(),
  /** Who tries to pay, for himself or another; how many days later; what the holder notes as costs before. */
  steps: fc.array(
    fc.record({
      who: fc.constantFrom(...PEOPLE),
      isHonour: fc.boolean(),
      index: fc.nat(8),
      days: fc.nat(15),
      costs: fc.nat(5_000_000),
    }),
    { maxLength: 7 },
  ),
});

type Path = typeof PATH extends fc.Arbitrary<infer Value> ? Value : never;

/** Walks a path of recourse, and keeps books beside it. */
async function walk({ way, isAccepted, steps }: Path): Promise<void> {
  const world = await loadBills();
  const { bills, recourse, lots, drawee, drawer } = world;
  const made = await delivered(world);
  const { face, id, root } = made;
  let holder: Person = "payee";
  for (const { to, isBinding } of way) {
    if (to === holder) continue;
    await lots.connect(world[holder]).endorse(root, world[to], isBinding ? WITH_RECOURSE : WITHOUT_RECOURSE);
    holder = to;
  }
  if (isAccepted) {
    await bills.connect(drawee).accept(face);
    await dishonour(world, made, world[holder]);
  } else {
    await bills.connect(drawee).refuse(face, REASON);
  }
  await bills.connect(world[holder]).protest(face, FIRST);

  // What each has gained, and what of it is interest and costs: the rest he had paid himself, or it was the bill's sum.
  const [gains, earned] = [new Map<string, bigint>(), new Map<string, bigint>()];
  const add = (book: Map<string, bigint>, name: string, amount: bigint) =>
    book.set(name, (book.get(name) ?? 0n) + amount);
  add(gains, holder, -SUM);
  let claim: { base: bigint; day: bigint } | undefined;
  let costs = 0n;
  const owed = (day: bigint): bigint => {
    if (claim) return claim.base + interest(claim.base, day - claim.day) + costs;
    return day < face.term
      ? SUM - discount(SUM, face.term - day) + costs
      : SUM + interest(SUM, day - face.term) + costs;
  };
  const settle = async (payer: Person | "drawee", pay: (amount: bigint) => Promise<unknown>): Promise<void> => {
    const day = await today();
    const amount = owed(day);
    await pay(amount);
    add(gains, payer, -amount);
    add(gains, holder, amount);
    add(earned, holder, amount - (claim?.base ?? SUM));
    [claim, costs] = [{ base: amount, day }, 0n];
    if (payer !== "drawee") holder = payer;
  };
  const mayPay = async (who: HardhatEthersSigner, act: "takeUp" | "payFor", index: bigint): Promise<boolean> => {
    const links = await linksOf(world, root);
    const { isLiable } = await recourse.liabilityOf(face, FIRST, links, index);
    const isHis = links[Number(index)]?.from === who.address;
    const wanted = isLiable && (act === "takeUp" ? isHis : !isHis) && who.address !== world[holder].address;
    const isDone = await recourse
      .connect(who)
      [act].staticCall(face, FIRST, links, index, ALL)
      .then(
        () => true,
        () => false,
      );
    expect(isDone, `${act} ${index}`).to.equal(wanted);
    return isDone;
  };
  const pay = async (who: Person, act: "takeUp" | "payFor", index: bigint): Promise<void> => {
    if (!(await mayPay(world[who], act, index))) return;
    const links = await linksOf(world, root);
    await settle(who, (most) => recourse.connect(world[who])[act](face, FIRST, links, index, most));
  };

  for (const { who, isHonour, index, days, costs: noted } of steps) {
    if (noted % 2 === 1) {
      costs = BigInt(noted);
      await recourse.connect(world[holder]).notify(face, FIRST, costs, REASON);
    }
    await mineAt(firstSecond((await today()) + BigInt(days) + 1n));
    await pay(who, isHonour ? "payFor" : "takeUp", BigInt(index));
  }
  // Whatever was left to claim is claimed, from the last to the first.
  for (let index = (await linksOf(world, root)).length - 1; index >= 0; --index) {
    const links = await linksOf(world, root);
    const party = PEOPLE.find((name) => world[name].address === links[index]?.from);
    if (party && links[index]?.kind !== TAKEN_UP) await pay(party, "takeUp", BigInt(index));
  }
  // Then the drawer holds it, whom nobody but the acceptor answers to.
  expect(holder).to.equal("drawer");
  const links = await linksOf(world, root);
  for (let index = 0n; index < BigInt(links.length); ++index)
    expect((await recourse.liabilityOf(face, FIRST, links, index)).isLiable).to.equal(false);
  if (isAccepted) {
    await mineAt(firstSecond((await today()) + 10n));
    await settle("drawee", (most) => recourse.connect(drawee).payForAcceptor(face, FIRST, links, most));
  } else {
    await at(firstSecond((await today()) + 10n));
    await bills.connect(drawer).discharge(face);
    expect(await statusOf(world, id)).to.equal("Discharged");
  }

  const results = await resultsOf(world);
  const last = isAccepted ? "drawee" : "drawer";
  const first = [...gains.keys()][0];
  for (const [name, gain] of gains) {
    const worth = name === first ? gain + SUM : gain;
    expect(results[name] ?? 0n, name).to.equal(worth);
    // Who does not lose in the end has back what he paid, with interest since and his costs; before the due day
    // the first got the discount's less.
    if (name !== last) expect(gain, name).to.equal(earned.get(name) ?? 0n);
  }
  expect(await world.token.balanceOf(recourse)).to.equal(0n);
}

describe("bills, recourse on whatever path", () => {
  it("BIL-69 each has back what he paid, with interest and costs; the acceptor loses, or the drawer", async function () {
    this.timeout(120_000);
    await fc.assert(fc.asyncProperty(PATH, walk), { numRuns: 25, seed: 6 });
  });

  it("BIL-69 on one that goes in circles, with honour, and an endorsement without recourse in it", async () => {
    const step = { isHonour: false, costs: 1, days: 1 };
    await walk({
      way: [
        { to: "second", isBinding: true },
        { to: "third", isBinding: true },
        { to: "second", isBinding: true },
        { to: "stranger", isBinding: false },
        { to: "third", isBinding: true },
      ],
      isAccepted: true,
      steps: [
        { ...step, who: "payee", isHonour: true, index: 5 },
        { ...step, who: "stranger", index: 5 },
        { ...step, who: "third", index: 3 },
        { ...step, who: "second", index: 2 },
      ],
    });
  });
});
