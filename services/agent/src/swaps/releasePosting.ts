import { isTallystickError } from "@tallystick/sdk/errors";
import { releasedId } from "@tallystick/sdk/swaps/release";
import { postRelease } from "@tallystick/sdk/swaps/releaseRelay";
import { type Log, reasonOf } from "../log.ts";
import type { Given } from "./releaseBook.ts";

/** Brings releases to relays. */
export interface ReleasePosting {
  /**
   * Brings what was not brought, or not of late: a relay may forget.
   *
   * @param timeOf Unix second of a chain
   */
  post(given: readonly Given[], timeOf: (chainId: number) => number | undefined): Promise<void>;
}

const AGAIN_MS = 10 * 60_000;
/** Pause after a relay that did not answer. */
const PAUSE_MS = 2_000;
const TIMEOUT_MS = 5_000;

export function createReleasePosting(relays: readonly string[], log: Log): ReleasePosting {
  const notBefore = new Map<string, number>();

  async function postTo(url: string, { release, signature }: Given): Promise<void> {
    const id = releasedId(release);
    const key = `${url} ${id}`;
    const now = performance.now();
    if (signature === undefined || now < Math.max(notBefore.get(key) ?? 0, notBefore.get(url) ?? 0)) return;
    try {
      await postRelease({ url }, { release, signature }, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      notBefore.set(key, now + AGAIN_MS);
      log.info("release-posted", { id });
    } catch (error) {
      // One that it refuses has ended, or can't be checked there: others may be taken.
      const isRefused = isTallystickError(error, "OrderRelayRefused");
      notBefore.set(isRefused ? key : url, now + (isRefused ? AGAIN_MS / 10 : PAUSE_MS));
      log.info("release-not-posted", { id, reason: reasonOf(error) });
    }
  }

  return {
    async post(given, timeOf) {
      for (const each of given) {
        const { chainId, deadline } = each.release;
        if (BigInt(timeOf(chainId) ?? 0) >= deadline) continue;
        for (const url of relays) await postTo(url, each);
      }
    },
  };
}
