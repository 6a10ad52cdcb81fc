import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Hex, keccak256, stringToHex, toHex, zeroAddress, zeroHash } from "viem";
import type { Actor } from "../../src/chain/actor.ts";
import { readView } from "../../src/chain/readView.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { lotsOf, receivablesOf } from "../../src/instruments/contracts.ts";
import { countedBooks } from "../../src/instruments/interest.ts";
import { lineageOf, mergeable } from "../../src/instruments/lineage.ts";
import { FIRST_LOT, KIND, type Link, partId, rollAfter } from "../../src/instruments/links.ts";
import {
  approveLot,
  divideLot,
  endorseLot,
  isChain,
  isLotsOperator,
  lotAllowance,
  lotOf,
  markOf,
  mergeLots,
  rollOf,
  setLotsOperator,
  tiersLeft,
  versionOf,
  versionOfLot,
} from "../../src/instruments/lots.ts";
import { lotTree, tiersOf } from "../../src/instruments/lotTree.ts";
import { lotSteps, readLineage } from "../../src/instruments/readLineage.ts";
import {
  isConfirmationSigned,
  isCreditNoteSigned,
  isExtensionSigned,
  signConfirmation,
  signCreditNote,
  signExtension,
} from "../../src/instruments/receivableSignatures.ts";
import {
  actionsOf,
  booksOf,
  collectableOn,
  maxTerm,
  orderUse,
  proceedsOf,
  readTerms,
  receivableDue,
  receivableStatus,
} from "../../src/instruments/receivableState.ts";
import {
  collectLot,
  confirmReceivable,
  confirmSigned,
  creditLot,
  disputeReceivable,
  extendReceivable,
  payReceivable,
  payReceivables,
  receivablesMulticall,
  recordDefault,
  registerConfirmed,
  registerReceivable,
  withdrawProceeds,
  withdrawReceivable,
  writeOffLot,
} from "../../src/instruments/receivables.ts";
import { demandRecourse, liableLinks, recourseProof, shortOf, takeUpLot } from "../../src/instruments/recourse.ts";
import { bookCollection } from "../../src/instruments/sharing.ts";
import { faceOf, receivableId, termsHash } from "../../src/instruments/terms.ts";
import { termsFaults } from "../../src/instruments/termsFaults.ts";
import { balanceOf } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";
import { DAY } from "../support/market.ts";
import { CENT, type ReceivablesWorld, receivablesWorld, UNITS } from "../support/receivables.ts";

const REASON = keccak256(stringToHex("two pallets were missing"));

