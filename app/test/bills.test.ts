import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentedFace } from "@tallystick/sdk/bills/credential";
import type { BillFace } from "@tallystick/sdk/bills/face";
import { billId, billSum } from "@tallystick/sdk/bills/face";
import { verifyHistory } from "@tallystick/sdk/bills/history";
import { decodeHistory, encodeHistory } from "@tallystick/sdk/bills/historyWire";
import { billActions } from "@tallystick/sdk/bills/words";
import { FIRST_LOT, KIND, rollsAlong, rootId } from "@tallystick/sdk/instruments/links";
import { zeroAddress } from "viem";
import { askedOf } from "../features/bills/desk/asked.ts";
import { dueOfDraft, emptyDraft, faceOfDraft } from "../features/bills/draw/draft.ts";
import { handedIn, handedPath } from "../features/bills/draw/handed.ts";
import { earlyWord, earlyWordIn } from "../features/bills/one/acts/early-word.ts";
import { holdsWhole, offeredOf, waysOnIn } from "../features/bills/one/acts/offered.ts";
import { isSimple } from "../features/bills/one/acts/simple.ts";
import { isOnlyFee, lastDayOf } from "../features/bills/one/acts/until.ts";
import { happeningOf } from "../features/bills/one/happening.ts";
import { recourseActOf } from "../features/bills/one/recourse-act.ts";
import { restParties, restStateOf, restSum } from "../features/bills/one/rest/rest-claims.ts";
import { askedStopIn, askPath } from "../features/bills/one/stops/asked-stop.ts";
import {
  lastAwardDay,
  phaseOf,
  replacementsIn,
  securityOn,
  stopActsOf,
} from "../features/bills/one/stops/stop-orders.ts";
import { roomOnAllonge, roomOnBack, sheetsOf } from "../features/bills/paper/sheets.ts";
import { dateText, dayAt, formatDay } from "../features/bills/shared/dates.ts";
import { billIn, billPath } from "../features/bills/shared/paths.ts";

const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const [drawer, drawee, payee, token, bills] = ["a", "b", "c", "d", "e"].map(account) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const filled = {
  ...emptyDraft(token),
  ...{ drawee, payee, amount: "10.50", dueOn: "2027-03-01", drawnAt: "Basel, CH", payableAt: "London, GB" },
};
const facts = { drawer, drawnOn: "2026-11-27", decimals: 6 };
const place = { chainId: 31_337, bills };

async function faceOf(): Promise<BillFace> {
  const made = faceOfDraft(filled, facts);
  assert.ok("face" in made);
  return documentedFace(made.face, place);
}

describe("a bill's draft", () => {
  it("APP-190 makes the face that is drawn", async () => {
    const face = await faceOf();
    assert.equal(billSum(face), 10_500_000n);
    assert.deepEqual([face.tenor, dateText(face.term), dateText(face.drawnOn)], [3, "2027-03-01", "2026-11-27"]);
    const whole = faceOfDraft({ ...filled, isDivisible: false }, facts);
    assert.ok("face" in whole && whole.face.units === 1 && whole.face.unit === 10_500_000n);
    assert.equal(face.court, zeroAddress);
    const judged = faceOfDraft({ ...filled, court: ` ${bills} ` }, facts);
    assert.ok("face" in judged && judged.face.court === bills);
  });

  it("APP-190 names every field that keeps it from being a bill", () => {
    assert.deepEqual(faceOfDraft(emptyDraft(token), facts), {
      wrong: ["drawee", "payee", "amount", "dueOn", "drawnAt", "payableAt"],
    });
    const wrongOf = (change: Partial<typeof filled>) => {
      const made = faceOfDraft({ ...filled, ...change }, facts);
      return "wrong" in made ? made.wrong : [];
    };
    assert.deepEqual(wrongOf({ drawnAt: "x".repeat(33) }), ["drawnAt"]);
    assert.deepEqual(wrongOf({ amount: "0" }), ["amount"]);
    assert.deepEqual(wrongOf({ dueOn: "2027-02-30" }), ["dueOn"]);
    assert.deepEqual(wrongOf({ presentBy: "soon" }), ["presentBy"]);
    assert.deepEqual(wrongOf({ court: "the court" }), ["court"]);
    assert.deepEqual(wrongOf({ tenor: "afterSight", days: "0" }), ["days"]);
  });

  it("APP-190 is due in each of the four ways", () => {
    assert.deepEqual(dueOfDraft({ ...filled, tenor: "atSight" }), { tenor: "atSight" });
    assert.deepEqual(dueOfDraft({ ...filled, tenor: "afterDate", days: "30" }), { tenor: "afterDate", days: 30 });
    assert.deepEqual(dueOfDraft(filled), { tenor: "fixedDay", on: "2027-03-01" });
    assert.equal(dueOfDraft({ ...filled, tenor: "afterSight", days: "" }), undefined);
  });

  it("APP-191 goes to the drawee and back by a link, and is refused when it was changed on the way", async () => {
    const face = await faceOf();
    const hashOf = (path: string) => path.slice(path.indexOf("#"));
    const there = await handedIn(hashOf(handedPath(face, place)));
    assert.deepEqual(there?.face.document, face.document);
    assert.equal(there?.acceptance, undefined);
    const acceptance = { deadline: 2_000_000_000, signature: "0x1234" } as const;
    const back = await handedIn(hashOf(handedPath(face, place, acceptance)));
    assert.deepEqual(back?.acceptance, acceptance);
    assert.equal(await handedIn(hashOf(handedPath(face, place)).replace("10500000", "90500000")), null);
    assert.equal(await handedIn("#bill=%7B"), null);
    assert.equal(await handedIn("#else"), undefined);
  });
});

