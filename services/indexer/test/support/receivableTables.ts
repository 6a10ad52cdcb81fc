import assert from "node:assert/strict";
import { debtorsAbi } from "@tallystick/sdk/generated/abis/Debtors";
import { evidenceAbi } from "@tallystick/sdk/generated/abis/Evidence";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { receivablesAbi } from "@tallystick/sdk/generated/abis/Receivables";
import type { IndexedLot, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import {
  ageing,
  cashflow,
  debtorCaps,
  debtorRecords,
  evidenceOf,
  exposure,
  lotChainOf,
  lots,
  overview,
  portfolio,
  receivableCreditsOf,
  receivables,
} from "@tallystick/sdk/indexer/instruments";
import { KIND } from "@tallystick/sdk/instruments/links";
import { receivableStatusOf } from "@tallystick/sdk/instruments/receivableState";
import { evidenceStreams } from "@tallystick/sdk/instruments/words";
import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import { low, rowsOf } from "./compare.ts";
import type { TestIndexer } from "./indexer.ts";
import type { World } from "./world.ts";

const DAY = 86_400;
const PAGE = 100;

/** Lots and receivables of a story as the contracts tell them in the newest block. */
export interface ChainClaims {
  readonly now: number;
  readonly receivables: readonly IndexedReceivable[];
  readonly lots: readonly IndexedLot[];
}

const termsOf = (row: IndexedReceivable) => ({
  debtor: row.debtor,
  creditor: row.creditor,
  token: row.token,
  dueAt: row.dueAt,
  units: row.units,
  unit: row.unit,
  maxTier: row.maxTier,
  lateBps: row.lateBps,
  graceDays: row.graceDays,
  number: row.number,
  document: row.document,
  order: row.order,
  orderAmount: row.orderAmount,
});

/** Reads of the contracts, all in the newest block. */
async function chainAt(world: World) {
  const { number: blockNumber, timestamp } = await world.reader.client.getBlock();
  const at = <const A>(address: Address, abi: A) => ({ address, abi, blockNumber }) as const;
  const { at: places } = world;
  return {
    now: Number(timestamp),
    receivables: at(places.receivables, receivablesAbi),
    lots: at(places.lots, lotsAbi),
    debtors: at(places.debtors, debtorsAbi),
    evidence: at(places.evidence, evidenceAbi),
  };
}

/** Status, books, debt and order of every receivable against the contract; gives them with all lots there are. */
export async function compareReceivables(indexer: TestIndexer, world: World): Promise<ChainClaims> {
  const { client } = world.reader;
  const options = { indexer: indexer.url };
  const view = await chainAt(world);
  const { items, totalCount } = await receivables(options, world.chain.chainId, { now: view.now }, { limit: PAGE });
  assert.equal(items.length, totalCount);
  for (const row of items) {
    const terms = termsOf(row);
    const { id } = row;
    const named = [terms.debtor, terms.creditor, terms.number] as const;
    assert.equal(await client.readContract({ ...view.receivables, functionName: "receivableId", args: named }), id);
    const rootArgs = [view.receivables.address, id] as const;
    assert.equal(await client.readContract({ ...view.lots, functionName: "rootId", args: rootArgs }), row.root);
    const status = await client.readContract({ ...view.receivables, functionName: "statusOf", args: [terms] });
    assert.equal(row.status, receivableStatusOf(status));
    const due = await client.readContract({ ...view.receivables, functionName: "dueOf", args: [terms] });
    assert.deepEqual([row.principal, row.interest], due);
    const books = await client.readContract({ ...view.receivables, functionName: "booksOf", args: [id] });
    assert.equal(row.hasBooks, books.dueAt !== 0);
    if (row.hasBooks) assert.deepEqual(row.books, books);
    const order = [terms.debtor, terms.creditor, terms.token, terms.order] as const;
    const [, used] = await client.readContract({ ...view.receivables, functionName: "orderOf", args: order });
    assert.equal(row.orderUsed, used);
    const streams = await client.readContract({ ...view.evidence, functionName: "streamsOf", args: [id] });
    assert.equal(row.streams, streams);
    const { items: entries } = await evidenceOf(options, world.chain.chainId, id);
    const told = entries.reduce((bits, { stream }) => bits | (1 << evidenceStreams.indexOf(stream)), 0);
    assert.equal(told, streams);
    // Anyone may record a default as soon as it is one.
    const stranger = "0x00000000000000000000000000000000000000aa";
    const actions = [terms, zeroHash, stranger] as const;
    const bits = await client.readContract({ ...view.receivables, functionName: "actionsOf", args: actions });
    assert.equal(row.isDefault, ((bits >> 6n) & 1n) === 1n || row.status === "defaulted");
    const earlier = row.paidPrincipal + row.creditedPrincipal;
    if (row.status !== "void") assert.equal(row.face - earlier, row.books.principal);
    assert.equal(row.paidPrincipal + row.paidInterest - row.collected >= row.books.pot, true);
  }
  const held = await compareLots(indexer, world, view, items);
  return { now: view.now, receivables: items, lots: held };
}

type View = Awaited<ReturnType<typeof chainAt>>;

interface LotRow {
  readonly id: string;
  readonly root: string;
  readonly inner: Hex;
  readonly holder: Address | null;
  readonly start: string;
  readonly units: string;
  readonly state: number;
  readonly serial: number;
  readonly roll: Hex;
  readonly version: Hex;
  readonly mark: string;
  readonly isWrittenOff: boolean;
}

/** Every lot that ever was against `Lots`, and what is open on those that are and can be collected; gives the latter. */
async function compareLots(
  indexer: TestIndexer,
  world: World,
  view: View,
  claims: readonly IndexedReceivable[],
): Promise<IndexedLot[]> {
  const { client } = world.reader;
  const options = { indexer: indexer.url };
  const columns = "id root inner holder start units state serial roll version mark isWrittenOff";
  const rows = await rowsOf<LotRow>(indexer, world.chain, "lots", columns);
  for (const row of rows) {
    const args = [BigInt(row.id)] as const;
    const lot = await client.readContract({ ...view.lots, functionName: "lotOf", args });
    const { holder, start, units, state, serial, roll, version } = row;
    assert.equal(holder ?? zeroAddress, low(lot.holder));
    assert.equal(Number(units), lot.units);
    assert.equal(version, await client.readContract({ ...view.lots, functionName: "versionOf", args }));
    assert.equal(roll, await client.readContract({ ...view.lots, functionName: "rollOf", args }));
    if (holder === null) continue;
    assert.deepEqual([Number(start), state, serial], [lot.start, lot.state, lot.serial]);
    assert.equal(BigInt(row.mark), await client.readContract({ ...view.lots, functionName: "markOf", args }));
  }
  const found: IndexedLot[] = [];
  for (const claim of claims) {
    const { items } = await lots(
      options,
      world.chain.chainId,
      { receivable: claim.id, now: view.now },
      { limit: PAGE },
    );
    const { books } = claim;
    const isOwing = claim.principal + claim.interest > 0n;
    for (const lot of items) {
      const args = [termsOf(claim), lot.inner] as const;
      const collectable = await client.readContract({ ...view.receivables, functionName: "collectable", args });
      assert.equal(lot.collectable, collectable, `collectable on ${lot.id}`);
      const [units, open] = [BigInt(lot.units), BigInt(books.openUnits)];
      assert.equal(lot.open, isOwing ? (claim.principal * units) / open : 0n);
      const short = (claim.principal + claim.interest) * units;
      assert.equal(lot.due, isOwing ? (short + open - 1n) / open : 0n);
      assert.deepEqual([lot.status, lot.isDefault, lot.dueBy], [claim.status, claim.isDefault, claim.dueBy]);
      await compareChain(options, world, view, lot);
    }
    const units = items.reduce((sum, lot) => sum + lot.units, 0);
    assert.equal(units, books.uncollectedUnits, `units of ${claim.id}`);
    found.push(...items);
  }
  const own = rows.filter(({ holder, root }) => holder !== null && claims.some((each) => String(each.root) === root));
  assert.deepEqual(new Set(found.map(({ id }) => String(id))), new Set(own.map(({ id }) => id)));
  return found;
}

async function compareChain(
  options: { readonly indexer: string },
  world: World,
  view: View,
  { id, root, inner }: IndexedLot,
): Promise<void> {
  const links = (await lotChainOf(options, world.chain.chainId, id)).map(({ from, to, kind, time, start, units }) => ({
    ...{ from, to, kind: KIND[kind], time, start, units },
  }));
  const args = [root, inner, links] as const;
  const isChain = await world.reader.client.readContract({ ...view.lots, functionName: "isChain", args });
  assert.equal(isChain, true, `chain of ${id}`);
}

/** Approvals and operators, and what waits for everybody. */
export async function compareRights(indexer: TestIndexer, world: World, accounts: readonly Address[]): Promise<number> {
  const { client } = world.reader;
  const view = await chainAt(world);
  type Approval = { lot: string; roll: Hex; owner: Address; spender: Address; amount: string };
  const approvals = await rowsOf<Approval>(indexer, world.chain, "lotApprovals", "lot roll owner spender amount");
  let inForce = 0;
  for (const { lot, roll, owner, spender, amount } of approvals) {
    const now = await client.readContract({ ...view.lots, functionName: "rollOf", args: [BigInt(lot)] });
    const args = [owner, spender, BigInt(lot)] as const;
    const allowed = await client.readContract({ ...view.lots, functionName: "allowance", args });
    assert.equal(roll === now ? BigInt(amount) : 0n, allowed);
    if (allowed > 0n) inForce += 1;
  }
  type Operator = { owner: Address; operator: Address; approved: boolean };
  const operators = await rowsOf<Operator>(indexer, world.chain, "lotOperators", "owner operator approved");
  for (const { owner, operator, approved } of operators) {
    const args = [owner, operator] as const;
    assert.equal(await client.readContract({ ...view.lots, functionName: "isOperator", args }), approved);
  }
  for (const account of accounts) {
    const { items } = await receivableCreditsOf({ indexer: indexer.url }, world.chain.chainId, account);
    for (const token of tokensOf(world)) {
      const args = [account, token] as const;
      const waits = await client.readContract({ ...view.receivables, functionName: "proceedsOf", args });
      assert.equal(items.find((each) => each.token === low(token))?.balance ?? 0n, waits);
    }
  }
  return inForce;
}

const tokensOf = ({ at }: World): readonly Address[] => [at.eurx, at.usdx as Address];

/** Everybody's record as a debtor, his limits, and what he may confirm besides. */
export async function compareDebtors(
  indexer: TestIndexer,
  world: World,
  accounts: readonly Address[],
): Promise<number> {
  const { client } = world.reader;
  const view = await chainAt(world);
  const options = { indexer: indexer.url };
  let count = 0;
  const caps: (readonly [Address, Address, bigint])[] = [];
  for (const debtor of accounts) {
    const { items } = await debtorRecords(options, world.chain.chainId, debtor);
    for (const token of tokensOf(world)) {
      const args = [debtor, token] as const;
      const record = await client.readContract({ ...view.debtors, functionName: "recordOf", args });
      const line = await client.readContract({ ...view.debtors, functionName: "lineOf", args });
      const room = await client.readContract({ ...view.debtors, functionName: "roomOf", args });
      const row = items.find((each) => each.token === low(token));
      const { bank, limit, cap, room: left, debtor: _, token: __, ...kept } = row ?? nobody;
      assert.deepEqual(kept, record);
      assert.deepEqual([bank ?? zeroAddress, limit], [low(line.bank), line.limit]);
      assert.equal(cap, line.isCapped ? line.cap : undefined);
      assert.equal(left ?? 2n ** 96n - 1n, room);
      if (row !== undefined) count += 1;
      if (line.isCapped) caps.push([low(debtor), low(token), line.cap]);
    }
  }
  const told = await debtorCaps(options, world.chain.chainId);
  assert.equal(told.totalCount, caps.length);
  assert.deepEqual(
    new Set(told.items.map(({ debtor, token, cap }) => `${debtor} ${token} ${cap}`)),
    new Set(caps.map((each) => each.join(" "))),
  );
  return count;
}

const nobody = {
  ...{ debtor: zeroAddress, token: zeroAddress, outstanding: 0n, confirmedSum: 0n, confirmedCount: 0 },
  ...{ onTimeSum: 0n, onTimeCount: 0, lateSum: 0n, lateCount: 0, defaultedSum: 0n, defaultedCount: 0 },
  ...{ writtenOffSum: 0n, writtenOffCount: 0, bank: undefined, limit: 0n, cap: undefined, room: undefined },
};

const sumOf = (values: readonly bigint[]): bigint => values.reduce((sum, each) => sum + each, 0n);

const bucketOf = (dueBy: number, now: number): string => {
  const days = now <= dueBy ? 0 : Math.ceil((now - dueBy) / DAY);
  if (days === 0) return "notDue";
  if (days <= 30) return "days1To30";
  return days <= 60 ? "days31To60" : days <= 90 ? "days61To90" : "over90";
};

interface Sum {
  readonly token: Address;
  readonly party: Address;
  readonly dueBy: number;
  readonly amount: bigint;
}

/** What an account holds and owes, by what the contracts say of each lot. */
interface Sides {
  readonly held: readonly Sum[];
  readonly owed: readonly Sum[];
}

interface Asking {
  readonly options: { readonly indexer: string };
  readonly chainId: number;
  readonly account: Address;
  readonly now: number;
}

/**
 * Portfolio, ageing, exposure and calendar of every account against sums over what the contracts say of each lot; gives
 * the ages that there were.
 */
export async function compareSums(
  indexer: TestIndexer,
  world: World,
  claims: ChainClaims,
  accounts: readonly Address[],
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const account of accounts.map(low)) {
    const asking = { options: { indexer: indexer.url }, chainId: world.chain.chainId, account, now: claims.now };
    const held = claims.lots.filter(({ holder }) => holder === account);
    await comparePortfolio(asking, held);
    const owed = claims.receivables.filter(({ debtor, status }) => debtor === account && isOwing(status));
    const sides = {
      held: held
        .filter(({ status }) => isOwing(status))
        .map(({ token, debtor: party, dueBy, open: amount }) => ({ token, party, dueBy, amount })),
      owed: owed.map(({ token, creditor: party, dueBy, principal: amount }) => ({ token, party, dueBy, amount })),
    };
    for (const side of ["held", "owed"] as const) {
      for (const name of await compareAgeing(asking, side, sides[side])) seen.add(name);
      await compareExposure(asking, side, sides[side]);
    }
    await compareCashflow(asking, sides);
    await compareOverview(asking);
  }
  return seen;
}

