"use client";

import { useLanguage } from "@/i18n/context";
import { formatAmount, formatPower, tallyDecimals } from "@/lib/format";

/** Power or TallyTokens, as people compare them; the exact amount is one hover away. */
export function Power(props: { value: bigint; className?: string }) {
  const { locale } = useLanguage();
  const { value } = props;
  return (
    <span
      className={`whitespace-nowrap tabular-nums ${props.className ?? ""}`}
      title={formatAmount(value, tallyDecimals, locale)}
    >
      {formatPower(value, locale)} TALLY
    </span>
  );
}

/** The same as text, for sentences. */
export function usePowerText(): (value: bigint) => string {
  const { locale } = useLanguage();
  return (value) => `${formatPower(value, locale)} TALLY`;
}
