import { type Books, countedBooks } from "@tallystick/sdk/instruments/interest";
import { bookCollection, bookPayment } from "@tallystick/sdk/instruments/sharing";
import { expect } from "chai";
import { ALL, at, confirmed, DAY, divide, FACE, FIRST, load, now, STATUS, WITHOUT_RECOURSE } from "./world.ts";

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
});
