"use client";

import type { ConsentRequest } from "@tallystick/sdk/market/consentMessages";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Facts } from "@/components/ui";
import { type Summary, useFileNames } from "@/components/use-summary";
import { purposeKey } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";

/** A request in words: who may read what, for what, until when. */
export function RequestWords(props: { request: ConsentRequest; summary: Summary | undefined }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const fileNames = useFileNames(props.summary);
  const { reader, purpose, segments, fromVersion, laterVersions, until } = props.request;
  return (
    <Facts
      rows={[
        [t("consent.who"), <AddressText key="w" address={reader} label={nameOf(reader)} />],
        [t("consent.what"), fileNames(segments)],
        [t("consent.versions"), t(laterVersions ? "market.termLater" : "market.termPinned", { version: fromVersion })],
        [t("consent.purpose"), t(purposeKey(purpose))],
        [t("consent.until"), formatTime(until, locale)],
      ]}
    />
  );
}
