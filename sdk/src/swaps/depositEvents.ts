import { type Address, type Hex, type Log, parseEventLogs } from "viem";
import { depositAddressAbi } from "../generated/abis/DepositAddress.ts";
import { type Money, moneyIn } from "./batchTerms.ts";
import { type EventPlace, placeOf } from "./eventPlace.ts";
import { inOrder } from "./lockEvents.ts";

/** What happened to a deposit: an event of `DepositAddress`. That money came is none: it is a mere transfer. */
export interface DepositEvent extends EventPlace {
  /** `swept`: what was there after the end. */
  readonly kind: "claimed" | "refunded" | "swept";
  /** The deposit's. */
  readonly id: Hex;
  /** What was paid; of a `swept` it may be another than was agreed. */
  readonly asset: Money;
  /** Base units, the tip among them. */
  readonly amount: bigint;
  /** Whom it was for: the recipient of a `claimed`, otherwise the refundee. */
  readonly party: Address;
  /** Of a `claimed`. */
  readonly preimage?: Hex;
}

/** The events of deposits among logs of `DepositAddress`, in the order of the chain. */
export function depositEventsOf(logs: readonly Log[]): DepositEvent[] {
  const eventName = ["Claimed", "Refunded", "Swept"] as const;
  return parseEventLogs({ abi: depositAddressAbi, eventName: [...eventName], logs: [...logs], strict: true })
    .map((event): DepositEvent => {
      const { id, token, amount } = event.args;
      const about = { id, asset: moneyIn(token), amount, ...placeOf(event) };
      if (event.eventName === "Claimed") {
        return { ...about, kind: "claimed", party: event.args.recipient, preimage: event.args.preimage };
      }
      const party = event.args.refundee;
      return { ...about, kind: event.eventName === "Swept" ? "swept" : "refunded", party };
    })
    .sort(inOrder);
}
