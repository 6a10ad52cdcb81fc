"use client";

import { type Address, zeroAddress } from "viem";
import { Amount } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";
import { useContracts } from "@/lib/reader";

/** What the treasury's money is counted in here: ether, and tokens that are known. Anybody can send it others. */
export function useDaoTokens(): readonly { readonly value: Address; readonly label: string }[] {
  const { tallyToken } = useContracts();
  return [{ value: zeroAddress, label: "ETH" }, ...useTokens(), { value: tallyToken, label: "TALLY" }];
}

/** An amount of a token, or of ether, which goes by the zero address. */
export function Money(props: { value: bigint; token: Address; className?: string }) {
  const { locale } = useLanguage();
  if (props.token !== zeroAddress) return <Amount {...props} />;
  return <span className={`tabular-nums ${props.className ?? ""}`}>{formatAmount(props.value, 18, locale)} ETH</span>;
}
