import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changeDigest, changeSigners, changeTypedData } from "@tallystick/sdk/bills/billChange";
import { documentedFace } from "@tallystick/sdk/bills/credential";
import { type BillFace, billId } from "@tallystick/sdk/bills/face";
import { isSignedByKey } from "@tallystick/sdk/chain/signature";
import { FIRST_LOT, KIND } from "@tallystick/sdk/instruments/links";
import { networkOf } from "@tallystick/sdk/networks";
import type { Address, Hex, TypedDataDefinition } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { callOf, isChangeable, isParty, paperLinks, withBill } from "../features/bills/changes/change.ts";
import { differences } from "../features/bills/changes/face-lines.ts";
import { type Change, changePath, handedChangeIn } from "../features/bills/changes/handed-change.ts";
import { draftOf, emptyDraft, faceOfDraft } from "../features/bills/draw/draft.ts";
import { dictionaryOf } from "../i18n/dictionary.ts";
import { translator } from "../i18n/translate.ts";

const account = (digit: string): Address => `0x${digit.repeat(40)}`;
const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
const [drawer, drawee, payee, token, bills, changes] = ["a", "b", "c", "d", "e", "f"].map(account) as [
  ...[Address, Address, Address, Address, Address, Address],
];
const place = { chainId: 31_337, bills };
const network = networkOf(31_337);
const filled = {
  ...emptyDraft(token),
  ...{ drawee, payee, amount: "10.50", dueOn: "2027-03-01", drawnAt: "Basel, CH", payableAt: "London, GB" },
};

async function faceOf(change: Partial<typeof filled> = {}): Promise<BillFace> {
  const made = faceOfDraft({ ...filled, ...change }, { drawer, drawnOn: "2026-11-27", decimals: 6 });
  assert.ok("face" in made);
  return documentedFace(made.face, place);
}

const link = (from: Address, to: Address, kind: number) => ({ from, to, kind, time: 1_000, start: 0, units: 0 });

/** Delivered to the payee, who has endorsed it. */
async function wholeOf(status = "accepted") {
  const face = await faceOf();
  const links = [link(drawer, payee, KIND.delivered), link(payee, token, KIND.withRecourse)];
  const lot = {
    id: 7n,
    inner: FIRST_LOT,
    holder: token,
    start: 0,
    units: face.units,
    state: 128,
    roll: word("0"),
    links,
  };
  const id = billId(place.chainId, bills, face);
  const bill = { status, flags: ["accepted", "delivered"] };
  return { bill, history: { ...place, id, face, lots: [lot] } } as unknown as Parameters<typeof isParty>[0] &
    Parameters<typeof isChangeable>[0];
}

const hashOf = (path: string) => path.slice(path.indexOf("#"));

