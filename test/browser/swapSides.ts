import { expect, type Page } from "@playwright/test";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { type Order, swapOrderTypedData } from "@tallystick/sdk/swaps/order";
import { postSwapOrder } from "@tallystick/sdk/swaps/orderRelay";
import { depthOf } from "@tallystick/sdk/swaps/plan";
import { toHex, zeroAddress } from "viem";
import { rpc } from "./chain.ts";
import { now } from "./claims.ts";
import { giveEurosOn } from "./swaps.ts";
import { accountAt } from "./wallet.ts";

// Two people who swap by themselves: one offers ether on chain B for euros on chain A, the other takes.

export const soon = { timeout: 60_000 };

const ETHER = 10n ** 18n;
/** What is offered for each euro, in wei. */
export const perEuro = ETHER / 1_000n;

/** Ether of an account on a chain. */
export async function setEther(chainId: number, index: number, wei: bigint): Promise<void> {
  await rpc("hardhat_setBalance", [accountAt(index).address, toHex(wei)], chainId);
}

/** Gives both what they swap, and the taker nothing to pay fees with on chain B. */
export async function provide(maker: number, taker: number): Promise<void> {
  for (const index of [maker, taker]) await setEther(31337, index, ETHER);
  await setEther(31338, maker, ETHER);
  await setEther(31338, taker, 0n);
  await giveEurosOn(31337, taker);
}

/** Posts an order of so many euros, of which one at least is taken. */
export async function offer(url: string, maker: number, nonce: bigint, euros: bigint): Promise<void> {
  const key = accountAt(maker);
  const leg = (chainId: number) => {
    const network = networkOf(chainId);
    return { chainId, hashLock: deployed(network).hashLock, confirmations: depthOf(network) };
  };
  const order: Order = {
    ...{ maker: key.address, recipient: key.address, taker: zeroAddress, nonce },
    gives: { ...leg(31338), asset: { kind: "native" }, amount: euros * perEuro },
    wants: {
      ...leg(31337),
      asset: { kind: "erc20", token: deployed(networkOf(31337)).eurx ?? zeroAddress },
      amount: euros * 1_000_000n,
    },
    ...{ minimumFill: 1_000_000n, deadline: BigInt((await now()) + 7_200), lockTime: 900n },
  };
  await postSwapOrder({ url }, { order, signature: await key.signTypedData(swapOrderTypedData(order)) });
}

const about = /EURX on Tallystick local A for ETH on Tallystick local B/;

/** Shows the orders of ether for euros, for so many. */
export async function showOrders(page: Page, euros: string): Promise<void> {
  await page.goto("/swaps");
  const pair = page.getByLabel("What for what");
  const wanted = pair.locator("option", { hasText: about });
  await wanted.waitFor({ state: "attached", ...soon });
  await pair.selectOption((await wanted.getAttribute("value")) ?? "");
  await page.getByLabel("You give (EURX)").fill(euros);
}

/** The card of a maker's order, by how the page calls him. */
export const cardOf = (page: Page, maker: number) => {
  const { address } = accountAt(maker);
  const short = new RegExp(`Offered by ${address.slice(0, 6)}.*${address.slice(-4)}`, "i");
  return page.getByRole("listitem").filter({ hasText: short });
};

/** Takes so many euros' worth of the maker's order; answers with the path of the swap. */
export async function take(page: Page, maker: number, euros: string): Promise<string> {
  await showOrders(page, euros);
  await cardOf(page, maker).getByRole("button", { name: /^Swap/ }).first().click(soon);
  const lock = page.getByRole("dialog").getByRole("button", { name: "Sign and lock" });
  await expect(lock).toBeEnabled(soon);
  await lock.click();
  await page.waitForURL(/\/swaps\/0x[0-9a-f]{64}$/, soon);
  await expect(page.getByText(new RegExp(`^You have locked ${euros} EURX on`))).toBeVisible(soon);
  return new URL(page.url()).pathname;
}
