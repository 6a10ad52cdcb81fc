import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, keccak256, stringToHex, toHex, zeroAddress, zeroHash } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { type Call, calldataOf } from "../../src/chain/call.ts";
import { readView } from "../../src/chain/readView.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { quotesOf } from "../../src/instruments/contracts.ts";
import { attestEvidence, streamBits, streamsOf } from "../../src/instruments/evidence.ts";
import {
  demandByHoldback,
  holdbackDeal,
  holdbackDue,
  holdbackSignature,
  keptByHoldback,
  settleHoldback,
  withdrawFromHoldback,
  writeOffByHoldback,
} from "../../src/instruments/holdback.ts";
import { FIRST_LOT, KIND } from "../../src/instruments/links.ts";
import { approveLot, divideLot, endorseLot, lotOf, setLotsOperator, versionOf } from "../../src/instruments/lots.ts";
import { askFaults, bidFaults } from "../../src/instruments/offerFaults.ts";
import { advancePrice, salePrice } from "../../src/instruments/offerPrices.ts";
import { type Ask, type Bid, randomSalt } from "../../src/instruments/offers.ts";
import { encodeBid, parseOffer } from "../../src/instruments/offerWire.ts";
import {
  askHashOn,
  bidHashOn,
  buyLot,
  cancelAsk,
  cancelBid,
  isAskSigned,
  isBidSigned,
  offerStanding,
  postAsk,
  postBid,
  quotedPrice,
  requestQuotes,
  sellLot,
  signAsk,
  signBid,
} from "../../src/instruments/quotes.ts";
import { readLineage } from "../../src/instruments/readLineage.ts";
import { signCreditNote } from "../../src/instruments/receivableSignatures.ts";
import { claimOf, receivableStatus } from "../../src/instruments/receivableState.ts";
import { collectLot, creditLot, payReceivable, recordDefault } from "../../src/instruments/receivables.ts";
import { recourseProof } from "../../src/instruments/recourse.ts";
import { registerStatement, statementHandOver, statementTerms } from "../../src/instruments/statements.ts";
import { faceOf, type ReceivableTerms } from "../../src/instruments/terms.ts";
import { approve } from "../../src/market/buying.ts";
import { acceptCredit, depositToTab, issueStatement, settleTab } from "../../src/market/tabActs.ts";
import { signCredit, signHandOver, signVoucher } from "../../src/market/tabSignatures.ts";
import { readTab, statementOf } from "../../src/market/tabs.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type Tab, tabId } from "../../src/market/voucher.ts";
import { addressOf } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { DAY } from "../support/market.ts";
import { CENT, type ReceivablesWorld, receivablesWorld, UNITS } from "../support/receivables.ts";

const NO_SIGNATURE = "0x";
const EVER = { maxPrice: 2n ** 96n - 1n, minWorth: 0n, latestDue: 2 ** 40 - 1 };

