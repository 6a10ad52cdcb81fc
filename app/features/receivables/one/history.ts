import type {
  IndexedLotCollection,
  IndexedReceivableAct,
  IndexedReceivablePayment,
} from "@tallystick/sdk/indexer/instrumentFields";
import type { Address, Hex } from "viem";

/** Something that happened to a receivable, as its history tells it. */
export interface Happening {
  readonly what: IndexedReceivableAct["kind"] | "paid" | "collected";
  readonly account: Address;
  /** Base units; undefined: it is not about money. */
  readonly amount?: bigint | undefined;
  /** Of an extension: the new date. */
  readonly dueAt?: number | undefined;
  readonly at: number;
  readonly transaction: Hex;
}

/** Acts, payments and collections in one, the newest first. */
export function historyOf(
  acts: readonly Omit<IndexedReceivableAct, "receivable" | "lot" | "units" | "reason">[],
  payments: readonly Pick<IndexedReceivablePayment, "payer" | "principal" | "interest" | "at" | "transaction">[],
  collections: readonly Pick<IndexedLotCollection, "holder" | "amount" | "at" | "transaction">[],
): readonly Happening[] {
  return [
    ...collections.map(
      ({ holder, amount, at, transaction }): Happening => ({
        what: "collected",
        account: holder,
        amount,
        at,
        transaction,
      }),
    ),
    ...payments.map(
      ({ payer, principal, interest, at, transaction }): Happening => ({
        what: "paid",
        account: payer,
        amount: principal + interest,
        at,
        transaction,
      }),
    ),
    ...acts.map(
      ({ kind, account, amount, dueAt, at, transaction }): Happening => ({
        what: kind,
        account,
        amount,
        dueAt,
        at,
        transaction,
      }),
    ),
  ].sort((a, b) => b.at - a.at);
}