describe("a bill's acts", () => {
  it("APP-192 has a form or a way of handing on for every act of the contract", () => {
    const offered = offeredOf(billActions, []);
    const ways = waysOnIn(billActions);
    assert.equal(ways.length, 7);
    const filledIn = ["acceptPart", "guarantee", "pay", "payEarly", "notify", "protestRest", "handOver"];
    assert.deepEqual(
      offered.filter((act) => !isSimple(act)),
      filledIn,
    );
    assert.deepEqual(offeredOf([], ["agreeEarly", "attest"]), ["agreeEarly", "attest"]);
    assert.deepEqual(offeredOf(["pledge", "accept"], []), ["accept", "handOver"]);
  });

  it("APP-192 says until when an act can be done, and what it costs", () => {
    const day = (kind: "answerAcceptance" | "due" | "notice", lastDay: number) => ({ kind, lastDay, isOver: false });
    const deadlines = [day("due", 90), day("answerAcceptance", 70), day("notice", 95)];
    assert.equal(lastDayOf("accept", deadlines), 70);
    assert.equal(lastDayOf("accept", deadlines.slice(0, 1)), 90);
    assert.equal(lastDayOf("notify", deadlines), 95);
    assert.equal(lastDayOf("protest", deadlines), undefined);
    assert.equal(lastDayOf("handOver", deadlines), undefined);
    assert.ok(isOnlyFee("accept") && !isOnlyFee("pay"));
  });

  it("APP-192 asks the word to be paid early of who holds the whole for himself alone", () => {
    const face = { units: 10 };
    const lot = (units: number, state: number) => ({ units, state });
    assert.ok(holdsWhole([lot(10, 128)], face));
    assert.ok(holdsWhole([lot(10, 1)], face), "in blank it is his all the same");
    for (const state of [2, 4, 8]) assert.ok(!holdsWhole([lot(10, state)], face), "agent, pledgee or stopped");
    assert.ok(!holdsWhole([lot(6, 128)], face));
    assert.ok(!holdsWhole([lot(6, 128), lot(4, 128)], face));
    assert.ok(!holdsWhole([], face));
  });

  it("APP-192 asks payment of the drawee alone", () => {
    assert.deepEqual(askedOf(["pay", "guarantee", "collect"], false), ["collect"]);
    assert.deepEqual(askedOf(["accept", "pay"], true), ["accept", "pay"]);
  });

  it("APP-192 gives a holder's word on, and takes no other text for one", () => {
    const word = { lot: 7n, version: `0x${"1".repeat(64)}`, deadline: 5, signature: "0x12" } as const;
    assert.deepEqual(earlyWordIn(earlyWord(word)), word);
    for (const text of ["", "{}", "null", earlyWord(word).replace('"7"', "7")]) {
      assert.equal(earlyWordIn(text), undefined, text);
    }
  });

  it("APP-193 lets the holder claim, who is liable pay, and others pay for his honour", () => {
    const endorser = { party: payee, role: "endorser", index: 1, amount: 1n, lastDay: 1 } as const;
    const case_ = {
      creditor: token,
      holder: token,
      drawer,
      acceptor: drawee,
      isWhollyAccepted: true,
      isStopped: false,
    };
    const of = (who: `0x${string}`, liable: Parameters<typeof recourseActOf>[0] = endorser, changes = {}) =>
      recourseActOf(liable, { ...case_, account: who, ...changes });
    assert.equal(of(token), "claim");
    assert.equal(of(payee), "takeUp");
    assert.equal(of(bills), "honour");
    assert.equal(of(drawer), undefined);
    const guarantor = { ...endorser, role: "guarantor", party: bills, principal: payee } as const;
    assert.equal(of(bills, guarantor), "payGuaranteed");
    assert.equal(of(payee, guarantor), undefined);
    assert.equal(of(token, { ...endorser, role: "acceptor", index: undefined }), undefined);
    assert.equal(of(bills, endorser, { creditor: bills }), undefined, "who sent an agent does not pay himself");
    assert.equal(of(drawee), undefined, "an acceptor pays for nobody's honour");
    assert.equal(of(drawee, endorser, { acceptor: undefined }), "honour");
    const acceptor = { ...endorser, role: "acceptor", party: drawee, index: undefined } as const;
    assert.equal(of(drawee, acceptor), "takeUp");
    assert.equal(of(drawee, acceptor, { isWhollyAccepted: false }), undefined, "for the rest the others answer");
    assert.equal(of(payee, endorser, { isStopped: true }), undefined);
    assert.equal(of(token, endorser, { isStopped: true }), "claim");
  });
});

