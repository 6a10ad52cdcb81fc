"use client";

import { type TokenInfo, tokenInfo } from "@tallystick/sdk/market/token";
import { useQueries, useQuery } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";
import { printable } from "@/lib/printable";
import { useReader } from "@/lib/reader";

/** What a token says of itself. */
export function useToken(token: Address | undefined): TokenInfo | undefined {
  const reader = useReader();
  const { data } = useQuery({
    queryKey: ["token", reader.network.chainId, token],
    enabled: token !== undefined && token !== zeroAddress,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => tokenInfo(reader, token ?? zeroAddress),
  });
  return data;
}

/** The same of several tokens; those that have not answered yet are left out. */
export function useTokenInfos(tokens: readonly Address[]): (token: Address) => TokenInfo | undefined {
  const reader = useReader();
  const infos = useQueries({
    queries: tokens.map((token) => ({
      queryKey: ["token", reader.network.chainId, token],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: () => tokenInfo(reader, token),
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  });
  return (token) => infos.find(({ address }) => address.toLowerCase() === token.toLowerCase());
}

/** An amount as text, once the token is known. */
export function useAmountText(): (amount: bigint, token: TokenInfo | undefined) => string {
  const { locale, t } = useLanguage();
  return (amount, token) => {
    if (amount === 0n && !token) return t("common.free");
    return token ? `${formatAmount(amount, token.decimals, locale)} ${printable(token.symbol.slice(0, 12))}` : "…";
  };
}

/** Amounts of one token as text, for sentences. */
export function useMoney(token: Address | undefined): (amount: bigint) => string {
  const info = useToken(token);
  const text = useAmountText();
  return (amount) => text(amount, info);
}

export function Amount(props: { value: bigint; token: Address; className?: string }) {
  const token = useToken(props.token);
  const text = useAmountText();
  return <span className={`tabular-nums ${props.className ?? ""}`}>{text(props.value, token)}</span>;
}
