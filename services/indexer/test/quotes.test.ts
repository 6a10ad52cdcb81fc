import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { asks, bids, holdbacks, lots, quoteRequests, receivable, sales } from "@tallystick/sdk/indexer/instruments";
import { holdbackDeal, holdbackDue, settleHoldback } from "@tallystick/sdk/instruments/holdback";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { lotOf, setLotsOperator, versionOf } from "@tallystick/sdk/instruments/lots";
import { type Ask, type Bid, randomSalt, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import {
  askHashOn,
  bidHashOn,
  buyLot,
  cancelAsk,
  cancelBid,
  offerStanding,
  postAsk,
  postBid,
  requestQuotes,
  sellLot,
  signBid,
} from "@tallystick/sdk/instruments/quotes";
import { payReceivable } from "@tallystick/sdk/instruments/receivables";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { erc20Abi, maxUint256, zeroAddress } from "viem";
import { startChain, type TestChain } from "./support/chains.ts";
import { low } from "./support/compare.ts";
import { everyRow } from "./support/everyTable.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type Claim, confirmed } from "./support/receivableActs.ts";
import { type World, worldOf } from "./support/world.ts";

// Offers for lots of one receivable: made, withdrawn, taken whole and in part, advanced on and settled. In order.

const DAY = 86_400;
const EVER = { maxPrice: 2n ** 96n - 1n, minWorth: 0n, latestDue: 2 ** 40 - 1 };
const NO_SIGNATURE = "0x";

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let claim: Claim;
const options = (): { indexer: string } => ({ indexer: indexer.url });

async function askOf(change: Partial<Ask> = {}): Promise<Ask> {
  return {
    seller: world.address("supplier"),
    buyer: zeroAddress,
    lot: claim.first.id,
    version: await versionOf(world.reader, claim.first.id),
    units: 10_000,
    price: 0n,
    pricing: { rateBps: 600, feeBps: 25 },
    kind: KIND.withRecourse,
    deadline: (await world.now()) + 10 * DAY,
    salt: randomSalt(),
    ...change,
  };
}

async function bidOf(change: Partial<Bid> = {}): Promise<Bid> {
  return {
    buyer: world.address("financier"),
    token: world.at.eurx,
    debtor: world.address("enterprise"),
    seller: zeroAddress,
    lot: 0n,
    limit: 60_000_000n,
    maxDays: 90,
    pricing: { rateBps: 720, feeBps: 10 },
    kind: KIND.withoutRecourse,
    evidence: 0,
    advanceBps: WHOLE_BPS,
    deadline: (await world.now()) + 200 * DAY,
    salt: randomSalt(),
    ...change,
  };
}

const place = () => ({ terms: claim.terms, inner: FIRST_LOT });

async function sell(bid: Bid, units: number): Promise<void> {
  const call = sellLot(world.at.quotes, { bid, signature: NO_SIGNATURE }, place(), { units, minPrice: 1n });
  await world.act("supplier", call);
}

/** All that is offered, cancelled, sold, advanced on and settled. */
async function trade(): Promise<void> {
  const { quotes } = world.at;
  const cancelled = await askOf({ buyer: world.address("auditor"), price: 5_000_000n });
  await world.act("supplier", postAsk(quotes, cancelled));
  await world.act("supplier", cancelAsk(quotes, cancelled));
  const taken = await askOf();
  await world.act("supplier", postAsk(quotes, taken));
  await world.act("financier", buyLot(quotes, { ask: taken, signature: NO_SIGNATURE }, place(), EVER));
  await world.act("supplier", postAsk(quotes, await askOf({ units: 0 })));
  // Nobody can take these: a lot is not handed on so.
  await world.act("supplier", postAsk(quotes, await askOf({ kind: KIND.division as number as Ask["kind"] })));
  await world.act("financier", postBid(quotes, await bidOf({ kind: KIND.takenUp as number as Bid["kind"] })));

  const standing = await bidOf();
  await world.act("financier", postBid(quotes, standing));
  await sell(standing, 20_000);
  await sell(standing, 5_000);
  const withdrawn = await bidOf({ lot: claim.first.id, evidence: 5 });
  await world.act("financier", postBid(quotes, withdrawn));
  await world.act("financier", cancelBid(quotes, withdrawn));
  const advance = await bidOf({ advanceBps: 8_000, kind: KIND.withRecourse });
  await world.act("financier", postBid(quotes, advance));
  await sell(advance, 30_000);
  // A signed offer is known only by what was bought with it.
  const signed = await signBid(world.actor("financier"), await bidOf({ limit: 3_000_000n }));
  const call = sellLot(quotes, signed, place(), { units: 3_000, minPrice: 1n });
  await world.act("supplier", call);
  await world.act("supplier", requestQuotes(quotes, claim.first.id, (await world.now()) + DAY));
}

async function settle(): Promise<void> {
  const [held] = (await holdbacks(options(), chain.chainId)).items;
  assert.ok(held);
  const [lot] = (await lots(options(), chain.chainId, { holder: held.holdback })).items;
  assert.ok(lot);
  await world.act("auditor", settleHoldback(held.holdback, { terms: claim.terms, inner: lot.inner }));
}

async function pay(most: bigint): Promise<void> {
  await world.act("enterprise", payReceivable(world.at.receivables, claim.terms, most));
}

/** Compares all that is told of offers with the contracts. */
async function compare(): Promise<void> {
  const { chainId } = chain;
  const now = await world.now();
  for (const ask of (await asks(options(), chainId, { now }, { limit: 100 })).items) {
    const { rateBps, feeBps } = ask;
    const kind = KIND[ask.kind];
    assert.equal(askHashOn(world.reader, { ...ask, kind, pricing: { rateBps, feeBps } }), ask.hash);
    const { isPosted, isCancelled } = await offerStanding(world.reader, ask.hash);
    assert.deepEqual([isPosted, isCancelled], [true, ask.cancelledAt !== undefined]);
    const isSame = (await versionOf(world.reader, ask.lot)) === ask.version;
    assert.equal(ask.isAlive, isSame && !isCancelled && ask.deadline >= now);
  }
  for (const bid of (await bids(options(), chainId, { now }, { limit: 100 })).items) {
    const { rateBps, feeBps } = bid;
    const kind = KIND[bid.kind];
    assert.equal(bidHashOn(world.reader, { ...bid, kind, pricing: { rateBps, feeBps } }), bid.hash);
    const { filled, isPosted, isCancelled } = await offerStanding(world.reader, bid.hash);
    assert.deepEqual([bid.filled, isPosted, isCancelled], [filled, true, bid.cancelledAt !== undefined]);
    assert.equal(bid.isAlive, !isCancelled && filled < bid.limit && bid.deadline >= now);
  }
  for (const sale of (await sales(options(), chainId, {}, { limit: 100 })).items) {
    // Collected from a paid receivable, a lot is no more.
    const { holder } = await lotOf(world.reader, sale.lot);
    assert.ok([sale.holder, zeroAddress].includes(low(holder)));
    assert.ok(sale.price > 0n && sale.price <= sale.open + sale.collectable);
  }
  for (const held of (await holdbacks(options(), chainId, { now }, { limit: 100 })).items) {
    const deal = await holdbackDeal(world.reader, held.holdback);
    assert.deepEqual(
      [held.financier, held.seller, held.advance, held.fee, held.rateBps],
      [low(deal.financier), low(deal.seller), deal.advance, deal.fee, deal.rateBps],
    );
    const { principal, charges } = await holdbackDue(world.reader, held.holdback);
    assert.deepEqual([held.principal, held.charges], [principal, charges]);
  }
}

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  for (const who of ["financier", "enterprise"] satisfies PersonaId[]) {
    await world.fund(who);
    for (const spender of [world.at.quotes, world.at.receivables]) {
      const args = [spender, maxUint256] as const;
      await world.act(who, { address: world.at.eurx, abi: erc20Abi, functionName: "approve", args });
    }
  }
  await world.act("supplier", setLotsOperator(world.at.lots, world.at.quotes, true));
  claim = await confirmed(world);
  await trade();
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

describe("offers for lots", () => {
  it("IDX-44 are told as the contracts have them, and those that nobody can take are not", async () => {
    await compare();
    const { chainId } = chain;
    const now = await world.now();
    const counts = await Promise.all([
      asks(options(), chainId, { now }),
      bids(options(), chainId, { now }),
      quoteRequests(options(), chainId, { now }),
      sales(options(), chainId),
      holdbacks(options(), chainId),
    ]);
    assert.deepEqual(
      counts.map(({ totalCount }) => totalCount),
      [3, 3, 1, 5, 1],
    );
    const alive = await bids(options(), chainId, { now, alive: true, debtor: world.address("enterprise") });
    assert.equal(alive.totalCount, 2);
    assert.equal((await asks(options(), chainId, { now, maker: world.address("financier") })).totalCount, 0);
    const [request] = (await quoteRequests(options(), chainId, { now, lot: claim.first.id })).items;
    assert.deepEqual([request?.isAlive, request?.receivable], [true, claim.id]);
    assert.equal((await receivable(options(), chainId, claim.id, { now }))?.tab, undefined);
  });

  it("IDX-44 tell what an advance has paid out, and what is due on it on any day", async () => {
    await pay(30_000_000n);
    await caughtUp(indexer, chain);
    await settle();
    await caughtUp(indexer, chain);
    await compare();
    const [part] = (await holdbacks(options(), chain.chainId)).items;
    assert.ok(part && part.toFinancier > 0n && part.toSeller === 0n && part.principal > 0n);
    await world.pass(3 * DAY);
    await caughtUp(indexer, chain);
    await compare();
    await pay(2n ** 96n - 1n);
    await caughtUp(indexer, chain);
    await settle();
    await caughtUp(indexer, chain);
    await compare();
    const [whole] = (await holdbacks(options(), chain.chainId)).items;
    assert.ok(whole && whole.toFinancier > whole.advance && whole.toSeller > 0n);
    assert.equal(whole.toFinancier + whole.toSeller, 30_000_000n);
    assert.deepEqual([whole.principal, whole.charges], [0n, 0n]);
  });

  it("IDX-11 leave no trace of what a reorganisation undid", async () => {
    const kept = await everyRow(indexer, chain);
    const snapshot = await chain.client.snapshot();
    claim = await confirmed(world);
    await trade();
    await caughtUp(indexer, chain);
    await compare();
    assert.notDeepEqual(await everyRow(indexer, chain), kept);
    await chain.client.revert({ id: snapshot });
    // Longer than the branch that was lost, or nobody would take it for the better one.
    for (let i = 0; i < 60; i++) await chain.client.mine({ blocks: 1 });
    await caughtUp(indexer, chain);
    assert.deepEqual(await everyRow(indexer, chain), kept);
  });
});