describe("changes of a bill that all sign", () => {
  it("APP-197 are for whole and free bills, drawn or wholly accepted, and for who signed or holds them", async () => {
    const whole = await wholeOf();
    assert.ok(isChangeable(whole));
    assert.ok(!isChangeable(await wholeOf("partAccepted")));
    const [lot] = whole.history.lots;
    assert.ok(lot);
    const withLot = (change: object) => ({ ...whole, history: { ...whole.history, lots: [{ ...lot, ...change }] } });
    assert.ok(!isChangeable(withLot({ units: lot.units - 1 })));
    assert.ok(!isChangeable(withLot({ state: 4 })));
    assert.ok(!isChangeable({ ...whole, bill: { ...whole.bill, flags: ["accepted"] } }));
    for (const each of [drawer, drawee, payee, token]) assert.ok(isParty(whole, each), each);
    assert.ok(!isParty(whole, bills));
  });

  it("APP-197 go by a link, each kind, and none that was changed on the way", async () => {
    const whole = await wholeOf();
    const next = await faceOf({ dueOn: "2027-06-01" });
    const once = { version: word("1"), deadline: 2_000_000_000 };
    const links = paperLinks(next, [{ to: token, kind: "withRecourse" }]);
    const all: readonly Change[] = [
      { kind: "novation", bill: 7n, next, place, ...once },
      { kind: "toPaper", bill: 7n, paper: word("2"), ...once },
      { kind: "fromPaper", next, place, paper: word("2"), isAccepted: true, links, deadline: 5 },
    ];
    const signatures = { [drawer]: `0x${"12".repeat(65)}` } as const;
    for (const change of all) {
      const path = changePath({ change, signatures });
      assert.ok(path.startsWith(change.kind === "fromPaper" ? "/bills/draw#" : `/bills/0x${"0".repeat(63)}7#`), path);
      const read = await handedChangeIn(hashOf(path));
      assert.deepEqual(read?.signatures, signatures);
      assert.equal(read?.change.kind, change.kind);
      assert.ok(read);
      // The digest has the id by the old face: what the link says of it is compared alone.
      const oldOf = (each: Change) => ("bill" in each ? each.bill : undefined);
      assert.equal(oldOf(read.change), oldOf(change));
      const digest = (each: Change) => changeDigest(network, withBill(each, whole));
      assert.equal(digest(read.change), digest(change));
    }
    const [novation] = all;
    assert.ok(novation);
    const hash = hashOf(changePath({ change: novation, signatures }));
    assert.equal(await handedChangeIn(hash.replace("2027-06-01", "2027-06-02")), null);
    assert.equal(await handedChangeIn(hash.replace(word("1"), "0x11")), null);
    assert.equal(await handedChangeIn("#change=%7B"), null);
    assert.equal(await handedChangeIn(`#change=${"x".repeat(40_000)}`), null);
    assert.equal(await handedChangeIn("#bill=1"), undefined);
  });

  it("APP-197 are brought when everybody has signed, each once for all his places", async () => {
    const whole = await wholeOf();
    const next = await faceOf({ dueOn: "2027-06-01" });
    const once = { version: word("1"), deadline: 2_000_000_000 };
    const novation: Change = { kind: "novation", bill: whole.history.id, next, place, ...once };
    const all = withBill(novation, whole);
    const people = changeSigners(all);
    assert.deepEqual(people, [drawer, drawee, payee, token]);
    const of = (who: readonly Address[]) => Object.fromEntries(who.map((each, i) => [each, `0x${i}${i}` as Hex]));
    assert.equal(callOf(changes, all, of(people.slice(1))), undefined);
    const call = callOf(changes, all, of(people));
    assert.equal(call?.functionName, "novate");
    assert.deepEqual(call?.args.at(-1), ["0x00", "0x11", "0x00", "0x22", "0x33"]);
    const toPaper: Change = { kind: "toPaper", bill: whole.history.id, paper: word("2"), ...once };
    const away = withBill(toPaper, whole);
    assert.deepEqual(changeSigners(away), [drawer, drawee, token]);
    const gone = callOf(changes, away, of([drawer, drawee, token]));
    assert.equal(gone?.functionName, "toPaper");
    assert.deepEqual(gone?.args.at(-1), ["0x00", "0x11", "0x22"]);
    assert.deepEqual(changeSigners(withBill(toPaper, await wholeOf("drawn"))), [drawer, token]);
    const links = paperLinks(next, [{ to: token, kind: "noFurther" }]);
    const back: Change = { kind: "fromPaper", next, place, paper: word("2"), isAccepted: true, links, deadline: 5 };
    const here = withBill(back, undefined);
    assert.deepEqual(changeSigners(here), people);
    const come = callOf(changes, here, of(people));
    assert.equal(come?.functionName, "fromPaper");
    assert.deepEqual(come?.args.at(-1), ["0x00", "0x11", "0x00", "0x22", "0x33"]);
  });

  it("APP-197 are signed as the contract reads them", async () => {
    const signer = privateKeyToAccount(word("5"));
    const change: Change = { kind: "toPaper", bill: 7n, paper: word("2"), version: word("1"), deadline: 9 };
    const whole = await wholeOf();
    const message = changeTypedData(network, withBill(change, whole));
    assert.equal(message.domain.name, "Tallystick Bills Changes");
    const digest = changeDigest(network, withBill(change, whole));
    const signature = await signer.signTypedData(message as TypedDataDefinition);
    assert.ok(await isSignedByKey(signer.address, digest, signature));
    const other = changeDigest(network, withBill({ ...change, paper: word("3") }, whole));
    assert.ok(!(await isSignedByKey(signer.address, other, signature)));
  });

  it("APP-197 have a paper's endorsements in order, from its payee or the drawer on", async () => {
    const steps = [
      { to: token, kind: "withoutRecourse" },
      { to: bills, kind: "withRecourse" },
    ] as const;
    const told = (links: ReturnType<typeof paperLinks>) => links.map(({ from, to, kind }) => [from, to, kind]);
    assert.deepEqual(told(paperLinks({ drawer, payee }, steps)), [
      [drawer, payee, KIND.delivered],
      [payee, token, KIND.withoutRecourse],
      [token, bills, KIND.withRecourse],
    ]);
    assert.deepEqual(told(paperLinks({ drawer, payee: drawer }, steps.slice(0, 1))), [
      [drawer, token, KIND.withoutRecourse],
    ]);
  });

  it("APP-197 show what is different in the new bill, and begin with what stands on the old one", async () => {
    const old = await faceOf({ court: bills } as object);
    const again = faceOfDraft(draftOf(old, 6), { drawer, drawnOn: "2026-11-27", decimals: 6 });
    assert.ok("face" in again);
    assert.deepEqual(await documentedFace(again.face, place), old);
    const words = {
      t: translator(dictionaryOf("en"), "en"),
      locale: "en-GB",
      money: ({ unit, units }: BillFace) => `${unit * BigInt(units)}`,
      name: (who: string) => who.slice(0, 4),
      law: (id: number) => `law ${id}`,
    };
    assert.deepEqual(differences(old, old, words), []);
    const next = await faceOf({
      dueOn: "2027-06-01",
      amount: "11",
      payableAt: "Bern, CH",
      clauses: ["noProtest"],
    } as object);
    assert.deepEqual(differences(old, next, words), [
      ["bills.sum", "10500000", "11000000"],
      ["bills.tenor", "On 1 March 2027", "On 1 June 2027"],
      ["bills.payableAt", "London, GB", "Bern, CH"],
      ["bills.clauses", "none", "Without protest"],
      ["bills.court", "0xee", "none"],
    ]);
    const sight = draftOf({ ...old, tenor: 1, term: 30, presentBy: 20_800 }, 6);
    assert.deepEqual([sight.tenor, sight.days, sight.dueOn, sight.presentBy], ["afterSight", "30", "", "2026-12-13"]);
  });
});
