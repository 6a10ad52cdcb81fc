import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keccak256, stringToHex, zeroAddress, zeroHash } from "viem";
import {
  isAcceptanceSigned,
  isEarlyPaymentSigned,
  signAcceptance,
  signEarlyPayment,
} from "../../src/bills/billSignatures.ts";
import {
  acceptedPart,
  agentsPrincipal,
  billActionsOf,
  billClaim,
  billCollectable,
  billDue,
  billIdOn,
  billLot,
  billOf,
  interestPaid,
  pledgeOf,
  readFace,
} from "../../src/bills/billState.ts";
import {
  acceptBillPart,
  acceptSignedBill,
  billsMulticall,
  cancelBill,
  collectBill,
  dischargeBill,
  dishonourBill,
  drawAcceptedBill,
  drawBill,
  lapseAcceptance,
  payBill,
  payBillEarly,
  payBills,
  presentForAcceptance,
  presentForPayment,
  protestBill,
  receiveBill,
  refuseAcceptance,
  refusePayment,
  refuseReceipt,
} from "../../src/bills/bills.ts";
import { billsOf } from "../../src/bills/contracts.ts";
import { isDocumented } from "../../src/bills/credential.ts";
import { deadlinesOf } from "../../src/bills/deadlines.ts";
import { type BillFace, dateOfDay, faceHash } from "../../src/bills/face.ts";
import { faceFaults } from "../../src/bills/faceFaults.ts";
import { checkHistory, readHistory, verifyHistory } from "../../src/bills/history.ts";
import { decodeHistory, encodeHistory } from "../../src/bills/historyWire.ts";
import {
  deliverLot,
  endorseBill,
  enforcePledge,
  fillBlank,
  giveBackLot,
  holdsOf,
  pledgeLot,
  recallLot,
} from "../../src/bills/holding.ts";
import { mletrReport } from "../../src/bills/mletr.ts";
import { mletrText } from "../../src/bills/mletrText.ts";
import { allRules, readRules } from "../../src/bills/rules.ts";
import type { Actor } from "../../src/chain/actor.ts";
import { eventsOf } from "../../src/chain/events.ts";
import { readView } from "../../src/chain/readView.ts";
import { send } from "../../src/chain/send.ts";
import { FIRST_LOT, KIND } from "../../src/instruments/links.ts";
import { divideLot, endorseLot, lotOf } from "../../src/instruments/lots.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type BillsWorld, billsWorld } from "../support/bills.ts";
import { addressOf } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";

const REASON = keccak256(stringToHex("no cover"));

