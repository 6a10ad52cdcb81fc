export type Limiter = {
  /** Takes one token for `key`. Zero: admitted; else the seconds until a token is there. */
  take(key: string): number;
};

/**
 * Token buckets, one a key: `burst` at once, `rate` a second after that. At most `maxKeys` buckets are kept; the one
 * used longest ago goes first, which can only be to its owner's good.
 */
export function createLimiter(options: { rate: number; burst: number; maxKeys?: number; now?: () => number }): Limiter {
  const { rate, burst, maxKeys = 20_000, now = Date.now } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();

  return {
    take(key) {
      const at = now();
      const old = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, old.tokens + (Math.max(0, at - old.at) * rate) / 1000);
      buckets.delete(key);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value ?? key);
      return tokens >= 1 ? 0 : (1 - tokens) / rate;
    },
  };
}
