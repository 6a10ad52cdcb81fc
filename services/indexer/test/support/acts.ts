import { randomBytes } from "node:crypto";
import type { Anchor } from "@tallystick/sdk/data/manifest";
import { acceptorsAbi } from "@tallystick/sdk/generated/abis/Acceptors";
import { accessLogAbi } from "@tallystick/sdk/generated/abis/AccessLog";
import { batchLockAbi } from "@tallystick/sdk/generated/abis/BatchLock";
import { billQuotesAbi } from "@tallystick/sdk/generated/abis/BillQuotes";
import { billsAbi } from "@tallystick/sdk/generated/abis/Bills";
import { billsChangesAbi } from "@tallystick/sdk/generated/abis/BillsChanges";
import { billsRecourseAbi } from "@tallystick/sdk/generated/abis/BillsRecourse";
import { buybackAbi } from "@tallystick/sdk/generated/abis/Buyback";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
import { credentialsAbi } from "@tallystick/sdk/generated/abis/Credentials";
import { debtorsAbi } from "@tallystick/sdk/generated/abis/Debtors";
import { demoTokenAbi } from "@tallystick/sdk/generated/abis/DemoToken";
import { depositAddressAbi } from "@tallystick/sdk/generated/abis/DepositAddress";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import { dividendsAbi } from "@tallystick/sdk/generated/abis/Dividends";
import { encryptionKeysAbi } from "@tallystick/sdk/generated/abis/EncryptionKeys";
import { evidenceAbi } from "@tallystick/sdk/generated/abis/Evidence";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { holdbackAbi } from "@tallystick/sdk/generated/abis/Holdback";
import { lotsAbi } from "@tallystick/sdk/generated/abis/Lots";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { organisationsAbi } from "@tallystick/sdk/generated/abis/Organisations";
import { passesAbi } from "@tallystick/sdk/generated/abis/Passes";
import { quotesAbi } from "@tallystick/sdk/generated/abis/Quotes";
import { ratingsAbi } from "@tallystick/sdk/generated/abis/Ratings";
import { receivablesAbi } from "@tallystick/sdk/generated/abis/Receivables";
import { reposAbi } from "@tallystick/sdk/generated/abis/Repos";
import { ruleSetsAbi } from "@tallystick/sdk/generated/abis/RuleSets";
import { statementsAbi } from "@tallystick/sdk/generated/abis/Statements";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { tallyGovernorAbi } from "@tallystick/sdk/generated/abis/TallyGovernor";
import { tallyTokenAbi } from "@tallystick/sdk/generated/abis/TallyToken";
import { treasuryAbi } from "@tallystick/sdk/generated/abis/Treasury";
import type { Purchase } from "@tallystick/sdk/market/right";
import type { Terms } from "@tallystick/sdk/market/terms";
import { type Abi, type Address, bytesToHex, type Hex, type TransactionReceipt, zeroAddress, zeroHash } from "viem";
import type { TestChain } from "./chains.ts";

export const DAY = 86_400;
export const randomHash = (): Hex => bytesToHex(randomBytes(32));

export const contracts = {
  Market: marketAbi,
  Organisations: organisationsAbi,
  Credentials: credentialsAbi,
  EncryptionKeys: encryptionKeysAbi,
  EURX: demoTokenAbi,
  AccessLog: accessLogAbi,
  Consent: consentAbi,
  Desk: deskAbi,
  Passes: passesAbi,
  Ratings: ratingsAbi,
  Tabs: tabsAbi,
  Lots: lotsAbi,
  Receivables: receivablesAbi,
  Debtors: debtorsAbi,
  Evidence: evidenceAbi,
  Statements: statementsAbi,
  Quotes: quotesAbi,
  Holdback: holdbackAbi,
  RuleSets: ruleSetsAbi,
  Bills: billsAbi,
  BillsRecourse: billsRecourseAbi,
  BillsChanges: billsChangesAbi,
  BillQuotes: billQuotesAbi,
  Repos: reposAbi,
  Buyback: buybackAbi,
  Acceptors: acceptorsAbi,
  HashLock: hashLockAbi,
  BatchLock: batchLockAbi,
  DepositAddress: depositAddressAbi,
  TallyToken: tallyTokenAbi,
  TallyGovernor: tallyGovernorAbi,
  Treasury: treasuryAbi,
  Dividends: dividendsAbi,
} as const;
export type ContractName = keyof typeof contracts;

export const addressOf = (chain: TestChain, name: string): Address => {
  // The treasury stands in the place of OpenZeppelin's timelock.
  const address = chain.deployed[name === "Treasury" ? "TimelockController" : name];
  if (address === undefined) throw new Error(`${name} is not deployed`);
  return address;
};