/** The one answer against those to each question by itself, for every token of an account. */
async function compareOverview({ options, chainId, account, now }: Asking): Promise<void> {
  const { totals } = await portfolio(options, chainId, account, { now }, { limit: 1 });
  const [held, owed] = await Promise.all(
    (["held", "owed"] as const).map((side) => ageing(options, chainId, account, { side, now })),
  );
  const tokens = new Set([...totals, ...(owed?.items ?? [])].map(({ token }) => token));
  const first = await overview(options, chainId, account, { now });
  assert.equal(first.token === undefined, tokens.size === 0);
  if (totals[0] !== undefined) assert.equal(first.token, totals[0].token);
  const unknown = await overview(options, chainId, account, { now, token: zeroAddress });
  assert.deepEqual(unknown, first);
  for (const token of tokens) {
    const span = { now, token, from: now - 200 * DAY, to: now + 200 * DAY };
    const all = await overview(options, chainId, account, span);
    assert.deepEqual([all.token, all.totals], [token, totals]);
    assert.deepEqual([all.held, all.owed], [held?.items, owed?.items]);
    assert.deepEqual(all.exposure, await exposure(options, chainId, account, { token, now, limit: 10 }));
    const { items, earlier } = await cashflow(options, chainId, account, { ...span, limit: PAGE });
    assert.deepEqual(all.days, items);
    const { incoming = 0n, outgoing = 0n } = earlier[0] ?? {};
    assert.deepEqual(all.earlier, { incoming, outgoing });
  }
}

