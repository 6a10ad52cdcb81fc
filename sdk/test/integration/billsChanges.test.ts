import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { keccak256, stringToHex } from "viem";
import { billEvents } from "../../src/bills/billEvents.ts";
import { billOf, readFace } from "../../src/bills/billState.ts";
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
  securityOf,
  stopLot,
  stopOf,
  withdrawSecurity,
} from "../../src/bills/changes.ts";
import type { BillFace } from "../../src/bills/face.ts";
import { readHistory, verifyHistory } from "../../src/bills/history.ts";
import { holdsOf } from "../../src/bills/holding.ts";
import { mletrReport } from "../../src/bills/mletr.ts";
import type { Actor } from "../../src/chain/actor.ts";
import { send } from "../../src/chain/send.ts";
import { signTyped, type TypedMessage } from "../../src/chain/signature.ts";
import { deadlineIn } from "../../src/chain/time.ts";
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
});