/** Sends a transaction and waits until it is mined; fails when it reverts. */
export async function act(
  chain: TestChain,
  account: Address,
  name: ContractName,
  functionName: string,
  args: readonly unknown[],
): Promise<TransactionReceipt> {
  const send = chain.client.writeContract({
    account,
    chain: null,
    address: addressOf(chain, name),
    abi: contracts[name] as Abi,
    functionName,
    args,
  });
  const hash = await send.catch((error: Error) => {
    throw new Error(error.message.split("Contract Call:")[0]);
  });
  const receipt = await chain.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`${functionName} reverted`);
  return receipt;
}

/** Acts as the DAO: its timelock's own steps are tested with the deployment. */
export async function actAsDao(chain: TestChain, name: ContractName, functionName: string, args: readonly unknown[]) {
  const address = addressOf(chain, "TimelockController");
  await chain.client.impersonateAccount({ address });
  await chain.client.setBalance({ address, value: 10n ** 20n });
  return act(chain, address, name, functionName, args);
}

export const marketView = (chain: TestChain) => ({ abi: marketAbi, address: addressOf(chain, "Market") });

export const datasetId = (chain: TestChain, publisher: Address, salt: Hex): Promise<bigint> =>
  chain.client.readContract({ ...marketView(chain), functionName: "datasetId", args: [publisher, salt] });

export const anyAnchor = (): Anchor => ({
  manifest: randomHash(),
  root: randomHash(),
  size: 26n,
  keyCommitment: randomHash(),
});

/** Publishes a data set whose manifest nobody uploads. */
export async function publish(
  chain: TestChain,
  owner: Address,
  anchor = anyAnchor(),
  salt = randomHash(),
): Promise<bigint> {
  await act(chain, owner, "Market", "publish", [salt, anchor]);
  return datasetId(chain, owner, salt);
}

export function termsOf(chain: TestChain, dataset: bigint, seller: Address, terms: Partial<Terms>): Terms {
  return {
    dataset,
    seller,
    token: terms.price === 0n ? zeroAddress : addressOf(chain, "EURX"),
    price: 10_000_000n,
    duration: 30 * DAY,
    segments: 1,
    fromVersion: 1,
    laterVersions: true,
    maxSales: 0,
    refundWindow: 7 * DAY,
    purpose: 0,
    nonce: 0,
    licence: randomHash(),
    policy: zeroAddress,
    policyData: zeroHash,
    ...terms,
  };
}

export interface Entry {
  readonly purchase: Purchase;
  readonly terms: Terms;
}

const rightNow = async (chain: TestChain, dataset: bigint, reader: Address): Promise<bigint> => {
  const args = [dataset, reader] as const;
  return (await chain.client.readContract({ ...marketView(chain), functionName: "rightOf", args }))[1];
};

/** The stack entry that a transaction adds to a right, from what the chain says before and after. */
async function entryOf(
  chain: TestChain,
  reader: Address,
  terms: Terms,
  purchase: Pick<Purchase, "offer" | "payer" | "paid">,
  send: () => Promise<TransactionReceipt>,
): Promise<Entry> {
  const previous = await rightNow(chain, terms.dataset, reader);
  const { blockNumber } = await send();
  const until = (await rightNow(chain, terms.dataset, reader)) & (2n ** 40n - 1n);
  const boughtAt = Number((await chain.client.getBlock({ blockNumber })).timestamp);
  const from = terms.duration === 0 ? boughtAt : Number(until) - terms.duration;
  return { terms, purchase: { previous, ...purchase, boughtAt, from } };
}

export async function buy(chain: TestChain, payer: Address, reader: Address, terms: Terms): Promise<Entry> {
  const offer = await chain.client.readContract({ ...marketView(chain), functionName: "offerId", args: [terms] });
  return entryOf(chain, reader, terms, { offer, payer, paid: terms.price }, () =>
    act(chain, payer, "Market", "buy", [terms, reader, "0x"]),
  );
}

export async function grant(chain: TestChain, reader: Address, terms: Terms): Promise<Entry> {
  const { dataset, duration, segments, fromVersion, laterVersions } = terms;
  const free = { offer: zeroHash, payer: zeroAddress, paid: 0n };
  return entryOf(chain, reader, terms, free, () =>
    act(chain, terms.seller, "Market", "grant", [dataset, reader, duration, segments, fromVersion, laterVersions]),
  );
}

export async function passTime(chain: TestChain, seconds: number): Promise<void> {
  await chain.client.increaseTime({ seconds });
  await chain.client.mine({ blocks: 1 });
}

/** A first purchase for each reader, in one transaction. */
export async function buyMany(
  chain: TestChain,
  payer: Address,
  readers: readonly Address[],
  terms: Terms,
): Promise<Entry[]> {
  const offer = await chain.client.readContract({ ...marketView(chain), functionName: "offerId", args: [terms] });
  const orders = readers.map((reader) => ({ terms, reader, evidence: "0x" }));
  const { blockNumber } = await act(chain, payer, "Market", "buyMany", [orders]);
  const boughtAt = Number((await chain.client.getBlock({ blockNumber })).timestamp);
  const purchase = { previous: 0n, offer, payer, paid: terms.price, boughtAt, from: boughtAt };
  return readers.map(() => ({ terms, purchase }));
}
