import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Address, keccak256, parseAbi, stringToHex, zeroAddress, zeroHash } from "viem";
import { acceptorRecord, noteBill, notedBill } from "../../src/bills/acceptors.ts";
import { billAskFaults, billBidFaults, repoFaults } from "../../src/bills/billOfferFaults.ts";
import {
  billAskHashOn,
  billBidHashOn,
  billOfferStanding,
  buyBillLot,
  isBillAskSigned,
  isBillBidSigned,
  quotedBillPrice,
  sellBillLot,
  signBillAsk,
  signBillBid,
} from "../../src/bills/billQuotes.ts";
import { earlyPaymentTypedData } from "../../src/bills/billSignatures.ts";
import { billClaim, billOf } from "../../src/bills/billState.ts";
import { acceptBillPart, drawBill, payBill, payBillEarly, receiveBill, refusePayment } from "../../src/bills/bills.ts";
import {
  buybackDeal,
  buybackDue,
  buybackSignature,
  demandByBuyback,
  isBuybackTaken,
  keptByBuyback,
  notifyByBuyback,
  objectByBuyback,
  presentByBuyback,
  protestByBuyback,
  repoDebt,
  settleBuyback,
  takeFromBuyback,
  withdrawFromBuyback,
} from "../../src/bills/buybacks.ts";
import { stopLot, stopOf } from "../../src/bills/changes.ts";
import { acceptorsOf, billQuotesOf, reposOf } from "../../src/bills/contracts.ts";
import type { BillFace } from "../../src/bills/face.ts";
import { readHistory } from "../../src/bills/history.ts";
import { endorseBill } from "../../src/bills/holding.ts";
import { takeUpBill } from "../../src/bills/recourse.ts";
import {
  buybackOf,
  cancelRepoOffer,
  isRepoOfferSigned,
  openRepo,
  postRepoOffer,
  type RepoOffer,
  repoDueOn,
  repoOfferHashOn,
  repoOfferStanding,
  repoOfferTypedData,
  repoPrice,
  repurchaseLot,
  shareRepo,
  signRepoOffer,
} from "../../src/bills/repos.ts";
import type { Actor, Reader } from "../../src/chain/actor.ts";
import { type Call, calldataOf } from "../../src/chain/call.ts";
import { eventsOf } from "../../src/chain/events.ts";
import { explainError } from "../../src/chain/explainError.ts";
import { readView } from "../../src/chain/readView.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped } from "../../src/chain/signature.ts";
import { chainTime, deadlineIn } from "../../src/chain/time.ts";
import { FIRST_LOT, KIND } from "../../src/instruments/links.ts";
import { approveLot, lotOf, setLotsOperator, versionOf } from "../../src/instruments/lots.ts";
import { salePrice } from "../../src/instruments/offerPrices.ts";
import { type Ask, askTypedData, type Bid, bidTypedData, randomSalt } from "../../src/instruments/offers.ts";
import {
  askHashOn,
  cancelAsk,
  cancelBid,
  isAskSigned,
  postAsk,
  postBid,
  requestQuotes,
  signAsk,
} from "../../src/instruments/quotes.ts";
import { approve } from "../../src/market/buying.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type BillsWorld, billsWorld } from "../support/bills.ts";
import { addressOf, deployMock } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";
import { DAY } from "../support/market.ts";

const NO_SIGNATURE = "0x";
const EVER = { maxPrice: 2n ** 96n - 1n, minWorth: 0n, latestDue: 2 ** 40 - 1 };
const ALL = 2n ** 256n - 1n;
const SUM = 100_000_000n;
const erc20 = parseAbi(["function transfer(address to, uint256 amount) returns (bool)"]);
const blocking = parseAbi([
  "function mint(address account, uint256 amount)",
  "function setBlocked(address account, bool isBlocked)",
]);

let world: BillsWorld;
let places: BillsWorld["places"];
let drawer: Actor;
let drawee: Actor;
let seller: Actor;
let other: Actor;
let buyer: Actor;

before(async () => {
  world = await billsWorld();
  ({ places, drawer, drawee, payee: seller, second: other, third: buyer } = world);
  // Noon: no day begins while a test runs.
  await world.goTo((await world.today()) + 1);
  for (const spender of [places.billQuotes, places.repos]) {
    for (const who of [drawee, seller, other, buyer]) await send(who, approve(world.token, spender, ALL));
    for (const who of [seller, other]) await send(who, setLotsOperator(places.lots, spender, true));
  }
});
after(() => world.chain.close());

