"use client";

import Link from "next/link";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { GrantForm } from "./owner-grant";
import { Invite } from "./owner-invite";
import { NewOfferForm } from "./owner-offer";
import { OwnOffers } from "./owner-offers";
import { Readers } from "./owner-readers";
import { OwnTariffs } from "./owner-tariffs";
import { Transfer } from "./owner-transfer";
import type { DatasetView } from "./use-dataset";
import { useRecord } from "./use-record";

/** What only the owner of a data set sees and may do. */
export function OwnerTools(props: { view: DatasetView }) {
  const { t } = useLanguage();
  const { view } = props;
  const id = `0x${view.id.toString(16).padStart(64, "0")}`;
  const record = useRecord(view.id);
  const isRecord = record.data !== null && record.data !== undefined;
  return (
    <section aria-labelledby="tools" className="rounded-2xl border border-wood bg-wood-soft/40 p-5 sm:p-6">
      <h2 id="tools" className="text-xl">
        {t("market.ownerTools")}
      </h2>
      <p className="mt-1 mb-5 text-sm text-muted">{t("market.ownerToolsLead")}</p>
      <div className="grid gap-8">
        <OwnOffers view={view} />
        <NewOfferForm view={view} record={isRecord} />
        {isRecord ? null : <OwnTariffs view={view} />}
        <GrantForm view={view} />
        <Invite view={view} />
        <Readers view={view} />
        <p className="flex flex-wrap gap-3">
          <Link href={`/publish?dataset=${id}`} className={buttonClass()}>
            {t("market.newVersion")}
          </Link>
          {isRecord ? (
            <Link href={`/consent?dataset=${id}`} className={buttonClass()}>
              {t("record.requests")}
            </Link>
          ) : null}
        </p>
        <Transfer view={view} />
      </div>
    </section>
  );
}