describe("the quotes client", () => {
  let world: ReceivablesWorld;
  let quotes: Address;
  let lots: Address;
  let debtor: Actor;
  let creditor: Actor;
  let financier: Actor;
  let other: Actor;

  before(async () => {
    world = await receivablesWorld();
    ({ quotes, lots } = world.places);
    ({ debtor, creditor, third: financier, second: other } = world);
    for (const who of [debtor, financier, other]) await send(who, approve(world.token, quotes, 2n ** 200n));
    await send(creditor, setLotsOperator(lots, quotes, true));
  });
  after(() => world.chain.close());

  const balance = (who: Actor) => balanceOf(world.chain.reader, world.token, addressOf(who));
  const at = async (second: number) => {
    await world.chain.provider.request({ method: "evm_setNextBlockTimestamp", params: [toHex(second)] } as never);
  };
  const now = () => chainTime(world.chain.reader);
  /** Sends an act that the block of this second takes. */
  const sendAt = async (second: number, who: Actor, call: Call) => {
    await at(second);
    await world.chain.provider.request({ method: "evm_mine", params: [] } as never);
    await at(second + 1);
    await send(who, call);
  };
  const newAsk = async (terms: ReceivableTerms, changes: Partial<Ask> = {}): Promise<Ask> => ({
    seller: addressOf(creditor),
    buyer: zeroAddress,
    lot: world.rootOf(terms),
    version: await versionOf(creditor, world.rootOf(terms)),
    units: 0,
    price: 0n,
    pricing: { rateBps: 600, feeBps: 25 },
    kind: KIND.withRecourse,
    deadline: (await now()) + DAY,
    salt: randomSalt(),
    ...changes,
  });
  const newBid = async (changes: Partial<Bid> = {}): Promise<Bid> => ({
    buyer: addressOf(financier),
    token: world.token,
    debtor: addressOf(debtor),
    seller: zeroAddress,
    lot: 0n,
    limit: 150_000_000n,
    maxDays: 90,
    pricing: { rateBps: 720, feeBps: 10 },
    kind: KIND.withoutRecourse,
    evidence: 0,
    advanceBps: 10_000,
    deadline: (await now()) + 200 * DAY,
    salt: randomSalt(),
    ...changes,
  });
  const root = (terms: ReceivableTerms) => ({ terms, inner: FIRST_LOT });
  const partWith = async (terms: ReceivableTerms, holder: Address) => {
    const lineage = await readLineage(world.chain.reader, world.idOf(terms));
    const found = [...lineage.values()].find((lot) => lot.holder === holder);
    assert.ok(found);
    return found;
  };

  it("SDK-260 knows offers by the contract's own hashes", async () => {
    const terms = await world.confirmed();
    const read = quotesOf(world.chain.network);
    const ask = await newAsk(terms, { units: 7, price: 9n, buyer: addressOf(other) });
    const bid = await newBid({ seller: addressOf(other), lot: 5n, evidence: 15, advanceBps: 8_000 });
    assert.equal(askHashOn(creditor, ask), await readView(creditor, read, "askHash", [ask]));
    assert.equal(bidHashOn(creditor, bid), await readView(creditor, read, "bidHash", [bid]));
  });

  it("SDK-265 sells a lot by a signed ask, money against claim, and never twice", async () => {
    const terms = await world.confirmed();
    const signed = await signAsk(creditor, await newAsk(terms));
    assert.equal(await isAskSigned(financier, signed), true);
    assert.equal(await isAskSigned(financier, { ...signed, ask: { ...signed.ask, price: 1n } }), false);
    const claim = await claimOf(financier, terms, FIRST_LOT);
    assert.deepEqual(claim, {
      ...{ lot: world.rootOf(terms), holder: addressOf(creditor), units: UNITS, status: "confirmed" },
      ...{ dueAt: terms.dueAt, open: faceOf(terms), paid: 0n },
    });
    const second = (await now()) + 10;
    const expected = salePrice(signed.ask.pricing, claim, 0, second + 1);
    const [had, sellerHad] = [await balance(financier), await balance(creditor)];
    const tooLittle = { ...EVER, maxPrice: expected.price - 1n };
    assert.equal(await codeOf(send(financier, buyLot(quotes, signed, root(terms), tooLittle))), "Quotes_TooDear");
    const tooMuch = { ...EVER, minWorth: expected.worth + 1n };
    assert.equal(await codeOf(send(financier, buyLot(quotes, signed, root(terms), tooMuch))), "Quotes_WorthLess");
    const sooner = { ...EVER, latestDue: terms.dueAt - 1 };
    assert.equal(await codeOf(send(financier, buyLot(quotes, signed, root(terms), sooner))), "Quotes_DueLater");
    const bounds = { maxPrice: expected.price, minWorth: expected.worth, latestDue: terms.dueAt };
    await sendAt(second, financier, buyLot(quotes, signed, root(terms), bounds));
    assert.equal(await balance(financier), had - expected.price);
    assert.equal(await balance(creditor), sellerHad + expected.price);
    assert.equal((await lotOf(creditor, claim.lot)).holder, addressOf(financier));
    const lot = await partWith(terms, addressOf(financier));
    assert.ok(recourseProof(lot, addressOf(creditor)));
    assert.equal(await codeOf(send(other, buyLot(quotes, signed, root(terms), EVER))), "Quotes_Changed");
  });

  it("SDK-265 takes a posted ask without a signature, a part for its own price, and no cancelled one", async () => {
    const terms = await world.confirmed();
    const ask = await newAsk(terms, {
      units: 2_500,
      price: 24_000_000n,
      buyer: addressOf(other),
      kind: KIND.withoutRecourse,
    });
    const bare = { ask, signature: NO_SIGNATURE } as const;
    assert.equal(await codeOf(send(other, buyLot(quotes, bare, root(terms), EVER))), "Quotes_NotSigned");
    await send(creditor, postAsk(quotes, ask));
    assert.deepEqual(await offerStanding(other, askHashOn(other, ask)), {
      filled: 0n,
      isPosted: true,
      isCancelled: false,
    });
    assert.equal(await codeOf(send(financier, buyLot(quotes, bare, root(terms), EVER))), "Quotes_NotBuyer");
    const start = await balance(creditor);
    await send(other, buyLot(quotes, bare, root(terms), EVER));
    assert.equal(await balance(creditor), start + 24_000_000n);
    assert.equal((await partWith(terms, addressOf(other))).units, 2_500);
    const next = await newAsk(terms);
    const signed = await signAsk(creditor, next);
    assert.equal(await codeOf(send(other, cancelAsk(quotes, next))), "Quotes_NotSeller");
    await send(creditor, cancelAsk(quotes, next));
    assert.equal(await codeOf(send(other, buyLot(quotes, signed, root(terms), EVER))), "Quotes_Cancelled");
    await send(creditor, requestQuotes(quotes, next.lot, (await now()) + DAY));
    assert.equal(await codeOf(send(other, requestQuotes(quotes, next.lot, (await now()) + DAY))), "Quotes_NotHolder");
  });

  it("SDK-266 fills a standing bid from many lots up to its limit, by the price that was told", async () => {
    const [one, two] = [await world.confirmed(), await world.confirmed()];
    const bid = await newBid({ evidence: streamBits(["commercial"]) });
    const signed = parseOffer(
      { chainId: 31337, quotes },
      JSON.stringify(encodeBid({ chainId: 31337, quotes }, await signBid(financier, bid))),
    );
    assert.ok("bid" in signed);
    assert.equal(await isBidSigned(creditor, signed), true);
    assert.equal(await isBidSigned(creditor, { ...signed, bid: { ...bid, limit: bid.limit + 1n } }), false);
    const choice = { minPrice: 0n };
    assert.equal(await codeOf(send(creditor, sellLot(quotes, signed, root(one), choice))), "Quotes_EvidenceMissing");
    for (const terms of [one, two]) {
      const evidence = keccak256(stringToHex("an invoice"));
      await send(creditor, attestEvidence(world.places.evidence, terms, "commercial", evidence));
    }
    await send(debtor, payReceivable(world.places.receivables, one, 1_000_001n));
    const claim = await claimOf(creditor, one, FIRST_LOT);
    assert.equal(claim.status, "partPaid");
    const second = (await now()) + 10;
    const expected = salePrice(bid.pricing, claim, 3_333, second + 1);
    const quoted = await quotedPrice(creditor, bid.pricing, root(one), 3_333);
    assert.deepEqual(quoted, { price: salePrice(bid.pricing, claim, 3_333, await now()).price, worth: expected.worth });
    const start = await balance(creditor);
    const dear = { units: 3_333, minPrice: expected.price + 1n };
    assert.equal(await codeOf(send(creditor, sellLot(quotes, signed, root(one), dear))), "Quotes_TooCheap");
    await sendAt(second, creditor, sellLot(quotes, signed, root(one), { units: 3_333, minPrice: expected.price }));
    assert.equal(await balance(creditor), start + expected.price);
    const standing = await offerStanding(creditor, bidHashOn(creditor, bid));
    assert.equal(standing.filled, expected.worth);
    await send(creditor, sellLot(quotes, signed, root(two), choice));
    const facts = {
      ...{ now: await now(), terms: one, claim: await claimOf(creditor, one, FIRST_LOT), units: 0, streams: 2 },
      ...{ standing: await offerStanding(creditor, bidHashOn(creditor, bid)), seller: addressOf(creditor) },
    };
    assert.deepEqual(bidFaults(bid, facts), ["Quotes_BeyondLimit"]);
    assert.equal(await codeOf(send(creditor, sellLot(quotes, signed, root(one), choice))), "Quotes_BeyondLimit");
    await send(financier, cancelBid(quotes, bid));
    assert.equal(await codeOf(send(creditor, sellLot(quotes, signed, root(one), choice))), "Quotes_Cancelled");
    assert.deepEqual(await streamsOf(creditor, world.idOf(one)), ["commercial"]);
  });

  it("SDK-266 lets the debtor pay early by a posted bid of his own, and the claim ends with it", async () => {
    const terms = await world.confirmed();
    const bid = await newBid({ buyer: addressOf(debtor), pricing: { rateBps: 300, feeBps: 0 } });
    await send(debtor, postBid(quotes, bid));
    const offer = { bid, signature: NO_SIGNATURE } as const;
    const claim = await claimOf(creditor, terms, FIRST_LOT);
    const second = (await now()) + 10;
    const { price } = salePrice(bid.pricing, claim, 0, second + 1);
    const start = await balance(debtor);
    await sendAt(second, creditor, sellLot(quotes, offer, root(terms), { minPrice: price }));
    assert.equal(await balance(debtor), start - price);
    await send(debtor, creditLot(world.places.receivables, terms, FIRST_LOT, UNITS));
    assert.equal(await receivableStatus(debtor, terms), "paid");
  });

  it("SDK-264 tells the contract's refusal of each offer before it is sent", async () => {
    const terms = await world.confirmed();
    const claim = await claimOf(creditor, terms, FIRST_LOT);
    const standing = { filled: 0n, isCancelled: false };
    const base = { terms, claim, standing, seller: addressOf(creditor), units: 0, streams: 0 };
    const bids: readonly Partial<Bid>[] = [
      {},
      { deadline: 1 },
      { debtor: zeroAddress, seller: zeroAddress },
      { token: lots },
      { debtor: addressOf(other) },
      { seller: addressOf(other) },
      { lot: 1n },
      { maxDays: 3 },
      { evidence: 1 },
      { limit: 1n },
      { pricing: { rateBps: 65_000, feeBps: 0 } },
      { pricing: { rateBps: 0, feeBps: 10_000 } },
      { advanceBps: 0 },
    ];
    for (const change of bids) {
      const signed = await signBid(financier, await newBid(change));
      const [fault, ...more] = bidFaults(signed.bid, { ...base, now: await now() });
      assert.deepEqual(more, []);
      const act = sellLot(quotes, signed, root(terms), { minPrice: 0n });
      if (fault !== undefined) assert.equal(await codeOf(send(creditor, act)), fault);
      else
        assert.ok(
          await world.chain.reader.client.estimateGas({
            account: addressOf(creditor),
            to: quotes,
            data: calldataOf(act),
          }),
        );
    }
    const buyer = addressOf(financier);
    const version = await versionOf(creditor, claim.lot);
    const asks: readonly Partial<Ask>[] = [
      { deadline: 1 },
      { buyer: addressOf(other) },
      { lot: 1n },
      { version: zeroHash },
      { units: UNITS + 1 },
      { pricing: { rateBps: 0, feeBps: 10_000 } },
    ];
    for (const change of asks) {
      const signed = await signAsk(creditor, await newAsk(terms, change));
      const faults = askFaults(signed.ask, { ...base, now: await now(), buyer, version });
      assert.deepEqual(faults, [await codeOf(send(financier, buyLot(quotes, signed, root(terms), EVER)))]);
    }
    const foreign = await newAsk(terms, { seller: addressOf(other) });
    assert.deepEqual(askFaults(foreign, { ...base, now: await now(), buyer, version }), ["Lots_NotHolder"]);
    const signed = await signAsk(other, foreign);
    assert.equal(await codeOf(send(financier, buyLot(quotes, signed, root(terms), EVER))), "Lots_NotHolder");
  });

  it("SDK-267 advances a part, and shares out what the debtor pays to the unit that was told", async () => {
    const terms = await world.confirmed();
    const bid = await newBid({ advanceBps: 8_000, kind: KIND.withRecourse });
    const signed = await signBid(financier, bid);
    const claim = await claimOf(creditor, terms, FIRST_LOT);
    const second = (await now()) + 10;
    const price = advancePrice(bid, claim, 0, second + 1);
    const [sellerHad, had] = [await balance(creditor), await balance(financier)];
    await sendAt(second, creditor, sellLot(quotes, signed, root(terms), { minPrice: price.advance }));
    assert.equal(await balance(creditor), sellerHad + price.advance);
    const { holder: holdback } = await lotOf(creditor, claim.lot);
    const deal = await holdbackDeal(creditor, holdback);
    assert.deepEqual(
      [deal.financier, deal.seller, deal.advance, deal.fee, deal.rateBps, deal.startDay],
      [addressOf(financier), addressOf(creditor), price.advance, price.fee, 720, Math.floor((second + 1) / DAY)],
    );
    assert.deepEqual(await holdbackDue(creditor, holdback), { principal: price.advance, charges: price.fee });
    assert.equal(await codeOf(send(other, settleHoldback(holdback, root(terms)))), "Holdback_NothingThere");

    // Both give up a hundredth of the claim.
    const note = await signCreditNote(financier, claim.lot, 100);
    const sellers = await signCreditNote(creditor, claim.lot, 100, note.deadline);
    const one = { ...note, signature: holdbackSignature({ financier: note.signature, seller: note.signature }) };
    const { receivables } = world.places;
    assert.equal(
      await codeOf(send(debtor, creditLot(receivables, terms, FIRST_LOT, 100, one))),
      "Receivables_NotSigned",
    );
    const both = { ...note, signature: holdbackSignature({ financier: note.signature, seller: sellers.signature }) };
    await send(debtor, creditLot(receivables, terms, FIRST_LOT, 100, both));

    const day = Math.floor(terms.dueAt / DAY) * DAY + 100;
    await sendAt(day, debtor, payReceivable(receivables, terms));
    const due = await holdbackDue(creditor, holdback);
    assert.deepEqual(due, { principal: price.advance, charges: price.fee + price.interest });
    await send(other, settleHoldback(holdback, root(terms)));
    assert.equal(await balance(financier), had + price.fee + price.interest);
    const credited = 100n * CENT;
    assert.equal(await balance(creditor), sellerHad + price.advance + price.rest - credited);
    assert.deepEqual(await holdbackDue(creditor, holdback), { principal: 0n, charges: 0n });
    assert.equal(await keptByHoldback(creditor, holdback, addressOf(financier), world.token), 0n);
    const withdraw = withdrawFromHoldback(holdback, world.token, addressOf(financier));
    assert.equal(await codeOf(send(financier, withdraw)), "Holdback_NothingToWithdraw");
  });

  it("SDK-267 lets the financier of an advance demand recourse and write off", async () => {
    const terms = await world.confirmed();
    await send(creditor, endorseLot(lots, world.rootOf(terms), addressOf(other), KIND.withRecourse));
    await send(other, approveLot(lots, quotes, world.rootOf(terms), BigInt(UNITS)));
    const signed = await signBid(financier, await newBid({ advanceBps: 5_000, kind: KIND.withoutRecourse }));
    await send(other, sellLot(quotes, signed, root(terms), { minPrice: 0n }));
    const { holder: holdback } = await lotOf(creditor, world.rootOf(terms));
    const lot = await partWith(terms, holdback);
    const proof = recourseProof(lot, addressOf(creditor));
    assert.ok(proof);
    await world.chain.pass(terms.dueAt + 1 - (await now()));
    assert.equal(await codeOf(send(other, demandByHoldback(holdback, terms, proof))), "Holdback_NotFinancier");
    await send(financier, demandByHoldback(holdback, terms, proof));
    await world.chain.pass(90 * DAY);
    await send(other, recordDefault(world.places.receivables, terms));
    await send(financier, writeOffByHoldback(holdback, root(terms)));
    assert.equal(await codeOf(send(financier, writeOffByHoldback(holdback, root(terms)))), "Receivables_WrittenOff");
    await send(debtor, approve(world.token, world.places.receivables, 2n ** 200n));
    await send(debtor, payReceivable(world.places.receivables, terms));
    await send(other, settleHoldback(holdback, root(terms)));
    assert.deepEqual(await holdbackDue(creditor, holdback), { principal: 0n, charges: 0n });
  });

  it("SDK-268 makes a tab's statement a receivable of its provider, to be divided, sold and paid like any other", async () => {
    const { tabs, receivables, statements } = world.places;
    const tab: Tab = {
      reader: addressOf(debtor),
      provider: addressOf(creditor),
      token: world.token,
      salt: randomSalt(),
    };
    const id = tabId(31337, tabs, tab);
    await send(debtor, depositToTab(tabs, tab, 0n));
    const line = await signCredit(creditor, tab, { limit: 50_000_000n, paymentTerm: 30 * DAY, serial: 1 });
    await send(debtor, acceptCredit(tabs, tab, line.offer, line.signature));
    const voucher = await signVoucher(debtor, tab, 12_345_678n);
    await send(creditor, settleTab(tabs, tab, 12_345_678n, voucher));
    await send(creditor, issueStatement(tabs, tab, 12_345_678n, voucher));
    const statement = await statementOf(creditor, id, 1);
    assert.ok(statement);
    const terms = statementTerms({ chainId: 31337, tabs }, tab, statement);
    assert.deepEqual(
      [terms.units, terms.unit, terms.dueAt, terms.document],
      [12_345_678, 1n, statement.dueAt, statement.voucher],
    );
    const place = { chainId: 31337, tabs, statements };
    const handOver = statementHandOver(place, tab, statement, (await now()) + DAY);
    const reader = await signHandOver(debtor, handOver);
    const provider = await signHandOver(creditor, handOver);
    const wrong = registerStatement(statements, tab, handOver, { reader: provider, provider: reader });
    assert.equal(await codeOf(send(other, wrong)), "Tabs_NotSigned");
    await send(other, registerStatement(statements, tab, handOver, { reader, provider }));
    assert.equal(await receivableStatus(other, terms), "confirmed");
    assert.equal((await readTab(creditor, id)).debt, 0n);
    assert.notEqual(await codeOf(send(other, registerStatement(statements, tab, handOver, { reader, provider }))), "");
    const parts = [{ to: addressOf(other), units: 2_345_678, kind: KIND.withRecourse }];
    await send(creditor, divideLot(lots, world.rootOf(terms), FIRST_LOT, parts));
    const signed = await signBid(financier, await newBid());
    const start = await balance(creditor);
    await send(creditor, sellLot(quotes, signed, root(terms), { minPrice: 9_900_000n }));
    assert.ok((await balance(creditor)) >= start + 9_900_000n);
    await send(debtor, payReceivable(receivables, terms));
    const had = await balance(other);
    const part = await partWith(terms, addressOf(other));
    await send(other, collectLot(receivables, terms, part.inner, addressOf(other)));
    assert.equal(await balance(other), had + 2_345_678n);
  });
});
