"use client";

import { credentialType } from "@tallystick/sdk/identity/credentials";
import type { IndexedEmergencyAct } from "@tallystick/sdk/indexer/tables";
import type { RecordState } from "@tallystick/sdk/market/consents";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Badge, buttonClass, Facts } from "@/components/ui";
import { credentialNames } from "@/features/identity/credential-types";
import { useLanguage } from "@/i18n/context";
import { formatDuration, formatTime, shortAddress, shortHex } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { useRecord } from "./use-record";

/** What stands on a record: who must consent, and how often the glass was broken. */
export function RecordPanel(props: { dataset: bigint; acts: readonly IndexedEmergencyAct[] }) {
  const { data } = useRecord(props.dataset);
  return data ? <Shown {...props} record={data} /> : null;
}

function Shown(props: { dataset: bigint; record: RecordState; acts: readonly IndexedEmergencyAct[] }) {
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
      {props.acts.length > 0 ? <EmergencyActs acts={props.acts} /> : null}
      <Link
        href={`/consent?dataset=0x${dataset.toString(16).padStart(64, "0")}`}
        className={`mt-4 ${buttonClass("primary", true)}`}
      >
        {t("record.ask")}
      </Link>
    </section>
  );
}

/** Who broke the glass, with what reason, and how it was judged, newest first. What people wrote is shown as text. */
function EmergencyActs(props: { acts: readonly IndexedEmergencyAct[] }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const name = (account: Address) => nameOf(account) ?? shortAddress(account);
  return (
    <details className="mt-4">
      <summary className="text-sm font-medium">{t("record.acts", { n: props.acts.length })}</summary>
      <ol className="mt-3 grid gap-3 border-l-2 border-danger pl-4 text-sm">
        {props.acts.map(({ kind, reader, by, text, at, transaction }) => (
          <li key={`${transaction}.${kind}.${reader}`}>
            <p className="font-medium">{t(`record.act_${kind}`, { reader: name(reader), by: name(by) })}</p>
            <p className="text-muted">{formatTime(at, locale)}</p>
            {text ? <blockquote className="mt-1 break-words whitespace-pre-line">{text}</blockquote> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