describe("the rest of a bill accepted in part", () => {
  const link = (from: `0x${string}`, to: `0x${string}`, kind: number, time: number) =>
    ({ from, to, kind, time, start: 0, units: 0 }) as const;
  const links = [link(drawer, payee, KIND.delivered, 1_000), link(payee, token, KIND.withRecourse, 2_000)];
  const root = 77n;
  const rules = { interestBps: 600, acceptorDays: 1_095, endorserDays: 182 };

  async function partOf(changes: { today?: number; rest?: object; receipt?: object; bill?: object } = {}) {
    const face = { ...(await faceOf()), units: 10, unit: 1_000n };
    const bill = { ...{ status: "partAccepted", flags: ["accepted", "part", "delivered"], dueDay: 500, windowDay: 0 } };
    const facts = {
      ...{ face, rules, units: 10, links, creditor: token, mark: 0n, interestPaid: 0n, accepted: 400n, guarantees: [] },
      bill: { ...bill, eventDay: 0, protestedAt: 0, paid: 0n, ...changes.bill },
      claim: { base: 0n, costs: 0n, day: 0, units: 0 },
      today: changes.today ?? 400,
    };
    const { receipt } = changes;
    return { facts, root, rest: { protestedAt: 0, costs: 0n, ...changes.rest }, receipt } as unknown as Parameters<
      typeof restSum
    >[0];
  }

  it("APP-193 is protested, paid before the due day, or claimed with the whole", async () => {
    const stateOf = async (...given: Parameters<typeof partOf>) => restStateOf(await partOf(...given));
    assert.equal(await stateOf(), "open");
    assert.equal(await stateOf({ today: 500 }), "open");
    assert.equal(await stateOf({ today: 501 }), "over");
    assert.equal(await stateOf({ rest: { protestedAt: 9 } }), "protested");
    assert.equal(await stateOf({ rest: { protestedAt: 9 }, today: 500 }), "over");
    assert.equal(await stateOf({ bill: { status: "paid" } }), undefined);
    assert.equal(await stateOf({ receipt: { creditor: payee } }), "taken");
  });

  it("APP-193 costs what was not accepted, less discount, with costs; and the receipt, with interest", async () => {
    assert.equal(restSum(await partOf({ rest: { protestedAt: 9, costs: 7n } })), 6_000n - 99n + 7n);
    const receipt = { creditor: payee, amount: 36_500n, day: 390, roll: rollsAlong(root, links)[1] };
    assert.equal(restSum(await partOf({ receipt })), 36_500n + 60n);
  });

  it("APP-193 is paid by who answers for it, and taken up from him by those before", async () => {
    const partiesOf = async (...given: Parameters<typeof partOf>) => restParties(await partOf(...given));
    assert.deepEqual(await partiesOf(), []);
    const protestedAt = 3_000;
    assert.deepEqual(await partiesOf({ rest: { protestedAt } }), [
      { party: drawer, index: 0 },
      { party: payee, index: 1 },
    ]);
    const afterwards = await partiesOf({ rest: { protestedAt: 1_500 } });
    assert.deepEqual(afterwards, [{ party: drawer, index: 0 }], "who endorsed it later assigned it");
    const receipt = { creditor: payee, amount: 5n, day: 390, roll: rollsAlong(root, links)[1] };
    assert.deepEqual(await partiesOf({ receipt }), [{ party: drawer, index: 0 }]);
    assert.deepEqual(await partiesOf({ receipt, today: 572 }), [{ party: drawer, index: 0 }]);
    assert.deepEqual(await partiesOf({ receipt, today: 573 }), []);
    assert.deepEqual(await partiesOf({ receipt: { ...receipt, roll: `0x${"0".repeat(64)}` } }), []);
  });
});

