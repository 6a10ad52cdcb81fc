import { bitcoinTiming } from "@tallystick/sdk/swaps/bitcoin/observe";
import type { BitcoinNetwork } from "@tallystick/sdk/swaps/bitcoin/script";
import type { ChainTiming } from "@tallystick/sdk/swaps/plan";
import { integerAt, listAt, objectAt, type Reading, textAt } from "../fields.ts";

/** How a watchtower sees Bitcoin. */
export interface BitcoinSettings {
  readonly network: BitcoinNetwork;
  /** Where Esplora's HTTP is answered. */
  readonly urls: readonly string[];
  readonly timing: ChainTiming;
  readonly pollMs: number;
  readonly timeoutMs: number;
  /** Blocks after which a transaction that waits is replaced by a dearer one. */
  readonly bumpAfter: number;
}

const FIELDS = ["network", "urls", "confirmations", "reorgDepth", "pollMs", "timeoutMs", "bumpAfter"];
const NETWORKS: readonly BitcoinNetwork[] = ["mainnet", "testnet", "regtest"];

/** Reads what the configuration says of Bitcoin; undefined: nothing. */
export function bitcoinAt(
  reading: Reading,
  value: unknown,
  at: string,
  urlAt: (reading: Reading, value: unknown, at: string) => string,
): BitcoinSettings | undefined {
  if (value === undefined) return undefined;
  const fields = objectAt(reading, value, at, FIELDS);
  const name = textAt(reading, fields.network, `${at}.network`);
  const network = NETWORKS.find((each) => each === name);
  if (network === undefined) reading.problems.push(`${at}.network must be mainnet, testnet or regtest`);
  const urls = listAt(reading, fields.urls, `${at}.urls`).map((url, i) => urlAt(reading, url, `${at}.urls[${i}]`));
  if (urls.length === 0) reading.problems.push(`${at}.urls must name an index that speaks Esplora's HTTP`);
  const number = (field: string, otherwise: number, max: number, min = 1): number =>
    integerAt(reading, fields[field], `${at}.${field}`, { otherwise, min, max });
  return {
    network: network ?? "mainnet",
    urls,
    timing: {
      ...bitcoinTiming,
      confirmations: number("confirmations", bitcoinTiming.confirmations, 1_000),
      reorgDepth: number("reorgDepth", bitcoinTiming.reorgDepth, 1_000, 0),
    },
    pollMs: number("pollMs", 30_000, 3_600_000),
    timeoutMs: number("timeoutMs", 20_000, 600_000),
    bumpAfter: number("bumpAfter", 3, 1_000),
  };
}
