import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isNoted, noteOf } from "../features/bills/desk/acceptor/notes.ts";
import { roleChoiceOf } from "../features/bills/desk/inbox/role-choice.ts";
import { urgencyOf } from "../features/bills/desk/inbox/urgency.ts";
import { acceptorPath } from "../features/bills/shared/paths.ts";

const today = 20_700;

describe("what is asked on bills", () => {
  it("APP-200 is over, for today, soon, later, or without a day", () => {
    const urgency = (lastDay: number | undefined) => urgencyOf({ lastDay }, today);
    assert.equal(urgency(today - 1), "over");
    assert.equal(urgency(today), "today");
    assert.deepEqual([urgency(today + 1), urgency(today + 3)], ["soon", "soon"]);
    assert.equal(urgency(today + 4), "later");
    assert.equal(urgency(undefined), "never");
  });
  it("APP-200 has the part that the address names, and all for none", () => {
    assert.equal(roleChoiceOf(new URLSearchParams("role=drawee")), "drawee");
    for (const text of ["", "role=", "role=court", "role=Holder"]) {
      assert.equal(roleChoiceOf(new URLSearchParams(text)), "all", text);
    }
  });
});

describe("an acceptor's record", () => {
  const bill = { status: "accepted", eventDay: 0, paid: 0n, units: 10 } as const;
  it("APP-203 counts a bill as the contract would", () => {
    assert.deepEqual(noteOf(bill), { what: ["accepted"], partPaid: 0n });
    assert.deepEqual(noteOf({ ...bill, status: "paid", paid: 5n }), { what: ["accepted", "onTime"], partPaid: 0n });
    assert.deepEqual(noteOf({ ...bill, status: "partPaid", paid: 5n }), {
      what: ["accepted", "partPaid"],
      partPaid: 50n,
    });
    assert.deepEqual(noteOf({ ...bill, status: "paid", paid: 5n, eventDay: today }), {
      what: ["accepted", "late", "dishonoured"],
      partPaid: 0n,
    });
    assert.deepEqual(noteOf({ ...bill, status: "protested", paid: 1n, eventDay: today }), {
      what: ["accepted", "partPaid", "dishonoured"],
      partPaid: 10n,
    });
  });
  it("APP-203 is as it stands, or asks to be noted again", () => {
    const part = noteOf({ ...bill, status: "partPaid", paid: 5n });
    assert.equal(isNoted(part, part), true);
    assert.equal(isNoted(part, { what: [], partPaid: 0n }), false, "nobody noted it");
    assert.equal(isNoted(part, { ...part, partPaid: 40n }), false, "more was paid since");
    assert.equal(isNoted(noteOf(bill), part), false);
    assert.equal(acceptorPath("0x2222222222222222222222222222222222222222"), `/bills/acceptors/0x${"2".repeat(40)}`);
  });
});
