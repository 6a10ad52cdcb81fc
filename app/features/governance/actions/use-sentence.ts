"use client";

import { safeText } from "@tallystick/sdk/governance/safeText";
import type { Sentence, SentenceValue } from "@tallystick/sdk/governance/sentences";
import { tokenInfo } from "@tallystick/sdk/market/token";
import { useQueries } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { useLanguage } from "@/i18n/context";
import { formatAmount, formatDuration, formatTime, shortAddress, shortHex } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { useAccountText } from "./use-known";

/** `type(uint40).max`: without an end. */
const forEver = 2n ** 40n - 1n;

/** Amounts of several tokens as text; base units of those that say nothing sensible of themselves. */
export function useAmounts(tokens: readonly Address[]): (amount: bigint, token: Address) => string {
  const reader = useReader();
  const { t, locale } = useLanguage();
  const asked = [...new Set(tokens)].filter((token) => token !== zeroAddress);
  const found = useQueries({
    queries: asked.map((token) => ({
      queryKey: ["token", reader.network.chainId, token],
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      queryFn: () => tokenInfo(reader, token),
    })),
  });
  return (amount, token) => {
    if (token === zeroAddress) return `${formatAmount(amount, 18, locale)} ETH`;
    const info = found[asked.indexOf(token)]?.data;
    if (info && info.decimals <= 36)
      return `${formatAmount(amount, info.decimals, locale)} ${safeText(info.symbol, 12)}`;
    return t("actions.baseUnits", { amount: amount.toString(), token: shortAddress(token) });
  };
}

function tokensIn(sentences: readonly Sentence[]): Address[] {
  return sentences.flatMap(({ values }) =>
    Object.values(values).flatMap((value) => (value.kind === "amount" ? [value.token] : [])),
  );
}

/** Says sentences in the page's language. */
export function useSentences(sentences: readonly Sentence[]): (sentence: Sentence) => string {
  const { t, locale } = useLanguage();
  const account = useAccountText();
  const amounts = useAmounts(tokensIn(sentences));
  const say = (value: SentenceValue): string => {
    switch (value.kind) {
      case "address":
        return account(value.address);
      case "amount":
        return amounts(value.amount, value.token);
      case "tally":
        return `${formatAmount(value.amount, 18, locale)} TALLY`;
      case "bps":
        return percentText(value.bps, locale);
      case "seconds":
        return formatDuration(value.seconds, locale);
      case "time":
        return value.time >= forEver ? t("actions.forEver") : formatTime(value.time, locale);
      case "text":
        return value.text.startsWith("0x") ? shortHex(value.text) : value.text;
      case "count":
        return String(value.count);
    }
  };
  return ({ key, values }) => {
    const shown = Object.entries(values).map(([name, value]) => [name, say(value)] as const);
    return t(`actions.sentence.${key}`, Object.fromEntries(shown));
  };
}

/** Basis points as a percentage. */
export function percentText(bps: bigint, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(Number(bps) / 10_000);
}
