import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { bytesToHex, type Hex, hashTypedData } from "viem";
import { type Actor, connectReader } from "../../src/chain/actor.ts";
import { relayAct, signForwardRequest } from "../../src/chain/relay.ts";
import { send } from "../../src/chain/send.ts";
import { isSignedBy, isSignedByKey } from "../../src/chain/signature.ts";
import { chainTime } from "../../src/chain/time.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import { demoTokenAbi } from "../../src/generated/abis/DemoToken.ts";
import { tabsAbi } from "../../src/generated/abis/Tabs.ts";
import { approve } from "../../src/market/buying.ts";
import { signPermit } from "../../src/market/permit.ts";
import { closingTypedData, depositNonce } from "../../src/market/tab.ts";
import {
  acceptCredit,
  closeTab,
  closeTabByAgreement,
  collectTab,
  depositToTab,
  depositToTabWithPermit,
  finishClosingTab,
  handOverStatement,
  issueStatement,
  payTab,
  settleTab,
  startClosingTab,
  submitTabDeposit,
  withdrawFromTabs,
} from "../../src/market/tabActs.ts";
import { signTabDeposit } from "../../src/market/tabDeposit.ts";
import {
  isClosingSigned,
  isVoucherSigned,
  signClosing,
  signCredit,
  signHandOver,
  signVoucher,
} from "../../src/market/tabSignatures.ts";
import { readTab, statementOf, statementsOf, tabCreditOf } from "../../src/market/tabs.ts";
import { balanceOf } from "../../src/market/token.ts";
import { type Tab, tabId, voucherDigest } from "../../src/market/voucher.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain, testChain } from "../support/chain.ts";
import { codeOf, failureOf } from "../support/errors.ts";

const UNIT = 1_000_000n;
const DAY = 86_400;

