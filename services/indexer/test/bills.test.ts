import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readHistory } from "@tallystick/sdk/bills/history";
import { demandOnBill, notifyParties, takeUpBill } from "@tallystick/sdk/bills/recourse";
import type { Call } from "@tallystick/sdk/chain/call";
import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { billsRecourseAbi } from "@tallystick/sdk/generated/abis/BillsRecourse";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import {
  billEventsOf,
  billInbox,
  type IndexedBill,
  indexedAcceptor,
  indexedBill,
  indexedBills,
} from "@tallystick/sdk/indexer/bills";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { endorseLot } from "@tallystick/sdk/instruments/lots";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type Abi, keccak256, maxUint256, stringToHex, zeroAddress, zeroHash } from "viem";
import { startChain, type TestChain } from "./support/chains.ts";
import { low } from "./support/compare.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type World, worldOf } from "./support/world.ts";

// Bills on one chain, from drawing to protest and payment, against what the contract says. The tests run in order.

const DAY = 86_400;
const [DRAWER, DRAWEE, PAYEE] = ["supplier", "climatologist", "cartographer"] as const satisfies readonly PersonaId[];
const [ENDORSER, HOLDER] = ["analyst", "trader"] as const satisfies readonly PersonaId[];
const STATUSES = ["none", "drawn", "accepted", "partAccepted", "refusedAcceptance", "presented", "partPaid", "paid"];
const ALL = [...STATUSES, "dishonoured", "protested", "inRecourse", "discharged", "cancelled", "blocked"];

let chain: TestChain;
let world: World;
let indexer: TestIndexer;
let drawn = 0;
const ids: bigint[] = [];
const options = (): { indexer: string } => ({ indexer: indexer.url });

const onBills = (functionName: string, args: readonly unknown[]): Call => ({
  ...{ address: world.at.bills, abi: billsAbi as Abi, functionName, args },
});

async function draw(change: Record<string, unknown> = {}) {
  drawn += 1;
  const face = {
    ...{ drawer: world.address(DRAWER), drawee: world.address(DRAWEE), payee: world.address(PAYEE) },
    ...{ token: world.at.eurx, units: 100, unit: 1_000_000n, drawnOn: Math.floor((await world.now()) / DAY) },
    ...{ tenor: 2, term: 30, presentBy: 0, rules: 1, clauses: 0, court: zeroAddress },
    ...{ drawnAt: stringToHex("Praha", { size: 32 }), payableAt: stringToHex("Wien", { size: 32 }) },
    document: keccak256(stringToHex(`bill ${drawn}`)),
    ...change,
  };
  await world.act(DRAWER, onBills("draw", [face]));
  const idOf = { address: world.at.bills, abi: billsAbi, functionName: "idOf" } as const;
  ids.push(await world.reader.client.readContract({ ...idOf, args: [face] }));
  return face;
}

before(async () => {
  chain = await startChain("chainA");
  world = worldOf(chain);
  const approve = { address: world.at.eurx, abi: demoTokenAbi as Abi, functionName: "approve" };
  await world.fund(DRAWEE);
  await world.act(DRAWEE, { ...approve, args: [world.at.bills, maxUint256] });
  const act = (who: PersonaId, name: string, ...args: unknown[]) => world.act(who, onBills(name, args));
  await draw();
  const cancelled = await draw();
  await act(DRAWER, "cancel", cancelled);
  const refused = await draw({ tenor: 1 });
  await act(PAYEE, "receiveBill", refused);
  await act(PAYEE, "present", refused, zeroHash);
  await act(DRAWEE, "refuse", refused, zeroHash);
  const [paid, partly, protested] = [await draw(), await draw(), await draw()];
  for (const face of [paid, partly, protested]) {
    await act(DRAWEE, "accept", face);
    await act(PAYEE, "receiveBill", face);
  }
  await act(DRAWEE, "acceptPart", await draw(), 400_000n);
  const guarantee = { address: world.at.billsRecourse, abi: billsRecourseAbi as Abi, functionName: "guarantee" };
  await world.act("supplier", { ...guarantee, args: [paid, world.address(DRAWEE), 500_000n, zeroHash, []] });
  await world.pass(30 * DAY);
  await act(DRAWEE, "pay", paid, 100_000_000n);
  await act(PAYEE, "collect", paid, zeroHash, world.address(PAYEE));
  await act(DRAWEE, "pay", partly, 30_000_000n);
  await act(PAYEE, "presentForPayment", protested, zeroHash);
  await act(DRAWEE, "refusePayment", protested, zeroHash);
  await act(PAYEE, "protest", protested, zeroHash);
  await world.pass(10 * DAY);
  await act(DRAWEE, "pay", protested, 10_000_000n);
  indexer = await indexAlone(chain);
});

