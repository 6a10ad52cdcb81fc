import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { type Address, zeroAddress } from "viem";
import { parseAmount } from "../../lib/format.ts";

/** A price for each access, as a form holds it. */
export interface TariffDraft {
  readonly price: string;
  readonly token: Address;
  readonly decimals: number;
  readonly days: string;
  readonly laterVersions: boolean;
}

export const emptyTariff: TariffDraft = {
  price: "0.10",
  token: zeroAddress,
  decimals: 6,
  days: "365",
  laterVersions: true,
};

export type TariffFault = "price" | "days";

export function tariffFaults(draft: TariffDraft): readonly TariffFault[] {
  const faults: TariffFault[] = [];
  if (!parseAmount(draft.price, draft.decimals)) faults.push("price");
  const days = /^\d{1,4}$/.test(draft.days.trim()) ? Number(draft.days) : 0;
  if (days < 1 || days > 3_650) faults.push("days");
  return faults;
}

/**
 * The tariff of a draft without faults; its serial is the time, so that a later one always replaces it.
 *
 * @param now Unix seconds
 */
export function tariffOfDraft(
  draft: TariffDraft,
  about: { readonly dataset: bigint; readonly version: number; readonly files: number; readonly provider: Address },
  now: number,
): Tariff {
  return {
    dataset: about.dataset,
    fromVersion: about.version,
    laterVersions: draft.laterVersions,
    segments: Array.from({ length: about.files }, (_, i) => i).reduce((bits, i) => (bits | (1 << i)) >>> 0, 0),
    token: draft.token,
    price: parseAmount(draft.price, draft.decimals) ?? 0n,
    provider: about.provider,
    serial: now,
    validUntil: BigInt(now + Number(draft.days) * 86_400),
  };
}
