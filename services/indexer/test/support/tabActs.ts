import { approve } from "@tallystick/sdk/market/buying";
import { signPermit } from "@tallystick/sdk/market/permit";
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
} from "@tallystick/sdk/market/tabActs";
import { signTabDeposit } from "@tallystick/sdk/market/tabDeposit";
import { signClosing, signCredit, signHandOver, signVoucher } from "@tallystick/sdk/market/tabSignatures";
import { type Tab, tabId } from "@tallystick/sdk/market/voucher";
import { DAY, randomHash } from "./acts.ts";
import { UNIT, type World } from "./world.ts";

const READER = "analyst";
const PROVIDER = "climatologist";

const newTab = (world: World): Tab => ({
  reader: world.address(READER),
  provider: world.address(PROVIDER),
  token: world.at.eurx,
  salt: randomHash(),
});

async function opened(world: World, amount: bigint): Promise<Tab> {
  const tab = newTab(world);
  await world.act(READER, depositToTab(world.at.tabs, tab, amount));
  return tab;
}

async function settled(world: World, tab: Tab, owed: bigint): Promise<`0x${string}`> {
  const voucher = await signVoucher(world.actor(READER), tab, owed);
  await world.act("relayer", settleTab(world.at.tabs, tab, owed, voucher));
  return voucher;
}

async function onCredit(world: World, tab: Tab, limit: bigint, serial: number): Promise<void> {
  const line = { limit, paymentTerm: 30 * DAY, serial };
  const { offer, signature } = await signCredit(world.actor(PROVIDER), tab, line);
  await world.act(READER, acceptCredit(world.at.tabs, tab, offer, signature));
}

/** Every act on a tab, so that tabs stand in each state: open, closing, closed in each of three ways. */
export async function liveOnTabs(world: World): Promise<void> {
  const { tabs, eurx } = world.at;
  for (const who of [READER, "trader"] as const) {
    await world.fund(who);
    await world.act(who, approve(eurx, tabs, 1_000n * UNIT));
  }
  await prepaid(world);
  await onDebt(world);
  const closed = await opened(world, 5n * UNIT);
  await world.act(PROVIDER, closeTab(tabs, closed));
  await world.act(READER, withdrawFromTabs(tabs, eurx, world.address("newcomer")));
  const another = await opened(world, 7n * UNIT);
  await world.act(PROVIDER, closeTab(tabs, another));
  const closing = await opened(world, 5n * UNIT);
  await world.act(READER, startClosingTab(tabs, closing));
  await settled(world, closing, 2n * UNIT);
}

/** Money in by each way, a voucher beyond it, its rest claimed later, and closing by time. */
async function prepaid(world: World): Promise<void> {
  const { tabs, eurx } = world.at;
  const tab = await opened(world, 10n * UNIT);
  const permit = await signPermit(world.actor(READER), eurx, 2n * UNIT, { spender: tabs });
  await world.act(READER, depositToTabWithPermit(tabs, tab, 2n * UNIT, permit));
  await world.act(READER, approve(eurx, tabs, 1_000n * UNIT));
  await world.act("relayer", submitTabDeposit(tabs, await signTabDeposit(world.actor(READER), { tab, amount: UNIT })));
  await settled(world, tab, 4n * UNIT);
  const voucher = await settled(world, tab, 20n * UNIT);
  await world.act("trader", depositToTab(tabs, tab, 9n * UNIT));
  await world.act("relayer", settleTab(tabs, tab, 20n * UNIT, voucher));
  await world.act(PROVIDER, collectTab(tabs, tab, world.address("newcomer")));
  await world.act(READER, startClosingTab(tabs, tab));
  await world.pass(30 * DAY);
  await world.act("relayer", finishClosingTab(tabs, tab));
}

/** A debt: stated three times, paid in part, handed over, paid beyond one statement, and agreed on at the end. */
async function onDebt(world: World): Promise<void> {
  const { tabs } = world.at;
  const tab = await opened(world, 0n);
  await onCredit(world, tab, 10n * UNIT, 1);
  for (const owed of [6n, 8n, 9n]) {
    const voucher = await settled(world, tab, owed * UNIT);
    await world.act(PROVIDER, issueStatement(tabs, tab, owed * UNIT, voucher));
  }
  await world.act("trader", payTab(tabs, tab, 4n * UNIT));
  const deadline = (await world.now()) + DAY;
  const id = tabId(world.chain.chainId, tabs, tab);
  const handOver = { tab: id, statement: 1, amount: 2n * UNIT, instrument: world.address("relayer"), deadline };
  const signatures = {
    reader: await signHandOver(world.actor(READER), handOver),
    provider: await signHandOver(world.actor(PROVIDER), handOver),
  };
  await world.act("relayer", handOverStatement(tabs, tab, handOver, signatures));
  await world.act(READER, payTab(tabs, tab, (5n * UNIT) / 2n));
  await world.act(PROVIDER, collectTab(tabs, tab, world.address(PROVIDER)));
  await onCredit(world, tab, 20n * UNIT, 5);
  await settled(world, tab, 12n * UNIT);
  await world.act(READER, depositToTab(tabs, tab, UNIT));
  const { closing, signature: provider } = await signClosing(world.actor(PROVIDER), tab, { owed: 13n * UNIT });
  const { signature: reader } = await signClosing(world.actor(READER), tab, closing);
  await world.act("relayer", closeTabByAgreement(tabs, tab, closing, { reader, provider }));
  // What stays owed on a closed tab is stated and paid as before.
  const voucher = await signVoucher(world.actor(READER), tab, 13n * UNIT);
  await world.act(PROVIDER, issueStatement(tabs, tab, 13n * UNIT, voucher));
  await world.act(READER, payTab(tabs, tab, UNIT));
}

/** A few acts more, which a reorganisation will undo. */
export async function loseOnTabs(world: World): Promise<void> {
  const { tabs } = world.at;
  const tab = await opened(world, UNIT);
  await onCredit(world, tab, 3n * UNIT, 1);
  const voucher = await settled(world, tab, 3n * UNIT);
  await world.act(PROVIDER, issueStatement(tabs, tab, 3n * UNIT, voucher));
  await world.act(READER, payTab(tabs, tab, UNIT));
  await world.act(PROVIDER, collectTab(tabs, tab, world.address(PROVIDER)));
  await world.act(PROVIDER, closeTab(tabs, tab));
}