after(async () => {
  await indexer?.stop();
  await chain?.close();
});

async function known(id: bigint): Promise<IndexedBill> {
  const row = await indexedBill(options(), chain.chainId, id);
  return row ?? assert.fail(`no bill ${id}`);
}

describe("bills", () => {
  it("IDX-45 stand in the table as the contract has them", async () => {
    const seen = new Set<string>();
    for (const id of ids) {
      const row = await known(id);
      const billOf = { address: world.at.bills, abi: billsAbi, functionName: "billOf" } as const;
      const kept = await world.reader.client.readContract({ ...billOf, args: [id] });
      const { status, flags, dueDay, windowDay, eventDay, protestedAt, paid } = row;
      const told = { status: ALL.indexOf(status), flags, dueDay, windowDay, eventDay, protestedAt, paid };
      assert.deepEqual(told, kept, status);
      seen.add(status);
    }
    assert.deepEqual(
      [...seen].sort(),
      ["cancelled", "drawn", "paid", "partAccepted", "partPaid", "protested", "refusedAcceptance"].sort(),
    );
  });

  it("IDX-45 are found by party, role and status, by pages", async () => {
    const party = world.address(DRAWEE);
    const filter = { chainId: chain.chainId, party, statuses: ["paid", "partPaid", "protested"] as const };
    const first = await indexedBills(options(), filter, { limit: 2 });
    const second = await indexedBills(options(), filter, { limit: 2, after: first.next });
    const found = [...first.items, ...second.items].map(({ id }) => id);
    assert.deepEqual([first.totalCount, found.length, second.next], [3, 3, undefined]);
    assert.deepEqual(new Set(found), new Set(ids.slice(3, 6)));
    assert.deepEqual((await indexedBills(options(), { ...filter, role: "payee" })).items, []);
    assert.equal((await known(ids[0] ?? 0n)).drawee, low(party));
    const of = async (role: "drawer" | "holder" | "guarantor", who: PersonaId) => {
      const asked = { chainId: chain.chainId, party: world.address(who), role };
      const { items } = await indexedBills(options(), asked, { limit: 100 });
      return items.map(({ id, roles }) => [ids.indexOf(id), ...roles].join(" ")).sort();
    };
    assert.deepEqual(await of("holder", PAYEE), ["2 payee holder", "4 payee holder", "5 payee holder"]);
    assert.deepEqual(await of("holder", DRAWER), ["0 drawer holder", "6 drawer holder"]);
    assert.deepEqual(await of("guarantor", DRAWER), ["3 drawer guarantor"]);
    const dueBefore = async (day: number) => {
      const asked = { chainId: chain.chainId, party: world.address(PAYEE), dueBefore: day };
      const { items } = await indexedBills(options(), asked, { orderBy: "due", limit: 100 });
      return items.map(({ dueDay }) => dueDay);
    };
    const { dueDay } = await known(ids[2] ?? 0n);
    assert.deepEqual(await dueBefore(dueDay), []);
    assert.deepEqual(
      await dueBefore(dueDay + 1),
      ids.map(() => dueDay),
    );
  });

  it("IDX-45 have everything that happened to them, with its second and transaction", async () => {
    const { items } = await billEventsOf(options(), chain.chainId, ids[5] ?? 0n);
    const names = ["Accepted", "Drawn", "PartPaid", "PaymentRefused", "PresentedForPayment", "Protested", "Received"];
    assert.deepEqual(items.map(({ name }) => name).sort(), names);
    const payment = items.find(({ name }) => name === "PartPaid");
    assert.ok(payment !== undefined);
    const { principal } = payment.details as { principal: string };
    assert.equal(BigInt(principal), (await known(ids[5] ?? 0n)).paid * 100n);
    const paid = (await billEventsOf(options(), chain.chainId, ids[3] ?? 0n)).items;
    assert.ok(paid.some(({ name }) => name === "Guaranteed"));
    assert.ok(paid.some(({ name, lot }) => name === "Collected" && lot !== undefined));
  });

  it("IDX-45 are followed while they change", async () => {
    const face = await draw();
    await caughtUp(indexer, chain);
    assert.equal((await known(ids.at(-1) ?? 0n)).status, "drawn");
    await world.act(PAYEE, onBills("refuseReceipt", [face]));
    await caughtUp(indexer, chain);
    assert.equal((await known(ids.at(-1) ?? 0n)).status, "cancelled");
  });

  /** What is asked of somebody now about a bill: kind, days left, and who asks. */
  async function tasksOf(who: PersonaId, bill: bigint): Promise<string[]> {
    await caughtUp(indexer, chain);
    const now = await world.now();
    const { items } = await billInbox(options(), chain.chainId, world.address(who), { now, limit: 100 });
    const own = items.filter((task) => task.bill.id === bill);
    for (const { lot } of own) if (lot !== undefined) assert.equal(lot.inner, FIRST_LOT);
    return own.map(({ kind, lastDay, isOver, claimant }) => {
      const left = lastDay === undefined ? [] : [lastDay - Math.floor(now / DAY)];
      return [kind, ...left, ...(isOver ? ["over"] : []), ...(claimant ? [claimant] : [])].join(" ");
    });
  }

  it("IDX-46 are asked of who has to do something, until its last day: accept, present, pay, protest", async () => {
    const face = await draw({ tenor: 1, presentBy: Math.floor((await world.now()) / DAY) + 9 });
    const id = ids.at(-1) ?? 0n;
    assert.deepEqual(await tasksOf(PAYEE, id), ["receive"]);
    await world.act(PAYEE, onBills("receiveBill", [face]));
    assert.deepEqual(await tasksOf(PAYEE, id), ["presentForAcceptance 9"]);
    assert.deepEqual(await tasksOf(DRAWEE, id), []);
    await world.act(PAYEE, onBills("present", [face, zeroHash]));
    assert.deepEqual([await tasksOf(PAYEE, id), await tasksOf(DRAWEE, id)], [[], ["accept 1"]]);
    await world.pass(2 * DAY);
    assert.deepEqual([await tasksOf(PAYEE, id), await tasksOf(DRAWEE, id)], [["lapse 29"], []]);
    await world.act(DRAWER, onBills("lapse", [face]));
    assert.deepEqual(await tasksOf(PAYEE, id), ["protest 29"]);
    await world.pass(30 * DAY);
    assert.deepEqual(await tasksOf(PAYEE, id), []);

    const due = await draw({ term: 3 });
    await world.act(DRAWEE, onBills("accept", [due]));
    await world.act(PAYEE, onBills("receiveBill", [due]));
    const accepted = ids.at(-1) ?? 0n;
    assert.deepEqual([await tasksOf(PAYEE, accepted), await tasksOf(DRAWEE, accepted)], [[], []]);
    await world.pass(3 * DAY);
    assert.deepEqual(await tasksOf(PAYEE, accepted), ["presentForPayment 4"]);
    assert.deepEqual(await tasksOf(DRAWEE, accepted), ["pay 0"]);
    await world.act(PAYEE, onBills("presentForPayment", [due, zeroHash]));
    assert.deepEqual([await tasksOf(PAYEE, accepted), await tasksOf(DRAWEE, accepted)], [[], ["pay 0"]]);
    await world.pass(DAY);
    assert.deepEqual(await tasksOf(PAYEE, accepted), ["dishonour 3"]);
    assert.deepEqual(await tasksOf(DRAWEE, accepted), ["pay -1 over"]);
    await world.act(DRAWEE, onBills("pay", [due, 60_000_000n]));
    assert.deepEqual(await tasksOf(PAYEE, accepted), ["dishonour 3", "collect"]);
  });

  it("IDX-46 are asked of prior parties as long as a lot's holder has recourse to them", async () => {
    const face = await draw({ term: 1 });
    const id = ids.at(-1) ?? 0n;
    const { root } = await (async () => {
      await caughtUp(indexer, chain);
      return known(id);
    })();
    await world.act(DRAWEE, onBills("accept", [face]));
    await world.act(PAYEE, onBills("receiveBill", [face]));
    await world.act(PAYEE, endorseLot(world.at.lots, root, world.address(ENDORSER), KIND.withRecourse));
    await world.act(ENDORSER, endorseLot(world.at.lots, root, world.address(HOLDER), KIND.withoutRecourse));
    await world.pass(DAY);
    await world.act(HOLDER, onBills("presentForPayment", [face, zeroHash]));
    await world.act(DRAWEE, onBills("refusePayment", [face, zeroHash]));
    await world.act(HOLDER, onBills("protest", [face, zeroHash]));
    assert.deepEqual(await tasksOf(HOLDER, id), ["notify 6", "claim 365"]);
    assert.deepEqual([await tasksOf(PAYEE, id), await tasksOf(DRAWER, id)], [[], []]);
    await world.act(HOLDER, notifyParties(world.at.billsRecourse, face, FIRST_LOT));
    const holder = low(world.address(HOLDER));
    assert.deepEqual(await tasksOf(HOLDER, id), ["claim 365"]);
    assert.deepEqual(await tasksOf(PAYEE, id), [`notice 365 ${holder}`]);
    assert.deepEqual(await tasksOf(DRAWER, id), [`notice 365 ${holder}`]);
    // Who endorsed without recourse answers to nobody.
    assert.deepEqual(await tasksOf(ENDORSER, id), []);
    const [{ links } = assert.fail("no lot")] = (await readHistory(world.reader, id)).lots;
    await world.act(HOLDER, demandOnBill(world.at.billsRecourse, face, { inner: FIRST_LOT, links, index: 1 }));
    assert.deepEqual(await tasksOf(PAYEE, id), [`demand 365 ${holder}`]);
    await world.fund(PAYEE);
    const approve = { address: world.at.eurx, abi: demoTokenAbi as Abi, functionName: "approve" };
    await world.act(PAYEE, { ...approve, args: [world.at.billsRecourse, maxUint256] });
    await world.act(PAYEE, takeUpBill(world.at.billsRecourse, face, { inner: FIRST_LOT, links, index: 1 }, maxUint256));
    assert.deepEqual(await tasksOf(PAYEE, id), ["notify 6", "claim 182"]);
    assert.deepEqual([await tasksOf(HOLDER, id), await tasksOf(DRAWER, id)], [[], []]);
  });

  it("IDX-47 tell how an acceptor has paid, by token, of all that he accepted", async () => {
    const now = await world.now();
    const { items, totalCount } = await indexedAcceptor(options(), chain.chainId, world.address(DRAWEE), { now });
    const row = items[0] ?? assert.fail("no record");
    assert.deepEqual([totalCount, row.token], [1, low(world.at.eurx)]);
    const sums: Record<string, readonly [number, bigint]> = {};
    const count = (name: string, sum: bigint): void => {
      const [before, total] = sums[name] ?? [0, 0n];
      sums[name] = [before + 1, total + sum];
    };
    for (const id of ids) {
      const bill = await known(id);
      if ((bill.flags & 1) === 0) continue;
      const paid = bill.paid * BigInt(bill.units);
      count("accepted", bill.acceptedSum);
      if (bill.eventDay !== 0) count("dishonoured", bill.acceptedSum);
      if (bill.status === "paid") count("onTime", bill.acceptedSum);
      else {
        if (paid > 0n) count("partPaid", paid);
        count("open", bill.acceptedSum - paid);
        if (bill.dueDay < Math.floor(now / DAY)) count("overdue", bill.acceptedSum - paid);
      }
    }
    const { token: _, late, ...told } = row;
    const counted = Object.entries(told).map(([name, { count: many, sum }]) => [name, [many, sum]]);
    assert.deepEqual(Object.fromEntries(counted), sums);
    assert.deepEqual(late, { count: 0, sum: 0n });
  });
});
