import { expect, type Page } from "@playwright/test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { deployed, networkOf } from "@tallystick/sdk/networks";
import { locksBy } from "@tallystick/sdk/swaps/accountLocks";
import { saltCounter } from "@tallystick/sdk/swaps/order";
import { countersOf, swapSeed } from "@tallystick/sdk/swaps/secrets";
import { type Address, createPublicClient, createWalletClient, http } from "viem";
import { rpcUrl } from "./chain.ts";
import { accountAt } from "./wallet.ts";

// Both chains, as a test of swaps looks at them.

const clientOn = (chainId: number) => createPublicClient({ transport: http(rpcUrl(chainId)), cacheTime: 0 });

const eurxOn = (chainId: number): Address => deployed(networkOf(chainId)).eurx as Address;

/** EURX of an account on a chain, in base units. */
export function eurosOn(chainId: number, account: Address): Promise<bigint> {
  const about = { address: eurxOn(chainId), abi: demoTokenAbi } as const;
  return clientOn(chainId).readContract({ ...about, functionName: "balanceOf", args: [account] });
}

/** Ether of an account on a chain, in wei. */
export function etherOn(chainId: number, address: Address): Promise<bigint> {
  return clientOn(chainId).getBalance({ address });
}

/** Makes sure that an account has at least 100 EURX on a chain. */
export async function giveEurosOn(chainId: number, index: number): Promise<void> {
  const account = accountAt(index);
  if ((await eurosOn(chainId, account.address)) >= 100_000_000n) return;
  const wallet = createWalletClient({ account, transport: http(rpcUrl(chainId)) });
  const about = { address: eurxOn(chainId), abi: demoTokenAbi, functionName: "faucet", chain: null } as const;
  const hash = await wallet.writeContract({ ...about, args: [account.address] });
  await clientOn(chainId).waitForTransactionReceipt({ hash });
}

/** Whether the secrets of an account's locks on chain A are its wallet's, each of another counter, which its lock's salt tells. */
export async function haveOwnSecrets(index: number, ids: readonly string[]): Promise<boolean> {
  const account = accountAt(index);
  const hashLock = deployed(networkOf(31337)).hashLock as Address;
  const made = await locksBy(connectReader(networkOf(31337)), hashLock, { refundee: account.address });
  const locks = made.filter(({ id }) => ids.includes(id)).map(({ lock }) => lock);
  const seed = await swapSeed(account.address, (typedData) => account.signTypedData(typedData));
  if (seed === undefined) return false;
  const { counters } = await countersOf(seed, locks);
  const isTold = locks.every(({ hashlock, salt }) => counters.get(hashlock) === saltCounter(salt));
  return isTold && new Set(counters.values()).size === ids.length;
}

/** Who holds a lot on chain A; zero: nobody. */
export async function holderOf(lot: bigint): Promise<Address> {
  const about = { address: deployed(networkOf(31337)).lots, abi: lotsAbi } as const;
  const { holder } = await clientOn(31337).readContract({ ...about, functionName: "lotOf", args: [lot] });
  return holder;
}

const soon = { timeout: 60_000 };

/** Fails where a page is wider than the smallest telephones: what is wide scrolls in a box of its own. */
export async function expectToFit360(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 360, height: 780 });
  expect(await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width, height });
}

/** Opens the dialog that takes the best order for so many euros of chain A. */
export async function openTake(page: Page, euros: string): Promise<void> {
  await page.goto("/swaps");
  const pair = page.getByLabel("What for what");
  const wanted = pair.locator("option", { hasText: /EURX on Tallystick local A for ETH on Tallystick local B/ });
  await wanted.waitFor({ state: "attached", ...soon });
  await pair.selectOption((await wanted.getAttribute("value")) ?? "");
  await page.getByLabel("You give (EURX)").fill(euros);
  await page
    .getByRole("button", { name: /^Swap / })
    .first()
    .click(soon);
}