describe("a lost key", () => {
  const [court, claimant] = [bills, token];
  const order = { claimant, lastDay: 100, isObjected: false, isDismissed: false };
  const on = (changes: Partial<typeof order>) => ({ ...order, ...changes });
  const delivered = { flags: ["accepted", "delivered"] } as const;

  it("APP-196 offers each what he may do about a stop, by its days", () => {
    const actsOf = (
      who: `0x${string}`,
      standing: typeof order | undefined,
      today: number,
      securities: Parameters<typeof stopActsOf>[0]["securities"] = [],
    ) => stopActsOf({ order: standing, securities }, { account: who, court, bill: delivered, holder: payee, today });
    assert.deepEqual(actsOf(court, undefined, 40), ["stopLot"]);
    assert.deepEqual(actsOf(payee, undefined, 40), []);
    assert.deepEqual(actsOf(payee, order, 100), ["objectStop"]);
    assert.deepEqual(actsOf(payee, order, 101), []);
    assert.deepEqual(actsOf(claimant, order, 100), []);
    assert.deepEqual(actsOf(claimant, order, 101), ["replaceLot"]);
    assert.deepEqual(actsOf(claimant, on({ isObjected: true }), 101), []);
    assert.deepEqual(actsOf(court, on({ isObjected: true }), 101), ["dismissStop", "liftStop"]);
    assert.deepEqual(actsOf(payee, on({ isDismissed: true }), 100), []);
    assert.deepEqual(actsOf(claimant, order, 160), ["replaceLot"]);
    assert.deepEqual(actsOf(drawer, order, 160), []);
    assert.deepEqual(actsOf(drawer, on({ isObjected: true }), 161), ["liftStop"]);
    const security = { claimant, deprived: payee, amount: 5n, lastDay: 400 };
    assert.deepEqual(actsOf(court, undefined, 400, [security]), ["stopLot", "awardSecurity"]);
    assert.deepEqual(actsOf(drawer, undefined, 400, [security]), []);
    assert.deepEqual(actsOf(drawer, undefined, 401, [security]), ["releaseSecurity"]);
    const undelivered = { account: court, court, bill: { flags: [] }, holder: drawer, today: 40 };
    assert.deepEqual(stopActsOf({ securities: [] }, undelivered), []);
  });

  it("APP-196 says how an order stands", () => {
    assert.equal(phaseOf(order, 100), "open");
    assert.equal(phaseOf(on({ isDismissed: true }), 100), "dismissed");
    assert.equal(phaseOf(on({ isObjected: true }), 160), "objected");
    assert.equal(phaseOf(on({ isDismissed: true }), 101), "takeable");
    assert.equal(phaseOf(on({ isObjected: true }), 161), "over");
  });

  it("APP-196 finds who gave a security, and the last day on which it may be awarded", async () => {
    const event = (name: string, lot: bigint, day: number) =>
      ({ name, args: { lot, claimant }, time: day * 86_400 + 5 }) as unknown as Parameters<typeof replacementsIn>[0][0];
    assert.deepEqual(replacementsIn([event("Replaced", 1n, 9), event("Replaced", 1n, 3), event("Stopped", 2n, 9)]), [
      { lot: 1n, claimant, day: 9 },
    ]);
    const face = await faceOf();
    const rules = { sightDays: 365, acceptorDays: 1_095 } as Parameters<typeof lastAwardDay>[2];
    const due = { dueDay: 1_000 } as Parameters<typeof lastAwardDay>[1];
    assert.equal(lastAwardDay(face, due, rules, 1_700), 2_095);
    assert.equal(lastAwardDay(face, due, rules, 1_900), 2_265);
    assert.equal(lastAwardDay({ ...face, drawnOn: 10, term: 5 }, { ...due, dueDay: 0 }, rules, 0), 1_475);
  });

  it("APP-196 counts what a claimant has to give: what is open, its interest, and what could be collected", async () => {
    const face = { ...(await faceOf()), units: 10, unit: 100n };
    const bill = { flags: ["accepted"], paid: 30n } as unknown as Parameters<typeof securityOn>[0]["bill"];
    assert.equal(securityOn({ face, bill, accepted: 100n }, { units: 4, collectable: 120n, interest: 25n }), 408n);
    const rest = { ...bill, flags: ["accepted", "part", "rest"] as const };
    assert.equal(securityOn({ face, bill: rest, accepted: 60n }, { units: 4, collectable: 0n, interest: 0n }), 120n);
  });

  it("APP-196 asks the court by a link", () => {
    const path = askPath(7n, { inner: FIRST_LOT, claimant });
    assert.deepEqual(askedStopIn(path.slice(path.indexOf("#"))), { inner: FIRST_LOT, claimant });
    assert.equal(askedStopIn(`#stop=${FIRST_LOT}`), undefined);
    assert.equal(askedStopIn("#change=1"), undefined);
  });
});