const balance = (who: Actor) => balanceOf(world.reader, world.token, addressOf(who));
const first = (face: BillFace) => ({ face, inner: FIRST_LOT });
const now = () => chainTime(world.reader);
const holderOf = async (face: BillFace) => (await lotOf(world.reader, world.rootOf(face))).holder;

/** What the contract says to a call that is only tried: its refusal; undefined: none. */
async function triedBy(who: Actor, call: Call): Promise<string | undefined> {
  try {
    const transaction = { account: addressOf(who), to: call.address, data: calldataOf(call) };
    assert.ok((await world.reader.client.estimateGas(transaction)) > 0n);
    return undefined;
  } catch (error) {
    return explainError(error, { act: "trying", network: world.chain.network }).code;
  }
}

describe("discount of bills", () => {
  const newAsk = async (face: BillFace, changes: Partial<Ask> = {}): Promise<Ask> => ({
    seller: addressOf(seller),
    buyer: zeroAddress,
    lot: world.rootOf(face),
    version: await versionOf(world.reader, world.rootOf(face)),
    units: 0,
    price: 0n,
    pricing: { rateBps: 720, feeBps: 25 },
    kind: KIND.withRecourse,
    deadline: (await now()) + DAY,
    salt: randomSalt(),
    ...changes,
  });
  const newBid = async (changes: Partial<Bid> = {}): Promise<Bid> => ({
    buyer: addressOf(buyer),
    token: world.token,
    debtor: addressOf(drawee),
    seller: zeroAddress,
    lot: 0n,
    limit: 2n * SUM,
    maxDays: 90,
    pricing: { rateBps: 720, feeBps: 25 },
    kind: KIND.withRecourse,
    evidence: 0,
    advanceBps: 10_000,
    deadline: (await now()) + DAY,
    salt: randomSalt(),
    ...changes,
  });

  it("SDK-314 knows offers by the contract's own hashes, which receivables' quotes don't share", async () => {
    const face = await world.accepted();
    const read = billQuotesOf(world.chain.network);
    const ask = await newAsk(face, { units: 7, price: 9n, buyer: addressOf(other) });
    const bid = await newBid({ seller: addressOf(other), lot: 5n, maxDays: 1, kind: KIND.withoutRecourse });
    assert.equal(billAskHashOn(seller, ask), await readView(seller, read, "askHash", [ask]));
    assert.equal(billBidHashOn(seller, bid), await readView(seller, read, "bidHash", [bid]));
    assert.notEqual(billAskHashOn(seller, ask), askHashOn(seller, ask));
  });

  it("SDK-314 sells a lot by a signed ask at the price that was told, within what the buyer relies on, once", async () => {
    const face = await world.accepted();
    const signed = await signBillAsk(seller, await newAsk(face));
    assert.equal(await isBillAskSigned(buyer, signed), true);
    assert.equal(await isBillAskSigned(buyer, { ...signed, ask: { ...signed.ask, price: 1n } }), false);
    assert.equal(await isAskSigned(buyer, signed), false);
    const claim = await billClaim(buyer, face, FIRST_LOT);
    const expected = salePrice(signed.ask.pricing, claim, 0, await now());
    // 60 days at 7.2 %, less a quarter of a percent.
    assert.equal(expected.price, 98_800_000n - 247_000n);
    const quoted = await quotedBillPrice(buyer, signed.ask.pricing, first(face));
    assert.deepEqual(quoted, { price: expected.price, worth: SUM });
    const part = await quotedBillPrice(buyer, signed.ask.pricing, first(face), 2_500);
    assert.deepEqual(part, { price: salePrice(signed.ask.pricing, claim, 2_500, await now()).price, worth: SUM / 4n });
    const buy = (bounds: Partial<typeof EVER>) =>
      send(buyer, buyBillLot(places.billQuotes, signed, first(face), { ...EVER, ...bounds }));
    assert.equal(await codeOf(buy({ maxPrice: expected.price - 1n })), "Quotes_TooDear");
    assert.equal(await codeOf(buy({ minWorth: SUM + 1n })), "Quotes_WorthLess");
    assert.equal(await codeOf(buy({ latestDue: claim.dueAt - 1 })), "Quotes_DueLater");
    const [had, sellerHad] = [await balance(buyer), await balance(seller)];
    const { receipt } = await buy({ maxPrice: expected.price, minWorth: SUM, latestDue: claim.dueAt });
    assert.deepEqual([await balance(buyer), await balance(seller)], [had - expected.price, sellerHad + expected.price]);
    assert.equal(await holderOf(face), addressOf(buyer));
    const [sold] = eventsOf(world.chain.network, "billQuotes", receipt.logs);
    assert.ok(sold?.eventName === "Sold");
    assert.deepEqual([sold.args.id, sold.args.price], [world.idOf(face), expected.price]);
    assert.equal(sold.args.hash, billAskHashOn(buyer, signed.ask));
    assert.equal(await codeOf(send(other, buyBillLot(places.billQuotes, signed, first(face), EVER))), "Quotes_Changed");
  });

  it("SDK-314 takes a posted ask for a part at its own price, and no cancelled one", async () => {
    const face = await world.accepted();
    const ask = await newAsk(face, { units: 2_500, price: 24_000_000n, buyer: addressOf(other) });
    const bare = { ask, signature: NO_SIGNATURE } as const;
    const take = (who: Actor) => send(who, buyBillLot(places.billQuotes, bare, first(face), EVER));
    assert.equal(await codeOf(take(other)), "Quotes_NotSigned");
    assert.equal(await codeOf(send(other, postAsk(places.billQuotes, ask))), "Quotes_NotSeller");
    await send(seller, postAsk(places.billQuotes, ask));
    assert.deepEqual(await billOfferStanding(other, billAskHashOn(other, ask)), {
      ...{ filled: 0n, isPosted: true, isCancelled: false },
    });
    assert.equal(await codeOf(take(buyer)), "Quotes_NotBuyer");
    const start = await balance(seller);
    await take(other);
    assert.equal(await balance(seller), start + 24_000_000n);
    assert.equal((await world.lotWith(face, other)).units, 2_500);
    const next = await newAsk(face);
    const signed = await signBillAsk(seller, next);
    await send(seller, cancelAsk(places.billQuotes, next));
    const cancelled = buyBillLot(places.billQuotes, signed, first(face), EVER);
    assert.equal(await codeOf(send(buyer, cancelled)), "Quotes_Cancelled");
    const deadline = (await now()) + DAY;
    const { receipt } = await send(seller, requestQuotes(places.billQuotes, next.lot, deadline));
    const [requested] = eventsOf(world.chain.network, "billQuotes", receipt.logs);
    assert.ok(requested?.eventName === "Requested" && requested.args.deadline === deadline);
    assert.equal(await codeOf(send(other, requestQuotes(places.billQuotes, next.lot, deadline))), "Quotes_NotHolder");
  });

  it("SDK-314 fills a standing bid up to its limit, with what was paid already at par, and rediscounts", async () => {
    const face = await world.accepted();
    const second = await world.accepted();
    const bid = await newBid();
    const signed = await signBillBid(buyer, bid);
    assert.equal(await isBillBidSigned(seller, signed), true);
    assert.equal(await isBillBidSigned(seller, { ...signed, bid: { ...bid, limit: 1n } }), false);
    const sell = (of: BillFace, minPrice: bigint, units = 0) =>
      send(seller, sellBillLot(places.billQuotes, signed, first(of), { units, minPrice }));
    const expected = salePrice(bid.pricing, await billClaim(seller, face, FIRST_LOT), 3_333, await now());
    assert.equal(await codeOf(sell(face, expected.price + 1n, 3_333)), "Quotes_TooCheap");
    const start = await balance(seller);
    await sell(face, expected.price, 3_333);
    assert.equal(await balance(seller), start + expected.price);
    const hash = billBidHashOn(seller, bid);
    assert.equal((await billOfferStanding(seller, hash)).filled, 33_330_000n);
    await sell(second, 0n);
    assert.equal((await billOfferStanding(seller, hash)).filled, 133_330_000n);
    // The financier sells on to another.
    const rediscount = await newBid({ buyer: addressOf(other), seller: addressOf(buyer), debtor: zeroAddress });
    await send(other, postBid(places.billQuotes, rediscount));
    await send(buyer, approveLot(places.lots, places.billQuotes, world.rootOf(second), 10_000n));
    const bare = { bid: rediscount, signature: NO_SIGNATURE } as const;
    await send(buyer, sellBillLot(places.billQuotes, bare, first(second), { minPrice: 0n }));
    assert.equal(await holderOf(second), addressOf(other));
    await send(buyer, cancelBid(places.billQuotes, bid));
    assert.equal((await billOfferStanding(seller, hash)).isCancelled, true);
    assert.equal(await codeOf(sell(face, 0n)), "Quotes_Cancelled");
    assert.equal(await codeOf(send(seller, cancelBid(places.billQuotes, rediscount))), "Quotes_NotBuyer");
  });

  it("SDK-314 refuses what others signed, another chain's and another contract's offers, and those of yesterday", async () => {
    const face = await world.accepted();
    const [ask, bid] = [await newAsk(face), await newBid()];
    const { billQuotes, quotes } = places;
    const foreign = [
      { ask, signature: (await signBillAsk(other, ask)).signature },
      { ask, signature: await signTyped(seller, askTypedData(1, billQuotes, ask), "sign") },
      await signAsk(seller, ask),
      { ask, signature: await signTyped(seller, askTypedData(31_337, quotes, ask), "sign") },
    ];
    for (const each of foreign) {
      assert.equal(await isBillAskSigned(buyer, each), false);
      assert.equal(await codeOf(send(buyer, buyBillLot(billQuotes, each, first(face), EVER))), "Quotes_NotSigned");
    }
    const strange = [
      { bid, signature: (await signBillBid(other, bid)).signature },
      { bid, signature: await signTyped(buyer, bidTypedData(1, billQuotes, bid), "sign") },
      { bid, signature: await signTyped(buyer, bidTypedData(31_337, quotes, bid), "sign") },
    ];
    for (const each of strange) {
      assert.equal(await isBillBidSigned(seller, each), false);
      const act = sellBillLot(billQuotes, each, first(face), { minPrice: 0n });
      assert.equal(await codeOf(send(seller, act)), "Quotes_NotSigned");
    }
    const old = await signBillAsk(seller, { ...ask, deadline: (await now()) - 1 });
    assert.equal(await codeOf(send(buyer, buyBillLot(billQuotes, old, first(face), EVER))), "Quotes_Expired");
    assert.equal(await codeOf(send(seller, postAsk(billQuotes, old.ask))), "Quotes_Expired");
  });

  it("SDK-315 tells the contract's refusal of each offer for a bill before it is sent", async () => {
    const face = await world.accepted();
    const rekta = await world.accepted({ clauses: 1 });
    const drawn = await world.newFace();
    await send(drawer, drawBill(places.bills, drawn));
    await send(seller, receiveBill(places.bills, drawn));
    const blank = await world.accepted();
    await send(seller, endorseBill(places.bills, blank, FIRST_LOT, addressOf(other), "collection"));
    const factsOf = async (of: BillFace) => ({
      ...{ now: await now(), face: of, claim: await billClaim(world.reader, of, FIRST_LOT) },
      ...{ lot: await lotOf(world.reader, world.rootOf(of)), standing: { filled: 0n, isCancelled: false } },
      version: await versionOf(world.reader, world.rootOf(of)),
    });
    const bids: readonly [changes: Partial<Bid>, of?: BillFace, units?: number, by?: Actor][] = [
      [{}],
      [{ deadline: 1 }],
      [{ debtor: zeroAddress }],
      [{ token: places.lots }],
      [{ debtor: addressOf(other) }],
      [{ seller: addressOf(other) }],
      [{ lot: 1n }],
      [{ maxDays: 59 }],
      [{ evidence: 1 }],
      [{ limit: SUM - 1n }],
      [{ advanceBps: 9_999 }],
      [{ pricing: { rateBps: 60_000, feeBps: 0 } }],
      [{ pricing: { rateBps: 0, feeBps: 10_000 } }],
      [{}, face, 10_001],
      [{}, rekta],
      [{ kind: KIND.withoutRecourse }, rekta],
      [{}, drawn],
      [{}, blank, 0, other],
    ];
    const seen = new Set<string | undefined>();
    for (const [changes, of = face, units = 0, by = seller] of bids) {
      const signed = await signBillBid(buyer, await newBid(changes));
      const [fault, ...more] = billBidFaults(signed.bid, { ...(await factsOf(of)), seller: addressOf(by), units });
      assert.deepEqual(
        more,
        [],
        JSON.stringify(changes, (_, value) => String(value)),
      );
      const act = sellBillLot(places.billQuotes, signed, first(of), { units, minPrice: 0n });
      assert.equal(await triedBy(by, act), fault);
      seen.add(fault);
    }
    assert.equal(seen.size, 17);
    assert.deepEqual(
      billBidFaults(await newBid({ buyer: addressOf(drawee) }), {
        ...{ ...(await factsOf(face)), seller: addressOf(seller), units: 0 },
      }),
      ["Quotes_BadKind"],
    );
    const asks: readonly [changes: Partial<Ask>, of?: BillFace, by?: Actor][] = [
      [{}],
      [{ deadline: 1 }],
      [{ buyer: addressOf(other) }],
      [{ lot: 1n }],
      [{ version: zeroHash }],
      [{ units: 10_001 }],
      [{ pricing: { rateBps: 0, feeBps: 10_000 } }],
      [{}, rekta],
      [{}, face, drawee],
      [{ price: 1n }, drawn],
      [{ seller: addressOf(other) }, blank],
    ];
    for (const [changes, of = face, by = buyer] of asks) {
      const ask = await newAsk(of, changes);
      const signed = await signBillAsk(ask.seller === addressOf(other) ? other : seller, ask);
      const [fault, ...more] = billAskFaults(ask, { ...(await factsOf(of)), buyer: addressOf(by) });
      assert.deepEqual(
        more,
        [],
        JSON.stringify(changes, (_, value) => String(value)),
      );
      assert.equal(await triedBy(by, buyBillLot(places.billQuotes, signed, first(of), EVER)), fault);
    }
  });
});