async function comparePortfolio(
  { options, chainId, account, now }: Asking,
  held: readonly IndexedLot[],
): Promise<void> {
  const { totals, totalCount } = await portfolio(options, chainId, account, { now });
  assert.equal(totalCount, held.length);
  assert.deepEqual(new Set(totals.map(({ token }) => token)), new Set(held.map(({ token }) => token)));
  for (const total of totals) {
    const own = held.filter(({ token }) => token === total.token);
    const late = own.filter(({ status, dueBy }) => isOwing(status) && dueBy < now);
    assert.deepEqual(total, {
      token: total.token,
      lots: own.length,
      face: sumOf(own.map(({ face }) => face)),
      open: sumOf(own.map(({ open }) => open)),
      overdue: sumOf(late.map(({ open }) => open)),
      collectable: sumOf(own.map(({ collectable }) => collectable)),
    });
  }
}

async function compareAgeing(
  { options, chainId, account, now }: Asking,
  side: keyof Sides,
  each: readonly Sum[],
): Promise<string[]> {
  const { items } = await ageing(options, chainId, account, { side, now });
  assert.deepEqual(new Set(items.map(({ token }) => token)), new Set(each.map(({ token }) => token)));
  const buckets = items.flatMap(({ token, ...own }) =>
    Object.entries(own).map((bucket) => [token, ...bucket] as const),
  );
  for (const [token, name, { count, open }] of buckets) {
    const own = each.filter((one) => one.token === token && bucketOf(one.dueBy, now) === name);
    assert.deepEqual([count, open], [own.length, sumOf(own.map(({ amount }) => amount))], `${name} of ${token}`);
  }
  return buckets.flatMap(([, name, { count }]) => (count > 0 ? [name] : []));
}

