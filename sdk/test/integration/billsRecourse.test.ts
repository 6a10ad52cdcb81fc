import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { zeroHash } from "viem";
import { billDue, billOf } from "../../src/bills/billState.ts";
import {
  acceptBillPart,
  drawBill,
  payBill,
  presentForPayment,
  protestBill,
  receiveBill,
  refuseAcceptance,
  refusePayment,
} from "../../src/bills/bills.ts";
import type { BillFace } from "../../src/bills/face.ts";
import { readHistory, verifyHistory } from "../../src/bills/history.ts";
import { endorseBill } from "../../src/bills/holding.ts";
import {
  guaranteeOf,
  keptFor,
  liabilityNow,
  readRecourse,
  restOf,
  restReceipt,
  standingGuarantees,
  sumOnLotNow,
} from "../../src/bills/readRecourse.ts";
import {
  attestProtest,
  demandOnBill,
  guaranteeBill,
  notifyParties,
  payForAcceptor,
  payForParty,
  protestRest,
  takeUpBill,
  takeUpReceipt,
  takeUpRest,
  withdrawKept,
} from "../../src/bills/recourse.ts";
import { answersFor, liableParties, recourseBar, recourseFault, sumOnLot } from "../../src/bills/recourseClaims.ts";
import type { Actor } from "../../src/chain/actor.ts";
import { type Call, calldataOf } from "../../src/chain/call.ts";
import { explainError } from "../../src/chain/explainError.ts";
import { send } from "../../src/chain/send.ts";
import { FIRST_LOT, KIND } from "../../src/instruments/links.ts";
import { divideLot, endorseLot } from "../../src/instruments/lots.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type BillsWorld, billsWorld } from "../support/bills.ts";
import { addressOf } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";

const MOST = 2n ** 96n;

