"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { buttonClass, Notice } from "@/components/ui";
import { purposeKey } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useReader } from "@/lib/reader";

/** How this account stands at a record; null where the data set is none. */
export function useConsentHere(dataset: bigint, account: Address) {
  const reader = useReader();
  return useQuery({
    queryKey: ["consent-here", reader.network.chainId, dataset.toString(), account],
    refetchInterval: 10_000,
    queryFn: async () => {
      const { consentOf, emergencyOf, recordOf } = await import("@tallystick/sdk/market/consents");
      if (!(await recordOf(reader, dataset))) return null;
      const [consent, emergency, block] = await Promise.all([
        consentOf(reader, dataset, account),
        emergencyOf(reader, dataset, account),
        reader.client.getBlock(),
      ]);
      const inEmergency = emergency.status === "open" && emergency.until > Number(block.timestamp);
      const whole = { segments: emergency.segments, fromVersion: 1, laterVersions: true, purpose: 0 };
      const scope = inEmergency ? { ...whole, until: emergency.until } : consent.active ? consent : undefined;
      return { admitted: scope !== undefined, consent: scope, inEmergency };
    },
  });
}

export type ConsentHere = NonNullable<ReturnType<typeof useConsentHere>["data"]>;

/** Says that a data set is a record, and by what this account reads it, if it does. */
export function UnderConsent(props: { dataset: bigint; record: ConsentHere }) {
  const { dataset, record } = props;
  const { t, locale } = useLanguage();
  const { consent, inEmergency } = record;
  return (
    <Notice tone={inEmergency ? "bad" : consent ? "good" : "warn"} title={t("consent.forReader")} className="mb-6">
      <p>
        {consent
          ? t("consent.readsUntil", {
              purpose: t(purposeKey(consent.purpose)),
              time: formatTime(consent.until, locale),
            })
          : t("consent.forReaderText")}
      </p>
      <Link
        href={`/consent?dataset=0x${dataset.toString(16).padStart(64, "0")}`}
        className={`mt-3 ${buttonClass("secondary", true)}`}
      >
        {t("consent.toConsent")}
      </Link>
    </Notice>
  );
}