describe("a bill on paper", () => {
  it("APP-190 has each endorsement once, in order, on its back and then on allonges", () => {
    const links = Array.from({ length: 250 }, (_, i) => i + 1);
    const sheets = sheetsOf(links);
    assert.equal(sheets[0]?.links.length, roomOnBack);
    assert.equal(sheets[1]?.links.length, roomOnAllonge);
    assert.deepEqual(
      sheets.flatMap((sheet) => sheet.links),
      links,
    );
    for (const { from, links: own } of sheets) assert.equal(own[0], from);
    assert.deepEqual(sheetsOf([]), [{ links: [], from: 1 }]);
  });

  it("APP-190 has days of UTC", () => {
    assert.equal(dayAt(86_399), 0);
    assert.equal(formatDay(20_784, "en-GB"), "27 November 2026");
  });

  it("APP-192 tells who did what to whom, and for how much", () => {
    const paid = { payer: drawee, principal: 10n, interest: 2n };
    assert.deepEqual(happeningOf({ name: "PaidInFull", args: paid }), {
      what: "PaidInFull",
      account: drawee,
      other: undefined,
      amount: 12n,
      next: undefined,
    });
    assert.deepEqual(happeningOf({ name: "Novated", args: { next: 9n } }), {
      ...{ what: "Novated", account: undefined, other: undefined, amount: undefined, next: 9n },
    });
    assert.equal(happeningOf({ name: "Kept", args: {} }), undefined);
    assert.equal(happeningOf({ name: "toString", args: {} }), undefined);
  });

  it("APP-194 reads the number in an address, and no other text", () => {
    assert.equal(billIn(billPath(255n).slice("/bills/".length)), 255n);
    assert.equal(billIn("0x1"), undefined);
  });

  it("APP-194 proves a file of 250 endorsements in less than a second, and none in which a bit was changed", async () => {
    const face = await faceOf();
    const id = billId(place.chainId, bills, face);
    const root = rootId(bills, id);
    const parties = [drawer, payee, token];
    const links = Array.from({ length: 250 }, (_, i) => ({
      from: parties[i % 3] ?? drawer,
      to: parties[(i + 1) % 3] ?? drawer,
      kind: i === 0 ? KIND.delivered : KIND.withRecourse,
      time: 1_000 + i,
      start: 0,
      units: 0,
    }));
    const roll = rollsAlong(root, links).at(-1) ?? FIRST_LOT;
    const holder = links.at(-1)?.to ?? drawer;
    const lot = { id: root, inner: FIRST_LOT, holder, start: 0, units: face.units, state: 128, roll, links };
    const block = { number: 9n, hash: FIRST_LOT, time: 2_000 };
    const file = JSON.stringify(encodeHistory({ ...place, lotsContract: token, id, block, face, lots: [lot] }));
    const begun = performance.now();
    verifyHistory(decodeHistory(JSON.parse(file)));
    assert.ok(performance.now() - begun < 1_000);
    for (const [told, changed] of [
      ['"time":1100', '"time":1101'],
      ['"unit":"10000"', '"unit":"20000"'],
    ] as const) {
      assert.ok(file.includes(told), told);
      assert.throws(() => verifyHistory(decodeHistory(JSON.parse(file.replace(told, changed)))), {
        code: "HistoryInvalid",
      });
    }
  });
});
