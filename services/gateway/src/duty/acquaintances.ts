import { type KeeperCard, keeperInfo } from "@tallystick/sdk/gateway/keeperInfo";
import type { Address } from "viem";
import { describeError, type Log } from "../log.ts";
import type { Notes } from "../store/database.ts";

const SILENCE_MS = 3_000;
/** Pause before one that is known is asked again, and one that never answered. */
const KNOWN_MS = 60_000;
const UNKNOWN_MS = 2_000;

export type Acquaintances = {
  /** What each of the others last said of itself. */
  known(): readonly KeeperCard[];
  /** Asks those who were not asked of late. */
  tick(): Promise<void>;
};

/**
 * The other keepers of the set, each known by what it says of itself at its own address. Kept over restarts: publishers
 * wrap shares for one that is down with what the others know of it, if they agree (`keeperSet` of the SDK).
 */
export function createAcquaintances(options: {
  urls: readonly string[];
  expected: { chainId: number; market: Address };
  notes: Notes;
  now: () => number;
  log: Log;
}): Acquaintances {
  const { urls, expected, notes, now, log } = options;
  const nameOf = (url: string): string => `keeper ${url}`;
  const due = new Map<string, number>();

  const meet = async (url: string): Promise<void> => {
    due.set(url, now() + (notes.get(nameOf(url)) === undefined ? UNKNOWN_MS : KNOWN_MS));
    const signal = AbortSignal.timeout(SILENCE_MS);
    const { address, publicKey } = await keeperInfo(url, expected, { signal });
    const card = JSON.stringify({ url, address, publicKey } satisfies KeeperCard);
    due.set(url, now() + KNOWN_MS);
    if (notes.get(nameOf(url)) === card) return;
    notes.set(nameOf(url), card);
    log.info("keeper-met", { url, address });
  };

  return {
    known: () =>
      urls.flatMap((url) => {
        const card = notes.get(nameOf(url));
        return card === undefined ? [] : [JSON.parse(card) as KeeperCard];
      }),
    async tick() {
      const asked = urls.filter((url) => (due.get(url) ?? 0) <= now());
      await Promise.all(
        asked.map((url) =>
          meet(url).catch((error: unknown) => log.info("keeper-not-met", { url, error: describeError(error) })),
        ),
      );
    },
  };
}