describe("repos of bills", () => {
  const newOffer = async (changes: Partial<RepoOffer> = {}): Promise<RepoOffer> => ({
    buyer: addressOf(buyer),
    seller: zeroAddress,
    token: world.token,
    lot: 0n,
    debtor: addressOf(drawee),
    limit: 2n * SUM,
    rateBps: 777,
    haircutBps: 500,
    lastDay: (await world.today()) + 30,
    deadline: (await now()) + DAY,
    salt: randomSalt(),
    ...changes,
  });
  const opened = async (changes: Partial<RepoOffer> = {}, of: Parameters<BillsWorld["accepted"]>[0] = {}) => {
    const face = await world.accepted(of);
    const offer = await newOffer({ token: face.token, ...changes });
    await send(seller, openRepo(places.repos, await signRepoOffer(buyer, offer), first(face), 0n));
    const buyback = await buybackOf(world.reader, world.rootOf(face));
    assert.ok(buyback);
    return { face, offer, buyback, deal: await buybackDeal(world.reader, buyback) };
  };

  it("SDK-316 knows offers by the contract's own hash, and reads what stands of them", async () => {
    const offer = await newOffer({ seller: addressOf(other), lot: 2n ** 255n, debtor: zeroAddress });
    const read = reposOf(world.chain.network);
    const hash = repoOfferHashOn(buyer, offer);
    assert.equal(hash, await readView(buyer, read, "offerHash", [offer]));
    assert.equal(await codeOf(send(seller, postRepoOffer(places.repos, offer))), "Quotes_NotBuyer");
    const { receipt } = await send(buyer, postRepoOffer(places.repos, offer));
    const [posted] = eventsOf(world.chain.network, "repos", receipt.logs);
    assert.ok(posted?.eventName === "OfferPosted" && posted.args.hash === hash);
    assert.deepEqual(await repoOfferStanding(seller, hash), { filled: 0n, isPosted: true, isCancelled: false });
    assert.equal(await codeOf(send(seller, cancelRepoOffer(places.repos, offer))), "Quotes_NotBuyer");
    await send(buyer, cancelRepoOffer(places.repos, offer));
    assert.equal((await repoOfferStanding(seller, hash)).isCancelled, true);
    assert.equal(await buybackOf(world.reader, 5n), undefined);
  });

  it("SDK-316 gives the seller the price that was told, and the lot back for what is due that day, to the unit", async () => {
    const face = await world.accepted();
    const offer = await newOffer();
    const signed = await signRepoOffer(buyer, offer);
    assert.equal(await isRepoOfferSigned(seller, signed), true);
    const price = repoPrice(offer, await billClaim(seller, face, FIRST_LOT));
    assert.equal(price, 95_000_000n);
    const open = (minPrice: bigint) => send(seller, openRepo(places.repos, signed, first(face), minPrice));
    assert.equal(await codeOf(open(price + 1n)), "Quotes_TooCheap");
    const had = await balance(seller);
    await open(price);
    assert.equal(await balance(seller), had + price);
    assert.equal((await repoOfferStanding(seller, repoOfferHashOn(seller, offer))).filled, price);
    const buyback = (await buybackOf(seller, world.rootOf(face))) as Address;
    assert.equal(await holderOf(face), buyback);
    const deal = await buybackDeal(seller, buyback);
    const root = `0x${world.rootOf(face).toString(16).padStart(64, "0")}`;
    const startDay = await world.today();
    assert.deepEqual(deal, {
      ...{ buyer: addressOf(buyer), seller: addressOf(seller), price, rateBps: 777 },
      ...{ startDay, lastDay: offer.lastDay, lot: root.slice(0, 56) },
    });
    const debt = await repoDebt(seller, buyback, deal);
    assert.deepEqual(debt, { principal: price, charges: 0n, day: startDay });
    for (const days of [0, 1, 7, 29]) {
      if (days !== 0) await world.goTo(startDay + days);
      const { principal, charges } = repoDueOn(debt, deal.rateBps, startDay + days);
      assert.deepEqual(await buybackDue(seller, buyback), { principal, charges });
    }
    assert.equal(await isBuybackTaken(seller, buyback), false);
    const { charges } = repoDueOn(debt, 777, startDay + 29);
    // 95 EURX at 7.77 % for 29 days, rounded up.
    assert.equal(charges, 594_621n);
    const back = (most: bigint) => send(seller, repurchaseLot(places.repos, first(face), most));
    assert.equal(await codeOf(back(price + charges - 1n)), "Repos_TooDear");
    const [before, buyers] = [await balance(seller), await balance(buyer)];
    await back(price + charges);
    assert.deepEqual(
      [await balance(seller), await balance(buyer)],
      [before - price - charges, buyers + price + charges],
    );
    assert.equal(await holderOf(face), addressOf(seller));
    assert.equal(await codeOf(back(ALL)), "Repos_None");
  });

  it("SDK-316 shares what comes in as it was told, day by day, and lets the buyer take what is not bought back", async () => {
    const { face, buyback, deal, offer } = await opened();
    const settle = async () => send(other, settleBuyback(buyback, first(face)));
    assert.equal(await codeOf(settle()), "Holdback_NothingThere");
    let debt = await repoDebt(seller, buyback, deal);
    for (const [days, amount] of [
      [3, 1n],
      [4, 200_000n],
      [11, 40_000_000n],
    ] as const) {
      await world.goTo(deal.startDay + days);
      const told = shareRepo(debt, deal.rateBps, deal.startDay + days, amount);
      const start = await balance(buyer);
      await send(other, {
        ...{ address: world.token, abi: erc20, functionName: "transfer", args: [buyback, amount] },
      });
      await settle();
      assert.equal(await balance(buyer), start + told.toBuyer);
      assert.equal(told.toSeller, 0n);
      debt = await repoDebt(seller, buyback, deal);
      assert.deepEqual(debt, told.debt);
    }
    assert.ok(debt.principal < deal.price && debt.charges === 0n);
    const gone = Object.assign(new Error("no answer"), { name: "HttpRequestError" });
    const deaf = {
      ...world.reader,
      client: { ...world.reader.client, getBlock: () => Promise.reject(gone) },
    } as Reader;
    assert.equal(await codeOf(repoDebt(deaf, buyback, deal)), "ChainUnreachable");
    await world.goTo(deal.startDay + 17);
    const later = repoDueOn(debt, deal.rateBps, deal.startDay + 17);
    assert.deepEqual(await buybackDue(seller, buyback), { principal: later.principal, charges: later.charges });
    const take = (who: Actor) => send(who, takeFromBuyback(buyback, first(face)));
    assert.equal(await codeOf(take(seller)), "Holdback_NotFinancier");
    assert.equal(await codeOf(take(buyer)), "Buyback_TooEarly");
    await world.goTo(offer.lastDay + 1);
    await take(buyer);
    assert.equal(await isBuybackTaken(seller, buyback), true);
    assert.equal(await holderOf(face), addressOf(buyer));
    assert.equal(await codeOf(take(buyer)), "Buyback_Gone");
  });

  it("SDK-316 presents, protests, gives notice and demands for both, and pays them what recourse brings", async () => {
    const { face, buyback, deal } = await opened();
    await world.goTo(face.term);
    await send(other, presentByBuyback(buyback, first(face)));
    await send(drawee, refusePayment(places.bills, face, zeroHash));
    await send(other, protestByBuyback(buyback, first(face)));
    assert.equal((await billOf(world.reader, world.idOf(face))).status, "protested");
    const costs = { costs: 50_000n, document: keccak256(stringToHex("fee")) };
    assert.equal(await codeOf(send(other, notifyByBuyback(buyback, first(face), costs))), "Buyback_NotParty");
    await send(seller, notifyByBuyback(buyback, first(face), costs));
    const { lots } = await readHistory(world.reader, world.idOf(face));
    const links = lots.find(({ holder }) => holder === buyback)?.links ?? [];
    assert.equal(links.length, 2);
    const proof = { inner: FIRST_LOT, links, index: 0 };
    assert.equal(await codeOf(send(other, demandByBuyback(buyback, face, proof))), "Buyback_NotParty");
    const { receipt } = await send(buyer, demandByBuyback(buyback, face, proof));
    const demanded = eventsOf(world.chain.network, "billsRecourse", receipt.logs).map(({ eventName }) => eventName);
    assert.deepEqual(demanded, ["Demanded"]);
    const debt = await repoDebt(buyer, buyback, deal);
    await send(drawer, takeUpBill(places.billsRecourse, face, proof, 2n * SUM));
    const amount = await balanceOf(world.reader, world.token, buyback);
    assert.ok(amount >= SUM + costs.costs);
    const told = shareRepo(debt, deal.rateBps, await world.today(), amount);
    const [sellers, buyers] = [await balance(seller), await balance(buyer)];
    await send(other, settleBuyback(buyback, first(face)));
    assert.deepEqual([await balance(seller), await balance(buyer)], [sellers + told.toSeller, buyers + told.toBuyer]);
    assert.ok(told.toSeller > 0n);
  });

  it("SDK-316 objects to a stop, and is paid early where buyer and seller both sign", async () => {
    const court = world.actor("auditor");
    const stopped = await opened({}, { court: addressOf(court) });
    const order = { claimant: addressOf(other), lastDay: (await world.today()) + 100, reason: zeroHash };
    await send(court, stopLot(places.billsChanges, stopped.face, FIRST_LOT, order));
    const object = (who: Actor) => send(who, objectByBuyback(stopped.buyback, first(stopped.face)));
    assert.equal(await codeOf(object(other)), "Buyback_NotParty");
    await object(seller);
    assert.equal((await stopOf(world.reader, world.rootOf(stopped.face)))?.isObjected, true);

    const { face, buyback, deal } = await opened();
    const lot = world.rootOf(face);
    const deadline = await deadlineIn(seller, DAY);
    const consent = { lot, version: await versionOf(seller, lot), deadline };
    const typedData = earlyPaymentTypedData(31_337, places.bills, consent);
    const [buyers, sellers] = [
      await signTyped(buyer, typedData, "consent"),
      await signTyped(seller, typedData, "consent"),
    ];
    const pay = (signature: `0x${string}`) => send(drawee, payBillEarly(places.bills, face, { deadline, signature }));
    assert.equal(await codeOf(pay(buybackSignature({ buyer: sellers, seller: sellers }))), "Bills_NotSigned");
    await pay(buybackSignature({ buyer: buyers, seller: sellers }));
    const start = await balance(seller);
    await send(other, settleBuyback(buyback, first(face)));
    assert.equal(await balance(seller), start + SUM - deal.price);
  });

  it("SDK-316 keeps what a token refuses for who was to have it", async () => {
    const token = await deployMock(drawer, "BlockingTokenMock");
    const mint = (who: Actor) =>
      send(drawer, { address: token, abi: blocking, functionName: "mint", args: [addressOf(who), SUM] });
    for (const who of [seller, buyer]) {
      await mint(who);
      await send(who, approve(token, places.repos, ALL));
    }
    const { face, buyback, deal } = await opened({}, { token });
    await send(drawer, { address: token, abi: blocking, functionName: "setBlocked", args: [addressOf(buyer), true] });
    await send(seller, repurchaseLot(places.repos, first(face), deal.price));
    assert.equal(await keptByBuyback(buyer, buyback, addressOf(buyer), token), deal.price);
    const withdraw = (who: Actor) => send(who, withdrawFromBuyback(buyback, token, addressOf(other)));
    assert.equal(await codeOf(withdraw(seller)), "Holdback_NothingToWithdraw");
    await withdraw(buyer);
    assert.equal(await balanceOf(world.reader, token, addressOf(other)), deal.price);
    assert.equal(await keptByBuyback(buyer, buyback, addressOf(buyer), token), 0n);
  });

  it("SDK-316 refuses what others signed, and another chain's and another contract's offers", async () => {
    const face = await world.accepted();
    const offer = await newOffer();
    const foreign = [
      { offer, signature: (await signRepoOffer(other, offer)).signature },
      { offer, signature: await signTyped(buyer, repoOfferTypedData(1, places.repos, offer), "sign") },
      { offer, signature: await signTyped(buyer, repoOfferTypedData(31_337, places.billQuotes, offer), "sign") },
      { offer: { ...offer, rateBps: 0 }, signature: (await signRepoOffer(buyer, offer)).signature },
      { offer, signature: NO_SIGNATURE },
    ] as const;
    for (const each of foreign) {
      assert.equal(await isRepoOfferSigned(seller, each), false);
      assert.equal(await codeOf(send(seller, openRepo(places.repos, each, first(face), 0n))), "Quotes_NotSigned");
    }
  });

  it("SDK-315 tells the contract's refusal of each offer of a repo before it is sent", async () => {
    const face = await world.accepted();
    const rekta = await world.accepted({ clauses: 1 });
    const tiny = await world.accepted({ units: 1, unit: 1n });
    const sent = await world.accepted();
    await send(seller, endorseBill(places.bills, sent, FIRST_LOT, addressOf(other), "collection"));
    const drawn = await world.newFace();
    await send(drawer, drawBill(places.bills, drawn));
    await send(seller, receiveBill(places.bills, drawn));
    const day = await world.today();
    const cases: readonly [changes: Partial<RepoOffer>, of?: BillFace, by?: Actor][] = [
      [{}],
      [{ deadline: 1 }],
      [{ token: places.lots }],
      [{ debtor: addressOf(other) }],
      [{ debtor: zeroAddress }],
      [{ seller: addressOf(other) }],
      [{ lot: 1n }],
      [{ limit: 94_999_999n }],
      [{ lastDay: day - 1 }],
      [{ lastDay: face.term }],
      [{ lastDay: face.term - 1, limit: 95_000_000n }],
      [{ haircutBps: 10_000 }],
      [{ buyer: addressOf(drawee) }],
      [{}, rekta],
      [{}, tiny],
      [{}, drawn],
      [{}, sent, other],
      [{}, face, other],
    ];
    const seen = new Set<string | undefined>();
    for (const [changes, of = face, by = seller] of cases) {
      const offer = await newOffer(changes);
      const signed = await signRepoOffer(offer.buyer === addressOf(drawee) ? drawee : buyer, offer);
      const faults = repoFaults(offer, {
        ...{ now: await now(), face: of, claim: await billClaim(world.reader, of, FIRST_LOT) },
        ...{ lot: await lotOf(world.reader, world.rootOf(of)), standing: { filled: 0n, isCancelled: false } },
        seller: addressOf(by),
      });
      assert.ok(faults.length < 2, faults.join());
      assert.equal(await triedBy(by, openRepo(places.repos, signed, first(of), 0n)), faults[0]);
      seen.add(faults[0]);
    }
    assert.equal(seen.size, 16);
  });
});

