import type { Address } from "viem";
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
   * Opens an upload of `declared` bytes, or, when they are zero (unknown), of at most `limit`. Throws when the account
   * has no room or too many run.
   */
  open(account: Address, declared: number, limit: number): OpenUpload;
  /** Uploads under way. */
  running(): number;
};

/** What an account may store. Bytes of uploads under way count, so many at once can't pass the limit together. */
export function createQuotas(options: { quota: number; atOnce: number; usage: (account: Address) => number }): Quotas {
  const slots = createSlots(options.atOnce);
  const reserved = new Map<string, number>();
  let running = 0;

  const exceeded = (): Problem =>
    new Problem(413, "quota-exceeded", `This account may store ${options.quota} bytes here, and has used them up.`);

  return {
    running: () => running,
    open(account, declared, limit) {
      const key = account.toLowerCase();
      const inFlight = reserved.get(key) ?? 0;
      const room = options.quota - options.usage(account) - inFlight;
      if (room <= 0 || declared > room) throw exceeded();
      const release = slots.take(key);
      if (!release) {
        throw new Problem(429, "rate-limited", `At most ${options.atOnce} uploads of an account run at once.`, {
          "retry-after": "5",
        });
      }
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
