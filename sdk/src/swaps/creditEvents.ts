import { type Address, type Log, parseEventLogs } from "viem";
import { hashLockAbi } from "../generated/abis/HashLock.ts";
import { type Money, moneyIn } from "./batchTerms.ts";
import { type EventPlace, placeOf } from "./eventPlace.ts";
import { inOrder } from "./lockEvents.ts";

/** What became of a payout that was refused: an event of `HashLock`, `BatchLock` or `DepositAddress` (`IPayouts`). */
export interface CreditEvent extends EventPlace {
  readonly kind: "credited" | "withdrawn";
  readonly asset: Money;
  /** Whose credit it is. */
  readonly account: Address;
  /** Base units. */
  readonly amount: bigint;
  /** Of a `withdrawn`: who was paid. */
  readonly to?: Address;
}

/** The events of credits among logs of any contract of swaps, in the order of the chain. */
export function creditEventsOf(logs: readonly Log[]): CreditEvent[] {
  const eventName = ["Credited", "Withdrawn"] as const;
  return parseEventLogs({ abi: hashLockAbi, eventName: [...eventName], logs: [...logs], strict: true })
    .map((event): CreditEvent => {
      const { token, account, amount } = event.args;
      const about = { asset: moneyIn(token), account, amount, ...placeOf(event) };
      if (event.eventName === "Withdrawn") return { ...about, kind: "withdrawn", to: event.args.to };
      return { ...about, kind: "credited" };
    })
    .sort(inOrder);
}
