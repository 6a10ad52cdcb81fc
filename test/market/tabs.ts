import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { ITabs } from "../../types/contracts/market/Tabs.ts";
import { ethers, load, networkHelpers } from "./fixture.ts";
import { signAs } from "./tabSigning.ts";

export const UNIT = 1_000_000n;
export const FEE_BPS = 250n;
export const TERM = 30n * 86_400n;
export const CHALLENGE = 3n * 86_400n;
export const [NONE, OPEN, CLOSING, CLOSED] = [0n, 1n, 2n, 3n];
export const MAX = 2n ** 96n - 1n;

export type Tab = {
  readonly reader: string;
  readonly provider: string;
  readonly token: string;
  readonly salt: string;
};

/** Reader and provider with a tab in USDX that is not open yet; the reader has approved. */
async function tabsFixture() {
  const fixture = await load();
  const { market, tabs, usdx, dao, buyer: reader, seller: provider, stranger } = fixture;
  await market.connect(dao).setFee(FEE_BPS);
  for (const account of [reader, stranger]) await usdx.connect(account).approve(tabs.target, ethers.MaxUint256);
  const tab: Tab = {
    reader: reader.address,
    provider: provider.address,
    token: usdx.target as string,
    salt: ethers.id("tab"),
  };
  const id = await tabs.tabId(tab);
  const address = tabs.target as string;
  const sign = signAs(address);
  const voucher = (owed: bigint, of = id) => sign(reader, "Voucher", { tab: of, owed });
  const settle = async (owed: bigint) => tabs.settle(tab, owed, await voucher(owed));
  const accept = async (limit: bigint, changes: Partial<ITabs.CreditLineStruct> & { deadline?: bigint } = {}) => {
    const { deadline = 2n ** 40n - 1n, ...others } = changes;
    const line = { limit, paymentTerm: TERM, serial: 1n, ...others };
    const signature = await sign(provider, "Credit", { tab: id, ...line, deadline });
    return tabs.connect(reader).acceptCredit(tab, line, deadline, signature);
  };
  const state = async (owed: bigint) => tabs.connect(provider).issueStatement(tab, owed, await voucher(owed));
  return { ...fixture, reader, provider, tab, id, address, sign, voucher, settle, accept, state };
}

export const loadTabs = () => networkHelpers.loadFixture(tabsFixture);
export type TabsFixture = Awaited<ReturnType<typeof tabsFixture>>;

/** An open tab with 100 units in it. */
async function openFixture() {
  const fixture = await loadTabs();
  await fixture.tabs.connect(fixture.reader).deposit(fixture.tab, 100n * UNIT);
  return fixture;
}

export const loadOpen = () => networkHelpers.loadFixture(openFixture);

export async function balances({ usdx }: TabsFixture, ...accounts: ReadonlyArray<string | HardhatEthersSigner>) {
  return Promise.all(accounts.map((account) => usdx.balanceOf(account)));
}
