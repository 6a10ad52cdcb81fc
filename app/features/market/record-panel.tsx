"use client";

import { credentialType } from "@tallystick/sdk/identity/credentials";
import type { RecordState } from "@tallystick/sdk/market/consents";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Badge, buttonClass, Facts } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import { formatDuration, shortHex } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { useRecord } from "./use-record";

/** What stands on a record: who must consent, and how often the glass was broken. */
export function RecordPanel(props: { dataset: bigint }) {
  const { data } = useRecord(props.dataset);
  return data ? <Shown dataset={props.dataset} record={data} /> : null;
}

function Shown(props: { dataset: bigint; record: RecordState }) {
  const { t, locale } = useLanguage();
  const { dataset, record } = props;
  const reader = useReader();
  const nameOf = useNameOf();
  const holders = useQuery({
    queryKey: ["holders", reader.network.chainId, dataset.toString(), record.epoch],
    queryFn: async () => {
      const { holdersOf } = await import("@tallystick/sdk/market/consents");
      return holdersOf(reader, dataset);
    },
  });
  const { emergencyCredential } = record;
  const credential =
    emergencyCredential &&
    (credentialNames.find((name) => credentialType(name) === emergencyCredential) ?? shortHex(emergencyCredential));
  return (
    <section aria-labelledby="record" className="rounded-2xl border border-wood bg-wood-soft/50 p-5">
      <h2 id="record" className="flex flex-wrap items-center gap-3 text-xl">
        {t("record.title")}
        <Badge tone={record.breaks > 0 ? "danger" : "plain"}>{t("record.breaks", { n: record.breaks })}</Badge>
        {record.openReviews > 0 ? (
          <Badge tone="wood">{t("record.openReviews", { n: record.openReviews })}</Badge>
        ) : null}
      </h2>
      <p className="mt-2 mb-4 max-w-prose text-sm text-muted">
        {t("record.explained", { threshold: record.threshold, n: record.holders })}{" "}
        {record.alsoRight ? t("record.rightToo") : t("record.noRight")}
      </p>
      <Facts
        rows={[
          [
            t("record.holdersShort"),
            <ul key="h" className="grid gap-0.5">
              {holders.data?.map((holder) => (
                <li key={holder}>
                  <AddressText address={holder} label={nameOf(holder)} />
                </li>
              ))}
            </ul>,
          ],
          [
            t("record.emergencyShort"),
            credential
              ? t("record.glass", { name: credential, time: formatDuration(record.emergencySeconds, locale) })
              : t("record.noGlass"),
          ],
        ]}
      />
      <Link
        href={`/consent?dataset=0x${dataset.toString(16).padStart(64, "0")}`}
        className={`mt-4 ${buttonClass("primary", true)}`}
      >
        {t("record.ask")}
      </Link>
    </section>
  );
}
