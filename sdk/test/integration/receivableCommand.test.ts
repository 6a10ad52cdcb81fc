import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { zeroHash } from "viem";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { ReceivableResult } from "../../src/cli/receivableLines.ts";
import { appointRegistrar, attest } from "../../src/identity/credentials.ts";
import { BANK } from "../../src/instruments/debtors.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { balanceOf } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { byDao } from "../support/dao.ts";
import { DAY } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";

describe("tallystick receivable", () => {
  let stack: TestStack;
  let invoice: string;

  before(async () => {
    stack = await testStack();
    for (const who of ["enterprise", "supplier"] as const) await stack.fund(who);
    invoice = join(stack.folder, "invoice.xml");
    await writeFile(invoice, "<Invoice/>");
  });
  after(() => stack.close());

  const account = (who: PersonaId) => addressOf(stack.actor(who));
  const run = (who: PersonaId, ...args: readonly string[]) =>
    answerOf<ReceivableResult & { readonly transaction: string }>(stack, ["receivable", ...args, "--persona", who]);
  const dueOn = async (days: number): Promise<string> => {
    const seconds = (await chainTime(stack.actor("supplier"))) + days * DAY;
    return new Date(seconds * 1_000).toISOString().slice(0, 10);
  };
  const register = async (number: string, ...more: readonly string[]) => {
    const terms = ["--debtor", account("enterprise"), "--amount", "100", "--number", number, "--due", await dueOn(30)];
    return (await run("supplier", "register", ...terms, ...more)).receivable;
  };
  const at = (name: string): string => join(stack.folder, name);
  const write = (name: string, json: unknown) => writeFile(at(name), JSON.stringify(json));
  const balance = (who: PersonaId) => {
    const { eurx } = deployed(stack.network);
    assert.ok(eurx);
    return balanceOf(stack.actor(who), eurx, account(who));
  };

  it("SDK-269 takes an invoice from its registration over two tiers to the money", async () => {
    const id = await register(
      "inv-1",
      "--document",
      invoice,
      "--order",
      "po 1",
      "--order-amount",
      "500",
      "--late-bps",
      "900",
    );
    const again = ["receivable", "register", "--debtor", account("enterprise"), "--amount", "7", "--number", "INV/1"];
    assert.deepEqual(await refusalOf(stack, [...again, "--due", await dueOn(9), "--persona", "supplier"]), [
      1,
      "Receivables_Exists",
    ]);
    const attested = await run("supplier", "attest", id, "--stream", "commercial", "--document", invoice);
    assert.deepEqual(
      [attested.status, attested.evidence, attested.actions],
      ["registered", ["commercial"], ["withdraw"]],
    );
    const disputed = await run("enterprise", "dispute", id, "--reason", "two pallets are missing");
    assert.deepEqual([disputed.status, disputed.actions], ["disputed", ["confirm"]]);
    assert.equal((await run("enterprise", "confirm", id)).status, "confirmed");

    const handed = await run("supplier", "hand", id, "--to", account("workshop"), "--amount", "30");
    assert.deepEqual(
      handed.lots.map(({ holder, tier, units }) => [holder, tier, units]),
      [
        [account("supplier"), 0, 7_000],
        [account("workshop"), 1, 3_000],
      ],
    );
    const sold = await run("workshop", "hand", id, "--to", account("financier"), "--without-recourse");
    assert.deepEqual([sold.lots[1]?.holder, sold.lots[1]?.tier], [account("financier"), 2]);
    assert.deepEqual(
      await refusalOf(stack, ["receivable", "hand", id, "--to", account("auditor"), "--persona", "workshop"]),
      [1, "NoLot"],
    );

    const other = await register("inv-2");
    await run("enterprise", "confirm", other);
    const start = await Promise.all((["enterprise", "supplier", "financier"] as const).map(balance));
    const paid = await run("enterprise", "pay", id, other);
    assert.deepEqual([paid.status, paid.due], ["paid", { principal: "0", interest: "0" }]);
    await run("supplier", "collect", id);
    await run("supplier", "collect", other);
    await run("financier", "collect", id);
    const end = await Promise.all((["enterprise", "supplier", "financier"] as const).map(balance));
    assert.deepEqual(
      end.map((amount, i) => amount - (start[i] ?? 0n)),
      [-200_000_000n, 170_000_000n, 30_000_000n],
    );
    const { out } = await tallystick(stack, ["receivable", "show", id]);
    assert.match(out, /^receivable {2}0x[0-9a-f]{64}\nnumber {6}INV1\n/);
    assert.match(out, /\nface {8}100 EURX\n/);
    assert.match(out, /\nstatus {6}paid\nopen {8}0 EURX\nevidence {4}commercial\n$/);
  });

  it("SDK-269 demands recourse of an overdue lot, lets it be taken up, and writes a default off", async () => {
    const id = await register("inv-3");
    await run("enterprise", "confirm", id);
    await run("supplier", "hand", id, "--to", account("workshop"));
    await run("enterprise", "pay", id, "--amount", "40");
    await stack.pass(32 * DAY);
    const shown = await run("workshop", "demand", id, "--from", account("supplier"));
    assert.deepEqual([shown.status, shown.due.principal], ["overdue", "60000000"]);
    const start = await balance("supplier");
    const taken = await run("supplier", "take-up", id);
    assert.deepEqual([taken.lots[0]?.holder, taken.lots[0]?.tier], [account("supplier"), 0]);
    assert.equal(await balance("supplier"), start - 60_000_000n);
    const left = await answerOf(stack, ["receivable", "proceeds", "--persona", "workshop"]);
    assert.equal((left as { readonly amount: string }).amount, "100000000");
    await stack.pass(90 * DAY);
    assert.equal((await run("auditor", "default", id)).status, "defaulted");
    const hopeless = await run("supplier", "write-off", id);
    assert.ok(!hopeless.actions.includes("writeOff"));
    const gone = await register("inv-4");
    const withdrawn = await run("supplier", "withdraw", gone);
    assert.deepEqual([withdrawn.status, withdrawn.lots], ["void", []]);
  });

  it("SDK-280 credits units by their holder's word, once, and by nobody else's", async () => {
    const id = await register("inv-6");
    await run("enterprise", "confirm", id);
    await run("supplier", "hand", id, "--to", account("workshop"), "--amount", "40");
    const agreed = ["agree", id, "--credit", "15", "--out", at("note.json")];
    await run("workshop", ...agreed);
    const note = JSON.parse(await readFile(at("note.json"), "utf8"));
    assert.deepEqual(Object.keys(note.creditNote), ["lot", "version", "units", "deadline", "signature"]);
    const by = (who: PersonaId, file: string) => ["receivable", "credit", id, at(file), "--persona", who];
    assert.deepEqual(await refusalOf(stack, by("supplier", "note.json")), [1, "Receivables_NotDebtor"]);
    await write("more.json", { creditNote: { ...note.creditNote, units: 1_600 } });
    assert.deepEqual(await refusalOf(stack, by("enterprise", "more.json")), [1, "TicketInvalid"]);
    await write("other.json", { ...note, also: 1 });
    assert.deepEqual(await refusalOf(stack, by("enterprise", "other.json")), [1, "TicketInvalid"]);
    await run("enterprise", "pay", id, "--amount", "20");
    const start = await balance("workshop");
    const credited = await run("enterprise", "credit", id, at("note.json"));
    assert.deepEqual([credited.status, credited.due.principal], ["partPaid", "68000000"]);
    assert.deepEqual(
      credited.lots.map(({ units }) => units),
      [6_000, 2_500],
    );
    assert.deepEqual(await refusalOf(stack, by("enterprise", "note.json")), [1, "TicketInvalid"]);
    const proceeds = await answerOf(stack, ["receivable", "proceeds", "--persona", "workshop"]);
    assert.deepEqual(
      [(proceeds as { readonly amount: string }).amount, await balance("workshop")],
      ["8000000", start + 8_000_000n],
    );
    assert.deepEqual(await refusalOf(stack, ["receivable", "proceeds", "--persona", "workshop"]), [
      1,
      "Receivables_NothingToCollect",
    ]);
    await run("workshop", "hand", id, "--to", account("enterprise"));
    const own = await run("enterprise", "credit", id);
    assert.deepEqual([own.due.principal, own.lots.map(({ holder }) => holder)], ["48000000", [account("supplier")]]);
  });

  it("SDK-280 extends what all holders agreed to, and names those who have not", async () => {
    const id = await register("inv-7");
    await run("enterprise", "confirm", id);
    const parts = await run("supplier", "hand", id, "--to", account("workshop"), "--amount", "40");
    const due = await dueOn(45);
    await run("supplier", "agree", id, "--due", due, "--out", at("supplier.json"));
    const missing = ["receivable", "extend", id, at("supplier.json"), "--persona", "enterprise"];
    const { code, err } = await tallystick(stack, missing);
    assert.deepEqual([code, err.includes(`have not agreed: ${parts.lots[1]?.lot}.`)], [1, true]);
    await run("workshop", "agree", id, "--due", await dueOn(46), "--out", at("later.json"));
    assert.match((await tallystick(stack, [...missing, at("later.json")])).err, /agreed to different dates/);
    await run("workshop", "agree", id, "--due", due, "--out", at("workshop.json"));
    await run("enterprise", "extend", id, at("workshop.json"), at("supplier.json"));
    await stack.pass(32 * DAY);
    assert.equal((await run("workshop", "show", id)).status, "confirmed");
    await stack.pass(15 * DAY);
    assert.equal((await run("workshop", "show", id)).status, "overdue");
  });

  it("SDK-281 makes a tab's statement a receivable by what both sides sign, the second one doing it", async () => {
    const tab = async (who: PersonaId, ...args: readonly string[]) =>
      answerOf<{ readonly receivable: string }>(stack, ["tab", ...args, "--persona", who]);
    await tab("enterprise", "open", "--provider", account("supplier"), "--out", at("tab.json"));
    await tab("supplier", "credit", at("tab.json"), "--limit", "50", "--out", at("credit.json"));
    await tab("enterprise", "accept", at("credit.json"));
    await tab("enterprise", "voucher", at("tab.json"), "--owed", "12.5", "--out", at("voucher.json"));
    await tab("supplier", "settle", at("voucher.json"));
    await tab("supplier", "statement", at("voucher.json"));
    const first = ["hand-over", at("tab.json"), "--statement"];
    assert.match((await tallystick(stack, ["tab", ...first, "2", "--persona", "supplier"])).err, /has no statement 2/);
    await tab("supplier", ...first, "1", "--out", at("over.json"));
    const signed = JSON.parse(await readFile(at("over.json"), "utf8"));
    const second = (name: string, who: PersonaId) => ["tab", "hand-over", at(name), "--persona", who];
    assert.match((await tallystick(stack, second("over.json", "workshop"))).err, /neither reader nor provider/);
    await write("less.json", { ...signed, message: { ...signed.message, amount: "12000000" } });
    assert.deepEqual(await refusalOf(stack, second("less.json", "enterprise")), [1, "TicketInvalid"]);
    await write("where.json", { ...signed, message: { ...signed.message, instrument: account("auditor") } });
    assert.deepEqual(await refusalOf(stack, second("where.json", "enterprise")), [1, "TicketInvalid"]);
    const { receivable } = await tab("enterprise", "hand-over", at("over.json"));
    const shown = await run("supplier", "show", receivable);
    assert.deepEqual(
      [shown.status, shown.due.principal, shown.lots[0]?.holder],
      ["confirmed", "12500000", account("supplier")],
    );
    assert.deepEqual(await refusalOf(stack, second("over.json", "enterprise")), [1, "TicketInvalid"]);
  });

  it("SDK-282 shows how a debtor has paid, and sets his bank and limit", async () => {
    const { credentials } = deployed(stack.network);
    const registrar = stack.actor("registrar");
    const until = (await chainTime(registrar)) + 3_000 * DAY;
    await byDao({ ...stack, reader: registrar }, appointRegistrar(credentials, BANK, addressOf(registrar), until));
    await send(registrar, attest(credentials, BANK, account("financier"), until, zeroHash));
    const debtor = <T = { readonly room?: string }>(who: PersonaId, ...args: readonly string[]) =>
      answerOf<T>(stack, ["debtor", ...args, "--persona", who]);
    const limit = ["limit", account("workshop"), "--limit", "80"];
    assert.deepEqual(await refusalOf(stack, ["debtor", ...limit, "--persona", "financier"]), [1, "Debtors_NotBank"]);
    assert.equal((await debtor("workshop", "show", account("workshop"))).room, undefined);
    assert.equal((await debtor("workshop", "bank", account("financier"))).room, "0");
    assert.equal((await debtor("financier", ...limit)).room, "80000000");
    const { out } = await tallystick(stack, ["debtor", "show", account("workshop")]);
    assert.match(out, new RegExp(`\nbank {8}${account("financier")}\nlimit {7}80 EURX\nroom {8}80 EURX\n$`));
    assert.equal((await debtor("workshop", "bank", "nobody")).room, undefined);
    const { out: record } = await tallystick(stack, ["debtor", "show", account("enterprise")]);
    assert.match(record, /\nin time {5}2, 200 EURX\n/);
    assert.match((await tallystick(stack, ["debtor", "bank", "--persona", "workshop"])).err, /--bank is needed/);
  });

  it("SDK-269 says what is wrong with what it is told", async () => {
    const id = await register("inv-5");
    const debtor = ["--debtor", account("enterprise")];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["show", "7x"], /is not the id of a receivable/],
      [["show", "7"], /There is no receivable 7 on this chain/],
      [["register"], /--debtor is needed/],
      [["register", ...debtor, "--amount", "x", "--number", "A", "--due", "2030-01-01"], /--amount "x" is no amount/],
      [["register", ...debtor, "--amount", "1", "--number", "ä", "--due", "2030-01-01"], /"Ä" is neither a letter/],
      [["register", ...debtor, "--amount", "1", "--number", "A", "--due", "2030-02-30"], /a date such as 2026-12-31/],
      [["attest", id, "--stream", "gossip"], /--stream is one of information, commercial, logistics, capital/],
      [["attest", id, "--stream", "commercial"], /--document is needed/],
      [["dispute", id], /--reason is needed/],
      [["hand", id, "--to", account("auditor"), "--amount", "0.001"], /goes by units of 10000 base units/],
      [["pay"], /Say which receivables are paid/],
      [["demand", id, "--from", account("auditor")], /is not liable for that lot/],
      [["agree", id, "--credit", "1", "--due", "2030-01-01"], /Say what is agreed to/],
      [["agree", id, "--credit", "1", "--lot", "7"], /The account has no such lot/],
      [["agree", id, "--credit", "0.001"], /--credit "0.001" is no part of it/],
      [["countersign", id], /No file is named/],
      [["credit", id, invoice], /it is not JSON/],
      [["credit", id, invoice, "--amount", "1"], /says itself what is credited/],
      [["extend", id], /Name the files/],
      [["burn", id], /"burn" is not one of register, show, confirm/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await tallystick(stack, ["receivable", ...args, "--persona", "supplier"]);
      assert.notEqual(code, 0);
      assert.match(err, message);
    }
    const { out } = await tallystick(stack, ["receivable", "--help"]);
    assert.match(out, /^tallystick receivable register --debtor/);
  });
});