describe("the tabs client", () => {
  let chain: TestChain;
  let reader: Actor;
  let provider: Actor;
  let other: Actor;
  let tabs: Hex;
  let token: Hex;

  before(async () => {
    chain = await testChain();
    [reader, provider, other] = [chain.actor("analyst"), chain.actor("climatologist"), chain.actor("relayer")];
    ({ tabs } = deployed(chain.network));
    token = deployed(chain.network).eurx as Hex;
    for (const who of [reader, other]) {
      await send(who, { address: token, abi: demoTokenAbi, functionName: "faucet", args: [addressOf(who)] });
    }
  });
  after(() => chain.close());

  const newTab = (): Tab => ({
    reader: addressOf(reader),
    provider: addressOf(provider),
    token,
    salt: bytesToHex(randomBytes(32)),
  });
  const idOf = (tab: Tab): Hex => tabId(31337, tabs, tab);
  const stateOf = (tab: Tab) => readTab(chain.reader, idOf(tab));

  async function opened(amount: bigint): Promise<Tab> {
    const tab = newTab();
    if (amount > 0n) await send(reader, approve(token, tabs, amount));
    await send(reader, depositToTab(tabs, tab, amount));
    return tab;
  }

  async function settled(tab: Tab, owed: bigint): Promise<Hex> {
    const signature = await signVoucher(reader, tab, owed);
    await send(other, settleTab(tabs, tab, owed, signature));
    return signature;
  }

  async function onCredit(limit: bigint, paymentTerm = 30 * DAY): Promise<Tab> {
    const tab = await opened(0n);
    const { offer, signature } = await signCredit(provider, tab, { limit, paymentTerm, serial: 1 });
    await send(reader, acceptCredit(tabs, tab, offer, signature));
    return tab;
  }

  it("SDK-90 computes ids, nonces and digests as the contract does", async () => {
    const tab = newTab();
    const id = idOf(tab);
    const read = { address: tabs, abi: tabsAbi } as const;
    const { client } = chain.reader;
    assert.equal(await client.readContract({ ...read, functionName: "tabId", args: [tab] }), id);
    assert.equal(
      await client.readContract({ ...read, functionName: "voucherDigest", args: [id, 7n] }),
      voucherDigest(31337, tabs, { tab: id, owed: 7n }),
    );
    const deposit = { tab: id, payer: addressOf(other), sequence: 0xffff_ffff_ffffn };
    assert.equal(
      await client.readContract({ ...read, functionName: "depositNonce", args: [id, deposit.payer, deposit.sequence] }),
      depositNonce(31337, tabs, deposit),
    );
  });

  it("SDK-91 opens a tab by allowance, by permit and by one signature that anyone relays", async () => {
    const start = await balanceOf(chain.reader, token, addressOf(reader));
    const tab = await opened(5n * UNIT);
    assert.equal((await stateOf(tab)).deposited, 5n * UNIT);
    const permit = await signPermit(reader, token, 2n * UNIT, { spender: tabs });
    await send(reader, depositToTabWithPermit(tabs, tab, 2n * UNIT, permit));
    const deposit = await signTabDeposit(reader, { tab, amount: 3n * UNIT });
    await send(other, submitTabDeposit(tabs, deposit));
    const state = await stateOf(tab);
    assert.deepEqual(
      [state.status, state.deposited, state.available, state.feeBps, state.debt, state.collectable],
      ["open", 10n * UNIT, 10n * UNIT, 0, 0n, 0n],
    );
    assert.equal(await balanceOf(chain.reader, token, addressOf(reader)), start - 10n * UNIT);
    // The signature worked once; for another tab, or more money, it never does.
    assert.equal(await codeOf(send(other, submitTabDeposit(tabs, deposit))), "InvalidAccountNonce");
    const fresh = await signTabDeposit(reader, { tab, amount: UNIT });
    assert.equal(fresh.sequence, 1n);
    for (const changed of [
      { ...fresh, amount: 2n * UNIT },
      { ...fresh, tab: { ...tab, provider: addressOf(other) } },
    ]) {
      assert.notEqual(await codeOf(send(other, submitTabDeposit(tabs, changed))), "");
    }
    assert.equal((await stateOf(tab)).deposited, 10n * UNIT);
  });

  it("SDK-91 lets only the reader open, and anybody add", async () => {
    const tab = newTab();
    await send(other, approve(token, tabs, UNIT));
    const failed = await failureOf(send(other, depositToTab(tabs, tab, UNIT)));
    assert.deepEqual([failed.code, failed.details], ["Tabs_NotReader", { id: idOf(tab), caller: addressOf(other) }]);
    assert.equal((await stateOf(tab)).status, "none");
    await send(reader, depositToTab(tabs, tab, 0n));
    await send(other, depositToTab(tabs, tab, UNIT));
    assert.equal((await stateOf(tab)).deposited, UNIT);
  });

  it("SDK-92 knows a right voucher without the chain, and a wrong one as the contract does", async () => {
    const tab = await opened(UNIT);
    const signature = await signVoucher(reader, tab, 400n);
    const digest = voucherDigest(31337, tabs, { tab: idOf(tab), owed: 400n });
    assert.equal(await isSignedByKey(tab.reader, digest, signature), true);
    assert.equal(await isVoucherSigned(chain.reader, tab, 400n, signature), true);
    assert.equal(await isVoucherSigned(chain.reader, tab, 401n, signature), false);
    assert.equal(await isVoucherSigned(chain.reader, { ...tab, salt: digest }, 400n, signature), false);
    // Forms that viem would recover and the contract refuses.
    const zeroBased = `${signature.slice(0, 130)}0${Number.parseInt(signature.slice(130), 16) - 27}` as Hex;
    assert.equal(await isVoucherSigned(chain.reader, tab, 400n, zeroBased), false);
    assert.equal(await codeOf(send(other, settleTab(tabs, tab, 400n, zeroBased))), "Tabs_NotSigned");
    for (const odd of ["0x", "0x1234", `0x${"00".repeat(65)}`] as const) {
      assert.equal(await isVoucherSigned(chain.reader, tab, 400n, odd), false);
    }
    // An account with code that is no wallet did not sign.
    assert.equal(await isSignedBy(chain.reader, token, digest, signature), false);
  });

  it("SDK-93 settles the newest voucher once, as far as the deposit reaches, and pays the provider", async () => {
    const tab = await opened(10n * UNIT);
    await settled(tab, 4n * UNIT);
    const last = await settled(tab, 12n * UNIT);
    const state = await stateOf(tab);
    assert.deepEqual([state.claimed, state.collectable, state.debt], [10n * UNIT, 10n * UNIT, 0n]);
    const again = await failureOf(send(other, settleTab(tabs, tab, 12n * UNIT, last)));
    assert.deepEqual(
      [again.code, again.details],
      ["Tabs_BeyondLimit", { id: idOf(tab), owed: 12n * UNIT, available: 10n * UNIT }],
    );
    const older = await signVoucher(reader, tab, UNIT);
    assert.equal(await codeOf(send(other, settleTab(tabs, tab, UNIT, older))), "Tabs_NotNewer");
    assert.equal(await codeOf(send(other, collectTab(tabs, tab, addressOf(other)))), "Tabs_NotProvider");
    const before = await balanceOf(chain.reader, token, addressOf(provider));
    await send(provider, collectTab(tabs, tab, addressOf(provider)));
    assert.equal(await balanceOf(chain.reader, token, addressOf(provider)), before + 10n * UNIT);
    assert.equal((await stateOf(tab)).collected, 10n * UNIT);
    assert.equal(await codeOf(send(provider, collectTab(tabs, tab, addressOf(provider)))), "Tabs_NothingToCollect");
    // Topped up, the same voucher claims the rest.
    await send(reader, approve(token, tabs, 2n * UNIT));
    await send(reader, depositToTab(tabs, tab, 2n * UNIT));
    await send(other, settleTab(tabs, tab, 12n * UNIT, last));
    assert.equal((await stateOf(tab)).claimed, 12n * UNIT);
  });

  it("SDK-94 goes on credit as far as the provider signed, makes the debt due, and takes its payment", async () => {
    const tab = await opened(0n);
    const { offer, signature } = await signCredit(provider, tab, {
      limit: 6n * UNIT,
      paymentTerm: 30 * DAY,
      serial: 1,
    });
    const raised = { ...offer, limit: 60n * UNIT };
    assert.equal(await codeOf(send(reader, acceptCredit(tabs, tab, raised, signature))), "Tabs_NotSigned");
    await send(reader, acceptCredit(tabs, tab, offer, signature));
    assert.equal(await codeOf(send(reader, acceptCredit(tabs, tab, offer, signature))), "Tabs_SerialUsed");
    const voucher = await settled(tab, 5n * UNIT);
    const state = await stateOf(tab);
    assert.deepEqual(state.line, { limit: 6n * UNIT, paymentTerm: 30 * DAY, serial: 1 });
    assert.deepEqual([state.debt, state.available, state.collectable], [5n * UNIT, 6n * UNIT, 0n]);
    await send(provider, issueStatement(tabs, tab, 5n * UNIT, voucher));
    const issuedAt = await chainTime(chain.reader);
    assert.deepEqual(await statementsOf(chain.reader, idOf(tab), 1), [
      {
        number: 1,
        from: 0n,
        to: 5n * UNIT,
        dueAt: issuedAt + 30 * DAY,
        voucher: voucherDigest(31337, tabs, { tab: idOf(tab), owed: 5n * UNIT }),
        outstanding: 5n * UNIT,
      },
    ]);
    assert.equal(await statementOf(chain.reader, idOf(tab), 2), undefined);
    const nothing = await codeOf(send(provider, issueStatement(tabs, tab, 5n * UNIT, voucher)));
    assert.equal(nothing, "Tabs_NothingToState");
    await send(reader, approve(token, tabs, 5n * UNIT));
    assert.equal(await codeOf(send(reader, payTab(tabs, tab, 6n * UNIT))), "Tabs_MoreThanOwed");
    await send(reader, payTab(tabs, tab, 2n * UNIT));
    assert.equal((await statementOf(chain.reader, idOf(tab), 1))?.outstanding, 3n * UNIT);
    await send(reader, payTab(tabs, tab, 3n * UNIT));
    const paid = await stateOf(tab);
    assert.deepEqual([paid.debt, paid.collectable, paid.statements], [0n, 5n * UNIT, 1]);
  });

  it("SDK-94 hands a statement over to the instrument that both signed for, and to no other", async () => {
    const tab = await onCredit(9n * UNIT);
    const voucher = await settled(tab, 4n * UNIT);
    await send(provider, issueStatement(tabs, tab, 4n * UNIT, voucher));
    const deadline = (await chainTime(chain.reader)) + DAY;
    const handOver = { tab: idOf(tab), statement: 1, amount: 4n * UNIT, instrument: addressOf(other), deadline };
    const signatures = {
      reader: await signHandOver(reader, handOver),
      provider: await signHandOver(provider, handOver),
    };
    const taken = handOverStatement(tabs, tab, handOver, signatures);
    assert.equal(await codeOf(send(provider, taken)), "Tabs_NotSigned");
    await send(other, taken);
    const state = await stateOf(tab);
    assert.deepEqual([state.handedOver, state.debt, state.collectable], [4n * UNIT, 0n, 0n]);
    assert.equal(await codeOf(send(other, taken)), "Tabs_OutstandingDiffers");
  });

  it("SDK-95 closes at once when both sign, and the rest is the reader's", async () => {
    const tab = await opened(8n * UNIT);
    const first = await signClosing(provider, tab, { owed: 3n * UNIT });
    assert.equal(await isClosingSigned(chain.reader, addressOf(provider), first.closing, first.signature), true);
    assert.equal(await isClosingSigned(chain.reader, addressOf(reader), first.closing, first.signature), false);
    const second = await signClosing(reader, tab, first.closing);
    assert.deepEqual(second.closing, first.closing);
    const signatures = { reader: second.signature, provider: first.signature };
    const cheaper = closeTabByAgreement(tabs, tab, { ...first.closing, owed: UNIT }, signatures);
    const refused = await failureOf(send(other, cheaper));
    const digest = hashTypedData(closingTypedData(31337, tabs, { ...first.closing, owed: UNIT }));
    assert.deepEqual([refused.code, refused.details.digest], ["Tabs_NotSigned", digest]);
    await send(other, closeTabByAgreement(tabs, tab, first.closing, signatures));
    const state = await stateOf(tab);
    assert.deepEqual([state.status, state.claimed, state.available], ["closed", 3n * UNIT, 0n]);
    assert.equal(await tabCreditOf(chain.reader, addressOf(reader), token), 5n * UNIT);
    const before = await balanceOf(chain.reader, token, addressOf(reader));
    await send(reader, withdrawFromTabs(tabs, token, addressOf(reader)));
    assert.equal(await balanceOf(chain.reader, token, addressOf(reader)), before + 5n * UNIT);
    const empty = await codeOf(send(reader, withdrawFromTabs(tabs, token, addressOf(reader))));
    assert.equal(empty, "Tabs_NothingToWithdraw");
  });

  it("SDK-95 lets the provider close at once, and the reader after the time to settle", async () => {
    const atOnce = await opened(UNIT);
    assert.equal(await codeOf(send(reader, closeTab(tabs, atOnce))), "Tabs_NotProvider");
    await send(provider, closeTab(tabs, atOnce));
    assert.equal((await stateOf(atOnce)).status, "closed");

    const tab = await opened(2n * UNIT);
    await send(reader, startClosingTab(tabs, tab));
    const { status, closesAt } = await stateOf(tab);
    assert.deepEqual([status, closesAt], ["closing", (await chainTime(chain.reader)) + 3 * DAY]);
    const early = await failureOf(send(other, finishClosingTab(tabs, tab)));
    assert.deepEqual([early.code, early.details], ["Tabs_TimeToSettle", { id: idOf(tab), closesAt }]);
    assert.match(early.message, /may settle until 20\d\d-/);
    await settled(tab, UNIT);
    await chain.pass(3 * DAY);
    const late = await signVoucher(reader, tab, 2n * UNIT);
    assert.equal(await codeOf(send(other, settleTab(tabs, tab, 2n * UNIT, late))), "Tabs_WrongStatus");
    await send(other, finishClosingTab(tabs, tab));
    const closed = await stateOf(tab);
    assert.deepEqual([closed.status, closed.claimed, closed.deposited], ["closed", UNIT, UNIT]);
  });

  it("SDK-49 relays the acts of tabs for their party", async () => {
    const tab = newTab();
    const signed = await signForwardRequest(reader, depositToTab(tabs, tab, 0n));
    await send(other, relayAct(deployed(chain.network).relay, signed));
    assert.equal((await stateOf(tab)).status, "open");
  });

  it("SDK-33 says that the chain is down", async () => {
    const down = connectReader({ ...chain.network, rpcUrls: ["http://127.0.0.1:9"] });
    assert.equal(await codeOf(readTab(down, idOf(newTab()))), "ChainUnreachable");
    assert.equal(await codeOf(tabCreditOf(down, addressOf(reader), token)), "ChainUnreachable");
    assert.equal(await codeOf(isVoucherSigned(down, newTab(), 1n, "0x1234")), "ChainUnreachable");
  });
});
