import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import type { BillResult } from "../../src/cli/billLines.ts";
import { billCommands } from "../support/billCommands.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { type TestStack, testStack } from "../support/stack.ts";

describe("tallystick bill", () => {
  let stack: TestStack;

  before(async () => {
    stack = await testStack();
    for (const who of ["enterprise", "supplier", "workshop", "financier"] as const) await stack.fund(who);
  });
  after(() => stack.close());

  const { account, run, refused, at, dayIn, balance } = billCommands(() => stack);
  const places = ["--drawn-at", "Basel, CH", "--payable-at", "Frankfurt am Main, DE"];
  const options = (amount: string, ...more: readonly string[]) => [
    ...["--drawee", account("enterprise"), "--payee", account("workshop"), "--amount", amount, ...places, ...more],
  ];
  const draw = async (amount: string, ...more: readonly string[]) =>
    (await run("supplier", "draw", ...options(amount, ...more))).bill;
  const statusOf = async (bill: string) => (await answerOf<BillResult>(stack, ["bill", "show", bill])).state.status;

  it("SDK-320 takes a bill from its draft over endorsements to the money, accepted by signature", async () => {
    const due = await dayIn(40);
    const draft = ["draft", ...options("100", "--due", due, "--clause", "no-protest"), "--out", at("draft.json")];
    await run<unknown>("supplier", ...draft);
    await run<unknown>("enterprise", "sign", at("draft.json"), "--out", at("acceptance.json"));
    const drawn = await run("supplier", "draw", at("draft.json"), "--acceptance", at("acceptance.json"));
    const { bill } = drawn;
    assert.deepEqual([drawn.state.status, drawn.state.flags, drawn.law], ["accepted", ["accepted"], "ULB"]);
    assert.deepEqual(await refused("supplier", "draw", at("draft.json")), [1, "FaceRefused"]);
    assert.deepEqual(await refused("workshop", "sign", bill), [2, "Usage"]);

    assert.deepEqual((await run("workshop", "receive", bill)).lots.length, 1);
    await run("workshop", "endorse", bill, "--to", account("financier"), "--amount", "30");
    const blank = await run("workshop", "endorse", bill, "--to", account("auditor"), "--as", "in-blank");
    assert.deepEqual(
      blank.lots.map(({ holder, units, holds, links }) => [holder, units, holds, links]),
      [
        [account("auditor"), 7_000, ["inBlank"], 2],
        [account("financier"), 3_000, [], 2],
      ],
    );
    await run("auditor", "deliver", bill, "--to", account("carrier"));
    await run("carrier", "fill", bill);
    await run("carrier", "pledge", bill, "--to", account("financier"), "--until", await dayIn(9));
    const several = await refused("financier", "give-back", bill);
    assert.deepEqual(several, [1, "NoLot"]);
    const lots = (await answerOf<BillResult>(stack, ["bill", "show", bill])).lots;
    const pledged = lots.find(({ holds }) => holds.includes("pledged"))?.lot as string;
    await run("financier", "give-back", bill, "--lot", pledged);
    await run("carrier", "endorse", bill, "--to", account("auditor"), "--as", "collection");
    await run("carrier", "recall", bill);
    assert.deepEqual(await refused("carrier", "endorse", bill, "--to", account("auditor"), "--as", "gladly"), [
      2,
      "Usage",
    ]);

    await stack.pass(40 * 86_400);
    const shown = await tallystick(stack, ["bill", "show", bill, "--persona", "enterprise"]);
    assert.match(shown.out, /\nsum {9}100 EURX\nin words {4}one hundred EURX\n/);
    assert.match(
      shown.out,
      /\nlaw {9}ULB; noProtest\nstatus {6}accepted \(accepted, delivered\)\nto be paid {2}100 EURX\n/,
    );
    assert.match(shown.out, new RegExp(`\nuntil {7}${due}: due\n`));
    assert.match(shown.out, /\nyou may {5}.*pay/);
    const start = await Promise.all((["enterprise", "carrier", "financier"] as const).map(balance));
    const paid = await run("enterprise", "pay", bill);
    assert.equal(paid.state.status, "paid");
    await run("carrier", "collect", bill);
    await run("financier", "collect", bill);
    const end = await Promise.all((["enterprise", "carrier", "financier"] as const).map(balance));
    assert.deepEqual(
      end.map((amount, i) => amount - (start[i] ?? 0n)),
      [-100_000_000n, 70_000_000n, 30_000_000n],
    );
  });

  it("SDK-321 presents, refuses, protests, tells prior parties, and takes up by recourse", async () => {
    const bill = await draw("20", "--after-date", "30");
    await run("workshop", "receive", bill);
    await run("workshop", "present", bill);
    await run("enterprise", "accept", bill);
    await run("financier", "guarantee", bill, "--amount", "10");
    await run("workshop", "endorse", bill, "--to", account("auditor"));
    await stack.pass(30 * 86_400);
    assert.equal((await run("auditor", "present", bill)).state.status, "presented");
    assert.equal((await run("enterprise", "refuse", bill, "--reason", "no cover")).state.status, "dishonoured");
    type Owed = {
      readonly sum: { readonly total: string };
      readonly fault?: string;
      readonly parties: readonly { readonly party: string; readonly role: string }[];
    };
    const owed = () => answerOf<Owed>(stack, ["bill", "owed", bill]);
    assert.equal((await owed()).fault, "notProtested");
    assert.deepEqual(await refused("auditor", "demand", bill, "--from", account("supplier")), [2, "Usage"]);
    assert.equal((await run("auditor", "protest", bill)).state.status, "protested");
    await writeFile(at("fee.txt"), "fee of the notary");
    await run("carrier", "attest", bill, "--document", at("fee.txt"));
    await run("auditor", "notify", bill, "--costs", "0.1", "--document", at("fee.txt"));
    await run("auditor", "demand", bill, "--from", account("supplier"));
    const told = await owed();
    assert.deepEqual(
      told.parties.map(({ party, role }) => [party, role]),
      [
        [account("enterprise"), "acceptor"],
        [account("supplier"), "drawer"],
        [account("financier"), "guarantor"],
        [account("workshop"), "endorser"],
      ],
    );
    assert.equal(told.sum.total, "20100000");
    const before = await balance("auditor");
    const taken = await run("workshop", "take-up", bill);
    assert.equal((await balance("auditor")) - before, 20_100_000n);
    assert.equal(taken.lots[0]?.holder, account("workshop"));
    await run("financier", "honour", bill, "--for", account("supplier"));
    assert.deepEqual(
      (await owed()).parties.map(({ role }) => role),
      ["acceptor", "drawer"],
    );
    await run("enterprise", "honour", bill, "--for", "acceptor");
    assert.deepEqual((await owed()).parties, []);
    assert.deepEqual(await refused("auditor", "withdraw"), [1, "BillsRecourse_NothingToWithdraw"]);
    const { out } = await tallystick(stack, ["bill", "owed", bill]);
    assert.match(out, /^lot {9}0x[0-9a-f]{64}, of 0x/);
    assert.equal((await run("enterprise", "discharge", bill)).state.status, "discharged");
  });

  it("SDK-321 accepts a part, protests the rest and takes it up", async () => {
    const bill = await draw("10", "--due", await dayIn(30));
    await run("workshop", "receive", bill);
    const part = await run("enterprise", "accept", bill, "--part", "4");
    assert.equal(part.state.status, "partAccepted");
    assert.deepEqual(await refused("enterprise", "accept", bill, "--part", "0.000001"), [2, "Usage"]);
    await run("workshop", "endorse", bill, "--to", account("auditor"));
    await run("auditor", "protest-rest", bill, "--costs", "0.05");
    const before = await balance("auditor");
    await run("workshop", "take-up", bill, "--rest");
    const rest = (await balance("auditor")) - before;
    assert.ok(rest > 5_900_000n && rest < 6_050_000n, String(rest));
    const owner = await balance("workshop");
    await run("supplier", "take-up", bill, "--rest");
    assert.equal((await balance("workshop")) - owner, rest);
    assert.deepEqual(await refused("carrier", "take-up", bill, "--rest"), [2, "Usage"]);
  });

  it("SDK-320 cancels, refuses, lapses, dishonours, pays early and many, and lets an agent collect", async () => {
    const [first, second, third] = [
      await draw("1", "--after-date", "9"),
      await draw("2", "--after-sight", "9"),
      await draw("3"),
    ];
    assert.equal((await run("supplier", "cancel", first)).state.status, "cancelled");
    assert.equal((await run("workshop", "refuse-receipt", third)).state.status, "cancelled");
    await run("workshop", "receive", second);
    await run("workshop", "present", second);
    await stack.pass(3 * 86_400);
    assert.equal((await run("carrier", "lapse", second)).state.status, "refusedAcceptance");
    const fourth = await draw("4", "--whole");
    await run("workshop", "receive", fourth);
    await run("workshop", "endorse", fourth, "--to", account("auditor"), "--as", "collection");
    await run("auditor", "present", fourth);
    await run("enterprise", "pay", fourth, "--amount", "4");
    const before = await balance("workshop");
    await run("auditor", "collect", fourth);
    assert.equal((await balance("workshop")) - before, 4_000_000n);
    const silent = await draw("5");
    await run("workshop", "receive", silent);
    await run("workshop", "present", silent, "--for", "payment");
    await stack.pass(86_400);
    assert.equal((await run("carrier", "dishonour", silent)).state.status, "dishonoured");

    const early = await draw("6", "--due", await dayIn(20));
    await run("workshop", "receive", early);
    await run<unknown>("enterprise", "sign", early, "--out", at("early.json"));
    assert.equal((await run("carrier", "accept", early, at("early.json"))).state.status, "accepted");
    assert.deepEqual(await refused("carrier", "accept", silent, at("early.json")), [1, "TicketInvalid"]);
    await run<unknown>("workshop", "consent", early, "--out", at("consent.json"));
    assert.equal((await run("enterprise", "pay", early, "--consent", at("consent.json"))).state.status, "paid");
    const [one, other] = [await draw("7"), await draw("8")];
    for (const each of [one, other]) await run("workshop", "receive", each);
    assert.equal((await run("enterprise", "pay", one, other)).state.status, "paid");
    assert.equal(await statusOf(other), "paid");
    assert.deepEqual(await refused("enterprise", "pay", one, other, "--amount", "1"), [2, "Usage"]);
  });

  it("SDK-322 exports, proves and reports a bill, and refuses files that were changed", async () => {
    const bill = await draw("9", "--due", await dayIn(33), "--rules", "NIL");
    await run("workshop", "receive", bill);
    await run("workshop", "endorse", bill, "--to", account("financier"));
    const [credential, history] = [at("bill.json"), at("history.json")];
    await answerOf<unknown>(stack, ["bill", "export", bill, "--out", credential]);
    await answerOf<unknown>(stack, ["bill", "history", bill, "--out", history]);
    const lines = await tallystick(stack, ["bill", "history", bill]);
    assert.match(lines.out, /\n {4}1\. \S+ 0x\w+ to 0x\w+: delivered\n {4}2\. \S+ 0x\w+ to 0x\w+: withRecourse\n/);
    const verify = (...args: readonly string[]) =>
      answerOf<{ readonly isCurrent?: boolean; readonly status?: string }>(stack, ["bill", "verify", ...args]);
    assert.equal((await verify(history)).isCurrent, true);
    assert.equal((await verify(history, "--offline")).isCurrent, undefined);
    assert.equal((await verify(credential)).status, "drawn");
    assert.equal((await verify(credential, "--offline")).status, undefined);
    await run("financier", "endorse", bill, "--to", account("carrier"));
    assert.equal((await verify(history)).isCurrent, false);
    for (const [file, from, to] of [
      [history, "withRecourse", "withoutRecourse"],
      [credential, '"amount": "9000000"', '"amount": "8000000"'],
    ] as const) {
      const text = await readFile(file, "utf8");
      assert.ok(text.includes(from));
      await writeFile(at("changed.json"), text.replace(from, to));
      const code = file === history ? "HistoryInvalid" : "CredentialInvalid";
      assert.deepEqual(await refusalOf(stack, ["bill", "verify", at("changed.json"), "--offline"]), [4, code]);
    }
    const { code, out } = await tallystick(stack, ["bill", "report", bill]);
    assert.equal(code, 0);
    assert.match(out, /Singularity: this face was drawn once/);
    assert.doesNotMatch(out, /NOT MET/);
    const report = await answerOf<{ readonly findings: readonly { readonly isMet: boolean }[] }>(stack, [
      ...["bill", "report", bill],
    ]);
    assert.equal(report.findings.length, 7);
    assert.deepEqual(await refusalOf(stack, ["bill", "report", "7"]), [1, "UnknownBill"]);
  });

  it("SDK-320 refuses what makes no sense before anything is sent", async () => {
    const cases: [args: readonly string[], code: string][] = [
      [["draw", ...options("1", "--due", "2027-01-01", "--after-date", "3")], "Usage"],
      [["draw", ...options("1", "--rules", "XYZ")], "Usage"],
      [["draw", ...options("1", "--clause", "pay-twice")], "Usage"],
      [["draw", ...options("1", "--after-sight", "3", "--business-day")], "Usage"],
      [["draw", ...options("0.0000001")], "Usage"],
      [
        ["draw", ...options("1", "--after-date", "3", "--business-day", "--payable-at", "Basel, CH")],
        "CalendarUnknown",
      ],
      [["draw", "--drawee", account("enterprise"), "--amount", "1"], "FieldInvalid"],
      [["draw", ...options("1", "--due", "2020-01-01")], "FaceRefused"],
      [["draw", at("nothing.json")], "Usage"],
      [["show", "xyz"], "Usage"],
      [["pay"], "Usage"],
      [["steal"], "Usage"],
    ];
    for (const [args, code] of cases) assert.equal((await refused("supplier", ...args))[1], code, args.join(" "));
    const { out, code } = await tallystick(stack, ["bill", "--help"]);
    assert.equal(code, 0);
    assert.match(out, /^tallystick bill draft /);
  });
});
