import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { hashTypedData, keccak256, stringToHex } from "viem";
import {
  type BillChange,
  bringChange,
  changeDigest,
  changeSigners,
  isBillChangeSigned,
  missingSigners,
  proposeFromPaper,
  proposeNovation,
  proposeToPaper,
  signBillChange,
} from "../../src/bills/billChange.ts";
import { decodeChange, encodeChange } from "../../src/bills/billChangeWire.ts";
import { billEvents } from "../../src/bills/billEvents.ts";
import { billOf, readFace } from "../../src/bills/billState.ts";
import { acceptBillPart, drawBill, receiveBill } from "../../src/bills/bills.ts";
import {
  fromPaperTypedData,
  novationTypedData,
  signersOfChange,
  toPaperTypedData,
} from "../../src/bills/changeSignatures.ts";
import {
  awardSecurity,
  billFromPaper,
  billToPaper,
  dismissObjection,
  liftStop,
  novateBill,
  objectToStop,
  type PaperBill,
  releaseSecurity,
  replaceLot,
  securityFor,
  securityNeeded,
  securityOf,
  stopLot,
  stopOf,
  withdrawSecurity,
} from "../../src/bills/changes.ts";
import type { BillFace } from "../../src/bills/face.ts";
import { readHistory, verifyHistory } from "../../src/bills/history.ts";
import { holdsOf } from "../../src/bills/holding.ts";
import { mletrReport } from "../../src/bills/mletr.ts";
import { protestRest, takeUpRest } from "../../src/bills/recourse.ts";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped, type TypedMessage } from "../../src/chain/signature.ts";
import { chainTime, deadlineIn } from "../../src/chain/time.ts";
import { isTallystickError } from "../../src/errors.ts";
import { FIRST_LOT, KIND } from "../../src/instruments/links.ts";
import { endorseLot, lotOf, versionOf } from "../../src/instruments/lots.ts";
import { approve } from "../../src/market/buying.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type BillsWorld, billsWorld } from "../support/bills.ts";
import { addressOf } from "../support/chain.ts";
import { codeOf } from "../support/errors.ts";

const REASON = keccak256(stringToHex("order 7 of the court"));

