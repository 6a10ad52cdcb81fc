"use client";

import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { AccountKind } from "./account-kind";

/** Says what a contract that swaps has to know of its own address on the other chain. */
export function AccountWarning(props: { kind: AccountKind | undefined; chain: string; other: string }) {
  const { t } = useLanguage();
  const { kind, chain, other } = props;
  if (kind === "half") return <Notice tone="bad">{t("swapFiles.contractHalf", { chain, other })}</Notice>;
  return kind === "contract" ? <Notice tone="warn">{t("swapFiles.contractBoth", { other })}</Notice> : null;
}
