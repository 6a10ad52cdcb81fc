import assert from "node:assert/strict";
import { acceptorRecord, notedBill } from "@tallystick/sdk/bills/acceptors";
import { billOfferStanding } from "@tallystick/sdk/bills/billQuotes";
import {
  agentsPrincipal,
  billActionsOf,
  billClaim,
  billCollectable,
  billStatusOf,
  pledgeOf,
} from "@tallystick/sdk/bills/billState";
import { buybackDeal, isBuybackTaken, keptByBuyback, repoDebt } from "@tallystick/sdk/bills/buybacks";
import { securityFor, securityOf, stopOf } from "@tallystick/sdk/bills/changes";
import { readHistory } from "@tallystick/sdk/bills/history";
import { guaranteeOf, keptFor, lotClaim, restOf, restReceipt } from "@tallystick/sdk/bills/readRecourse";
import { repoOfferStanding } from "@tallystick/sdk/bills/repos";
import { acceptorNotes, namesIn } from "@tallystick/sdk/bills/words";
import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { ruleSetsAbi } from "@tallystick/sdk/generated/abis/RuleSets";
import {
  type BillTask,
  billAsks,
  billBids,
  billInbox,
  billLots,
  billRepoOffers,
  billRepos,
  type IndexedBill,
  type IndexedBillTask,
  indexedAcceptor,
  indexedBills,
} from "@tallystick/sdk/indexer/bills";
import { FIRST_LOT } from "@tallystick/sdk/instruments/links";
import { type Address, type Hex, zeroAddress } from "viem";
import { DAY } from "./acts.ts";
import { PEOPLE } from "./billActs.ts";
import { low, rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

const PAGE = 100;
const AGENT = 2;
const PLEDGED = 4;

/** All pages of a list. */
async function everything<T>(
  page: (choice: { readonly limit: number; readonly after: string | undefined }) => Promise<{
    readonly items: readonly T[];
    readonly totalCount: number;
    readonly next?: string | undefined;
  }>,
  limit = PAGE,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const { items, totalCount, next } = await page({ limit, after });
    found.push(...items);
    after = next;
    if (next === undefined) assert.equal(found.length, totalCount);
  } while (after !== undefined);
  return found;
}

/** All that is told of bills against the contracts, in the newest block. */
export async function compareBills(indexer: TestIndexer, world: World): Promise<void> {
  const options = { indexer: indexer.url };
  const { chainId } = world.chain;
  const bills = await everything((choice) => indexedBills(options, { chainId }, choice));
  const { client } = world.reader;
  for (const row of bills) {
    const at = { address: world.at.bills, abi: billsAbi } as const;
    const [kept, accepted, interest] = await Promise.all([
      client.readContract({ ...at, functionName: "billOf", args: [row.id] }),
      client.readContract({ ...at, functionName: "acceptedOf", args: [row] }),
      client.readContract({ ...at, functionName: "interestOf", args: [row.id] }),
    ]);
    const { status, flags, dueDay, windowDay, eventDay, protestedAt, paid } = row;
    assert.deepEqual(
      { status, flags, dueDay, windowDay, eventDay, protestedAt, paid },
      {
        ...kept,
        status: billStatusOf(kept.status),
      },
    );
    const units = BigInt(row.units);
    assert.deepEqual([row.acceptedSum, row.interest], [accepted * units, interest * units]);
  }
  await compareLots(indexer, world, bills);
  await compareRecourse(indexer, world);
  await compareCredits(indexer, world);
  await compareStops(indexer, world);
  await compareMedia(indexer, world, bills);
  await compareSales(indexer, world);
  await compareAcceptors(indexer, world, bills);
  await compareRuleSets(indexer, world);
}

async function compareLots(indexer: TestIndexer, world: World, bills: readonly IndexedBill[]): Promise<void> {
  const { reader } = world;
  const now = await world.now();
  const at = { address: world.at.lots, abi: lotsAbi } as const;
  for (const bill of bills) {
    const found = await everything((choice) =>
      billLots({ indexer: indexer.url }, world.chain.chainId, { bill: bill.id, now }, choice),
    );
    const history = await readHistory(reader, bill.id);
    const there = history.lots.filter(({ holder }) => holder !== undefined);
    assert.deepEqual(new Set(found.map(({ id }) => id)), new Set(there.map(({ id }) => id)));
    for (const lot of found) {
      const args = [lot.id] as const;
      const kept = await reader.client.readContract({ ...at, functionName: "lotOf", args });
      const { holder, start, units, state, serial } = lot;
      assert.deepEqual({ holder, start, units, state, serial }, { ...kept, holder: low(kept.holder) });
      assert.equal(lot.version, await reader.client.readContract({ ...at, functionName: "versionOf", args }));
      assert.equal(lot.collectable, await billCollectable(reader, bill.id, lot.inner));
      const claim = await billClaim(reader, bill, lot.inner);
      const { isPromised, isLate, dueBy, open } = lot;
      assert.deepEqual([isPromised, isLate, open], [claim.isPromised, claim.isLate, claim.open]);
      assert.equal(dueBy, claim.dueAt);
      const principal = (state & AGENT) === 0 ? undefined : await agentsPrincipal(reader, lot.id);
      assert.equal(lot.principal, principal && low(principal));
    }
  }
}

