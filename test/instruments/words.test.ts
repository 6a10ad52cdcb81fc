import { expect } from "chai";
import { asked, bidden } from "./offers.ts";
import { ALL, confirmed, endorse, ethers, FIRST, load, numberOf, registered, type Terms, termsOf } from "./world.ts";

// What is hashed as it stands in calldata must not let in words with bits where none belong.

/** Calldata with the highest bit of one of its words flipped. */
function soiled(calldata: string, word: number): string {
  const at = 2 + 8 + 64 * word;
  const digit = Number.parseInt(calldata.charAt(at), 16) ^ 8;
  return calldata.slice(0, at) + digit.toString(16) + calldata.slice(at + 1);
}

/** Words of terms that are narrower than a word: addresses, numbers, and the order's amount. */
const NARROW = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12];

describe("words that are wider than their type", () => {
  it("REC-01 are refused in terms when they are registered", async () => {
    const world = await load();
    const { receivables, creditor } = world;
    const terms = await termsOf(world, { order: ethers.id("order"), orderAmount: ALL });
    const calldata = receivables.interface.encodeFunctionData("register", [terms]);
    for (const word of NARROW) {
      await expect(creditor.sendTransaction({ to: receivables, data: soiled(calldata, word) })).to.be.revert(ethers);
    }
    await expect(creditor.sendTransaction({ to: receivables, data: calldata })).to.emit(receivables, "Registered");
  });

  it("REC-05 are not the terms that were registered", async () => {
    const world = await load();
    const { receivables, debtor } = world;
    const { terms } = await registered(world);
    const id = await receivables.receivableId(terms.debtor, terms.creditor, terms.number);
    const calldata = receivables.interface.encodeFunctionData("confirm", [terms]);
    for (const word of NARROW) {
      await expect(debtor.sendTransaction({ to: receivables, data: soiled(calldata, word) }))
        .to.be.revertedWithCustomError(receivables, "Receivables_OtherTerms")
        .withArgs(id);
    }
    await expect(debtor.sendTransaction({ to: receivables, data: calldata })).to.emit(receivables, "Confirmed");
  });

  it("LOT-08 do not prove a chain", async () => {
    const world = await load();
    const { lots, creditor, second, third } = world;
    const { root } = await confirmed(world);
    const links = [await endorse(world, root, creditor, second), await endorse(world, root, second, third)];
    const calldata = lots.interface.encodeFunctionData("isChain", [root, FIRST, links]);
    // Root, inner, offset and length come first; a link's start means nothing without units.
    for (const word of [4, 5, 6, 7, 9, 10, 11, 12, 13, 15]) {
      expect(await ethers.provider.call({ to: lots, data: soiled(calldata, word) })).to.equal(ethers.toBeHex(0, 32));
    }
    expect(await ethers.provider.call({ to: lots, data: calldata })).to.equal(ethers.toBeHex(1, 32));
  });

  it("QUO-02 are not in an offer that somebody signed", async () => {
    const sale = await asked();
    const { quotes, terms, financier } = sale;
    const bounds = { maxPrice: sale.ask.price, minWorth: 0n, latestDue: terms.dueAt };
    const buy = quotes.interface.encodeFunctionData("buy", [sale.ask, sale.signature, terms, FIRST, bounds]);
    for (let word = 0; word < 11; ++word) {
      await expect(financier.sendTransaction({ to: quotes, data: soiled(buy, word) })).to.be.revert(ethers);
    }
    await expect(financier.sendTransaction({ to: quotes, data: buy })).to.emit(quotes, "Sold");

    const other = await bidden();
    const sell = other.quotes.interface.encodeFunctionData("sell", [
      other.bid,
      other.signature,
      other.terms,
      FIRST,
      0n,
      0n,
    ]);
    for (let word = 0; word < 14; ++word) {
      await expect(other.creditor.sendTransaction({ to: other.quotes, data: soiled(sell, word) })).to.be.revert(ethers);
    }
    await expect(other.creditor.sendTransaction({ to: other.quotes, data: sell })).to.emit(other.quotes, "Sold");
  });
});

describe("a debtor's sums", () => {
  it("REC-40 stop at the highest number, and hinder no payment", async () => {
    const world = await load();
    const { receivables, debtors, token, debtor } = world;
    const face = 2n ** 94n;
    await token.mint(debtor, 6n * face);
    const pay = (terms: Terms) => receivables.connect(debtor).pay(terms, ALL);
    for (let i = 1n; i <= 5n; ++i) {
      const { terms } = await confirmed(world, { number: numberOf(`HIGH${i}`), units: 1n, unit: face });
      await pay(terms);
      const sum = i * face < ALL ? i * face : ALL;
      const record = await debtors.recordOf(debtor, token);
      expect([record.confirmedSum, record.onTimeSum, record.outstanding]).to.deep.equal([sum, sum, 0n]);
      expect([record.confirmedCount, record.onTimeCount]).to.deep.equal([i, i]);
    }
  });
});
