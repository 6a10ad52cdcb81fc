import { bankDiscount } from "@tallystick/sdk/instruments/discount";
import { type Books, countedBooks } from "@tallystick/sdk/instruments/interest";
import { releaseReserve, splitAdvance } from "@tallystick/sdk/instruments/reserve";
import { bookCollection, bookPayment } from "@tallystick/sdk/instruments/sharing";
import { expect } from "chai";
import { bidOf, desk, sell } from "./offers.ts";
import {
  ALL,
  at,
  confirmed,
  DAY,
  divide,
  ethers,
  FACE,
  FIRST,
  load,
  now,
  numberOf,
  STATUS,
  WITHOUT_RECOURSE,
} from "./world.ts";

/** Random whole numbers below a bound, the same for a seed (a congruential generator of Knuth's). */
function drawing(seed: bigint): (bound: bigint) => bigint {
  let state = seed;
  return (bound) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return (state >> 24n) % bound;
  };
}

describe("the SDK's mathematics beside the contract", () => {
  for (const seed of [1n, 2n, 3n, 4n, 5n, 6n]) {
    it(`SDK-242 SDK-247 keeps the same books whoever pays and collects when (seed ${seed})`, async () => {
      const draw = drawing(seed);
      const world = await load();
      const { receivables, token, debtor, creditor, second, third } = world;
      const made = await confirmed(world, { lateBps: draw(3_601n), graceDays: draw(30n) });
      const { id, root } = made;
      const cut = async (to: string, units: bigint) =>
        (await divide(world, root, FIRST, creditor, { to, units, kind: WITHOUT_RECOURSE })).inner;
      const parts = [1n + draw(40_000n), 1n + draw(40_000n)] as const;
      const lots = [
        { holder: second, inner: await cut(second.address, parts[0]), units: parts[0], mark: 0n },
        { holder: third, inner: await cut(third.address, parts[1]), units: parts[1], mark: 0n },
        { holder: creditor, inner: FIRST, units: made.terms.units - parts[0] - parts[1], mark: 0n },
      ];
      let books: Books | undefined;

      const pay = async (upTo: bigint): Promise<boolean> => {
        const time = (await now()) + 1n + draw(40n * DAY);
        await at(time);
        const counted = countedBooks(made.terms, books, time);
        const booked = bookPayment(counted, upTo);
        const before = await token.balanceOf(debtor);
        await receivables.connect(debtor).pay(made.terms, upTo);
        expect(before - (await token.balanceOf(debtor))).to.equal(booked.paid);
        books = booked.books;
        const read = await receivables.booksOf(id);
        for (const [field, value] of Object.entries(books)) expect(read[field as keyof Books], field).to.equal(value);
        return booked.isInFull;
      };
      const collect = async (lot: (typeof lots)[number]): Promise<void> => {
        if (books === undefined) throw new Error("nothing was paid");
        const booked = bookCollection(books, lot);
        expect(await receivables.collectable(made.terms, lot.inner)).to.equal(booked.amount);
        if (booked.amount === 0n && books.principal + books.interest !== 0n) return;
        const before = await token.balanceOf(lot.holder);
        await receivables.connect(lot.holder).collect(made.terms, lot.inner, lot.holder);
        expect((await token.balanceOf(lot.holder)) - before).to.equal(booked.amount);
        [lot.mark, books] = [booked.mark, booked.books];
      };

      for (let i = 0; i < 12; ++i) {
        // Odd amounts, so that roundings come about; a first part, so that there are books.
        if (await pay(1n + draw(i === 0 ? FACE / 2n : FACE / 10n))) break;
        const lot = lots[Number(draw(3n))];
        if (lot !== undefined) await collect(lot);
      }
      if ((await receivables.statusOf(made.terms)) !== STATUS.Paid) await pay(ALL);
      for (const lot of lots) await collect(lot);
      expect(await token.balanceOf(receivables)).to.equal(0n);
    });
  }

  for (const seed of [11n, 12n, 13n]) {
    it(`QUO-05 SDK-243 discounts to the base unit, whatever the face, the days and the rates (seed ${seed})`, async () => {
      const draw = drawing(seed);
      const world = await desk();
      const { quotes, receivables, debtor } = world;
      for (let i = 0n; i < 25n; ++i) {
        const [units, unit] = [1n + draw(10n ** 9n), 1n + draw(10n ** (1n + draw(19n)))];
        const dueAt = (await now()) + 10n + draw(360n * DAY);
        const { terms } = await confirmed(world, { units, unit, dueAt, number: numberOf(`N${i}`) });
        const pays = draw(3n) === 0n;
        if (pays && units * unit < 50n * FACE) await receivables.connect(debtor).pay(terms, 1n + draw(units * unit));
        const pricing = { rateBps: draw(9_000n), feeBps: draw(10_001n) };
        const some = draw(2n) === 0n ? 0n : 1n + draw(units);
        const second = (await now()) + 1n + draw(dueAt - (await now()) - 1n);
        // Not the last of a day: a question may be asked in the next one.
        const time = second % DAY === DAY - 1n ? second - 1n : second;
        await at(time);
        await world.token.mint(debtor, 1n);
        const claim = await receivables.claimOf(terms, FIRST);
        const [open, paid] = [claim.open, claim.paid].map((whole) => (some === 0n ? whole : (whole * some) / units));
        const terms360 = { dueAt, at: time, ...pricing, dayCount: "actual/360", rounding: "down" } as const;
        const expected = (open === 0n ? 0n : bankDiscount({ face: open ?? 0n, ...terms360 }).net) + (paid ?? 0n);
        const reading = quotes.priceOf(pricing, terms, FIRST, some);
        if (expected === 0n || claim.status === STATUS.Paid) {
          await expect(reading).to.be.revert(ethers);
          continue;
        }
        expect(await reading).to.deep.equal([expected, (open ?? 0n) + (paid ?? 0n)]);
      }
    });

    it(`QUO-22 SDK-246 releases a reserve to the base unit (seed ${seed})`, async () => {
      const draw = drawing(seed);
      const world = await desk();
      const { quotes, receivables, token, debtor, creditor, financier } = world;
      for (let i = 0n; i < 8n; ++i) {
        const terms = (await confirmed(world, { number: numberOf(`R${i}`), units: 1n + draw(100_000n) })).terms;
        const face = terms.units * terms.unit;
        const [advanceBps, pricing] = [1n + draw(9_999n), { rateBps: draw(3_000n), feeBps: draw(300n) }];
        const bid = bidOf(world, { advanceBps, pricing, limit: 2n ** 95n, salt: ethers.toBeHex(i, 32) });
        const advancedAt = await sell(world, terms, { bid });
        const [event] = await quotes.queryFilter(quotes.filters.Advanced, -1);
        const holdback = await ethers.getContractAt("Holdback", event?.args.holdback ?? "");
        const paidAt = advancedAt + 1n + draw(terms.dueAt - advancedAt - 2n);
        await at(paidAt);
        await receivables.connect(debtor).pay(terms, face);
        const { advance } = splitAdvance(face, advanceBps);
        const expected = releaseReserve({
          ...{ face, advance, advancedAt, paid: face, ...pricing },
          ...{ paidAt: (await now()) + 1n, dayCount: "actual/360" },
        });
        const before = [await token.balanceOf(financier), await token.balanceOf(creditor)] as const;
        await at(paidAt + 1n);
        await holdback.settle(terms, FIRST);
        expect((await token.balanceOf(financier)) - before[0]).to.equal(expected.kept);
        expect((await token.balanceOf(creditor)) - before[1]).to.equal(expected.released);
      }
    });
  }
});
