import type { BillFace } from "@tallystick/sdk/bills/face";
import type { LotHistory } from "@tallystick/sdk/bills/history";
import type { Translate } from "@/i18n/translate";

/** A part of a bill in words: its amount, and its units. */
export function partText(
  t: Translate,
  money: (amount: bigint) => string,
  { unit }: Pick<BillFace, "unit">,
  { start, units }: Pick<LotHistory, "start" | "units">,
): string {
  return t("bills.part", { amount: money(BigInt(units) * unit), first: start + 1, last: start + units });
}