describe("acceptors' records", () => {
  it("SDK-317 count what was promised and paid of the bills that anyone noted", async () => {
    const { acceptors } = places;
    const record = () => acceptorRecord(world.reader, addressOf(drawee), world.token);
    const none = { count: 0, sum: 0n };
    assert.deepEqual(await record(), { accepted: none, onTime: none, late: none, partPaid: none, dishonoured: none });
    const face = await world.accepted();
    const part = await world.newFace();
    await send(drawer, drawBill(places.bills, part));
    await send(seller, receiveBill(places.bills, part));
    assert.equal(await codeOf(send(other, noteBill(acceptors, part))), "Acceptors_NotAccepted");
    assert.deepEqual(await notedBill(world.reader, world.idOf(part)), { what: [], partPaid: 0n });
    await send(drawee, acceptBillPart(places.bills, part, 4_000n));
    const { receipt } = await send(other, noteBill(acceptors, face));
    const [noted] = eventsOf(world.chain.network, "acceptors", receipt.logs);
    assert.ok(noted?.eventName === "Noted" && noted.args.id === world.idOf(face) && noted.args.what === 1);
    await send(other, noteBill(acceptors, part));
    assert.equal(await codeOf(send(other, noteBill(acceptors, part))), "Acceptors_NothingNew");
    assert.deepEqual((await record()).accepted, { count: 2, sum: SUM + 40_000_000n });
    await world.goTo(face.term);
    await send(drawee, payBill(places.bills, face));
    await send(drawee, payBill(places.bills, part, 10_000_000n));
    for (const each of [face, part]) await send(other, noteBill(acceptors, each));
    assert.deepEqual(await record(), {
      ...{ accepted: { count: 2, sum: 140_000_000n }, onTime: { count: 1, sum: SUM } },
      ...{ late: none, partPaid: { count: 1, sum: 10_000_000n }, dishonoured: none },
    });
    assert.deepEqual(await notedBill(world.reader, world.idOf(face)), { what: ["accepted", "onTime"], partPaid: 0n });
    assert.deepEqual(await notedBill(world.reader, world.idOf(part)), {
      ...{ what: ["accepted", "partPaid"], partPaid: 10_000_000n },
    });
    assert.equal(await readView(world.reader, acceptorsOf(world.chain.network), "bills", []), places.bills);
  });
});
