import type { Address, Hex } from "viem";
import { assetNamed, type Lock } from "../swaps/lock.ts";
import { askPage, askRoutePage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, hex, listOf, num, oneOf, optional, type Page, type RowOf, row } from "./fields.ts";

// Questions about hash locks. They are for finding; whether a lock is open is asked of the chain.

const lockFields = {
  chainId: num,
  id: hex,
  kind: oneOf("native", "erc20", "erc721", "erc6909"),
  token: address,
  tokenId: big,
  amount: big,
  hashlock: hex,
  recipient: address,
  refundee: address,
  timelock: big,
  tip: big,
  salt: big,
  /** Holds a locked lot. */
  vault: optional(address),
  /** How often these terms were locked. */
  times: num,
  lockedBlock: big,
  lockedAt: num,
  transaction: hex,
  /** Undefined: open. */
  end: optional(oneOf("claimed", "refunded")),
  preimage: optional(hex),
  endedAt: optional(num),
  endTransaction: optional(hex),
};

type LockRow = RowOf<typeof lockFields>;

/** A lock as the indexer has it: its terms, and what became of it. */
export interface IndexedLock extends Lock, Omit<LockRow, keyof Lock | "kind" | "token" | "tokenId"> {}

/** Which locks are asked for: those that are all of it. */
export interface LockFilter {
  readonly chainId?: number | undefined;
  readonly id?: Hex | undefined;
  readonly hashlock?: Hex | undefined;
  readonly party?: Address | undefined;
  /** Of the party. */
  readonly role?: "recipient" | "refundee" | undefined;
  readonly isOpen?: boolean | undefined;
}

/**
 * Locks of `HashLock` on all indexed chains, the newest first.
 *
 * @throws `IndexerFailed`, `IndexerUnreachable`
 */
export async function indexedLocks(
  options: IndexerOptions,
  filter: LockFilter = {},
  choice: PageChoice = {},
): Promise<Page<IndexedLock>> {
  const found = await askRoutePage(options, "/swaps/locks", { ...filter, ...choice }, lockFields);
  return { ...found, items: found.items.map(lockOf) };
}

/** A swap as the indexer has it: the locks that share a hash, at most 20, those of the account first. */
export interface IndexedSwap {
  readonly hashlock: Hex;
  readonly locks: readonly IndexedLock[];
}

/** Which page of swaps, and how the locks stand that name the account. */
export interface SwapChoice extends PageChoice {
  /** `open`: one is; `ended`: none is, and of those `claimed`: one was; `refunded`: all went back. Default: any. */
  readonly state?: "open" | "ended" | "claimed" | "refunded" | undefined;
}

/**
 * Swaps that an account has a part in, on all indexed chains, what began last first. Anybody may lock with a hash that he
 * has seen: which two locks belong together, `swaps/recover` says.
 *
 * @throws `IndexerFailed`, `IndexerUnreachable`
 */
export async function indexedSwaps(
  options: IndexerOptions,
  party: Address,
  choice: SwapChoice = {},
): Promise<Page<IndexedSwap>> {
  const swapFields = { hashlock: hex, locks: listOf(row(lockFields)) };
  const found = await askRoutePage(options, "/swaps", { party, ...choice }, swapFields);
  return { ...found, items: found.items.map(({ hashlock, locks }) => ({ hashlock, locks: locks.map(lockOf) })) };
}

const creditFields = { chainId: num, contract: address, account: address, token: address, balance: big };

/** Money that waits for an account in a contract of swaps, since it could not be sent to it. */
export type IndexedSwapCredit = RowOf<typeof creditFields>;

/** What waits for an account; what it has withdrawn has a balance of zero. */
export function swapCredits(
  options: IndexerOptions,
  account: Address,
  choice: PageChoice = {},
): Promise<Page<IndexedSwapCredit>> {
  return askPage(options, "swapCredits", creditFields, { account: low(account) }, choice);
}

function lockOf({ kind, token, tokenId, ...rest }: LockRow): IndexedLock {
  return { ...rest, asset: assetNamed(kind, token, tokenId) };
}
