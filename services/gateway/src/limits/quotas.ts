import { Problem } from "../problem.ts";
import { createSlots } from "./slots.ts";

/** An upload under way. */
export type OpenUpload = {
  /** Bytes that it may have. They are set aside for it until it is closed. */
  left: number;
  exceeded(): Problem;
  close(): void;
};

export type Quotas = {
  /**
   * Opens an upload of `declared` bytes, or, when they are zero (unknown), of at most `limit`. Throws when whoever has
   * this `key` has no room or too many run.
   */
  open(key: string, declared: number, limit: number): OpenUpload;
  /** Uploads under way. */
  running(): number;
};

/**
 * What an account, or an address, may upload. Bytes of uploads under way count, so many at once can't pass the limit
 * together.
 */
export function createQuotas(options: {
  quota: number;
  atOnce: number;
  usage: (key: string) => number;
  /** What is said when the quota is used up, and when too many run at once. */
  sentences: { exceeded: string; atOnce: string };
}): Quotas {
  const slots = createSlots(options.atOnce);
  const reserved = new Map<string, number>();
  let running = 0;

  const exceeded = (): Problem => new Problem(413, "quota-exceeded", options.sentences.exceeded);

  return {
    running: () => running,
    open(given, declared, limit) {
      const key = given.toLowerCase();
      const inFlight = reserved.get(key) ?? 0;
      const room = options.quota - options.usage(key) - inFlight;
      if (room <= 0 || declared > room) throw exceeded();
      const release = slots.take(key);
      if (!release) throw new Problem(429, "rate-limited", options.sentences.atOnce, { "retry-after": "5" });
      const left = declared > 0 ? declared : Math.min(room, limit);
      reserved.set(key, inFlight + left);
      running += 1;
      return {
        left,
        exceeded,
        close() {
          release();
          running -= 1;
          const rest = (reserved.get(key) ?? left) - left;
          if (rest > 0) reserved.set(key, rest);
          else reserved.delete(key);
        },
      };
    },
  };
}

/** Opens an upload that counts for its address and its account, and must fit both. */
export function openUpload(
  by: { address: string; addresses: Quotas; account: string; accounts: Quotas },
  declared: number,
  limit: number,
): OpenUpload {
  const outer = by.addresses.open(by.address, declared, limit);
  try {
    const inner = by.accounts.open(by.account, declared, outer.left);
    return {
      left: inner.left,
      exceeded: inner.left < outer.left ? inner.exceeded : outer.exceeded,
      close() {
        inner.close();
        outer.close();
      },
    };
  } catch (error) {
    outer.close();
    throw error;
  }
}
