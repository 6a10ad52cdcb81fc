import type { Address, Hex } from "viem";
import { askPage, type IndexerOptions, low, type PageChoice } from "./ask.ts";
import { address, big, bool, hex, num, oneOf, optional, type Page, type RowOf, text } from "./fields.ts";

// What keepers anchored and were accused of. Whether a receipt is under a root verifies whoever asks.

const keeperLogFields = {
  chainId: num,
  keeper: address,
  through: num,
  number: num,
  head: big,
  accused: num,
  answered: num,
  omitted: num,
  anchoredAt: num,
};
const anchorFields = {
  keeper: address,
  number: num,
  from: num,
  through: num,
  root: hex,
  previousHead: big,
  link: hex,
  head: big,
  anchoredAt: num,
  transaction: hex,
};
const accusationFields = {
  keeper: address,
  digest: hex,
  status: oneOf("accused", "answered", "omitted"),
  late: optional(bool),
  accuser: optional(address),
  request: optional(hex),
  granted: optional(bool),
  code: optional(text),
  time: optional(num),
  blockNumber: optional(num),
  answerBy: num,
  accusedAt: num,
  anchor: optional(num),
  endedAt: optional(num),
};

/** A keeper's log with its number of anchors, of open and answered accusations, and of omissions proved. */
export type IndexedKeeperLog = RowOf<typeof keeperLogFields>;
export type IndexedAnchor = RowOf<typeof anchorFields>;
export type IndexedAccusation = RowOf<typeof accusationFields>;

/** All keepers that anchored or were accused, the last to anchor first. */
export function keeperLogs(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & { readonly keeper?: Address | undefined } = {},
): Promise<Page<IndexedKeeperLog>> {
  const { keeper, ...rest } = choice;
  const where = { chainId, ...(keeper ? { keeper: low(keeper) } : {}) };
  return askPage(options, "keeperLogs", keeperLogFields, where, { ...rest, orderBy: "anchoredAt", descending: true });
}

/**
 * Anchors, newest first: of one keeper, with one root, if they are named, and those whose period has a second (`time`), if
 * that is.
 */
export function anchorsOf(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & {
    readonly keeper?: Address | undefined;
    readonly time?: number | undefined;
    readonly root?: Hex | undefined;
  } = {},
): Promise<Page<IndexedAnchor>> {
  const { keeper, time, root, ...rest } = choice;
  const period = time === undefined ? {} : { from_lt: String(time), through_gte: String(time) };
  const named = { ...(keeper ? { keeper: low(keeper) } : {}), ...(root ? { root: root.toLowerCase() } : {}) };
  const where = { chainId, ...named, ...period };
  const orderBy = keeper ? "number" : "anchoredAt";
  return askPage(options, "anchors", anchorFields, where, { ...rest, orderBy, descending: true });
}

/** Accusations, newest first: against a keeper, or by an accuser, if one is named. */
export function accusationsOf(
  options: IndexerOptions,
  chainId: number,
  choice: PageChoice & { readonly keeper?: Address | undefined; readonly accuser?: Address | undefined } = {},
): Promise<Page<IndexedAccusation>> {
  const { keeper, accuser, ...rest } = choice;
  const where = {
    chainId,
    ...(keeper ? { keeper: low(keeper) } : {}),
    ...(accuser ? { accuser: low(accuser) } : {}),
  };
  return askPage(options, "accusations", accusationFields, where, { ...rest, orderBy: "accusedAt", descending: true });
}
