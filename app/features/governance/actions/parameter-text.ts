"use client";

import { type ParameterId, parameters } from "@tallystick/sdk/governance/parameters";
import { type Address, zeroAddress } from "viem";
import { useLanguage } from "@/i18n/context";
import { formatAmount, formatDuration } from "@/lib/format";
import { useAccountText } from "./use-known";
import { percentText } from "./use-sentence";

/** A parameter's value in its unit. */
export function useParameterText(): (id: ParameterId, value: bigint | Address) => string {
  const { t, locale } = useLanguage();
  const account = useAccountText();
  return (id, value) => {
    const unit = parameters.find((each) => each.id === id)?.unit;
    if (typeof value !== "bigint") return value === zeroAddress ? t("proposing.nobody") : account(value);
    if (unit === "bps") return percentText(value, locale);
    if (unit === "tally") return `${formatAmount(value, 18, locale)} TALLY`;
    return formatDuration(value, locale);
  };
}
