import type { Hex } from "viem";

export type Head = { hash: Hex; number: bigint; timestamp: bigint };

const MAX_ANSWERS = 10_000;

/**
 * Asks for the newest block, once for all who ask while an earlier question is under way: nobody gets an answer to a
 * question that was sent before he asked.
 */
export function coalesced<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      const sent = ask();
      running = sent.catch(() => undefined);
      return sent;
    });
    return next;
  };
}

/** Answers that hold at one block, kept until another block is the newest. What failed is asked again. */
export function createBlockCache(): <T>(hash: Hex, key: string, ask: () => Promise<T>) => Promise<T> {
  let block: Hex | undefined;
  let answers = new Map<string, Promise<unknown>>();
  return <T>(hash: Hex, key: string, ask: () => Promise<T>) => {
    if (hash !== block || answers.size >= MAX_ANSWERS) {
      block = hash;
      answers = new Map();
    }
    const known = answers.get(key) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    const kept = answers;
    kept.set(key, asked);
    asked.catch(() => kept.delete(key));
    return asked;
  };
}