async function compareRecourse(indexer: TestIndexer, world: World): Promise<void> {
  const { reader, chain } = world;
  type Guarantee = { bill: string; guarantor: Address; principal: Address; sum: string };
  for (const row of await rowsOf<Guarantee>(indexer, chain, "billGuarantees", "bill guarantor principal sum")) {
    const part = await guaranteeOf(reader, BigInt(row.bill), row.guarantor, row.principal);
    const units = await unitsOf(indexer, world, row.bill);
    assert.equal(BigInt(row.sum), part * units);
  }
  type Claim = { lot: string; base: string; costs: string; day: number; units: string };
  for (const { lot, base, costs, day, units } of await rowsOf<Claim>(
    indexer,
    chain,
    "billClaims",
    "lot base costs day units",
  )) {
    const told = { base: BigInt(base), costs: BigInt(costs), day, units: Number(units) };
    assert.deepEqual(told, await lotClaim(reader, BigInt(lot)));
  }
  type Pledge = { lot: string; owner: Address; lastDay: number };
  for (const { lot, owner, lastDay } of await rowsOf<Pledge>(indexer, chain, "billPledges", "lot owner lastDay")) {
    const kept = await pledgeOf(reader, BigInt(lot));
    const { state } = await lotIn(world, BigInt(lot));
    // A pledge that was given back or enforced is none, whatever the contract still knows of it.
    if ((state & PLEDGED) !== 0) assert.deepEqual([owner, lastDay], [kept && low(kept.owner), kept?.lastDay]);
  }
}

async function compareCredits(indexer: TestIndexer, { reader, chain, at }: World): Promise<void> {
  type Rest = {
    bill: string;
    protestedAt: string;
    costs: string;
    creditor: Address | null;
    amount: string;
    day: number;
    roll: Hex | null;
  };
  const columns = "bill protestedAt costs creditor amount day roll";
  for (const row of await rowsOf<Rest>(indexer, chain, "billRests", columns)) {
    const kept = await restOf(reader, BigInt(row.bill));
    assert.deepEqual({ protestedAt: Number(row.protestedAt), costs: BigInt(row.costs) }, kept);
    const receipt = await restReceipt(reader, BigInt(row.bill));
    assert.equal(row.creditor, receipt === undefined ? null : low(receipt.creditor));
    const told = [receipt?.amount ?? 0n, receipt?.day ?? 0, receipt?.roll ?? null];
    assert.deepEqual([BigInt(row.amount), row.day, row.roll], told);
  }
  type Credit = { contract: Address; account: Address; token: Address; balance: string };
  for (const row of await rowsOf<Credit>(indexer, chain, "billCredits", "contract account token balance")) {
    const { contract, account, token } = row;
    const ask = (): Promise<bigint> => {
      if (contract === low(at.billsRecourse)) return keptFor(reader, account, token);
      if (contract === low(at.billsChanges)) return securityFor(reader, account, token);
      return keptByBuyback(reader, contract, account, token);
    };
    assert.equal(BigInt(row.balance), await ask());
  }
}

const lotIn = (world: World, lot: bigint) =>
  world.reader.client.readContract({ address: world.at.lots, abi: lotsAbi, functionName: "lotOf", args: [lot] });

async function unitsOf(indexer: TestIndexer, world: World, bill: string): Promise<bigint> {
  const { chainId } = world.chain;
  const query = `{ bill(chainId: ${chainId}, id: "${bill}") { units } }`;
  return BigInt((await indexer.graphql<{ bill: { units: string } }>(query)).bill.units);
}

async function compareStops(indexer: TestIndexer, { reader, chain }: World): Promise<void> {
  type Stop = { lot: string; claimant: Address; lastDay: number; status: string };
  const columns = "lot claimant lastDay status";
  for (const { lot, claimant, lastDay, status } of await rowsOf<Stop>(indexer, chain, "billStops", columns)) {
    const kept = await stopOf(reader, BigInt(lot));
    const isOver = status === "lifted" || status === "replaced";
    const [isObjected, isDismissed] = [status === "objected", status === "dismissed"];
    const told = isOver ? undefined : { claimant, lastDay, isObjected, isDismissed };
    assert.deepEqual(told, kept && { ...kept, claimant: low(kept.claimant) });
  }
  type Security = { lot: string; claimant: Address; deprived: Address; amount: string; day: number; status: string };
  const named = "lot claimant deprived amount day status";
  for (const row of await rowsOf<Security>(indexer, chain, "billSecuritys", named)) {
    const kept = await securityOf(reader, BigInt(row.lot), row.claimant);
    const { deprived, amount, day } = row;
    const told = row.status === "held" ? { deprived, amount: BigInt(amount), day } : undefined;
    assert.deepEqual(told, kept && { ...kept, deprived: low(kept.deprived) });
  }
}