describe("recourse on bills", () => {
  let world: BillsWorld;
  let bills: `0x${string}`;
  let recourse: `0x${string}`;
  let lots: `0x${string}`;
  let drawer: Actor;
  let drawee: Actor;
  let payee: Actor;
  let second: Actor;
  let third: Actor;

  before(async () => {
    world = await billsWorld();
    ({ bills, lots, billsRecourse: recourse } = world.places);
    ({ drawer, drawee, payee, second, third } = world);
  });
  after(() => world.chain.close());

  const balance = (who: Actor) => balanceOf(world.reader, world.token, addressOf(who));
  const caseOf = async (face: BillFace, who: Actor) => readRecourse(world.reader, face, await world.lotWith(face, who));
  const proofOf = async (face: BillFace, holder: Actor, party: Actor) => {
    const lot = await world.lotWith(face, holder);
    const found = liableParties(await readRecourse(world.reader, face, lot)).find(
      (each) => each.party === addressOf(party) && each.index !== undefined && each.role !== "guarantor",
    );
    assert.ok(found?.index !== undefined, `${addressOf(party)} is not liable`);
    return { inner: lot.inner, links: lot.links, index: found.index };
  };
  /** That what is told of a lot is what the contract says, for each of its links. */
  const mustAgree = async (face: BillFace, who: Actor) => {
    const lot = await world.lotWith(face, who);
    const facts = await readRecourse(world.reader, face, lot);
    assert.deepEqual(sumOnLot(facts), await sumOnLotNow(world.reader, face, lot));
    const expected = {
      ...{ notDishonoured: "BillsRecourse_WrongStatus", notProtested: "BillsRecourse_WrongStatus" },
      ...{ notPresented: "BillsRecourse_NotPresented", barred: "BillsRecourse_Barred", nothingOwed: undefined },
    };
    const fault = recourseFault(facts);
    for (const index of lot.links.keys()) {
      const now = await liabilityNow(world.reader, face, { ...lot, index });
      assert.deepEqual({ isLiable: answersFor(facts, index), lastDay: recourseBar(facts) }, now, `link ${index}`);
      const error = fault === undefined ? undefined : expected[fault];
      const wanted = error ?? (now.isLiable ? undefined : "BillsRecourse_NotLiable");
      assert.equal(await refusalOf(who, demandOnBill(recourse, face, { ...lot, index })), wanted, `link ${index}`);
    }
    return facts;
  };
  /** Code of what a call would be refused with; undefined: it goes. */
  const refusalOf = async (who: Actor, call: Call): Promise<string | undefined> => {
    try {
      await who.client.call({ account: who.wallet.account, to: call.address, data: calldataOf(call) });
      return undefined;
    } catch (error) {
      return explainError(error, { act: call.functionName, network: who.network }).code;
    }
  };
  const told = (facts: Awaited<ReturnType<typeof mustAgree>>) =>
    liableParties(facts).map(({ party, role, index }) => [party, role, index]);
  /** Accepted, endorsed by the payee and by the second, and protested by the third because nobody paid. */
  const protested = async (changes: Parameters<BillsWorld["newFace"]>[0] = {}) => {
    const face = await world.accepted({ term: await world.today(), ...changes });
    await send(payee, endorseLot(lots, world.rootOf(face), addressOf(second), KIND.withRecourse));
    await send(second, endorseLot(lots, world.rootOf(face), addressOf(third), KIND.withRecourse));
    await send(third, presentForPayment(bills, face, FIRST_LOT));
    await send(drawee, refusePayment(bills, face));
    await send(third, protestBill(bills, face, FIRST_LOT));
    return face;
  };

  it("SDK-312 tells who answers to the holder, with the contract's sums, before and after the due day", async () => {
    const face = await protested();
    const facts = await mustAgree(face, third);
    assert.deepEqual(told(facts), [
      [addressOf(drawee), "acceptor", undefined],
      [addressOf(drawer), "drawer", 0],
      [addressOf(payee), "endorser", 1],
      [addressOf(second), "endorser", 2],
    ]);
    assert.deepEqual(
      liableParties(facts).map(({ lastDay }) => lastDay - face.term),
      [1_095, 365, 365, 365],
    );
    await world.goTo(face.term + 73);
    const later = await mustAgree(face, third);
    assert.equal(sumOnLot(later).interest, 1_200_000n);

    const refused = await world.newFace();
    await send(drawer, drawBill(bills, refused));
    await send(payee, receiveBill(bills, refused));
    assert.equal(recourseFault(await mustAgree(refused, payee)), "notDishonoured");
    await send(drawee, refuseAcceptance(bills, refused));
    assert.equal(recourseFault(await caseOf(refused, payee)), "notProtested");
    await send(payee, protestBill(bills, refused, FIRST_LOT));
    const early = await mustAgree(refused, payee);
    assert.ok(sumOnLot(early).interest < 0n);
    assert.deepEqual(told(early), [[addressOf(drawer), "drawer", 0]]);
  });

  it("SDK-312 takes up in turn: notice with costs, demand, jump over parties, and nobody answers to himself", async () => {
    const face = await protested();
    const { term } = face;
    await send(third, notifyParties(recourse, face, FIRST_LOT, { costs: 500_000n }));
    await send(third, demandOnBill(recourse, face, await proofOf(face, third, payee)));
    await world.goTo(term + 73);
    const owed = sumOnLot(await mustAgree(face, third));
    assert.deepEqual(owed, {
      ...{ principal: 100_000_000n, interest: 1_200_000n, costs: 500_000n, paid: 0n, total: 101_700_000n },
    });
    const proof = await proofOf(face, third, second);
    assert.equal(
      await codeOf(send(second, takeUpBill(recourse, face, proof, owed.total - 1n))),
      "BillsRecourse_TooDear",
    );
    const before = await balance(third);
    await send(second, takeUpBill(recourse, face, proof, owed.total));
    assert.equal((await balance(third)) - before, owed.total);
    const facts = await mustAgree(face, second);
    // ULB 49: what he paid, and from then on with interest on it; his bar counts from that day.
    assert.equal(sumOnLot(facts).principal, owed.total);
    assert.deepEqual(
      liableParties(facts).map(({ party, lastDay }) => [party, lastDay - term]),
      [
        [addressOf(drawee), 1_095],
        [addressOf(drawer), 73 + 182],
        [addressOf(payee), 73 + 182],
      ],
    );
    await send(drawer, takeUpBill(recourse, face, await proofOf(face, second, drawer), MOST));
    const last = await mustAgree(face, drawer);
    assert.deepEqual(told(last), [[addressOf(drawee), "acceptor", undefined]]);
    const { links } = await world.lotWith(face, drawer);
    assert.deepEqual(
      links.map(({ kind }) => kind),
      [KIND.takenUp],
    );
    verifyHistory(await readHistory(world.reader, world.idOf(face)));
    await world.goTo(term + 73 + 183);
    assert.equal(recourseFault(await caseOf(face, drawer)), "barred");
    // The acceptor still pays, in `Bills`.
    assert.ok((await billDue(world.reader, face)).principal > 0n);
    assert.equal(recourseFault(await caseOf(await protested(), third)), undefined);
  });

  it("SDK-312 knows guarantors and who pays for honour, of a party or the acceptor", async () => {
    const today = await world.today();
    const face = await world.accepted({ term: today });
    await send(third, guaranteeBill(recourse, face, { part: 4_000n }));
    await send(third, guaranteeBill(recourse, face, { principal: face.drawee, part: 10_000n }));
    const id = world.idOf(face);
    assert.equal(await guaranteeOf(world.reader, id, addressOf(third), face.drawer), 4_000n);
    assert.equal((await standingGuarantees(world.reader, id)).length, 2);
    await send(payee, endorseLot(lots, world.rootOf(face), addressOf(second), KIND.withRecourse));
    const { inner, links } = await world.lotWith(face, second);
    await send(
      drawer,
      guaranteeBill(recourse, face, { principal: face.payee, part: 10_000n, proof: { inner, links } }),
    );
    await send(second, presentForPayment(bills, face, FIRST_LOT));
    await send(drawee, refusePayment(bills, face));
    await send(second, protestBill(bills, face, FIRST_LOT));
    await send(third, attestProtest(recourse, face, zeroHash));
    const facts = await mustAgree(face, second);
    assert.deepEqual(
      liableParties(facts).map(({ party, role, amount }) => [party, role, amount]),
      [
        [face.drawee, "acceptor", 100_000_000n],
        [addressOf(third), "guarantor", 100_000_000n],
        [face.drawer, "drawer", 100_000_000n],
        [addressOf(third), "guarantor", 40_000_000n],
        [face.payee, "endorser", 100_000_000n],
        [face.drawer, "guarantor", 100_000_000n],
      ],
    );
    await send(third, payForParty(recourse, face, await proofOf(face, second, payee), MOST));
    // The payee's link stays: he answers to who paid for his honour.
    assert.deepEqual(told(await mustAgree(face, third)), [
      [face.drawee, "acceptor", undefined],
      [face.drawer, "drawer", 0],
      [face.payee, "endorser", 1],
      [face.drawer, "guarantor", 1],
    ]);
    const lot = await world.lotWith(face, third);
    await send(drawee, payForAcceptor(recourse, face, lot, MOST));
    assert.deepEqual(liableParties(await mustAgree(face, drawee)), []);
    assert.equal(await keptFor(world.reader, addressOf(third), world.token), 0n);
    assert.equal(
      await codeOf(send(third, withdrawKept(recourse, world.token, addressOf(third)))),
      "BillsRecourse_NothingToWithdraw",
    );
  });

  it("SDK-312 takes up the rest of a bill that was accepted in part, and the receipt for it", async () => {
    const face = await world.newFace();
    await send(drawer, drawBill(bills, face));
    await send(payee, receiveBill(bills, face));
    await send(drawee, acceptBillPart(bills, face, 4_000n));
    await send(payee, endorseLot(lots, world.rootOf(face), addressOf(second), KIND.withRecourse));
    await send(second, protestRest(recourse, face, 100_000n));
    const id = world.idOf(face);
    assert.equal((await restOf(world.reader, id)).costs, 100_000n);
    assert.equal(await restReceipt(world.reader, id), undefined);
    const { links } = await world.lotWith(face, second);
    const before = await balance(second);
    await send(payee, takeUpRest(recourse, face, { links, index: 1 }, MOST));
    const receipt = await restReceipt(world.reader, id);
    assert.equal(receipt?.creditor, face.payee);
    assert.equal((await balance(second)) - before, receipt?.amount);
    await send(drawer, takeUpReceipt(recourse, face, { links: links.slice(0, 1), index: 0 }, MOST));
    assert.equal((await restReceipt(world.reader, id))?.creditor, face.drawer);
    await world.goTo(face.term);
    assert.equal((await billDue(world.reader, face)).principal, 40_000_000n);
    const facts = await mustAgree(face, second);
    assert.equal(sumOnLot(facts).principal, 40_000_000n);
    assert.deepEqual(
      liableParties(facts).map(({ role, amount }) => [role, amount]),
      [["acceptor", 40_000_000n]],
    );
  });

  it("SDK-312 follows the contract where parties are freed, return, or lots are parts, paid in part and taken up", async () => {
    const today = await world.today();
    const face = await world.accepted({ term: today });
    const root = world.rootOf(face);
    await send(payee, endorseBill(bills, face, FIRST_LOT, addressOf(second), "noFurther"));
    await send(second, endorseLot(lots, root, addressOf(third), KIND.withRecourse));
    await send(third, endorseLot(lots, root, addressOf(second), KIND.withoutRecourse));
    const part = { to: addressOf(third), units: 4_000, kind: KIND.withRecourse };
    await send(second, divideLot(lots, root, FIRST_LOT, [part]));
    await send(drawee, payBill(bills, face, 10_000_000n));
    await send(third, presentForPayment(bills, face, (await world.lotWith(face, third)).inner));
    await send(drawee, refusePayment(bills, face));
    await send(second, protestBill(bills, face, FIRST_LOT));
    await world.goTo(today + 30);
    for (const who of [second, third]) await mustAgree(face, who);
    // "No further": the payee answers to the second holder alone.
    const parties = told(await mustAgree(face, third)).map(([party]) => party);
    assert.ok(!parties.includes(addressOf(payee)));
    const proof = await proofOf(face, third, drawer);
    await send(drawer, takeUpBill(recourse, face, proof, MOST));
    await send(drawee, payBill(bills, face, 20_000_000n));
    await world.goTo(today + 60);
    for (const who of [second, drawer]) await mustAgree(face, who);

    const assigned = await protested({ clauses: 1, term: await world.today() });
    assert.deepEqual(
      told(await mustAgree(assigned, third)).map(([, role]) => role),
      ["acceptor", "drawer"],
    );
    const waived = await world.newFace({ clauses: 2, presentBy: await world.today() });
    await send(drawer, drawBill(bills, waived));
    await send(payee, receiveBill(bills, waived));
    await world.goTo(waived.term);
    await send(payee, presentForPayment(bills, waived, FIRST_LOT));
    await send(drawee, refusePayment(bills, waived));
    assert.equal(recourseFault(await mustAgree(waived, payee)), "notPresented");
  });

  it("SDK-312 agrees with the contract on random chains, before and after protest, divided and taken up", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let random = seed;
    const below = (limit: number): number => {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((random / 2 ** 31) * limit);
    };
    const people = [drawer, drawee, payee, second, third];
    const personOf = (address: string) => people.find((who) => addressOf(who) === address) as Actor;
    try {
      for (let round = 0; round < 8; round++) {
        const today = await world.today();
        const isAfterSight = below(3) === 0;
        const face = await world.accepted({
          ...(isAfterSight ? { tenor: 1, term: 1 } : { term: today + below(2) }),
          ...{ clauses: below(4), presentBy: below(3) === 0 ? today : 0 },
        });
        const root = world.rootOf(face);
        const act = async () => {
          const { lots: all } = await readHistory(world.reader, world.idOf(face));
          const held = all.filter(({ holder, state }) => holder !== undefined && state === 128);
          const lot = held[below(held.length)];
          if (lot?.holder === undefined) return;
          const who = personOf(lot.holder);
          const to = people.filter((each) => each !== who)[below(4)] as Actor;
          const way = below(6);
          const kind = way % 2 === 0 ? KIND.withRecourse : KIND.withoutRecourse;
          if (way === 5 && lot.units > 2) {
            const part = { to: addressOf(to), units: 1 + below(lot.units - 1), kind };
            await send(who, divideLot(lots, root, lot.inner, [part]));
          } else if (way === 4 && face.clauses % 2 === 0) {
            await send(who, endorseBill(bills, face, lot.inner, addressOf(to), "noFurther"));
          } else if (way === 3) {
            await send(who, endorseBill(bills, face, lot.inner, addressOf(to), "collection"));
          } else await send(who, endorseLot(lots, lot.id, addressOf(to), kind));
        };
        const compare = async () => {
          const { lots: all } = await readHistory(world.reader, world.idOf(face));
          for (const { holder } of all) if (holder !== undefined) await mustAgree(face, personOf(holder));
        };
        for (let i = 0; i < 4; i++) await act();
        await compare();
        const { dueDay } = await billOf(world.reader, world.idOf(face));
        if (dueDay > today) await world.goTo(dueDay);
        const holder = (await readHistory(world.reader, world.idOf(face))).lots.find((lot) => lot.holder !== undefined);
        const presenter = personOf(holder?.holder as string);
        await send(presenter, presentForPayment(bills, face, holder?.inner ?? FIRST_LOT));
        await send(drawee, refusePayment(bills, face));
        await compare();
        await act();
        if (below(3) > 0) {
          const inner = (await readHistory(world.reader, world.idOf(face))).lots.find(
            (lot) => lot.holder !== undefined,
          );
          await send(personOf(inner?.holder as string), protestBill(bills, face, inner?.inner ?? FIRST_LOT));
        }
        for (let i = 0; i < 2; i++) await act();
        await world.goTo(dueDay + 10 + below(400));
        await compare();
        for (const { id, inner, holder, units, links } of (await readHistory(world.reader, world.idOf(face))).lots) {
          const facts = await readRecourse(world.reader, face, { id, inner, holder, units, links });
          const found = liableParties(facts).find(({ index, role }) => index !== undefined && role !== "guarantor");
          // An agent who is liable himself gives the lot back first.
          if (found?.index === undefined || found.party === holder) continue;
          const proof = { inner, links, index: found.index };
          await send(personOf(found.party), takeUpBill(recourse, face, proof, sumOnLot(facts).total));
        }
        await compare();
      }
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });
});
