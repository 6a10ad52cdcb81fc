"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { type Address, isAddressEqual } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import type { BidFault, Comparison } from "./comparison";
import { useOfferLanguage } from "./offer-language";

/** Basis points as people read them; a dash where no number says anything. */
export function usePercent(): (bps: bigint | number | undefined) => string {
  const { locale } = useLanguage();
  const format = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 2,
  });
  return (bps) => (bps === undefined ? "–" : format.format(Number(bps) / 10_000));
}

/** An account as a sentence names it. */
export function useWho(): (account: Address) => string {
  const nameOf = useNameOf();
  return (account) => nameOf(account) ?? shortAddress(account);
}

/** What an offer comes to, in a sentence, with who bears the loss. */
export function useOfferSentence(token: Address): (row: Comparison) => string {
  const { t } = useOfferLanguage();
  const money = useMoney(token);
  const who = useWho();
  const percent = usePercent();
  return ({ offer: { bid }, proceeds }) => {
    if (!proceeds) return "";
    const kind = bid.advanceBps === WHOLE_BPS ? "bestSale" : "bestAdvance";
    const words = t(proceeds.simpleBps === undefined ? `quotes.${kind}Today` : `quotes.${kind}`, {
      who: who(bid.buyer),
      atOnce: money(proceeds.atOnce),
      later: money(proceeds.later),
      worth: money(proceeds.worth),
      days: t("quotes.days", { n: proceeds.days }),
      cost: money(proceeds.discount + proceeds.fee),
      simple: percent(proceeds.simpleBps),
      effective: percent(proceeds.effectiveBps),
    });
    const isDebtor = isAddressEqual(bid.buyer, bid.debtor);
    if (isDebtor) return words;
    return `${words} ${t(bid.kind === KIND.withRecourse ? "quotes.riskKept" : "quotes.riskGone")}`;
  };
}

/** Why an offer can't be taken, in words that a table has room for. */
export function useFaultWords(): (fault: BidFault, about?: FaultAbout) => string {
  const { t } = useOfferLanguage();
  return (fault, about = {}) => t(`quotes.fault_${fault}`, { who: "", n: 0, streams: "", ...about });
}

/** What the words about a fault name, as far as they do. */
export interface FaultAbout {
  /** For whom alone an ask is. */
  readonly who?: string;
  /** Days that a bid takes at most. */
  readonly n?: number;
  /** Evidence that is missing. */
  readonly streams?: string;
}