/** Bills that others took the place of, or paper did. */
async function compareMedia(indexer: TestIndexer, { chain }: World, bills: readonly IndexedBill[]): Promise<void> {
  type Paper = { from: string | null; to: string | null };
  for (const { from, to } of await rowsOf<Paper>(indexer, chain, "billPapers", "from to")) {
    const statusOf = (id: string): string | undefined => bills.find((each) => String(each.id) === id)?.status;
    if (from !== null) assert.equal(statusOf(from), "cancelled");
    if (to !== null) assert.notEqual(statusOf(to), undefined);
  }
  for (const { next } of bills) if (next !== undefined) assert.ok(bills.some(({ id }) => id === next));
}

async function compareSales(indexer: TestIndexer, world: World): Promise<void> {
  const { reader, chain } = world;
  const options = { indexer: indexer.url };
  const now = await world.now();
  for (const ask of await everything((choice) => billAsks(options, chain.chainId, { now }, choice))) {
    const { isPosted, isCancelled } = await billOfferStanding(reader, ask.hash);
    assert.deepEqual([isPosted, isCancelled], [true, ask.cancelledAt !== undefined]);
    const { isPromised, isLate } = await billClaim(reader, ask.bill, ask.inner);
    const isSame = (await lotVersion(world, ask.lot)) === ask.version;
    const isFor = ask.price > 0n ? isPromised || isLate : isPromised;
    assert.equal(ask.isAlive, isSame && !isCancelled && isFor && ask.deadline >= now);
  }
  for (const bid of await everything((choice) => billBids(options, chain.chainId, { now }, choice))) {
    const { filled, isPosted, isCancelled } = await billOfferStanding(reader, bid.hash);
    assert.deepEqual([bid.filled, isPosted, isCancelled], [filled, true, bid.cancelledAt !== undefined]);
    assert.equal(bid.isAlive, !isCancelled && filled < bid.limit && bid.deadline >= now && bid.evidence === 0);
  }
  for (const offer of await everything((choice) => billRepoOffers(options, chain.chainId, { now }, choice))) {
    const { filled, isPosted, isCancelled } = await repoOfferStanding(reader, offer.hash);
    assert.deepEqual([offer.filled, isPosted, isCancelled], [filled, true, offer.cancelledAt !== undefined]);
    const isLong = offer.lastDay >= Math.floor(now / DAY);
    assert.equal(offer.isAlive, !isCancelled && filled < offer.limit && offer.deadline >= now && isLong);
  }
  for (const repo of await everything((choice) => billRepos(options, chain.chainId, {}, choice))) {
    const deal = await buybackDeal(reader, repo.buyback);
    const told = [repo.buyer, repo.seller, repo.price, repo.rateBps, repo.lastDay];
    assert.deepEqual(told, [low(deal.buyer), low(deal.seller), deal.price, deal.rateBps, deal.lastDay]);
    assert.equal(repo.end === "taken", await isBuybackTaken(reader, repo.buyback));
    const { holder } = await lotIn(world, repo.lot);
    assert.equal(repo.end === undefined, low(holder) === repo.buyback);
    if (repo.end === "taken") continue;
    const { principal } = await repoDebt(reader, repo.buyback, deal);
    assert.equal(repo.principal, principal);
  }
}

const lotVersion = (world: World, lot: bigint): Promise<Hex> =>
  world.reader.client.readContract({ address: world.at.lots, abi: lotsAbi, functionName: "versionOf", args: [lot] });

async function compareAcceptors(indexer: TestIndexer, world: World, bills: readonly IndexedBill[]): Promise<void> {
  const { reader, chain } = world;
  type Note = { bill: string; acceptor: Address; token: Address; what: number; partPaid: string };
  const notes = await rowsOf<Note>(indexer, chain, "acceptorNotes", "bill acceptor token what partPaid");
  for (const { bill, what, partPaid } of notes) {
    const kept = await notedBill(reader, BigInt(bill));
    assert.deepEqual([namesIn(acceptorNotes, what), BigInt(partPaid)], [kept.what, kept.partPaid]);
  }
  const acceptors = new Set(bills.map(({ drawee }) => drawee));
  for (const acceptor of acceptors) {
    const records = await everything((choice) =>
      indexedAcceptor({ indexer: indexer.url }, chain.chainId, acceptor, choice),
    );
    for (const { token, accepted } of records) {
      const own = bills.filter((each) => each.drawee === acceptor && each.token === token && (each.flags & 1) !== 0);
      assert.equal(accepted.count, own.length);
      const { accepted: noted } = await acceptorRecord(reader, acceptor, token);
      assert.equal(noted.count, notes.filter((each) => each.acceptor === acceptor && each.token === token).length);
    }
  }
}