describe("the bills client", () => {
  let world: BillsWorld;
  let bills: `0x${string}`;
  let lots: `0x${string}`;
  let drawer: Actor;
  let drawee: Actor;
  let payee: Actor;
  let second: Actor;
  let third: Actor;

  before(async () => {
    world = await billsWorld();
    ({ bills, lots } = world.places);
    ({ drawer, drawee, payee, second, third } = world);
  });
  after(() => world.chain.close());

  const state = async (face: BillFace) => (await billOf(world.reader, world.idOf(face))).status;
  const may = (face: BillFace, who: Actor, inner = FIRST_LOT) =>
    billActionsOf(world.reader, face, inner, addressOf(who));
  const balance = (who: Actor) => balanceOf(world.reader, world.token, addressOf(who));

  it("SDK-300 knows bills by the contract's ids", async () => {
    const face = await world.newFace({ presentBy: (await world.today()) + 9, clauses: 3, court: addressOf(third) });
    const id = await readView(drawer, billsOf(world.reader.network), "idOf", [face]);
    assert.equal(world.idOf(face), id);
    assert.equal(billIdOn(drawer, face), id);
    assert.equal(billLot(bills, id, FIRST_LOT), world.rootOf(face));
    assert.equal(await codeOf(readFace(world.reader, id)), "UnknownBill");
    const { receipt } = await send(drawer, drawBill(bills, face));
    const [drawn] = eventsOf(world.chain.network, "bills", receipt.logs);
    assert.ok(drawn?.eventName === "Drawn" && drawn.args.id === id);
    assert.deepEqual(await readFace(world.reader, id), face);
    assert.ok(await isDocumented(await readFace(world.reader, id), { chainId: 31_337, bills }));
  });

  it("SDK-302 tells what the contract would refuse in a face", async () => {
    const sound = await world.newFace();
    assert.deepEqual(await faceFaults(world.reader, sound), []);
    const today = await world.today();
    const cases: [changes: Partial<BillFace>, code: string, error: string][] = [
      [{ drawee: zeroAddress }, "NoDrawee", "Bills_BadParties"],
      [{ payee: zeroAddress }, "NoPayee", "Bills_BadParties"],
      [{ token: addressOf(third) }, "NoToken", "Bills_NoToken"],
      [{ unit: 0n }, "NoSum", "Bills_BadSum"],
      [{ units: 1, unit: 2n ** 92n + 1n }, "SumTooHigh", "Bills_BadSum"],
      [{ drawnOn: today + 1 }, "DateInFuture", "Bills_BadDate"],
      [{ drawnOn: today - 31 }, "DateTooOld", "Bills_BadDate"],
      [{ tenor: 0, term: 1 }, "TermAtSight", "Bills_BadTenor"],
      [{ tenor: 1, term: 0 }, "NoTerm", "Bills_BadTenor"],
      [{ tenor: 1, term: 3_651 }, "TermTooLong", "Bills_BadTenor"],
      [{ tenor: 3, term: today - 1 }, "DueTooEarly", "Bills_BadTenor"],
      [{ tenor: 2, term: 3_651 }, "DueTooLate", "Bills_BadTenor"],
      [{ presentBy: today - 1 }, "PresentByTooEarly", "Bills_BadPresentBy"],
      [{ presentBy: today, clauses: 4 }, "PresentByForbidden", "Bills_BadPresentBy"],
      [{ rules: 4 }, "NoRules", "RuleSets_None"],
      [{ clauses: 8 }, "ClauseUnknown", "Bills_BadClauses"],
      [{ clauses: 4, tenor: 1, term: 9 }, "PresentmentNeeded", "Bills_BadClauses"],
      [{ drawnAt: zeroHash }, "NoPlaceOfDrawing", "Bills_Incomplete"],
      [{ payableAt: zeroHash }, "NoPlaceOfPayment", "Bills_Incomplete"],
      [{ document: zeroHash }, "NoDocument", "Bills_Incomplete"],
    ];
    for (const [changes, code, error] of cases) {
      const face = { ...sound, ...changes };
      assert.deepEqual(
        (await faceFaults(world.reader, face)).map((fault) => fault.code),
        [code],
      );
      assert.equal(await codeOf(send(drawer, drawBill(bills, face))), error);
    }
    await send(drawer, drawBill(bills, sound));
    assert.deepEqual(await faceFaults(world.reader, sound), [{ code: "AlreadyDrawn", field: "document" }]);
    const { message } = await failureOf(send(drawer, drawBill(bills, sound)));
    assert.match(message, /^Bill 0x[0-9a-f]{6}…[0-9a-f]{4} was drawn already\.$/);
  });

  it("SDK-305 reads rule sets, which are the ones of the docs", async () => {
    const rules = await allRules(world.reader);
    assert.deepEqual(
      rules.map(({ name, permits, protestDays }) => [name, permits, protestDays]),
      [
        ["ULB", ["inBlank", "partAcceptance"], 4],
        ["BEA", ["inBlank", "partAcceptance"], 3],
        ["NIL", [], 3],
      ],
    );
    assert.deepEqual(await readRules(world.reader, 1), rules[0]);
    assert.equal(await codeOf(readRules(world.reader, 4)), "RuleSets_None");
  });

  it("SDK-306 draws, receives, presents, accepts and refuses, and tells what each may do", async () => {
    const face = await world.newFace();
    await send(drawer, drawBill(bills, face));
    assert.equal(await state(face), "drawn");
    assert.deepEqual(await may(face, payee), ["receiveBill", "refuseReceipt", "guarantee"]);
    await send(payee, receiveBill(bills, face));
    await send(payee, presentForAcceptance(bills, face, FIRST_LOT));
    assert.deepEqual(await may(face, drawee), ["accept", "acceptPart", "refuse", "guarantee"]);
    await send(drawee, acceptBillPart(bills, face, 4_000n));
    assert.equal(await state(face), "partAccepted");
    assert.equal(await acceptedPart(world.reader, face), 4_000n);

    const unwanted = await world.newFace();
    await send(drawer, drawBill(bills, unwanted));
    await send(payee, refuseReceipt(bills, unwanted));
    assert.equal(await state(unwanted), "cancelled");

    const early = await world.newFace();
    await send(drawer, drawBill(bills, early));
    await send(drawer, cancelBill(bills, early));
    assert.equal(await state(early), "cancelled");

    const refused = await world.newFace();
    await send(drawer, drawBill(bills, refused));
    await send(payee, receiveBill(bills, refused));
    await send(drawee, refuseAcceptance(bills, refused, REASON));
    assert.equal(await state(refused), "refusedAcceptance");
    await send(payee, protestBill(bills, refused, FIRST_LOT));
    assert.equal(await state(refused), "protested");
    await send(payee, dischargeBill(bills, refused));
    assert.equal(await state(refused), "discharged");
    const claim = await billClaim(world.reader, face, FIRST_LOT);
    assert.deepEqual(
      [claim.key, claim.holder, claim.debtor, claim.isPromised, claim.open],
      [world.idOf(face), addressOf(payee), face.drawee, true, 40_000_000n],
    );
  });

  it("SDK-307 takes a drawee's signature with the drawing or later, and a holder's for an early payment", async () => {
    const face = await world.newFace();
    const acceptance = await signAcceptance(drawee, face);
    assert.ok(await isAcceptanceSigned(drawer, face, acceptance));
    assert.ok(!(await isAcceptanceSigned(drawer, { ...face, unit: face.unit + 1n }, acceptance)));
    await send(drawer, drawAcceptedBill(bills, face, acceptance));
    assert.equal(await state(face), "accepted");

    const later = await world.newFace();
    await send(drawer, drawBill(bills, later));
    await send(third, acceptSignedBill(bills, later, await signAcceptance(drawee, later, 60)));
    assert.equal(await state(later), "accepted");
    await send(payee, receiveBill(bills, later));
    const consent = await signEarlyPayment(payee, world.rootOf(later));
    assert.ok(await isEarlyPaymentSigned(drawee, addressOf(payee), consent));
    assert.ok(!(await isEarlyPaymentSigned(drawee, addressOf(drawer), consent)));
    await send(drawee, payBillEarly(bills, later, consent));
    assert.equal(await state(later), "paid");
    const before = await balance(payee);
    await send(payee, collectBill(bills, later, FIRST_LOT, addressOf(payee)));
    assert.equal((await balance(payee)) - before, 100_000_000n);
    // A signature for a lot that has changed since is none.
    const other = await world.accepted();
    const stale = await signEarlyPayment(payee, world.rootOf(other));
    await send(payee, endorseLot(lots, world.rootOf(other), addressOf(second), KIND.withRecourse));
    assert.equal(await codeOf(send(drawee, payBillEarly(bills, other, stale))), "Bills_NotSigned");
  });

  it("SDK-310 hands lots on in all the ways of the law, and tells how each is held", async () => {
    const face = await world.accepted();
    const [id, root] = [world.idOf(face), world.rootOf(face)];
    const held = async () => holdsOf(await lotOf(world.reader, root));
    await send(payee, endorseBill(bills, face, FIRST_LOT, addressOf(second), "inBlank"));
    assert.deepEqual(await held(), ["inBlank"]);
    await send(second, deliverLot(bills, id, FIRST_LOT, addressOf(third)));
    await send(third, fillBlank(bills, id, FIRST_LOT));
    assert.deepEqual(await held(), []);
    await send(third, endorseBill(bills, face, FIRST_LOT, addressOf(second), "noFurther"));
    await send(second, endorseBill(bills, face, FIRST_LOT, addressOf(third), "collection"));
    assert.deepEqual(await held(), ["withAgent"]);
    assert.equal(await agentsPrincipal(world.reader, root), addressOf(second));
    await send(second, recallLot(bills, id, FIRST_LOT));
    assert.equal(await agentsPrincipal(world.reader, root), undefined);
    const lastDay = (await world.today()) + 3;
    await send(second, pledgeLot(bills, id, FIRST_LOT, addressOf(third), lastDay));
    assert.deepEqual(await pledgeOf(world.reader, root), { owner: addressOf(second), lastDay });
    await send(third, giveBackLot(bills, id, FIRST_LOT));
    assert.equal(await pledgeOf(world.reader, root), undefined);
    await send(second, pledgeLot(bills, id, FIRST_LOT, addressOf(third), lastDay));
    assert.equal(await codeOf(send(third, enforcePledge(bills, id, FIRST_LOT))), "Bills_TooEarly");
    await world.goTo(lastDay + 1);
    await send(third, enforcePledge(bills, id, FIRST_LOT));
    const { links } = await world.lotWith(face, third);
    assert.deepEqual(
      links.map(({ kind }) => kind),
      [5, 7, 5, 6, 8, 10, 9, 10, 9],
    );
    assert.equal(
      await codeOf(send(second, endorseBill(bills, face, FIRST_LOT, addressOf(third), "noFurther"))),
      "Bills_NotHolder",
    );
  });

  it("SDK-306 pays in full, in part and many at once, late with interest, and tells the deadlines", async () => {
    const face = await world.accepted();
    const day = face.term;
    const rules = await readRules(world.reader, 1);
    const id = world.idOf(face);
    const kinds = async (at: number) =>
      deadlinesOf(face, await billOf(world.reader, id), rules, at).map(
        ({ kind, lastDay, isOver }) => `${kind} ${lastDay - day}${isOver ? " over" : ""}`,
      );
    assert.deepEqual(await kinds(day - 1), ["due 0", "presentForPayment 4", "barAcceptor 1095"]);
    assert.equal(await codeOf(send(drawee, payBill(bills, face))), "Bills_TooEarly");
    await world.goTo(day);
    assert.deepEqual(await billDue(world.reader, face), { principal: 100_000_000n, interest: 0n });
    await send(payee, presentForPayment(bills, face, FIRST_LOT));
    assert.deepEqual(await kinds(day), ["answerPayment 0", "barAcceptor 1095"]);
    await send(drawee, payBill(bills, face, 25_000_000n));
    assert.equal(await state(face), "partPaid");
    await send(drawee, refusePayment(bills, face, REASON));
    assert.deepEqual(await kinds(day + 5), ["protest 4 over", "barAcceptor 1095"]);
    await send(payee, protestBill(bills, face, FIRST_LOT));
    assert.deepEqual(await kinds(day), ["notice 6", "barPrior 365", "barAcceptor 1095"]);
    await world.goTo(day + 73);
    // A fifth of a year at six percent on 75.
    assert.deepEqual(await billDue(world.reader, face), { principal: 75_000_000n, interest: 900_000n });
    await send(drawee, payBill(bills, face));
    assert.equal(await interestPaid(world.reader, id), 90n);
    assert.equal(await billCollectable(world.reader, id, FIRST_LOT), 100_900_000n);

    const today = await world.today();
    const first = await world.accepted({ term: today });
    const other = await world.accepted({ term: today });
    await send(drawee, payBills(bills, world.token, [{ face: first }, { face: other, upTo: 10_000_000n }]));
    assert.deepEqual([await state(first), await state(other)], ["paid", "partPaid"]);

    const silent = await world.newFace({ tenor: 0, term: 0 });
    await send(drawer, drawBill(bills, silent));
    await send(payee, receiveBill(bills, silent));
    await send(payee, presentForPayment(bills, silent, FIRST_LOT));
    await world.goTo(today + 1);
    await send(third, dishonourBill(bills, silent));
    assert.equal(await state(silent), "dishonoured");

    const slow = await world.newFace({ tenor: 1, term: 30 });
    await send(drawer, drawBill(bills, slow));
    await send(payee, billsMulticall(bills, [receiveBill(bills, slow), presentForAcceptance(bills, slow, FIRST_LOT)]));
    assert.deepEqual(
      deadlinesOf(slow, await billOf(world.reader, world.idOf(slow)), rules, today).map(({ kind }) => kind),
      ["answerAcceptance"],
    );
    await world.goTo(today + 3);
    await send(third, lapseAcceptance(bills, slow));
    assert.equal(await state(slow), "refusedAcceptance");
  });

  it("SDK-304 tells a bill's history, proves it without the chain, and checks it against it", async () => {
    const face = await world.accepted();
    const [id, root] = [world.idOf(face), world.rootOf(face)];
    await send(payee, endorseLot(lots, root, addressOf(second), KIND.withRecourse));
    const part = { to: addressOf(third), units: 4_000, kind: KIND.withoutRecourse };
    await send(second, divideLot(lots, root, FIRST_LOT, [part]));
    const history = await readHistory(world.reader, id);
    assert.deepEqual(
      history.lots.map(({ holder, start, units, links }) => [holder, start, units, links.length]),
      [
        [addressOf(second), 0, 6_000, 2],
        [addressOf(third), 6_000, 4_000, 3],
      ],
    );
    verifyHistory(history);
    const file = decodeHistory(JSON.parse(JSON.stringify(encodeHistory(history))));
    verifyHistory(file);
    assert.deepEqual(await checkHistory(world.reader, file), { isBlockKnown: true, isTrue: true, isCurrent: true });
    await send(second, endorseLot(lots, root, addressOf(drawer), KIND.withRecourse));
    assert.deepEqual(await checkHistory(world.reader, file), { isBlockKnown: true, isTrue: true, isCurrent: false });
    // One that proves itself, but is no history of this chain.
    const cut = history.lots[1] as (typeof history.lots)[0];
    const shorter = { ...history, lots: [{ ...(history.lots[0] as typeof cut), units: 10_000 }] };
    verifyHistory(shorter);
    assert.deepEqual(await checkHistory(world.reader, shorter), {
      ...{ isBlockKnown: true, isTrue: false, isCurrent: false },
    });
    const ahead = { ...history, block: { ...history.block, number: history.block.number + 999n } };
    assert.equal((await checkHistory(world.reader, ahead)).isBlockKnown, false);
    const forked = { ...history, block: { ...history.block, hash: REASON } };
    assert.deepEqual(await checkHistory(world.reader, forked), {
      ...{ isBlockKnown: false, isTrue: true, isCurrent: false },
    });
    assert.equal(await codeOf(checkHistory(world.reader, { ...history, chainId: 1 })), "WrongChain");
  });

  it("SDK-311 shows singularity, control, integrity and all that happened from a bill's id", async () => {
    const face = await world.accepted();
    const [id, root] = [world.idOf(face), world.rootOf(face)];
    await send(payee, endorseBill(bills, face, FIRST_LOT, addressOf(second), "inBlank"));
    const report = await mletrReport(world.reader, id);
    assert.deepEqual(
      report.findings.map(({ article, isMet }) => `${article} ${isMet}`),
      ["10(1)(b)(i)", "10(1)(b)(ii)", "10(1)(b)(iii)", "10(2)", "11", "13", "15"].map((each) => `${each} true`),
    );
    assert.equal(report.faceHash, faceHash(face));
    assert.equal(report.bill.status, "accepted");
    const { timestamp } = await world.reader.client.getBlock();
    assert.deepEqual(report.control, [
      {
        ...{ lot: root, holder: addressOf(second), since: Number(timestamp), start: 0, units: 10_000 },
        ...{ holds: ["inBlank"], isConfirmed: true },
      },
    ]);
    assert.deepEqual(
      report.events.map(({ contract, name }) => `${contract}.${name}`),
      [
        ...["Bills.Drawn", "Lots.Opened", "Bills.Received", "Lots.Endorsed", "Lots.StateSet", "Bills.Accepted"],
        ...["Lots.Endorsed", "Lots.StateSet"],
      ],
    );
    assert.ok(report.events.every(({ time }, i, all) => time > 0 && time >= (all[i - 1]?.time ?? 0)));
    const text = mletrText(report, { symbol: "EURX", decimals: 6 });
    assert.match(text, /^BILL OF EXCHANGE: report/);
    assert.match(text, /sum {9}100 EURX/);
    assert.match(text, new RegExp(`due {9}${dateOfDay(face.term)}`));
    assert.match(text, /inBlank/);
    assert.doesNotMatch(text, /NOT MET/);
    assert.match(mletrText(report), /sum {9}100000000 base units/);

    const drawn = await world.newFace();
    const foreign = { ...drawn, document: REASON };
    await send(drawer, drawBill(bills, foreign));
    const other = await mletrReport(world.reader, world.idOf(foreign));
    assert.deepEqual(
      other.findings.filter(({ isMet }) => !isMet).map(({ article }) => article),
      ["10(2)"],
    );
    assert.equal(other.control[0]?.holder, addressOf(drawer));
    assert.equal(other.control[0]?.since, other.events[0]?.time);
    assert.equal(await codeOf(mletrReport(world.reader, 7n)), "UnknownBill");
  });
});
