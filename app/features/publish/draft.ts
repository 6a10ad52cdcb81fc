import { draftFaults, type OfferDraft } from "../market/offer-draft.ts";
import { type TariffDraft, tariffFaults } from "../market/tariff-draft.ts";
import { type AboutDraft, aboutFaults } from "./about-draft.ts";
import { type RecordDraft, recordFaults } from "./record-draft.ts";

/** Terms under which a data set is published, as the wizard holds them. */
export interface TermsDraft {
  readonly about: AboutDraft;
  /** Whether offers are made at once. */
  readonly offering: boolean;
  readonly offers: readonly OfferDraft[];
  /** A price for each access; undefined: none. */
  readonly tariff: TariffDraft | undefined;
  /** Put under consent before it is published; undefined: no record. */
  readonly record: RecordDraft | undefined;
}

/** Offers made at once at most: all of them are opened by the publishing transaction. */
export const mostOffers = 5;

export function isOfferStepReady({ offering, offers, tariff, record }: TermsDraft): boolean {
  if (offering && offers.some((offer) => draftFaults(offer).length > 0)) return false;
  if (tariff && tariffFaults(tariff).length > 0) return false;
  return !record || recordFaults(record).length === 0;
}

export function isAboutReady({ about }: TermsDraft): boolean {
  return aboutFaults(about).length === 0;
}
