import type { Address, Hex, TypedDataDomain } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { explainError } from "../chain/explainError.ts";
import { signTyped } from "../chain/signature.ts";
import { deployed } from "../networks.ts";
import { paymentTypedData } from "./authorization.ts";
import { depositNonce } from "./tab.ts";
import { nextSequence, tokenDomain } from "./token.ts";
import { type Tab, tabId } from "./voucher.ts";

/** A deposit paid by one ERC-3009 signature, before it is signed. */
export interface TabDeposit {
  readonly tab: Tab;
  /** Base units; above zero. */
  readonly amount: bigint;
  readonly payer: Address;
  /** Unix seconds: good after, and before. */
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  readonly sequence: bigint;
}

export interface SignedTabDeposit extends TabDeposit {
  readonly signature: Hex;
}

/** What the payer signs: pays exactly the amount to `Tabs`, for exactly this tab. */
export function tabDepositTypedData(chainId: number, tabs: Address, domain: TypedDataDomain, deposit: TabDeposit) {
  const { payer, sequence, validAfter, validBefore } = deposit;
  const nonce = depositNonce(chainId, tabs, { tab: tabId(chainId, tabs, deposit.tab), payer, sequence });
  return paymentTypedData(domain, { from: payer, to: tabs, value: deposit.amount, validAfter, validBefore, nonce });
}

export interface TabDepositChoice {
  readonly tab: Tab;
  /** Base units; above zero. */
  readonly amount: bigint;
  readonly payer: Address;
  /** How long the signature is good, in seconds. Default: one hour. */
  readonly seconds?: number | undefined;
}

/**
 * Prepares a deposit: reads the token's domain and the next sequence number.
 *
 * @throws `ChainUnreachable`
 */
export async function prepareTabDeposit(reader: Reader, choice: TabDepositChoice) {
  const { network, client } = reader;
  const { tabs } = deployed(network);
  const { tab, amount, payer } = choice;
  const id = tabId(network.chainId, tabs, tab);
  const first = depositNonce(network.chainId, tabs, { tab: id, payer, sequence: 0n });
  try {
    const [domain, sequence, block] = await Promise.all([
      tokenDomain(reader, tab.token),
      nextSequence(reader, tab.token, payer, first),
      client.getBlock(),
    ]);
    const validBefore = block.timestamp + BigInt(choice.seconds ?? 3_600);
    const deposit: TabDeposit = { tab, amount, payer, validAfter: 0n, validBefore, sequence };
    return { deposit, typedData: tabDepositTypedData(network.chainId, tabs, domain, deposit) };
  } catch (error) {
    throw explainError(error, { act: "prepareTabDeposit", account: payer, network });
  }
}

/**
 * Signs a deposit. One signature pays and names the tab; whoever relays it can change nothing.
 *
 * @throws `UserRejected`, `ChainUnreachable`
 */
export async function signTabDeposit(actor: Actor, choice: Omit<TabDepositChoice, "payer">): Promise<SignedTabDeposit> {
  const { deposit, typedData } = await prepareTabDeposit(actor, { ...choice, payer: actor.wallet.account.address });
  return { ...deposit, signature: await signTyped(actor, typedData, "signTabDeposit") };
}