describe("changes of bills", () => {
  let world: BillsWorld;
  let changes: `0x${string}`;
  let lots: `0x${string}`;
  let drawer: Actor;
  let drawee: Actor;
  let payee: Actor;
  let second: Actor;
  let third: Actor;
  let court: Actor;

  before(async () => {
    world = await billsWorld();
    ({ lots, billsChanges: changes } = world.places);
    ({ drawer, drawee, payee, second, third } = world);
    court = world.actor("auditor");
    await send(third, approve(world.token, changes, 2n ** 256n - 1n));
  });
  after(() => world.chain.close());

  const signedBy = async (signers: readonly string[], typedData: TypedMessage) =>
    Promise.all(
      signers.map((signer) => {
        const who = [drawer, drawee, payee, second, third].find((each) => addressOf(each) === signer) as Actor;
        return signTyped(who, typedData, "signing a change");
      }),
    );

  it("SDK-313 stops a lot, objects, dismisses, lifts and replaces, and gives or awards the security", async () => {
    const face = await world.accepted({ court: addressOf(court) });
    const [id, root] = [world.idOf(face), world.rootOf(face)];
    const order = async () => ({ claimant: addressOf(third), lastDay: (await world.today()) + 61, reason: REASON });
    await send(court, stopLot(changes, face, FIRST_LOT, await order()));
    assert.deepEqual(holdsOf(await lotOf(world.reader, root)), ["stopped"]);
    const { lastDay } = (await stopOf(world.reader, root)) ?? assert.fail("there is no stop order");
    assert.deepEqual(await stopOf(world.reader, root), {
      ...{ claimant: addressOf(third), lastDay, isObjected: false, isDismissed: false },
    });
    assert.equal(
      await codeOf(send(payee, endorseLot(lots, root, addressOf(second), KIND.withRecourse))),
      "Lots_NotTransferable",
    );
    await send(payee, objectToStop(changes, face, FIRST_LOT));
    assert.equal((await stopOf(world.reader, root))?.isObjected, true);
    await send(court, liftStop(changes, face, FIRST_LOT));
    assert.equal(await stopOf(world.reader, root), undefined);

    await send(court, stopLot(changes, face, FIRST_LOT, await order()));
    await send(payee, objectToStop(changes, face, FIRST_LOT));
    await send(court, dismissObjection(changes, face, FIRST_LOT));
    assert.equal(await codeOf(send(third, replaceLot(changes, face, FIRST_LOT))), "BillsChanges_TooEarly");
    const until = (await stopOf(world.reader, root))?.lastDay as number;
    await world.goTo(until + 1);
    const security = await securityNeeded(world.reader, face, await world.lotWith(face, payee));
    assert.equal(security, 100_000_000n);
    await send(third, replaceLot(changes, face, FIRST_LOT));
    const lot = await world.lotWith(face, third);
    assert.deepEqual(
      lot.links.map(({ kind }) => kind),
      [KIND.delivered, KIND.replaced],
    );
    verifyHistory(await readHistory(world.reader, id));
    assert.deepEqual(await securityOf(world.reader, root, addressOf(third)), {
      ...{ deprived: addressOf(payee), amount: 100_000_000n },
    });
    assert.ok((await codeOf(send(payee, releaseSecurity(changes, face, FIRST_LOT, addressOf(third))))) !== "");
    await send(court, awardSecurity(changes, face, FIRST_LOT, addressOf(third)));
    assert.equal(await securityOf(world.reader, root, addressOf(third)), undefined);
    assert.equal(await securityFor(world.reader, addressOf(payee), world.token), 100_000_000n);
    const start = await balanceOf(world.reader, world.token, addressOf(payee));
    await send(payee, withdrawSecurity(changes, world.token, addressOf(payee)));
    assert.equal((await balanceOf(world.reader, world.token, addressOf(payee))) - start, 100_000_000n);
    const names = (await billEvents(world.reader, id)).filter(({ contract }) => contract === "BillsChanges");
    assert.ok(names.length >= 7);
    assert.ok((await mletrReport(world.reader, id)).findings.every(({ isMet }) => isMet));
  });

  it("SDK-313 tells the security for a lot of a bill whose rest was taken up, as the contract takes it", async () => {
    const { bills, billsRecourse } = world.places;
    const face = await world.newFace({ court: addressOf(court) });
    await send(drawer, drawBill(bills, face));
    await send(payee, receiveBill(bills, face));
    await send(drawee, acceptBillPart(bills, face, 4_000n));
    await send(payee, endorseLot(lots, world.rootOf(face), addressOf(second), KIND.withRecourse));
    await send(second, protestRest(billsRecourse, face));
    const { links } = await world.lotWith(face, second);
    const index = links.findIndex(({ from }) => from === addressOf(payee));
    await send(payee, takeUpRest(billsRecourse, face, { links, index }, 2n ** 96n - 1n));
    const order = { claimant: addressOf(third), lastDay: (await world.today()) + 61, reason: REASON };
    await send(court, stopLot(changes, face, FIRST_LOT, order));
    await world.goTo(order.lastDay + 1);
    const needed = await securityNeeded(world.reader, face, await world.lotWith(face, second));
    assert.equal(needed, 40_000_000n);
    await send(third, replaceLot(changes, face, FIRST_LOT));
    assert.equal((await securityOf(world.reader, world.rootOf(face), addressOf(third)))?.amount, needed);
  });

  it("SDK-313 puts a bill in the place of another, by all signatures", async () => {
    const face = await world.accepted();
    const root = world.rootOf(face);
    await send(payee, endorseLot(lots, root, addressOf(second), KIND.withRecourse));
    const next: BillFace = await world.newFace({ term: face.term + 30 });
    const { links } = await world.lotWith(face, second);
    const deadline = await deadlineIn(drawer, 600);
    const version = await versionOf(drawer, root);
    const typedData = novationTypedData(31_337, changes, {
      ...{ from: world.idOf(face), to: world.idOf(next), version, deadline },
    });
    const signatures = await signedBy(signersOfChange(face, true, links, addressOf(second)), typedData);
    assert.equal(
      await codeOf(send(drawer, novateBill(changes, face, next, links, { deadline, signatures: signatures.slice(1) }))),
      "BillsChanges_SignaturesMissing",
    );
    await send(drawer, novateBill(changes, face, next, links, { deadline, signatures }));
    assert.equal((await billOf(world.reader, world.idOf(next))).status, "accepted");
    assert.deepEqual(await readFace(world.reader, world.idOf(next)), next);
    const lot = await world.lotWith(next, second);
    assert.deepEqual(
      lot.links.map(({ kind }) => kind),
      [KIND.delivered, KIND.withRecourse],
    );
    verifyHistory(await readHistory(world.reader, world.idOf(next)));
    assert.ok((await mletrReport(world.reader, world.idOf(next))).findings.every(({ isMet }) => isMet));
  });

  it("SDK-313 lets a bill go on on paper, and come from paper", async () => {
    const face = await world.accepted();
    const root = world.rootOf(face);
    const deadline = await deadlineIn(drawer, 600);
    const version = await versionOf(drawer, root);
    const toPaper = { bill: world.idOf(face), version, paper: REASON, deadline };
    const signatures = await signedBy(
      signersOfChange(face, true, [], addressOf(payee)),
      toPaperTypedData(31_337, changes, toPaper),
    );
    await send(third, billToPaper(changes, face, REASON, { deadline, signatures }));
    assert.deepEqual((await readHistory(world.reader, world.idOf(face))).lots[0]?.holder, undefined);

    const next = await world.newFace();
    const link = { time: 0, start: 0, units: 0 };
    const paper: PaperBill = {
      paper: REASON,
      isAccepted: true,
      links: [
        { ...link, from: next.drawer, to: next.payee, kind: KIND.delivered },
        { ...link, from: next.payee, to: addressOf(second), kind: KIND.withRecourse },
      ],
    };
    const typedData = fromPaperTypedData(31_337, changes, world.idOf(next), paper, deadline);
    const all = await signedBy(signersOfChange(next, true, paper.links, addressOf(second)), typedData);
    await send(third, billFromPaper(changes, next, paper, { deadline, signatures: all }));
    assert.equal((await billOf(world.reader, world.idOf(next))).status, "accepted");
    assert.equal((await world.lotWith(next, second)).links.length, 2);
  });

  it("SDK-319 takes each change from its proposal over a file that all sign to the chain", async () => {
    const network = world.chain.network;
    const place = { chainId: 31_337, changes };
    const signAll = async (change: BillChange, ...who: readonly Actor[]) => {
      let file = JSON.stringify(encodeChange(place, { change, signatures: [] }));
      for (const each of who) {
        const read = decodeChange(place, JSON.parse(file));
        assert.deepEqual(read.change, change);
        const signed = await signBillChange(each, read.change);
        assert.equal(await isBillChangeSigned(drawer, read.change, signed), true);
        assert.equal(await isBillChangeSigned(drawer, read.change, { ...signed, signer: addressOf(court) }), false);
        file = JSON.stringify(encodeChange(place, { ...read, signatures: [...read.signatures, signed] }));
      }
      return decodeChange(place, JSON.parse(file));
    };
    const face = await world.accepted();
    await send(payee, endorseLot(lots, world.rootOf(face), addressOf(second), KIND.withRecourse));
    const next = await world.newFace({ term: face.term + 9 });
    const novation = await proposeNovation(world.reader, face, next, 600);
    assert.deepEqual(
      changeSigners(novation),
      [drawer, drawee, payee, second].map((each) => addressOf(each)),
    );
    const { signatures: three } = await signAll(novation, drawer, drawee, payee);
    assert.deepEqual(missingSigners(novation, three), [addressOf(second)]);
    assert.throws(() => bringChange(changes, novation, three), { code: "TicketInvalid" });
    const all = await signAll(novation, drawer, drawee, payee, second);
    assert.deepEqual(missingSigners(novation, all.signatures), []);
    const swapped = all.signatures.map(({ signer }, i) => ({
      ...{ signer, signature: all.signatures.at(i - 1)?.signature ?? "0x" },
    }));
    assert.equal(await codeOf(send(third, bringChange(changes, novation, swapped))), "BillsChanges_NotSigned");
    await send(third, bringChange(changes, all.change, all.signatures));
    assert.equal((await billOf(world.reader, world.idOf(next))).status, "accepted");

    const toPaper = await proposeToPaper(world.reader, next, keccak256(stringToHex("paper 2")));
    assert.equal(toPaper.deadline, (await chainTime(world.reader)) + 7 * 86_400);
    const papered = await signAll(toPaper, drawer, drawee, second);
    await send(third, bringChange(changes, papered.change, papered.signatures));
    assert.equal(await codeOf(proposeToPaper(world.reader, next, REASON)), "FieldInvalid");

    const back = await world.newFace();
    const link = { time: 0, start: 0, units: 0 };
    const links = [
      { ...link, from: back.drawer, to: back.payee, kind: KIND.delivered },
      { ...link, from: back.payee, to: addressOf(second), kind: KIND.noFurther },
    ];
    const paper = { paper: toPaper.paper, isAccepted: true, links };
    const fromPaper = await proposeFromPaper(world.reader, back, paper);
    assert.equal(fromPaper.holder, addressOf(second));
    const digest = fromPaperTypedData(31_337, changes, world.idOf(back), paper, fromPaper.deadline);
    assert.equal(changeDigest(network, fromPaper), hashTypedData(digest));
    const brought = await signAll(fromPaper, drawer, drawee, payee, second);
    await send(third, bringChange(changes, brought.change, brought.signatures));
    assert.equal((await world.lotWith(back, second)).links.length, 2);
    const own = await world.newFace({ payee: addressOf(drawer) });
    const bare = await proposeFromPaper(world.reader, own, { paper: REASON, isAccepted: false, links: [] });
    assert.deepEqual(changeSigners(bare), [addressOf(drawer)]);
  });

  it("SDK-319 refuses a change's file when anything in it is not as it must be", async () => {
    const place = { chainId: 31_337, changes };
    const face = await world.accepted();
    const change = await proposeNovation(world.reader, face, await world.newFace());
    const good = encodeChange(place, { change, signatures: [await signBillChange(drawer, change)] });
    const refused = (value: object) => {
      try {
        decodeChange(place, JSON.parse(JSON.stringify({ ...good, ...value })));
      } catch (error) {
        assert.ok(isTallystickError(error, "TicketInvalid"), String(error));
        return error.details.field;
      }
      assert.fail("it was taken");
    };
    const [signature] = good.signatures;
    const cases: [value: object, field: string][] = [
      [{ tallystick: "bill-change/2" }, "tallystick"],
      [{ chainId: 1 }, "chainId"],
      [{ changes: lots }, "changes"],
      [{ signatures: {} }, "signatures"],
      [{ signatures: [7] }, "signatures[0]"],
      [{ signatures: [{ ...signature, signature: "0x" }] }, "signature"],
      [{ signatures: [{ ...signature, signer: "0x" }] }, "signer"],
      [{ change: [] }, "change"],
      [{ change: { ...good.change, kind: "swap" } }, "kind"],
      [{ change: { ...good.change, kind: "fromPaper" } }, "paper"],
      [{ change: { ...good.change, kind: "toPaper", paper: REASON } }, "links"],
      [{ change: { ...good.change, next: undefined } }, "next"],
      [{ change: { ...good.change, next: { ...face, unit: 5 } } }, "next.unit"],
      [{ change: { ...good.change, face: { ...good.change.face, units: -1 } } }, "units"],
      [{ change: { ...good.change, isAccepted: 1 } }, "isAccepted"],
      [{ change: { ...good.change, holder: 1 } }, "holder"],
      [{ change: { ...good.change, version: "0x" } }, "version"],
      [{ change: { ...good.change, deadline: -1 } }, "deadline"],
      [{ change: { ...good.change, links: [{ ...good.change.links[0], kind: "stolen" }] } }, "links[0].kind"],
    ];
    for (const [value, field] of cases) assert.equal(refused(value), field);
  });
});
