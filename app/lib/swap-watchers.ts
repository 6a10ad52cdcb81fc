/** Who may be asked how he is. */
export const watcherNames = ["agent", "watchtower", "relay"] as const;
export type WatcherName = (typeof watcherNames)[number];

/** How one is: `degraded` answers, but not of every chain. */
export interface Watcher {
  readonly state: "up" | "degraded" | "down" | "none";
  /** Swaps that he has under way; undefined where he does not say. */
  readonly open?: number | undefined;
}

export type WatcherStates = Readonly<Record<WatcherName, Watcher>>;

const states = ["up", "degraded", "down", "none"] as const;

/** What the site's server says of all; whatever is not understood is down. */
export function watchersOf(value: unknown): WatcherStates {
  const told = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const one = (name: WatcherName): Watcher => {
    const { state, open } = (told[name] ?? {}) as { state?: unknown; open?: unknown };
    const known = states.find((each) => each === state) ?? "down";
    return typeof open === "number" && Number.isSafeInteger(open) && open >= 0
      ? { state: known, open }
      : { state: known };
  };
  return { agent: one("agent"), watchtower: one("watchtower"), relay: one("relay") };
}

/** What an agent or a watchtower says of itself (`GET /health`). */
export function watcherOfHealth(value: unknown): Watcher {
  const { status, swaps } = (typeof value === "object" && value !== null ? value : {}) as {
    status?: unknown;
    swaps?: { open?: unknown } | null;
  };
  const open = swaps?.open;
  const state = status === "ok" ? "up" : status === "degraded" || status === "starting" ? "degraded" : "down";
  return typeof open === "number" ? { state, open } : { state };
}
