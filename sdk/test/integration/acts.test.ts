import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { bytesToHex, type Hex, numberToHex } from "viem";
import { send } from "../../src/chain/send.ts";
import { chainTime } from "../../src/chain/time.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import { receiptTypedData } from "../../src/gateway/typedData.ts";
import { encodeReceipt } from "../../src/gateway/wire.ts";
import { registerRecord, sortedHolders } from "../../src/market/consentActs.ts";
import { publish } from "../../src/market/selling.ts";
import { datasetId } from "../../src/market/terms.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf } from "../support/chain.ts";
import { answerOf, refusalOf, tallystick } from "../support/command.ts";
import { someAnchor } from "../support/market.ts";
import { type TestStack, testStack } from "../support/stack.ts";

interface Sent {
  readonly transaction: Hex;
}

describe("acts by the command", () => {
  let stack: TestStack;
  let dataset: string;
  let other: string;
  let publisher: Hex;
  let reader: Hex;

  const at = (name: string): string => join(stack.folder, name);
  const as = (persona: string): readonly string[] => ["--persona", persona];
  const answer = <T = Sent>(persona: string, ...args: readonly string[]): Promise<T> =>
    answerOf<T>(stack, [...args, ...as(persona)]);
  const fails = (persona: string, ...args: readonly string[]) => refusalOf(stack, [...args, ...as(persona)]);

  before(async () => {
    stack = await testStack();
    [publisher, reader] = [addressOf(stack.actor("climatologist")), addressOf(stack.actor("trader"))];
    await stack.fund("trader");
    await writeFile(at("one.csv"), "a,b\n1,2\n");
    const made = (persona: string, title: string) =>
      answer<{ dataset: string }>(persona, "publish", at("one.csv"), "--title", title);
    dataset = (await made("climatologist", "One")).dataset;
    other = (await made("trader", "Other")).dataset;
  });
  after(() => stack.close());

  it("SDK-151 makes, takes and withdraws offers, under a policy too, and rates what was bought", async () => {
    const args = ["offer", "make", dataset, "--price", "1.5", "--duration", "10d"];
    const { offer, terms } = await answer<{ offer: Hex; terms: { price: string; segments: number } }>(
      "climatologist",
      ...args,
    );
    assert.deepEqual([terms.price, terms.segments], ["1500000", 1]);
    assert.deepEqual(await fails("climatologist", ...args), [1, "Access_OfferExists"]);
    await answer("trader", "buy", dataset, "--offer", offer);
    const rated = await answer<{ stars: number; earlier: number }>("trader", "rate", dataset, "--stars", "4");
    assert.deepEqual([rated.stars, rated.earlier], [4, 0]);
    const again = await answer<{ earlier: number }>(
      "trader",
      "rate",
      dataset,
      "--stars",
      "5",
      "--comment",
      "grew on me",
    );
    assert.equal(again.earlier, 4);
    assert.deepEqual(await fails("climatologist", "rate", dataset, "--stars", "5"), [1, "Ratings_NoPurchase"]);
    await answer("climatologist", "offer", "withdraw", dataset, "--offer", offer);
    assert.deepEqual(await fails("trader", "buy", dataset, "--offer", offer), [1, "NoOffer"]);

    const only = await answer<{ offer: Hex }>(
      "climatologist",
      "offer",
      "make",
      dataset,
      "--price",
      "0",
      "--policy",
      "credential:nobody & consent:1",
    );
    const { code, err } = await tallystick(stack, ["buy", dataset, "--offer", only.offer, ...as("trader")]);
    assert.equal(code, 1);
    assert.match(err, /Access_Denied/);
    for (const policy of ["magic:1", "role:0x12:reader", "credential:", "list:0x12", "consent:x"])
      assert.deepEqual(await fails("climatologist", "offer", "make", dataset, "--price", "0", "--policy", policy), [
        2,
        "Usage",
      ]);
  });

  it("SDK-152 signs grants that their readers redeem once, from a file or through a pipe", async () => {
    const file = at("grant.json");
    const sign = ["grant", "sign", dataset, "--to", reader, "--duration", "1d"];
    await answer("climatologist", ...sign, "--out", file);
    assert.deepEqual(await fails("climatologist", ...sign, "--out", file), [1, "FileExists"]);
    const redeemed = await answer<{ reader: Hex }>("analyst", "grant", "redeem", file);
    assert.equal(redeemed.reader, reader);
    assert.deepEqual(await fails("analyst", "grant", "redeem", file), [1, "Grants_Used"]);
    const { out } = await tallystick(stack, [...sign, ...as("climatologist")]);
    await writeFile(at("piped.json"), out);
    await answer("climatologist", "grant", "withdraw", at("piped.json"));
    assert.deepEqual(await fails("trader", "grant", "redeem", at("piped.json")), [1, "Grants_Used"]);
    const grant = JSON.parse(await readFile(file, "utf8")) as { message: { duration: number } };
    await writeFile(at("forged.json"), JSON.stringify({ ...grant, message: { ...grant.message, duration: 0 } }));
    assert.deepEqual(await fails("trader", "grant", "redeem", at("forged.json")), [1, "Grants_NotSigned"]);
    await writeFile(at("odd.json"), "{");
    assert.deepEqual(await fails("trader", "grant", "redeem", at("odd.json")), [1, "TicketInvalid"]);
    assert.deepEqual(await fails("trader", "grant", "redeem", at("nowhere.json")), [2, "Usage"]);
    assert.deepEqual(await fails("trader", "grant"), [2, "Usage"]);
    assert.deepEqual(await fails("trader", "grant", "give"), [2, "Usage"]);
  });

  it("SDK-165 gives rights back within their windows, gives them up, and lets owners give, revoke and collect", async () => {
    const make = ["offer", "make", dataset, "--price", "2", "--duration", "10d", "--nonce", "165", "--refund", "1d"];
    const { offer } = await answer<{ offer: Hex }>("climatologist", ...make);
    await stack.fund("analyst");
    const account = addressOf(stack.actor("analyst"));
    const shown = () =>
      answer<{ right: { until: number; revoked: boolean }; purchases: { paid: string }[] }>(
        "analyst",
        ...["right", "show", dataset],
      );
    assert.deepEqual(await fails("analyst", "right", "refund", dataset), [1, "Access_WrongPurchase"]);
    await answer("analyst", "buy", dataset, "--offer", offer);
    await answer("analyst", "buy", dataset, "--offer", offer);
    assert.deepEqual(
      (await shown()).purchases.map(({ paid }) => paid),
      ["2000000", "2000000"],
    );
    const { refunds } = await answer<{ refunds: { payer: Hex; amount: string }[] }>(
      "analyst",
      ...["right", "refund", dataset],
    );
    assert.deepEqual(refunds, [{ payer: account, amount: "2000000" }]);
    const balance = await answer<{ balance: string }>("analyst", "balance", "show");
    assert.equal(balance.balance, "2000000");
    assert.deepEqual(await fails("analyst", "right", "renounce", dataset, "--purchases", "2"), [
      1,
      "Access_WrongPurchase",
    ]);
    await answer("analyst", "right", "renounce", dataset);
    assert.deepEqual((await shown()).purchases, []);

    await answer("analyst", "buy", dataset, "--offer", offer);
    await stack.pass(3 * 86_400);
    assert.deepEqual(await fails("analyst", "right", "refund", dataset), [1, "Access_WindowClosed"]);
    assert.deepEqual(await fails("trader", "offer", "collect", dataset, "--offer", offer), [1, "Access_NotSeller"]);
    const earned = await answer<{ to: Hex; amount: string; fee: string }>(
      "climatologist",
      ...["offer", "collect", dataset, "--offer", offer, "--to", reader],
    );
    // Of the two purchases that stand or were given up.
    assert.deepEqual([earned.to, BigInt(earned.amount) + BigInt(earned.fee)], [reader, 4_000_000n]);
    const revoke = ["right", "revoke", dataset, "--reader", account];
    assert.deepEqual(await fails("trader", ...revoke), [3, "Datasets_NotOwner"]);
    assert.deepEqual(await fails("climatologist", ...revoke), [1, "ERC20InsufficientAllowance"]);
    await stack.fund("climatologist");
    await answer("climatologist", ...revoke, "--approve");
    assert.equal((await shown()).right.revoked, true);

    const given = await answer<{ until: number }>("climatologist", "grant", "give", dataset, "--to", account);
    assert.equal(given.until, 2 ** 40 - 1);
    const { out } = await tallystick(stack, ["right", "show", dataset, ...as("analyst")]);
    assert.match(out, /^until {7}for ever$/m);
    assert.match(out, /^purchase {4}20.*: given$/m);
    assert.deepEqual(await fails("trader", "grant", "give", dataset, "--to", account), [3, "Datasets_NotOwner"]);
    await answer("analyst", "right", "renounce", dataset);
  });

  it("SDK-152 exchanges data for data", async () => {
    const file = at("deal.json");
    const sides = ["--give", dataset, "--get", other, "--with", reader];
    await answer("climatologist", "exchange", "propose", ...sides, "--out", file);
    assert.deepEqual(await fails("analyst", "exchange", "sign", file), [1, "TicketInvalid"]);
    await answer("trader", "exchange", "sign", file, "--out", at("signed.json"));
    const { datasets } = await answer<{ datasets: string[] }>("analyst", "exchange", "do", at("signed.json"));
    assert.deepEqual(datasets, [dataset, other]);
    assert.deepEqual(await fails("trader", "exchange", "do", file), [1, "Exchange_Closed"]);
    await answer("climatologist", "exchange", "propose", ...sides, "--out", at("void.json"));
    await answer("climatologist", "exchange", "withdraw", at("void.json"));
    assert.deepEqual(await fails("trader", "exchange", "do", at("void.json")), [1, "Exchange_Closed"]);
  });

  it("SDK-152 renews under a mandate, from the prepaid balance or the allowance, and withdraws it", async () => {
    const { offer } = await answer<{ offer: Hex }>(
      "climatologist",
      "offer",
      "make",
      dataset,
      "--price",
      "2",
      "--duration",
      "30d",
      "--nonce",
      "9",
    );
    await answer("trader", "buy", dataset, "--offer", offer, "--for", addressOf(stack.actor("analyst")), "--approve");
    const file = at("mandate.json");
    const wanted = ["--offer", offer, "--cap", "4", "--lead", "40d", "--for", addressOf(stack.actor("analyst"))];
    await answer("trader", "mandate", "sign", dataset, ...wanted, "--out", file);
    assert.deepEqual(await fails("climatologist", "mandate", "renew", file, "--dataset", dataset), [
      1,
      "ERC20InsufficientAllowance",
    ]);
    const standing = await answer<{ spent: string; renewalsLeft: string }>(
      "trader",
      "mandate",
      "show",
      file,
      "--dataset",
      dataset,
    );
    assert.deepEqual([standing.spent, standing.renewalsLeft], ["0", "2"]);
    assert.deepEqual(await fails("trader", "mandate", "show", file, "--dataset", other), [1, "NoOffer"]);
    assert.deepEqual(await fails("analyst", "mandate", "withdraw", file), [1, "Renewals_NotPayer"]);
    await answer("trader", "mandate", "withdraw", file);
    assert.deepEqual(await fails("climatologist", "mandate", "renew", file, "--dataset", dataset), [
      1,
      "Renewals_Withdrawn",
    ]);
  });

  it("SDK-152 runs a tab: opened, used, settled, on credit, and closed by both", async () => {
    const tab = at("tab.json");
    await answer("trader", "tab", "open", "--provider", publisher, "--deposit", "3", "--out", tab);
    await answer("trader", "tab", "deposit", tab, "--amount", "1");
    await answer("trader", "tab", "voucher", tab, "--owed", "2.5", "--out", at("voucher.json"));
    const settled = await answer<{ claimed: string }>("climatologist", "tab", "settle", at("voucher.json"));
    assert.equal(settled.claimed, "2500000");
    const collected = await answer<{ state: { collected: string } }>("climatologist", "tab", "collect", tab);
    assert.equal(collected.state.collected, "2500000");
    await answer("climatologist", "tab", "credit", tab, "--limit", "5", "--out", at("credit.json"));
    await answer("trader", "tab", "accept", at("credit.json"));
    await answer("trader", "tab", "voucher", tab, "--owed", "6", "--out", at("more.json"));
    await answer("climatologist", "tab", "settle", at("more.json"));
    const { statement } = await answer<{ statement: number }>("climatologist", "tab", "statement", at("more.json"));
    assert.equal(statement, 1);
    const shown = await answer<{ state: { debt: string }; statements: { outstanding: string }[] }>(
      "trader",
      "tab",
      "show",
      tab,
    );
    assert.deepEqual([shown.state.debt, shown.statements[0]?.outstanding], ["2000000", "2000000"]);
    const paid = await answer<{ state: { debt: string } }>("trader", "tab", "pay", tab);
    assert.equal(paid.state.debt, "0");
    await answer("climatologist", "tab", "agree", tab, "--owed", "6", "--out", at("closing.json"));
    const closed = await answer<{ closed: boolean }>("trader", "tab", "agree", at("closing.json"));
    assert.equal(closed.closed, true);
    assert.deepEqual(await fails("trader", "tab", "withdraw"), [1, "Tabs_NothingToWithdraw"]);
    assert.deepEqual(await fails("trader", "tab", "voucher", tab, "--owed", "1.1234567"), [2, "Usage"]);
    assert.deepEqual(await fails("trader", "tab", "settle", tab), [1, "TicketInvalid"]);
  });

  it("SDK-152 closes a tab alone after the time to settle, and sends the rest out", async () => {
    const tab = at("alone.json");
    await answer("trader", "tab", "open", "--provider", publisher, "--deposit", "2", "--approve", "--out", tab);
    const closing = await answer<{ state: { status: string } }>("trader", "tab", "close", tab);
    assert.equal(closing.state.status, "closing");
    assert.deepEqual(await fails("trader", "tab", "close", tab), [1, "Tabs_WrongStatus"]);
    await stack.pass(3 * 86_400);
    const closed = await answer<{ state: { status: string } }>("trader", "tab", "close", tab);
    assert.equal(closed.state.status, "closed");
    await answer("trader", "tab", "withdraw");
    const now = await tallystick(stack, ["tab", "show", tab, ...as("trader")]);
    assert.match(now.out, /^status {6}closed$/m);
  });

  it("SDK-153 collects consent to a record and gives it", async () => {
    const owner = stack.actor("climatologist");
    const { consent, market } = deployed(stack.network);
    const holders = sortedHolders([addressOf(stack.actor("keeper")), addressOf(stack.actor("registrar"))]);
    const salt = bytesToHex(randomBytes(32));
    const setup = {
      holders,
      threshold: 2,
      emergencyCredential: numberToHex(0, { size: 32 }),
      emergencySeconds: 0,
      alsoRight: false,
    };
    await send(owner, registerRecord(consent, salt, setup));
    await send(owner, publish(market, salt, someAnchor()));
    const record = numberToHex(datasetId(31337, market, publisher, salt), { size: 32 });

    await answer(
      "trader",
      "consent",
      "request",
      record,
      "--purpose",
      "1",
      "--message",
      "study",
      "--out",
      at("asked.json"),
    );
    assert.deepEqual(await fails("analyst", "consent", "sign", at("asked.json")), [3, "Consent_NotHolder"]);
    await answer("keeper", "consent", "sign", at("asked.json"), "--out", at("first.json"));
    assert.deepEqual(await fails("trader", "consent", "give", at("first.json")), [1, "Consent_TooFew"]);
    await answer("registrar", "consent", "sign", at("asked.json"), "--out", at("second.json"));
    await answer("analyst", "consent", "give", at("first.json"), at("second.json"));
    const shown = await answer<{ consent: { active: boolean; purpose: number }; holders: Hex[] }>(
      "trader",
      "consent",
      "show",
      record,
    );
    assert.deepEqual([shown.consent.active, shown.consent.purpose, shown.holders], [true, 1, holders]);
    assert.deepEqual(await fails("keeper", "consent", "sign", at("asked.json")), [1, "Consent_OtherSerial"]);
    const ended = await answer<{ active: boolean }>("keeper", "consent", "withdraw", record, "--reader", reader);
    assert.equal(ended.active, false);
    assert.deepEqual(await fails("trader", "consent", "request", dataset), [1, "NoRecord"]);
  });

  it("SDK-154 verifies receipts, and says what can be done about one that is in no log", async () => {
    const keeper = stack.actor("keeper");
    const { market } = deployed(stack.network);
    const value = {
      request: bytesToHex(randomBytes(32)),
      granted: false,
      code: "no-right",
      at: BigInt(await chainTime(keeper)),
      blockNumber: 3n,
    };
    const { account } = keeper.wallet;
    const signature = await keeper.wallet.signTypedData({ ...receiptTypedData(31337, market, value), account });
    await writeFile(at("receipt.json"), JSON.stringify({ receipt: encodeReceipt({ value, signature }) }));
    const shown = await answerOf<{ keeper: Hex; granted: boolean; code: string; remedy: { kind: string } }>(stack, [
      "receipt",
      "verify",
      at("receipt.json"),
    ]);
    assert.deepEqual(
      [shown.keeper, shown.granted, shown.code, shown.remedy.kind],
      [addressOf(keeper), false, "no-right", "wait"],
    );
    const offline = await tallystick(stack, [
      "receipt",
      "verify",
      at("receipt.json"),
      "--offline",
      "--rpc",
      "http://127.0.0.1:9",
    ]);
    assert.equal(offline.code, 0, offline.err);
    assert.match(offline.out, /^answer {6}denied: no-right at 20/m);
    const foreign = await fails("trader", "receipt", "verify", at("receipt.json"), "--keeper", reader);
    assert.deepEqual(foreign, [4, "ReceiptInvalid"]);
    await writeFile(at("cut.json"), JSON.stringify({ receipt: { ...encodeReceipt({ value, signature }), at: -1 } }));
    assert.deepEqual(await fails("trader", "receipt", "verify", at("cut.json")), [4, "ReceiptInvalid"]);
  });
});
