import { repeat } from "../repeat.ts";
import { type Fetched, fetchManifest } from "./fetchManifest.ts";
import type { Pending } from "./store.ts";
import type { Verdict } from "./verdict.ts";

const PASS_EVERY = 1_000;
const AT_ONCE = 4;
const BATCH = 64;

export interface Sources {
  readonly gateways: readonly string[];
  readonly pending: (now: bigint, limit: number) => Promise<Pending[]>;
  readonly judge: (fetched: Fetched, pending: Pending) => Promise<Verdict>;
  readonly save: (pending: Pending, verdict: Verdict, attempts: number, now: bigint) => Promise<void>;
}

/** The first gateway's bytes, or the last one's refusal. */
async function fetchAnywhere(gateways: readonly string[], pending: Pending): Promise<Fetched> {
  let fetched: Fetched = {
    kind: "unreachable",
    reason: "No gateway is configured.",
  };
  for (const gateway of gateways) {
    const answer = await fetchManifest(gateway, pending.manifest.hash);
    if (answer.kind === "bytes" || answer.kind === "refused") return answer;
    if (fetched.kind !== "missing") fetched = answer;
  }
  return fetched;
}

/** One pass: asks for what is due, a few at a time. */
export async function fetchPending(sources: Sources, now: bigint): Promise<number> {
  const due = await sources.pending(now, BATCH);
  const queue = [...due];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const fetched = await fetchAnywhere(sources.gateways, next);
      // Nobody answers: the rest waits for the next pass, and is asked for soon once somebody does.
      const isDown = fetched.kind === "unreachable";
      if (isDown) queue.length = 0;
      const attempts = isDown ? 1 : next.manifest.attempts + 1;
      const verdict = await sources.judge(fetched, next);
      await sources.save(next, verdict, attempts, now);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return due.length;
}

/** Goes on fetching until told to stop. */
export function keepFetching(sources: Sources, warn: (message: string) => void): () => void {
  return repeat(async () => {
    const now = BigInt(Math.floor(Date.now() / 1_000));
    return (await fetchPending(sources, now)) === BATCH ? 0 : PASS_EVERY;
  }, warn);
}
