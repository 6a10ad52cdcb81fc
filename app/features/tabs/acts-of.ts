import type { Role } from "./tabs-of.ts";
import type { TabView } from "./use-tab.ts";

export const actNames = [
  "topUp",
  "voucher",
  "pay",
  "startClosing",
  "finishClosing",
  "agree",
  "handOver",
  "settle",
  "collect",
  "offerCredit",
  "state",
  "close",
] as const;
export type ActName = (typeof actNames)[number];

/** What a party may do with a tab now, by the rules of `ITabs`. */
export function actsOf(
  role: Role,
  { state, statements, voucher, now }: Pick<TabView, "state" | "statements" | "voucher" | "now">,
): ActName[] {
  const { status, closesAt, debt, collectable } = state;
  const alive = status === "open" || status === "closing";
  const possible: Record<ActName, boolean> = {
    topUp: role === "reader" && status === "open",
    voucher: role === "reader" && status === "open",
    pay: role === "reader" && debt > 0n,
    startClosing: role === "reader" && status === "open",
    finishClosing: status === "closing" && closesAt <= now,
    agree: alive,
    handOver: statements.some(({ outstanding }) => outstanding > 0n),
    settle: role === "provider" && (status === "open" || (status === "closing" && closesAt > now)),
    collect: role === "provider" && collectable > 0n,
    offerCredit: role === "provider" && status === "open",
    state: role === "provider" && debt > 0n && voucher !== undefined,
    close: role === "provider" && alive,
  };
  return actNames.filter((name) => possible[name]);
}
