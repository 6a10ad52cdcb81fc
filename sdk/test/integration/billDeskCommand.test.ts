import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { dayOfTime } from "../../src/bills/face.ts";
import { buybackOf } from "../../src/bills/repos.ts";
import { chainTime } from "../../src/chain/time.ts";
import type { BillResult } from "../../src/cli/billLines.ts";
import type { PersonaId } from "../../src/local/personas.ts";
import { billCommands } from "../support/billCommands.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { DAY } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";

interface RepoResult {
  readonly buyback: string;
  readonly state: string;
  readonly holder: string;
  readonly deal: { readonly price: string; readonly lastDay: number };
  readonly due: { readonly principal: string; readonly charges: string };
}

describe("tallystick bill, beyond its parties", () => {
  let stack: TestStack;
  let serial = 0;

  before(async () => {
    stack = await testStack();
    for (const who of ["enterprise", "supplier", "workshop", "financier", "carrier"] as const) await stack.fund(who);
    // Noon: no day begins while a test runs.
    const now = await chainTime(stack.actor("supplier"));
    await stack.pass((dayOfTime(now) + 1) * DAY + DAY / 2 - now);
  });
  after(() => stack.close());

  const { account, run, refused, at, dayIn, balance } = billCommands(() => stack);
  const options = (amount: string, due: string, ...more: readonly string[]) => [
    ...["--drawee", account("enterprise"), "--payee", account("workshop"), "--amount", amount, "--due", due],
    ...["--drawn-at", `Basel ${++serial}, CH`, "--payable-at", "Frankfurt am Main, DE", ...more],
  ];
  /** A bill that the workshop holds and the enterprise has accepted. */
  const accepted = async (amount: string, days = 60, ...more: readonly string[]) => {
    const { bill } = await run("supplier", "draw", ...options(amount, await dayIn(days), ...more));
    await run("workshop", "receive", bill);
    await run("enterprise", "accept", bill);
    return bill;
  };
  const holders = ({ lots }: BillResult) => lots.map(({ holder }) => holder);
  const shown = (bill: string) => answerOf<BillResult>(stack, ["bill", "show", bill]);

  it("SDK-323 sells a bill by an ask, and parts of it by the best bid, at the price of now", async () => {
    const bill = await accepted("100");
    const ask = ["quote", "ask", bill, "--price", "98.5", "--for", account("financier"), "--out", at("ask.json")];
    await run<unknown>("workshop", ...ask);
    assert.deepEqual(await refused("carrier", "quote", "take", at("ask.json"), bill), [1, "Quotes_NotBuyer"]);
    // An offer for bills is none for receivables.
    assert.deepEqual(await refusalOf(stack, ["quote", "show", at("ask.json")]), [1, "BadOffer"]);
    const start = await balance("workshop");
    const { price } = await run<{ price: string }>("financier", "quote", "take", at("ask.json"), bill);
    assert.equal(price, "98500000");
    assert.equal(await balance("workshop"), start + 98_500_000n);
    assert.deepEqual(holders(await shown(bill)), [account("financier")]);

    const bid = (who: PersonaId, rate: string, name: string) => {
      const args = ["quote", "bid", "--limit", "500", "--debtor", account("enterprise"), "--rate-bps", rate];
      return run<unknown>(who, ...args, "--out", at(name));
    };
    await bid("carrier", "720", "dear.json");
    await bid("workshop", "360", "cheap.json");
    const { bids } = await answerOf<{ bids: { file: string; proceeds: string }[] }>(stack, [
      ...["bill", "quote", "compare", bill, at("dear.json"), at("cheap.json"), "--amount", "40"],
    ]);
    assert.deepEqual(
      bids.map(({ file, proceeds }) => [file, proceeds]),
      [
        [at("cheap.json"), "39760000"],
        [at("dear.json"), "39520000"],
      ],
    );
    const told = await run<{ signed: boolean; standing: { filled: string } }>(
      "auditor",
      "quote",
      "show",
      at("dear.json"),
    );
    assert.deepEqual([told.signed, told.standing.filled], [true, "0"]);
    const sold = ["quote", "take", at("cheap.json"), bill, "--amount", "40"];
    assert.equal((await run<{ price: string }>("financier", ...sold)).price, "39760000");
    assert.deepEqual(holders(await shown(bill)), [account("financier"), account("workshop")]);
    await run<unknown>("carrier", "quote", "cancel", at("dear.json"));
    const cancelled = await refused("financier", "quote", "take", at("dear.json"), bill);
    assert.deepEqual(cancelled, [1, "Quotes_Cancelled"]);
    for (const more of [
      ["--evidence", "commercial"],
      ["--advance-bps", "8000"],
    ])
      assert.deepEqual(
        await refused("carrier", "quote", "bid", "--limit", "1", "--seller", account("workshop"), ...more),
        [2, "Usage"],
      );
  });

  it("SDK-324 offers a repo, opens it and buys the bill back for what is due", async () => {
    const bill = await accepted("100");
    const offer = async (name: string, ...more: readonly string[]) => {
      const args = ["repo", "offer", "--limit", "300", "--debtor", account("enterprise"), "--rate-bps", "720", ...more];
      const rest = ["--haircut-bps", "1000", "--valid", "30d", "--until", await dayIn(30), "--out", at(name)];
      return run<unknown>("financier", ...args, ...rest);
    };
    await offer("repo.json");
    const told = await run<{ signed: boolean; offer: { haircutBps: number } }>(
      "auditor",
      "repo",
      "show",
      at("repo.json"),
    );
    assert.deepEqual([told.signed, told.offer.haircutBps], [true, 1_000]);
    const start = await balance("workshop");
    const opened = await run<RepoResult>("workshop", "repo", "open", at("repo.json"), bill);
    assert.equal(await balance("workshop"), start + 90_000_000n);
    assert.deepEqual([opened.state, opened.holder, opened.deal.price], ["open", opened.buyback, "90000000"]);
    await stack.pass(10 * DAY);
    const shownRepo = await answerOf<RepoResult>(stack, ["bill", "repo", "show", bill]);
    assert.deepEqual(shownRepo.due, { principal: "90000000", charges: "180000" });
    const lines = await tallystick(stack, ["bill", "repo", "show", bill]);
    assert.match(lines.out, /\nprice {7}90 EURX on 20\d\d-\d\d-\d\d, 7.2 % a year\n/);
    assert.match(lines.out, /\ndue {9}90.18 EURX to the buyer, 0.18 EURX of it interest\n/);
    assert.deepEqual(await refused("financier", "repo", "take", bill), [1, "Buyback_TooEarly"]);
    const back = await run<RepoResult>("workshop", "repo", "buy-back", bill);
    assert.deepEqual([back.state, back.holder], ["over", account("workshop")]);
    assert.equal(await balance("workshop"), start - 180_000n);
    assert.deepEqual(await refused("workshop", "repo", "settle", bill), [1, "Holdback_NothingThere"]);
    await run<unknown>("financier", "repo", "cancel", at("repo.json"));
    assert.deepEqual(await refused("workshop", "repo", "open", at("repo.json"), bill), [1, "Quotes_Cancelled"]);
    const changed = (await readFile(at("repo.json"), "utf8")).replace('"rateBps": 720', '"rateBps": 1');
    await writeFile(at("changed.json"), changed);
    const forged = await run<{ signed: boolean }>("auditor", "repo", "show", at("changed.json"));
    assert.equal(forged.signed, false);
    assert.deepEqual(await refused("workshop", "repo", "show", "7"), [1, "UnknownBill"]);
    const bare = await accepted("1");
    assert.deepEqual(await refused("workshop", "repo", "show", bare), [1, "NoLot"]);

    await offer("second.json", "--lot", (await shown(bare)).lots[0]?.lot ?? "");
    const taken = await run<RepoResult>("workshop", "repo", "open", at("second.json"), bare);
    await stack.pass((taken.deal.lastDay + 1) * DAY + DAY / 2 - (await chainTime(stack.actor("supplier"))));
    assert.equal((await run<RepoResult>("financier", "repo", "take", bare)).state, "taken by the buyer");
    assert.deepEqual(holders(await shown(bare)), [account("financier")]);
  });

  it("SDK-324 acts for both parties of a repo when the bill is not paid, and shares what recourse brings", async () => {
    const bill = await accepted("50", 40);
    const offer = ["repo", "offer", "--limit", "50", "--seller", account("workshop"), "--until", await dayIn(39)];
    await run<unknown>("financier", ...offer, "--out", at("third.json"));
    const { buyback } = await run<RepoResult>("workshop", "repo", "open", at("third.json"), bill);
    const lot = BigInt((await shown(bill)).lots[0]?.lot ?? 0);
    assert.equal(await buybackOf(stack.actor("workshop"), lot), buyback);
    await stack.pass(40 * DAY);
    await run<RepoResult>("carrier", "repo", "present", bill);
    await run("enterprise", "refuse", bill);
    await run<RepoResult>("carrier", "repo", "protest", bill);
    assert.equal((await shown(bill)).state.status, "protested");
    assert.deepEqual(await refused("carrier", "repo", "notify", bill), [1, "Buyback_NotParty"]);
    await run<RepoResult>("workshop", "repo", "notify", bill, "--costs", "0.02");
    assert.deepEqual(await refused("financier", "repo", "demand", bill, "--from", account("carrier")), [2, "Usage"]);
    await run<RepoResult>("financier", "repo", "demand", bill, "--from", account("supplier"));
    await run("supplier", "take-up", bill);
    const [buyers, sellers] = [await balance("financier"), await balance("workshop")];
    const settled = await run<RepoResult>("carrier", "repo", "settle", bill);
    assert.deepEqual([settled.state, settled.due.principal], ["over", "0"]);
    assert.equal(await balance("financier"), buyers + 50_000_000n);
    assert.equal(await balance("workshop"), sellers + 20_000n);
    assert.deepEqual(await refused("workshop", "repo", "withdraw", bill), [1, "Holdback_NothingToWithdraw"]);
  });

  it("SDK-324 lets a bill be paid early when both parties of a repo consent, one by the other's file", async () => {
    const bill = await accepted("10");
    const offer = ["repo", "offer", "--limit", "10", "--seller", account("workshop"), "--until", await dayIn(9)];
    await run<unknown>("financier", ...offer, "--haircut-bps", "2000", "--out", at("early-repo.json"));
    await run<RepoResult>("workshop", "repo", "open", at("early-repo.json"), bill);
    assert.deepEqual(await refused("carrier", "repo", "consent", bill), [2, "Usage"]);
    await run<unknown>("workshop", "repo", "consent", bill, "--out", at("half.json"));
    assert.deepEqual(await refused("workshop", "repo", "consent", bill, at("half.json")), [1, "TicketInvalid"]);
    assert.deepEqual(await refused("enterprise", "pay", bill, "--consent", at("half.json")), [1, "Bills_NotSigned"]);
    await run<unknown>("financier", "repo", "consent", bill, at("half.json"), "--out", at("both.json"));
    const other = await accepted("1");
    await run<unknown>("financier", ...offer, "--out", at("other-repo.json"));
    await run<RepoResult>("workshop", "repo", "open", at("other-repo.json"), other);
    assert.deepEqual(await refused("financier", "repo", "consent", other, at("half.json")), [1, "TicketInvalid"]);
    assert.equal((await run("enterprise", "pay", bill, "--consent", at("both.json"))).state.status, "paid");
    const [buyers, sellers] = [await balance("financier"), await balance("workshop")];
    await run<RepoResult>("carrier", "repo", "settle", bill);
    assert.deepEqual(
      [(await balance("financier")) - buyers, (await balance("workshop")) - sellers],
      [8_000_000n, 2_000_000n],
    );
  });

  it("SDK-325 notes bills in their acceptor's record, and tells it", async () => {
    const bill = await accepted("7", 3);
    type Tallies = { readonly record: Record<string, { count: number; sum: string }> };
    const record = async () =>
      (await answerOf<Tallies>(stack, ["bill", "acceptor", "record", account("enterprise")])).record;
    const { what } = await run<{ what: string[] }>("auditor", "acceptor", "note", bill);
    assert.deepEqual(what, ["accepted"]);
    assert.deepEqual(await refused("auditor", "acceptor", "note", bill), [1, "Acceptors_NothingNew"]);
    assert.deepEqual((await record()).accepted, { count: 1, sum: "7000000" });
    await stack.pass(3 * DAY);
    await run("enterprise", "pay", bill);
    await run<unknown>("auditor", "acceptor", "note", bill);
    assert.deepEqual((await record()).onTime, { count: 1, sum: "7000000" });
    const { out } = await tallystick(stack, ["bill", "acceptor", "record", account("enterprise")]);
    assert.match(out, /\naccepted {4}1: 7 EURX\non time {5}1: 7 EURX\nlate {8}0: 0 EURX\n/);
  });

  it("SDK-326 stops a lost lot, hears who objects, replaces it for security, and awards that", async () => {
    const bill = await accepted("30", 400, "--court", account("auditor"));
    await writeFile(at("order.txt"), "order 7 of the court");
    const order = async () => [
      ...["stop", "order", bill, "--for", account("carrier"), "--until", await dayIn(61)],
      ...["--document", at("order.txt")],
    ];
    assert.deepEqual(await refused("supplier", ...(await order())), [1, "BillsChanges_NotCourt"]);
    assert.deepEqual((await run("auditor", ...(await order()))).lots[0]?.holds, ["stopped"]);
    assert.deepEqual(await refused("carrier", "stop", "object", bill), [1, "NoLot"]);
    await run("workshop", "stop", "object", bill);
    type Told = { readonly stop?: { isObjected: boolean; isDismissed: boolean }; readonly needed?: string };
    const told = () => answerOf<Told & { security?: { amount: string } }>(stack, ["bill", "stop", "show", bill]);
    assert.equal((await told()).stop?.isObjected, true);
    await run("auditor", "stop", "dismiss", bill);
    const { out } = await tallystick(stack, ["bill", "stop", "show", bill]);
    assert.match(out, /; the objection was dismissed\ncosts {7}30 EURX of security\n/);
    assert.deepEqual(await refused("carrier", "stop", "replace", bill), [1, "BillsChanges_TooEarly"]);
    await stack.pass(62 * DAY);
    const start = await balance("carrier");
    assert.deepEqual(holders(await run("carrier", "stop", "replace", bill)), [account("carrier")]);
    assert.equal(await balance("carrier"), start - 30_000_000n);
    assert.equal((await told()).security?.amount, "30000000");
    assert.deepEqual(await refused("carrier", "stop", "release", bill), [1, "BillsChanges_TooEarly"]);
    await run("auditor", "stop", "award", bill);
    const had = await balance("workshop");
    await run<unknown>("workshop", "stop", "withdraw");
    assert.equal(await balance("workshop"), had + 30_000_000n);
    assert.deepEqual(await refused("workshop", "stop", "withdraw"), [1, "BillsChanges_NothingToWithdraw"]);

    const other = await accepted("2", 400, "--court", account("auditor"));
    await run("auditor", "stop", "order", other, "--for", account("carrier"), "--until", await dayIn(90));
    assert.deepEqual((await run("auditor", "stop", "lift", other)).lots[0]?.holds, []);
  });

  it("SDK-327 puts another bill in a bill's place by a file that all sign, and moves it to paper and back", async () => {
    const bill = await accepted("20");
    const later = await dayIn(90);
    await run<unknown>("supplier", "draft", ...options("20", later), "--out", at("next.json"));
    const propose = ["change", "propose", bill, "--to", at("next.json"), "--out", at("change-1.json")];
    await run<unknown>("supplier", ...propose);
    type Told = { readonly signers: string[]; readonly missing: string[] };
    const told = (file: string) => answerOf<Told>(stack, ["bill", "change", "show", at(file)]);
    assert.deepEqual((await told("change-1.json")).missing, [account("enterprise"), account("workshop")]);
    assert.deepEqual(await refused("carrier", "change", "sign", at("change-1.json")), [1, "TicketInvalid"]);
    assert.deepEqual(await refused("carrier", "change", "submit", at("change-1.json")), [1, "TicketInvalid"]);
    await run<unknown>("enterprise", "change", "sign", at("change-1.json"), "--out", at("change-2.json"));
    await run<unknown>("workshop", "change", "sign", at("change-2.json"), "--out", at("change-3.json"));
    assert.deepEqual((await told("change-3.json")).missing, []);
    const { out } = await tallystick(stack, ["bill", "change", "show", at("change-2.json")]);
    assert.match(out, new RegExp(`\nmust sign {3}${account("workshop")}\n`));
    const novated = await run("carrier", "change", "submit", at("change-3.json"));
    assert.deepEqual([novated.state.status, holders(novated)], ["accepted", [account("workshop")]]);
    assert.equal(novated.state.dueDay, novated.face.term);
    assert.deepEqual(holders(await shown(bill)), []);

    await writeFile(at("paper.txt"), "a bill on paper");
    const sign = async (from: string, ...who: readonly PersonaId[]) => {
      let file = from;
      for (const each of who) {
        const to = `${from}-${each}.json`;
        await run<unknown>(each, "change", "sign", at(file), "--out", at(to));
        file = to;
      }
      return at(file);
    };
    const toPaper = ["change", "propose", novated.bill, "--to-paper", at("paper.txt"), "--out", at("to-paper")];
    await run<unknown>("auditor", ...toPaper);
    const ended = await run(
      "carrier",
      "change",
      "submit",
      await sign("to-paper", "supplier", "enterprise", "workshop"),
    );
    assert.deepEqual(holders(ended), []);
    await run<unknown>("supplier", "draft", ...options("20", later), "--out", at("back.json"));
    const endorsee = `${account("financier")}:no-further`;
    const fromPaper = ["change", "propose", at("back.json"), "--from-paper", at("paper.txt")];
    await run<unknown>("supplier", ...fromPaper, "--accepted", "--endorsee", endorsee, "--out", at("from-paper"));
    const file = await sign("from-paper", "enterprise", "workshop", "financier");
    const back = await run("carrier", "change", "submit", file);
    assert.deepEqual([back.state.status, holders(back), back.lots[0]?.links], ["accepted", [account("financier")], 2]);
    await run<unknown>("supplier", "draft", ...options("3", later), "--out", at("again.json"));
    const again = ["change", "propose", at("again.json"), "--from-paper", at("paper.txt"), "--endorsee"];
    const cases = [
      ["change", "propose", bill],
      ["change", "propose", bill, "--to", at("next.json"), "--to-paper", at("paper.txt")],
      ["change", "propose", bill, "--to-paper", at("paper.txt"), "--accepted"],
      [...again, "nobody"],
      [...again, `${account("carrier")}:gladly`],
    ];
    for (const args of cases) assert.deepEqual(await refused("supplier", ...args), [2, "Usage"]);
  });
});
