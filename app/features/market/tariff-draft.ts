import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { type Address, zeroAddress } from "viem";
import { priceOf } from "./offer-draft.ts";

/** A price for each access, as a form holds it. */
export interface TariffDraft {
  readonly price: string;
  readonly token: Address;
  /** Of the token; undefined until it has said. */
  readonly decimals: number | undefined;
  readonly days: string;
  readonly laterVersions: boolean;
}

export const emptyTariff: TariffDraft = {
  price: "0.10",
  token: zeroAddress,
  decimals: undefined,
  days: "365",
  laterVersions: true,
};

export type TariffFault = "price" | "days";

export function tariffFaults(draft: TariffDraft): readonly TariffFault[] {
  const faults: TariffFault[] = [];
  if (!priceOf(draft)) faults.push("price");
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
  const price = priceOf(draft);
  if (price === undefined) throw new RangeError("The draft has no price.");
  return {
    dataset: about.dataset,
    fromVersion: about.version,
    laterVersions: draft.laterVersions,
    segments: Array.from({ length: about.files }, (_, i) => i).reduce((bits, i) => (bits | (1 << i)) >>> 0, 0),
    token: draft.token,
    price,
    provider: about.provider,
    serial: now,
    validUntil: BigInt(now + Number(draft.days) * 86_400),
  };
}
