import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Call } from "@tallystick/sdk/chain/call";
import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { billsRecourseAbi } from "@tallystick/sdk/generated/abis/BillsRecourse";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { billEventsOf, type IndexedBill, indexedBill, indexedBills } from "@tallystick/sdk/indexer/bills";
import type { PersonaId } from "@tallystick/sdk/local/personas";
import { type Abi, keccak256, maxUint256, stringToHex, zeroAddress, zeroHash } from "viem";
import { startChain, type TestChain } from "./support/chains.ts";
import { low } from "./support/compare.ts";
import { caughtUp, indexAlone, type TestIndexer } from "./support/indexer.ts";
import { type World, worldOf } from "./support/world.ts";

// Bills on one chain, from drawing to protest and payment, against what the contract says. The tests run in order.

const DAY = 86_400;
const [DRAWER, DRAWEE, PAYEE] = ["supplier", "climatologist", "cartographer"] as const satisfies readonly PersonaId[];
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
});