async function compareExposure(
  { options, chainId, account, now }: Asking,
  side: keyof Sides,
  each: readonly Sum[],
): Promise<void> {
  const { items, totalCount } = await exposure(options, chainId, account, { side, now });
  assert.equal(totalCount, new Set(each.map(({ token, party }) => token + party)).size);
  for (const { token, party, count, open, overdue, firstDue } of items) {
    const own = each.filter((one) => one.token === token && one.party === party);
    const late = own.filter(({ dueBy }) => dueBy < now);
    assert.deepEqual([count, open], [own.length, sumOf(own.map(({ amount }) => amount))]);
    assert.equal(overdue, sumOf(late.map(({ amount }) => amount)));
    assert.equal(firstDue, Math.min(...own.map(({ dueBy }) => dueBy)));
  }
}

const isOwing = (status: string): boolean => ["confirmed", "partPaid", "overdue", "defaulted"].includes(status);

async function compareCashflow({ options, chainId, account, now }: Asking, { held, owed }: Sides): Promise<void> {
  const from = now - (now % DAY);
  const whole = await cashflow(options, chainId, account, {
    from: from - 2_000 * DAY,
    to: from + 800 * DAY,
    now,
    limit: PAGE,
  });
  const expected = new Map<string, [bigint, bigint]>();
  for (const [side, each] of [held, owed].entries()) {
    for (const { token, dueBy, amount } of each) {
      const key = `${dueBy - (dueBy % DAY)} ${token}`;
      const sums = expected.get(key) ?? [0n, 0n];
      sums[side] = (sums[side] as bigint) + amount;
      expected.set(key, sums);
    }
  }
  const told = whole.items.map(
    ({ day, token, incoming, outgoing }) => [`${day} ${token}`, [incoming, outgoing]] as const,
  );
  assert.deepEqual(new Map(told), expected);
  assert.deepEqual(whole.earlier, []);
  const coming = await cashflow(options, chainId, account, { now });
  for (const { token, incoming, outgoing } of coming.earlier) {
    const before = ([days]: readonly [string, unknown]): boolean => {
      const [day, of] = days.split(" ");
      return Number(day) < from && of === token;
    };
    const sums = [...expected].filter(before).map(([, pair]) => pair);
    assert.deepEqual([incoming, outgoing], [sumOf(sums.map(([i]) => i)), sumOf(sums.map(([, o]) => o))]);
  }
}
