"use client";

import type { ConsentState, RecordState } from "@tallystick/sdk/market/consents";
import type { Right } from "@tallystick/sdk/market/right";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useReader } from "@/lib/reader";
import type { DatasetView } from "./use-dataset";
import { useRecord } from "./use-record";
import { useRight } from "./use-right";

/** Where an account stands that no right alone lets read: what the chain says of its right, and of its consent. */
export function WhyNot(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const reader = useReader();
  const held = useRight(view.id, account).data;
  const record = useRecord(view.id).data;
  const { data: consented } = useQuery({
    queryKey: ["consented", reader.network.chainId, view.id.toString(), account],
    enabled: record !== null && record !== undefined,
    queryFn: async () => {
      const { consentOf } = await import("@tallystick/sdk/market/consents");
      return consentOf(reader, view.id, account);
    },
  });
  if (!held) return null;
  if (record && consented) {
    const right = record.alsoRight && !held.active ? held.right : undefined;
    return <Standing dataset={view.id} right={right} record={record} consented={consented} />;
  }
  // A right is all it takes, and the right's own panel tells of it.
  return record === null && !held.active ? <Standing dataset={view.id} right={held.right} /> : null;
}

function Standing(props: {
  dataset: bigint;
  /** The right that is lacking; undefined: none is. */
  right: Right | undefined;
  record?: RecordState;
  consented?: ConsentState;
}) {
  const { right, record, consented } = props;
  const { t, locale } = useLanguage();
  const asks = record !== undefined && !consented?.active;
  const mayRead = right === undefined && !asks;
  const id = `0x${props.dataset.toString(16).padStart(64, "0")}`;
  return (
    <section aria-labelledby="why" className="card p-5">
      <h2 id="why" className="text-lg">
        {t(mayRead ? "market.mayRead" : "market.mayNotRead")}
      </h2>
      <ul className="mt-2 grid list-disc gap-1 pl-5 text-sm text-muted">
        {right ? <li>{t(`market.why_${lackOf(right)}`, { time: formatTime(right.until, locale) })}</li> : null}
        {asks ? <li>{t("market.why_consent", { threshold: record.threshold, n: record.holders })}</li> : null}
        {mayRead ? <li>{t("market.why_consented", { time: formatTime(consented?.until ?? 0, locale) })}</li> : null}
      </ul>
      {mayRead ? (
        <Link href={`/library/${id}`} className={`mt-4 w-full ${buttonClass("primary")}`}>
          {t("market.read")}
        </Link>
      ) : null}
      {asks ? (
        <Link href={`/consent?dataset=${id}`} className={`mt-4 ${buttonClass("secondary", true)}`}>
          {t("record.ask")}
        </Link>
      ) : null}
    </section>
  );
}

function lackOf(right: Right): "none" | "ended" | "revoked" {
  if (right.revoked) return "revoked";
  return right.receipt === 0n ? "none" : "ended";
}
