import { isTallystickError } from "@tallystick/sdk/errors";
import type { IndexedChain } from "../../../settings.ts";
import { repeat } from "../repeat.ts";
import { booksOf, forgetEnded } from "./books.ts";
import { readTariffs } from "./read.ts";

const PASS_EVERY = 5_000;
const MAX_WAIT = 60_000;

/** Reads the tariffs at the gateways of every chain, over and over; a gateway that fails is left alone for longer. */
export function keepReadingTariffs(chains: readonly IndexedChain[], warn: (message: string) => void): (() => void)[] {
  const forgetting = repeat(async () => {
    await forgetEnded(Math.floor(Date.now() / 1_000));
    return PASS_EVERY;
  }, warn);
  const reading = chains.flatMap((chain) => {
    const books = booksOf(chain);
    return [...new Set(chain.network.gateways)].map((gateway) => readingFrom(gateway, books, warn));
  });
  return [forgetting, ...reading];
}

function readingFrom(gateway: string, books: ReturnType<typeof booksOf>, warn: (message: string) => void): () => void {
  let wait = PASS_EVERY;
  return repeat(async () => {
    try {
      await readTariffs(gateway, books, Math.floor(Date.now() / 1_000));
      wait = PASS_EVERY;
    } catch (error) {
      wait = Math.min(2 * wait, MAX_WAIT);
      // A gateway or a chain that is away, or talks nonsense: that is not for this log.
      if (!isTallystickError(error)) throw error;
    }
    return wait;
  }, warn);
}
