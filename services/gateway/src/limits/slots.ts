export type Slots = {
  /** Takes a place for `key`; gives it back when called. `undefined` when `key` holds `limit` places already. */
  take(key: string): (() => void) | undefined;
};

/** How many of something (uploads of an account, downloads of an address) may run at once. */
export function createSlots(limit: number): Slots {
  const held = new Map<string, number>();
  return {
    take(key) {
      const count = held.get(key) ?? 0;
      if (count >= limit) return undefined;
      held.set(key, count + 1);
      let open = true;
      return () => {
        if (!open) return;
        open = false;
        const left = (held.get(key) ?? 1) - 1;
        if (left > 0) held.set(key, left);
        else held.delete(key);
      };
    },
  };
}