describe("the receivables client", () => {
  let world: ReceivablesWorld;
  let place: Hex;
  let lots: Hex;
  let debtor: Actor;
  let creditor: Actor;
  let second: Actor;
  let third: Actor;
  let stranger: Actor;

  before(async () => {
    world = await receivablesWorld();
    ({ receivables: place, lots } = world.places);
    ({ debtor, creditor, second, third, stranger } = world);
  });
  after(() => world.chain.close());

  const balance = (who: Actor) => balanceOf(world.chain.reader, world.token, addressOf(who));
  /** Goes to a second: the next block is mined there. */
  const at = async (second: number) => {
    await world.chain.provider.request({ method: "evm_setNextBlockTimestamp", params: [toHex(second)] } as never);
    await world.chain.provider.request({ method: "evm_mine", params: [] } as never);
  };
  const status = (terms: Parameters<typeof receivableStatus>[1]) => receivableStatus(world.chain.reader, terms);
  const lineage = (terms: Parameters<typeof receivableStatus>[1]) => readLineage(world.chain.reader, world.idOf(terms));
  /** The lot of a receivable that somebody has. */
  const lotWith = async (terms: Parameters<typeof receivableStatus>[1], who: Actor) => {
    const found = [...(await lineage(terms)).values()].filter(({ holder }) => holder === addressOf(who));
    assert.equal(found.length, 1);
    return found[0] as NonNullable<(typeof found)[0]>;
  };

  it("SDK-250 computes ids, rolls, versions and hashes as the contracts do", async () => {
    const terms = await world.newTerms();
    const read = receivablesOf(world.chain.network);
    const id = await readView(creditor, read, "receivableId", [terms.debtor, terms.creditor, terms.number]);
    assert.equal(receivableId(31337, place, terms), id);
    const root = world.rootOf(terms);
    const ledger = lotsOf(world.chain.network);
    assert.equal(await readView(creditor, ledger, "rootId", [place, id]), root);
    const links: Link[] = [
      { from: terms.creditor, to: terms.debtor, kind: KIND.withRecourse, time: 7, start: 0, units: 0 },
      { from: terms.debtor, to: place, kind: KIND.division, time: 2 ** 40 - 1, start: 3, units: 2 ** 40 - 1 },
      { from: place, to: lots, kind: KIND.takenUp, time: 9, start: 0, units: 0 },
    ];
    for (const count of [0, 1, 2, 3]) {
      const roll = rollAfter(root, links.slice(0, count));
      assert.equal(await readView(creditor, ledger, "rollAfter", [root, links, BigInt(count)]), roll);
      const link = links[1] as Link;
      assert.equal(await readView(creditor, ledger, "partId", [root, roll, link]), partId(root, roll, link));
    }
    await send(creditor, registerReceivable(place, terms));
    const lot = await lotOf(creditor, root);
    assert.deepEqual([lot.holder, lot.units, lot.state], [terms.creditor, UNITS, 0]);
    assert.equal(await versionOf(creditor, root), versionOfLot(await rollOf(creditor, root), lot));
    assert.deepEqual(await readTerms(world.chain.reader, id), terms);
    assert.equal(await codeOf(readTerms(world.chain.reader, id + 1n)), "UnknownReceivable");
  });

  it("SDK-252 tells what the contract would refuse, and nothing of what it takes", async () => {
    const terms = await world.newTerms({ order: REASON, orderAmount: 2_000_000n * CENT });
    assert.deepEqual(await termsFaults(creditor, terms), []);
    await send(creditor, registerReceivable(place, terms));
    assert.deepEqual(await orderUse(creditor, terms), { orderAmount: 2_000_000n * CENT, used: faceOf(terms) });
    const longest = await maxTerm(creditor);
    const now = await chainTime(creditor);
    const cases = [
      [{}, "AlreadyRegistered", "Receivables_Exists"],
      [{ unit: 1n }, "AlreadyRegistered", "Receivables_Exists"],
      [{ number: zeroHash }, "BadNumber", "Receivables_BadNumber"],
      [{ number: stringToHex("INV-9", { size: 32 }) }, "BadNumber", "Receivables_BadNumber"],
      [{ number: `0x41${"00".repeat(30)}41` as Hex }, "BadNumber", "Receivables_BadNumber"],
      [{ debtor: zeroAddress }, "NoDebtor", "Receivables_BadParties"],
      [{ debtor: addressOf(creditor) }, "DebtorIsCreditor", "Receivables_BadParties"],
      [{ debtor: place }, "DebtorIsContract", "Receivables_BadParties"],
      [{ token: addressOf(third) }, "NoToken", "Receivables_NoToken"],
      [{ units: 0 }, "NoFace", "Receivables_BadFace"],
      [{ unit: 2n ** 94n }, "FaceTooHigh", "Receivables_BadFace"],
      [{ dueAt: now }, "DueTooEarly", "Receivables_BadDueDate"],
      [{ dueAt: now + longest + DAY }, "DueTooLate", "Receivables_BadDueDate"],
      [{ maxTier: 64 }, "TierTooDeep", "Receivables_BadTerms"],
      [{ lateBps: 3_601 }, "LateTooHigh", "Receivables_BadTerms"],
      [{ graceDays: 366 }, "GraceTooLong", "Receivables_BadTerms"],
      [{ order: REASON, orderAmount: CENT }, "OrderDiffers", "Receivables_OrderDiffers"],
      [{ order: REASON, orderAmount: 2_000_000n * CENT, units: 1_990_001 }, "BeyondOrder", "Receivables_BeyondOrder"],
    ] as const;
    for (const [changes, fault, refusal] of cases) {
      const isNew = fault !== "AlreadyRegistered";
      const wrong = isNew ? await world.newTerms(changes) : { ...terms, ...changes };
      const found = await termsFaults(creditor, wrong);
      assert.ok(
        found.some(({ code }) => code === fault),
        `${fault}: ${JSON.stringify(found)}`,
      );
      assert.equal(await codeOf(send(creditor, registerReceivable(place, wrong))), refusal, fault);
    }
  });

  it("SDK-254 confirms by one signature of exactly these terms, which a dispute kills", async () => {
    const terms = await world.newTerms();
    const signed = await signConfirmation(debtor, terms);
    assert.equal(signed.terms, termsHash(terms));
    assert.equal(await isConfirmationSigned(stranger, terms, signed), true);
    for (const other of [
      { ...terms, unit: 2n * CENT },
      { ...terms, dueAt: terms.dueAt + 1 },
    ]) {
      assert.equal(await isConfirmationSigned(stranger, other, signed), false);
      assert.equal(await codeOf(send(creditor, registerConfirmed(place, other, signed))), "Receivables_NotSigned");
    }
    await send(creditor, registerConfirmed(place, terms, signed));
    assert.equal(await status(terms), "confirmed");
    assert.equal(await codeOf(send(stranger, confirmSigned(place, terms, signed))), "Receivables_WrongStatus");

    const later = await world.newTerms();
    await send(creditor, registerReceivable(place, later));
    const early = await signConfirmation(debtor, later, 100);
    await send(debtor, disputeReceivable(place, later, REASON));
    assert.equal(await status(later), "disputed");
    assert.equal(await codeOf(send(stranger, confirmSigned(place, later, early))), "Receivables_WrongStatus");
    await send(debtor, confirmReceivable(place, later));
    assert.equal(await status(later), "confirmed");

    const late = await world.newTerms();
    await send(creditor, registerReceivable(place, late));
    const expired = await signConfirmation(debtor, late, 100);
    await world.chain.pass(101);
    assert.equal(await codeOf(send(stranger, confirmSigned(place, late, expired))), "Receivables_Expired");
    const relayed = await signForwardRequest(creditor, withdrawReceivable(place, late));
    await send(stranger, relayAct(deployed(world.chain.network).relay, relayed));
    assert.equal(await status(late), "void");
  });

  it("SDK-253 confirms many at once, divides among tiers, is paid once, and every holder collects to the unit", async () => {
    const [one, two] = [await world.newTerms(), await world.newTerms({ unit: 3n })];
    for (const terms of [one, two]) await send(creditor, registerReceivable(place, terms));
    assert.deepEqual(await actionsOf(creditor, one, FIRST_LOT, addressOf(debtor)), ["confirm", "dispute"]);
    assert.deepEqual(await actionsOf(creditor, one, FIRST_LOT, addressOf(creditor)), ["withdraw"]);
    const both = [one, two].map((terms) => confirmReceivable(place, terms));
    await send(debtor, receivablesMulticall(place, both));
    assert.deepEqual(await actionsOf(creditor, one, FIRST_LOT, addressOf(creditor)), ["pay", "handOn"]);
    assert.deepEqual(await receivableDue(creditor, one), { principal: faceOf(one), interest: 0n });

    const root = world.rootOf(one);
    await send(
      creditor,
      divideLot(lots, root, FIRST_LOT, [
        { to: addressOf(second), units: 3_000, kind: KIND.withRecourse },
        { to: addressOf(third), units: 1, kind: KIND.withoutRecourse },
      ]),
    );
    const part = await lotWith(one, second);
    assert.deepEqual([part.start, part.units, part.parent], [7_000, 3_000, root]);
    await send(second, endorseLot(lots, part.id, addressOf(stranger), KIND.withRecourse));
    const passed = await lotWith(one, stranger);
    assert.equal(passed.id, part.id);
    assert.equal(await isChain(creditor, root, passed.inner, passed.links), true);
    assert.equal(await isChain(creditor, root, passed.inner, passed.links.slice(1)), false);

    const start = await Promise.all([creditor, third, stranger, debtor].map(balance));
    await send(debtor, payReceivables(place, world.token, [{ terms: one }, { terms: two, upTo: 10_000n }]));
    assert.deepEqual([await status(one), await status(two)], ["paid", "partPaid"]);
    const third1 = await lotWith(one, third);
    assert.equal(await collectableOn(creditor, one, third1.inner), CENT);
    await send(creditor, collectLot(place, one, FIRST_LOT, addressOf(creditor)));
    await send(third, collectLot(place, one, third1.inner, addressOf(third)));
    await send(stranger, collectLot(place, one, passed.inner, addressOf(stranger)));
    await send(creditor, collectLot(place, two, FIRST_LOT, addressOf(creditor)));
    const end = await Promise.all([creditor, third, stranger, debtor].map(balance));
    assert.deepEqual(
      end.map((amount, i) => amount - (start[i] ?? 0n)),
      [6_999n * CENT + 10_000n, CENT, 3_000n * CENT, -faceOf(one) - 10_000n],
    );
    const again = await failureOf(send(creditor, collectLot(place, one, FIRST_LOT, addressOf(creditor))));
    assert.deepEqual(
      [again.code, again.details],
      ["Receivables_NotHolder", { lot: root, caller: addressOf(creditor) }],
    );
    assert.deepEqual(tiersOf((await lineage(one)).values()), []);
    await send(stranger, payReceivable(place, two));
    assert.deepEqual(
      [await status(two), await receivableDue(creditor, two)],
      ["paid", { principal: 0n, interest: 0n }],
    );
  });

  it("SDK-255 tells the tree over tiers and every chain, merged and taken up lots too", async () => {
    const terms = await world.confirmed({ maxTier: 3 });
    const [root, [a, b, c]] = [world.rootOf(terms), [addressOf(second), addressOf(third), addressOf(stranger)]];
    const parts = [1_000, 2_000, 500].map((units) => ({ to: a as Hex, units, kind: KIND.withRecourse }));
    await send(creditor, divideLot(lots, root, FIRST_LOT, parts));
    const [merger, ...others] = mergeable(await lineage(terms), a as Hex);
    assert.equal(others.length, 1);
    assert.deepEqual(mergeable(await lineage(terms), b as Hex), []);
    await send(second, mergeLots(lots, merger as NonNullable<typeof merger>));
    const joined = await lineage(terms);
    const [last] = mergeable(joined, a as Hex);
    await send(second, mergeLots(lots, last as NonNullable<typeof last>));
    const whole = await lotWith(terms, second);
    assert.deepEqual([whole.start, whole.units], [6_500, 3_500]);
    assert.equal(tiersLeft(await lotOf(creditor, whole.id)), 2);

    await send(second, endorseLot(lots, whole.id, b as Hex, KIND.withRecourse));
    const inner = (await lotWith(terms, third)).inner;
    await send(third, divideLot(lots, root, inner, [{ to: c as Hex, units: 700, kind: KIND.withoutRecourse }]));
    const tooDeep = await lotWith(terms, stranger);
    assert.equal(tiersLeft(await lotOf(creditor, tooDeep.id)), 0);
    assert.equal(
      await codeOf(send(stranger, endorseLot(lots, tooDeep.id, a as Hex, KIND.withoutRecourse))),
      "Lots_TooDeep",
    );

    await at(terms.dueAt + 1);
    assert.equal(await status(terms), "overdue");
    const lot = await lotWith(terms, third);
    const proof = recourseProof(lot, a as Hex);
    assert.ok(proof);
    await send(second, takeUpLot(place, terms, proof));
    const back = await lotWith(terms, second);
    assert.deepEqual([back.id, back.links.at(-1)?.kind, back.links.length], [lot.id, KIND.takenUp, 2]);
    assert.equal(await isChain(creditor, root, back.inner, back.links), true);
    assert.equal(await rollOf(creditor, back.id), back.roll);

    const steps = await lotSteps(world.chain.reader, world.idOf(terms));
    const rebuilt = lineageOf(steps);
    for (const each of rebuilt.values()) {
      const { holder, units, start } = await lotOf(creditor, each.id);
      assert.deepEqual([each.holder ?? zeroAddress, each.units], [holder, units]);
      if (units > 0) assert.equal(each.start, start);
      if (units > 0) assert.equal(await isChain(creditor, root, each.inner, each.links), true);
    }
    assert.deepEqual(tiersOf(rebuilt.values()), [
      { tier: 0, units: 6_500, holders: [{ holder: addressOf(creditor), units: 6_500 }] },
      { tier: 1, units: 2_800, holders: [{ holder: a, units: 2_800 }] },
      { tier: 3, units: 700, holders: [{ holder: c, units: 700 }] },
    ]);
    const tree = lotTree(steps);
    assert.ok(tree);
    const sum = (node: typeof tree): number => node.units + node.next.map(sum).reduce((x, y) => x + y, 0);
    assert.equal(sum(tree), UNITS);
    assert.equal(liableLinks(back).length, 1);
  });

  it("SDK-256 demands recourse and is taken up for what is short, with interest, to the unit", async () => {
    const terms = await world.confirmed();
    const root = world.rootOf(terms);
    await send(creditor, endorseLot(lots, root, addressOf(second), KIND.withRecourse));
    await send(second, endorseLot(lots, root, addressOf(third), KIND.withoutRecourse));
    await send(third, endorseLot(lots, root, addressOf(stranger), KIND.withRecourse));
    const lot = await lotWith(terms, stranger);
    assert.deepEqual(
      liableLinks(lot).map(({ endorser }) => endorser),
      [addressOf(creditor), addressOf(third)],
    );
    assert.equal(recourseProof(lot, addressOf(second)), undefined);
    await send(debtor, payReceivable(place, terms, 1_234_567n));
    const proof = recourseProof(lot, addressOf(creditor));
    assert.ok(proof);
    assert.equal(await codeOf(send(stranger, demandRecourse(place, terms, proof))), "Receivables_TooEarly");
    const now = terms.dueAt + 17 * DAY;
    await at(now);
    assert.ok((await actionsOf(creditor, terms, FIRST_LOT, addressOf(stranger))).includes("demand"));
    await send(stranger, demandRecourse(place, terms, proof));
    const wrong = { ...proof, index: 1 };
    assert.equal(await codeOf(send(stranger, demandRecourse(place, terms, wrong))), "Receivables_NotLiable");
    const truncated = { ...proof, links: proof.links.slice(0, 2) };
    assert.equal(await codeOf(send(stranger, demandRecourse(place, terms, truncated))), "Receivables_BadChain");
    const books = await booksOf(creditor, world.idOf(terms));
    const price = shortOf(terms, books, lot.units, await chainTime(creditor));
    assert.equal(countedBooks(terms, books, await chainTime(creditor)).interestDays, 12n);
    const before = await balance(creditor);
    await send(creditor, takeUpLot(place, terms, proof));
    assert.equal(await balance(creditor), before - price);
    // What had been paid goes to who held the lot then, but for what rounding keeps.
    const { amount } = bookCollection(books, { units: lot.units, mark: 0 });
    assert.equal(amount, 1_234_566n);
    assert.equal(await proceedsOf(creditor, addressOf(stranger), world.token), price + amount);
    const had = await balance(stranger);
    await send(stranger, withdrawProceeds(place, world.token, addressOf(stranger)));
    assert.equal(await balance(stranger), had + price + amount);
    assert.equal((await lotOf(creditor, root)).holder, addressOf(creditor));
    assert.notEqual(await markOf(creditor, root), 0n);
  });

  it("SDK-254 credits and extends as the holders signed for the lots as they are", async () => {
    const terms = await world.confirmed();
    const root = world.rootOf(terms);
    await send(
      creditor,
      divideLot(lots, root, FIRST_LOT, [{ to: addressOf(second), units: 4_000, kind: KIND.withRecourse }]),
    );
    const part = await lotWith(terms, second);
    const note = await signCreditNote(second, part.id, 1_000);
    assert.equal(await isCreditNoteSigned(debtor, addressOf(second), note), true);
    assert.equal(await isCreditNoteSigned(debtor, addressOf(second), { ...note, units: 1_001 }), false);
    assert.equal(await codeOf(send(debtor, creditLot(place, terms, part.inner, 1_001, note))), "Receivables_NotSigned");
    await send(debtor, creditLot(place, terms, part.inner, 1_000, note));
    assert.deepEqual(await receivableDue(debtor, terms), { principal: 9_000n * CENT, interest: 0n });
    // The lot is another now.
    assert.equal(await codeOf(send(debtor, creditLot(place, terms, part.inner, 1_000, note))), "Receivables_NotSigned");

    const dueAt = terms.dueAt + 30 * DAY;
    const first = await signExtension(creditor, root, { dueAt });
    const other = await signExtension(second, part.id, { dueAt, deadline: first.deadline });
    assert.equal(await isExtensionSigned(debtor, addressOf(second), other), true);
    assert.equal(await isExtensionSigned(debtor, addressOf(creditor), other), false);
    const agreements = [
      { ...other, inner: part.inner, start: part.start },
      { ...first, inner: FIRST_LOT, start: 0 },
    ];
    const alone = extendReceivable(place, terms, first, agreements.slice(1));
    assert.equal(await codeOf(send(debtor, alone)), "Receivables_UnitsMissing");
    await send(debtor, extendReceivable(place, terms, first, agreements));
    assert.equal((await booksOf(debtor, world.idOf(terms))).dueAt, BigInt(dueAt));
    // A debt that the debtor holds himself he credits alone.
    await send(second, endorseLot(lots, part.id, addressOf(debtor), KIND.withoutRecourse));
    await send(debtor, creditLot(place, terms, part.inner, 3_000));
    assert.deepEqual(await receivableDue(debtor, terms), { principal: 6_000n * CENT, interest: 0n });
  });

  it("SDK-253 defaults by time alone, is written off once, and stays a claim", async () => {
    const terms = await world.confirmed();
    assert.equal(await codeOf(send(stranger, recordDefault(place, terms))), "Receivables_TooEarly");
    await at(terms.dueAt + 90 * DAY);
    assert.ok((await actionsOf(creditor, terms, FIRST_LOT, addressOf(stranger))).includes("recordDefault"));
    await send(stranger, recordDefault(place, terms));
    assert.equal(await status(terms), "defaulted");
    assert.ok((await actionsOf(creditor, terms, FIRST_LOT, addressOf(creditor))).includes("writeOff"));
    await send(creditor, writeOffLot(place, terms, FIRST_LOT));
    assert.equal(await codeOf(send(creditor, writeOffLot(place, terms, FIRST_LOT))), "Receivables_WrittenOff");
    assert.equal((await receivableDue(creditor, terms)).principal, faceOf(terms));
  });

  it("SDK-257 lets operators and who was approved act for lots, until the next link", async () => {
    const terms = await world.confirmed();
    const root = world.rootOf(terms);
    await send(creditor, approveLot(lots, addressOf(third), root, BigInt(UNITS)));
    assert.equal(await lotAllowance(creditor, addressOf(creditor), addressOf(third), root), BigInt(UNITS));
    await send(creditor, endorseLot(lots, root, addressOf(second), KIND.withoutRecourse));
    assert.equal(await lotAllowance(creditor, addressOf(creditor), addressOf(third), root), 0n);
    assert.equal(await isLotsOperator(creditor, addressOf(second), addressOf(third)), false);
    await send(second, setLotsOperator(lots, addressOf(third), true));
    assert.equal(await isLotsOperator(creditor, addressOf(second), addressOf(third)), true);
    await send(second, setLotsOperator(lots, addressOf(third), false));
    assert.equal(await isLotsOperator(creditor, addressOf(second), addressOf(third)), false);
  });
});
