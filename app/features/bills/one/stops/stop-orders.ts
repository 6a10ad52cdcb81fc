import type { BillEvent } from "@tallystick/sdk/bills/billEvents";
import type { Bill } from "@tallystick/sdk/bills/billState";
import type { StandingStop } from "@tallystick/sdk/bills/changes";
import { type BillFace, dayOfTime } from "@tallystick/sdk/bills/face";
import type { Rules } from "@tallystick/sdk/bills/rules";
import { type Address, isAddressEqual, zeroAddress } from "viem";

/** Days that the contract gives (`BillsStops`). */
export const stopDays = {
  /** A stop order lasts at least, and at most. */
  least: 60,
  most: 365,
  /** After its last one, in which the claimant may have the lot; then anyone may lift it. */
  grace: 60,
  /** After a replacement, in which the court may award the security at least. */
  security: 365,
} as const;

/** What a claimant gave for a lot, as it stands. */
export interface HeldSecurity {
  readonly claimant: Address;
  readonly deprived: Address;
  /** Base units. */
  readonly amount: bigint;
  /** Until which the court may award it; then anyone may give it back. */
  readonly lastDay: number;
}

/** What a court has done to a lot. */
export interface LotStop {
  readonly order?: StandingStop | undefined;
  readonly securities: readonly HeldSecurity[];
}

/** Whether a bill names a court that may stop its lots. */
export const hasCourt = ({ court }: Pick<BillFace, "court">): boolean => court !== zeroAddress;

/** A replacement, of which a security may be left. */
export interface Replacement {
  readonly lot: bigint;
  readonly claimant: Address;
  readonly day: number;
}

/** Who replaced which lots of a bill, the last time that each did. */
export function replacementsIn(events: readonly BillEvent[]): readonly Replacement[] {
  const found = new Map<string, Replacement>();
  for (const { name, args, time } of events) {
    if (name !== "Replaced") continue;
    const [lot, claimant, day] = [args["lot"] as bigint, args["claimant"] as Address, dayOfTime(time)];
    const key = `${lot}-${claimant}`;
    if (day >= (found.get(key)?.day ?? 0)) found.set(key, { lot, claimant, day });
  }
  return [...found.values()];
}

/** Last day on which a security may be awarded: as long as the acceptor could be sued, and a year at least. */
export function lastAwardDay(face: BillFace, bill: Bill, rules: Rules, replacedOn: number): number {
  // One that never fell due is counted as if it had at the last moment.
  const dueDay = bill.dueDay === 0 ? face.drawnOn + rules.sightDays + face.term : bill.dueDay;
  return Math.max(dueDay + rules.acceptorDays, replacedOn + stopDays.security);
}

/** Acts about lost keys, beside those of `actionsOf`. */
const stopActs = [
  "stopLot",
  "objectStop",
  "dismissStop",
  "replaceLot",
  "liftStop",
  "awardSecurity",
  "releaseSecurity",
] as const;

export type StopAct = (typeof stopActs)[number];

export const isStopAct = (act: string): act is StopAct => (stopActs as readonly string[]).includes(act);

interface Facts {
  readonly account: Address;
  readonly court: Address;
  readonly bill: Pick<Bill, "flags">;
  /** Undefined: there is no such lot any more. */
  readonly holder: Address | undefined;
  readonly today: number;
}

/** How a stop order stands: the holder may object; he has; he may not, as he was dismissed; the claimant may come; or nobody. */
export function phaseOf(order: StandingStop, today: number): "objected" | "open" | "dismissed" | "takeable" | "over" {
  if (today > order.lastDay + stopDays.grace) return "over";
  if (order.isObjected) return "objected";
  if (today > order.lastDay) return "takeable";
  return order.isDismissed ? "dismissed" : "open";
}

/** What an account may do about the stop of a lot, and what stands for it. */
export function stopActsOf({ order, securities }: LotStop, facts: Facts): readonly StopAct[] {
  const { account, court, bill, holder, today } = facts;
  const is = (other: Address | undefined): boolean => other !== undefined && isAddressEqual(other, account);
  const isCourt = is(court);
  const phase = order && phaseOf(order, today);
  const may: Readonly<Record<StopAct, boolean>> = {
    stopLot: !order && isCourt && holder !== undefined && bill.flags.includes("delivered"),
    objectStop: phase === "open" && is(holder),
    dismissStop: phase === "objected" && isCourt,
    replaceLot: phase === "takeable" && is(order?.claimant),
    liftStop: order !== undefined && (isCourt || phase === "over"),
    awardSecurity: isCourt && securities.some(({ lastDay }) => today <= lastDay),
    releaseSecurity: securities.some(({ lastDay }) => today > lastDay),
  };
  return stopActs.filter((act) => may[act]);
}

/**
 * What a claimant has to give for a lot today, in base units: what is open on it, interest, and what could be collected.
 *
 * @param collectable on the lot
 * @param interest due on the whole bill
 */
export function securityOn(
  { face, bill, accepted }: { readonly face: BillFace; readonly bill: Bill; readonly accepted: bigint },
  { units, collectable, interest }: { readonly units: number; readonly collectable: bigint; readonly interest: bigint },
): bigint {
  const payable = bill.flags.includes("rest") ? accepted : face.unit;
  return (payable - bill.paid + interest / BigInt(face.units)) * BigInt(units) + collectable;
}