async function compareRuleSets(indexer: TestIndexer, world: World): Promise<void> {
  const { client } = world.reader;
  const at = { address: world.at.ruleSets, abi: ruleSetsAbi } as const;
  const names = "acceptanceDays sightDays presentmentDays paymentDays protestDays noticeDays interestBps costsBps";
  const columns = `id name ${names} acceptorDays priorDays endorserDays permits`;
  const rows = await rowsOf<{ id: number }>(indexer, world.chain, "ruleSets", columns);
  assert.equal(rows.length, await client.readContract({ ...at, functionName: "count" }));
  for (const { id, ...rules } of rows) {
    assert.deepEqual(rules, await client.readContract({ ...at, functionName: "rulesOf", args: [id] }));
  }
}

type Actions = Awaited<ReturnType<typeof billActionsOf>>;

/** Tasks that are an act of `actionsOf` by the same name. */
const ACTS: readonly (readonly [BillTask, Actions[number]])[] = [
  ["receive", "receiveBill"],
  ["accept", "accept"],
  ["pay", "pay"],
  ["presentForAcceptance", "present"],
  ["lapse", "lapse"],
  ["presentForPayment", "presentForPayment"],
  ["dishonour", "dishonour"],
  ["protest", "protest"],
  ["notify", "notify"],
  ["collect", "collect"],
];

/** Acts that a party must be told of, where he may do them. */
const DUTIES: readonly (readonly [BillTask, Actions[number], (bill: IndexedBill) => boolean])[] = [
  ["receive", "receiveBill", () => true],
  ["accept", "accept", ({ windowDay }) => windowDay !== 0],
  ["presentForPayment", "presentForPayment", () => true],
  ["protest", "protest", ({ clauses }) => (clauses & 2) === 0],
  ["collect", "collect", () => true],
];

/**
 * What is asked of everybody against what the desk says that he may do: nothing that he may not, and all of what a payee, a
 * holder or a drawee must. What was asked, by kinds.
 */
export async function compareInboxes(indexer: TestIndexer, world: World): Promise<Set<BillTask>> {
  const { chain } = world;
  const options = { indexer: indexer.url };
  const now = await world.now();
  const seen = new Set<BillTask>();
  const bills = await everything((choice) => indexedBills(options, { chainId: chain.chainId }, choice));
  for (const who of PEOPLE) {
    const account = low(world.address(who));
    const tasks = await everything((choice) => billInbox(options, chain.chainId, account, { ...choice, now }), 7);
    const days = tasks.map(({ lastDay = Number.MAX_SAFE_INTEGER }) => lastDay);
    assert.deepEqual(
      days,
      days.toSorted((a, b) => a - b),
    );
    for (const { kind } of tasks) seen.add(kind);
    const held = await everything((choice) => billLots(options, chain.chainId, { holder: account, now }, choice));
    for (const bill of bills) {
      const inners = held.filter((lot) => lot.bill.id === bill.id).map(({ inner }) => inner);
      for (const inner of inners.length === 0 ? [FIRST_LOT] : inners) {
        const own = tasks.filter((task) => task.bill.id === bill.id && (task.lot?.inner ?? inner) === inner);
        compareTasks(who, bill, own, await billActionsOf(world.reader, bill, inner, account));
      }
    }
  }
  return seen;
}

function compareTasks(who: string, bill: IndexedBill, tasks: readonly IndexedBillTask[], actions: Actions): void {
  const isAsked = (kind: BillTask): boolean => tasks.some((task) => task.kind === kind);
  for (const [kind, act] of ACTS) {
    if (isAsked(kind)) assert.ok(actions.includes(act), `${who} is asked to ${kind}, and may not ${act}`);
  }
  for (const [kind, act, isMeant] of DUTIES) {
    if (actions.includes(act) && isMeant(bill)) assert.ok(isAsked(kind), `${who} may ${act}, and is not told`);
  }
}

/** Nobody: of an account of none of the parties nothing is asked. */
export async function compareStranger(indexer: TestIndexer, world: World): Promise<void> {
  const page = await billInbox({ indexer: indexer.url }, world.chain.chainId, zeroAddress, { now: await world.now() });
  assert.deepEqual([page.items, page.totalCount, page.next], [[], 0, undefined]);
}
