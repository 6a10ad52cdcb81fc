import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Hex } from "viem";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { holdbackDeal } from "../../src/instruments/holdback.ts";
import { FIRST_LOT } from "../../src/instruments/links.ts";
import { lotOf } from "../../src/instruments/lots.ts";
import { rootOf } from "../../src/instruments/receivableState.ts";
import { confirmReceivable, registerReceivable } from "../../src/instruments/receivables.ts";
import { invoiceTerms, receivableId } from "../../src/instruments/terms.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { balanceOf } from "../../src/market/token.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { DAY } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";

const id = (word: bigint): string => `0x${word.toString(16).padStart(64, "0")}`;

describe("tallystick quote", () => {
  let stack: TestStack;
  let serial = 0;

  before(async () => {
    stack = await testStack();
    for (const who of ["enterprise", "financier", "workshop"] as const) await stack.fund(who);
  });
  after(() => stack.close());

  const account = (who: PersonaId) => addressOf(stack.actor(who));
  const euros = (): Hex => deployed(stack.network).eurx as Hex;
  const balance = (who: PersonaId) => balanceOf(stack.actor(who), euros(), account(who));
  const run = <T>(who: PersonaId, ...args: readonly string[]) =>
    answerOf<T>(stack, ["quote", ...args, "--persona", who]);
  const file = (name: string): string => join(stack.folder, name);

  /** An invoice of 100.00 that is due in thirty days, confirmed. */
  async function confirmed(): Promise<{ readonly receivable: string; readonly lot: bigint }> {
    const [debtor, creditor] = [stack.actor("enterprise"), stack.actor("supplier")];
    const due = (await chainTime(creditor)) + 30 * DAY;
    const dueOn = new Date(due * 1_000).toISOString().slice(0, 10);
    const parties = { debtor: addressOf(debtor), creditor: addressOf(creditor), token: euros() };
    const terms = invoiceTerms({ ...parties, amount: 100_000_000n, decimals: 6, number: `Q${++serial}`, dueOn });
    const { receivables } = deployed(stack.network);
    await send(creditor, registerReceivable(receivables, terms));
    await send(debtor, confirmReceivable(receivables, terms));
    const key = receivableId(stack.network.chainId, receivables, terms);
    return { receivable: id(key), lot: rootOf(receivables, key) };
  }

  it("SDK-270 asks for money for a lot and gets it from who takes the ask, once", async () => {
    const { receivable, lot } = await confirmed();
    await run(
      "supplier",
      "ask",
      receivable,
      "--price",
      "98.5",
      "--for",
      account("financier"),
      "--out",
      file("ask.json"),
    );
    const shown = await run<{ signed: boolean; standing: { isCancelled: boolean } }>(
      "auditor",
      "show",
      file("ask.json"),
    );
    assert.deepEqual([shown.signed, shown.standing.isCancelled], [true, false]);
    const taken = ["quote", "take", file("ask.json"), receivable, "--persona"];
    assert.deepEqual(await refusalOf(stack, [...taken, "workshop"]), [1, "Quotes_NotBuyer"]);
    const start = await Promise.all([balance("financier"), balance("supplier")]);
    const { price } = await run<{ price: string }>("financier", "take", file("ask.json"), receivable);
    assert.equal(price, "98500000");
    const end = await Promise.all([balance("financier"), balance("supplier")]);
    assert.deepEqual(
      end.map((amount, i) => amount - (start[i] ?? 0n)),
      [-98_500_000n, 98_500_000n],
    );
    assert.equal((await lotOf(stack.actor("auditor"), lot)).holder, account("financier"));
    assert.deepEqual(await refusalOf(stack, [...taken, "financier"]), [1, "Quotes_Changed"]);
    const { code, err } = await tallystick(stack, ["quote", "take", file("ask.json"), receivable, "--amount", "1"], {
      TALLYSTICK_PRIVATE_KEY: `0x${"1".repeat(64)}`,
    });
    assert.deepEqual([code, /An ask says itself what is sold/.test(err)], [2, true]);
  });

  it("SDK-270 compares bids, takes the best for a part, an advance for the rest, and no cancelled one", async () => {
    const { receivable, lot } = await confirmed();
    const bid = (who: PersonaId, name: string, ...more: readonly string[]) =>
      run(who, "bid", "--debtor", account("enterprise"), "--limit", "100", "--out", file(name), ...more);
    await bid("financier", "dear.json", "--rate-bps", "900", "--without-recourse");
    await bid("workshop", "cheap.json", "--rate-bps", "600", "--fee-bps", "5");
    await bid("enterprise", "early.json", "--rate-bps", "300", "--without-recourse");
    await bid("financier", "advance.json", "--rate-bps", "720", "--advance-bps", "8000");
    const files = ["dear", "cheap", "early", "advance"].map((name) => file(`${name}.json`));
    const compared = await run<{ bids: { file: string; proceeds: string; later: string; effectiveBps: string }[] }>(
      "auditor",
      "compare",
      receivable,
      ...files,
    );
    assert.deepEqual(
      compared.bids.map((each) => [each.file, each.proceeds]),
      [
        [file("early.json"), "99750000"],
        [file("cheap.json"), "99450250"],
        [file("advance.json"), "80000000"],
        [file("dear.json"), "99250000"],
      ],
    );
    assert.deepEqual([compared.bids[2]?.later, compared.bids[0]?.effectiveBps], ["19520000", "310"]);
    const { out } = await tallystick(stack, ["quote", "compare", receivable, file("early.json")]);
    assert.equal(out, `${file("early.json")}: 99.75 EURX at once, 3.1 % a year\n`);

    const start = await balance("supplier");
    await run("supplier", "take", file("early.json"), receivable, "--amount", "40");
    assert.equal(await balance("supplier"), start + 39_900_000n);
    await run("financier", "cancel", file("dear.json"));
    const dear = ["quote", "take", file("dear.json"), receivable, "--persona", "supplier"];
    assert.deepEqual(await refusalOf(stack, dear), [1, "Quotes_Cancelled"]);
    await run("supplier", "take", file("advance.json"), receivable);
    assert.equal(await balance("supplier"), start + 39_900_000n + 48_000_000n);
    const { holder } = await lotOf(stack.actor("auditor"), lot);
    assert.equal((await holdbackDeal(stack.actor("auditor"), holder)).advance, 48_000_000n);
  });

  it("SDK-283 settles what is kept of an advance, and credits by both parties' word", async () => {
    const { receivable, lot } = await confirmed();
    const bid = ["--debtor", account("enterprise"), "--limit", "100", "--rate-bps", "720", "--advance-bps", "8000"];
    await run("financier", "bid", ...bid, "--out", file("keep.json"));
    await run("supplier", "take", file("keep.json"), receivable);
    const { holder } = await lotOf(stack.actor("auditor"), lot);
    const holdback = <T = { readonly due: { readonly principal: string }; readonly there: string }>(
      who: PersonaId,
      ...args: readonly string[]
    ) => answerOf<T>(stack, ["holdback", ...args, "--persona", who]);
    const act = <T>(who: PersonaId, ...args: readonly string[]) =>
      answerOf<T>(stack, ["receivable", ...args, "--persona", who]);
    const { out } = await tallystick(stack, ["holdback", "show", holder]);
    assert.match(out, new RegExp(`^holdback {4}${holder}\nreceivable  ${receivable}\nlot {9}${id(lot)}\n`));
    assert.match(out, /\nadvance {5}80 EURX on \d{4}-\d\d-\d\d, 7.2 % a year\nstatus {6}confirmed\nopen {8}100 EURX\n/);
    assert.match(out, /\nthere {7}0 EURX\n$/);
    const settle = ["holdback", "settle", holder, "--persona", "auditor"];
    assert.deepEqual(await refusalOf(stack, settle), [1, "Holdback_NothingThere"]);

    await act("supplier", "agree", receivable, "--credit", "10", "--out", file("half.json"));
    const half = ["receivable", "credit", receivable, file("half.json"), "--persona", "enterprise"];
    assert.deepEqual(await refusalOf(stack, half), [1, "TicketInvalid"]);
    const twice = ["receivable", "countersign", receivable, file("half.json"), "--persona"];
    assert.deepEqual(await refusalOf(stack, [...twice, "supplier"]), [1, "TicketInvalid"]);
    assert.deepEqual(await refusalOf(stack, [...twice, "workshop"]), [1, "NoLot"]);
    await act("financier", "countersign", receivable, file("half.json"), "--out", file("note.json"));
    const credited = await act<{ due: { principal: string } }>("enterprise", "credit", receivable, file("note.json"));
    assert.equal(credited.due.principal, "90000000");

    await act("enterprise", "pay", receivable);
    const start = await Promise.all([balance("financier"), balance("supplier")]);
    const settled = await holdback("auditor", "settle", holder);
    assert.deepEqual([settled.due.principal, settled.there], ["0", "0"]);
    const end = await Promise.all([balance("financier"), balance("supplier")]);
    const [got, rest] = end.map((amount, i) => amount - (start[i] ?? 0n));
    assert.equal((got ?? 0n) + (rest ?? 0n), 90_000_000n);
    assert.ok((got ?? 0n) >= 80_000_000n && (got ?? 0n) < 80_050_000n);
    const withdraw = ["holdback", "withdraw", holder, "--persona", "supplier"];
    assert.deepEqual(await refusalOf(stack, withdraw), [1, "Holdback_NothingToWithdraw"]);
  });

  it("SDK-283 demands for a holdback, extends by both parties' word, and writes off", async () => {
    const { receivable, lot } = await confirmed();
    const bid = ["--debtor", account("enterprise"), "--limit", "100", "--advance-bps", "5000"];
    await run("financier", "bid", ...bid, "--out", file("half-bid.json"));
    await run("supplier", "take", file("half-bid.json"), receivable);
    const { holder } = await lotOf(stack.actor("auditor"), lot);
    const act = <T>(who: PersonaId, ...args: readonly string[]) =>
      answerOf<T>(stack, ["receivable", ...args, "--persona", who]);
    const due = new Date(((await chainTime(stack.actor("auditor"))) + 40 * DAY) * 1_000).toISOString().slice(0, 10);
    await act("financier", "agree", receivable, "--due", due, "--out", file("longer-1.json"));
    await act("supplier", "countersign", receivable, file("longer-1.json"), "--out", file("longer-2.json"));
    await act("enterprise", "extend", receivable, file("longer-2.json"));
    await stack.pass(32 * DAY);
    const by = (who: PersonaId, ...args: readonly string[]) => ["holdback", ...args, "--persona", who];
    assert.deepEqual(await refusalOf(stack, by("financier", "demand", holder)), [1, "Receivables_TooEarly"]);
    await stack.pass(10 * DAY);
    assert.deepEqual(await refusalOf(stack, by("supplier", "demand", holder)), [1, "Holdback_NotFinancier"]);
    await answerOf(stack, by("financier", "demand", holder));
    await stack.pass(90 * DAY);
    await act("auditor", "default", receivable);
    await answerOf(stack, by("financier", "write-off", holder));
    assert.deepEqual(await refusalOf(stack, by("financier", "write-off", holder)), [1, "Receivables_WrittenOff"]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["show", account("auditor")], /No advance of this chain is kept by/],
      [["show"], /--holdback is needed/],
      [["demand", holder, "--from", account("auditor")], /is not liable for that lot/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await tallystick(stack, by("financier", ...args));
      assert.notEqual(code, 0);
      assert.match(err, message);
    }
  });

  it("SDK-270 reads no file that was changed, or is something else", async () => {
    const { receivable } = await confirmed();
    await run("supplier", "ask", receivable, "--rate-bps", "500", "--out", file("own.json"));
    const own = JSON.parse(await readFile(file("own.json"), "utf8"));
    const write = (json: unknown) => writeFile(file("bad.json"), JSON.stringify(json));
    await write({ ...own, ask: { ...own.ask, pricing: { rateBps: 5_000, feeBps: 0 } } });
    assert.equal((await run<{ signed: boolean }>("auditor", "show", file("bad.json"))).signed, false);
    const take = ["quote", "take", file("bad.json"), receivable, "--persona", "financier"];
    assert.deepEqual(await refusalOf(stack, take), [1, "Quotes_NotSigned"]);
    await write({ ...own, chainId: 1 });
    assert.deepEqual(await refusalOf(stack, take), [1, "BadOffer"]);
    await write([FIRST_LOT]);
    assert.deepEqual(await refusalOf(stack, take), [1, "BadOffer"]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["bid", "--limit", "1", "--evidence", "gossip"], /--evidence "gossip" is not one of information/],
      [["bid", "--limit", "1", "--valid", "forever"], /--valid: an offer has an end/],
      [["compare", receivable, file("own.json")], /own\.json is no bid/],
      [["ask", receivable, "--lot", "7"], /The account has no such lot/],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await tallystick(stack, ["quote", ...args, "--persona", "supplier"]);
      assert.notEqual(code, 0);
      assert.match(err, message);
    }
  });
});
