export interface Limiter {
  /** Seconds to wait, or zero when this one, or so many, are allowed. */
  take(key: string, now: number, count?: number): number;
}

/**
 * A token bucket a key. Costly work (signature checks, chain calls) asks it first.
 *
 * @param burst how many at once
 * @param perSecond how many come back a second
 */
export function limiter(burst: number, perSecond: number, maxKeys = 10_000): Limiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, now, count = 1) {
      const bucket = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      const allowed = tokens >= count;
      buckets.delete(key);
      buckets.set(key, { tokens: allowed ? tokens - count : tokens, at: now });
      // The oldest key goes: memory is bounded whoever comes.
      if (buckets.size > maxKeys) for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break;
      return allowed ? 0 : Math.max(1, Math.ceil((count - tokens) / perSecond));
    },
  };
}
