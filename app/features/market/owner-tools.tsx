"use client";

import Link from "next/link";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { GrantForm } from "./owner-grant";
import { NewOfferForm } from "./owner-offer";
import { OwnOffers } from "./owner-offers";
import { Readers } from "./owner-readers";
import type { DatasetView } from "./use-dataset";

/** What only the owner of a data set sees and may do. */
export function OwnerTools(props: { view: DatasetView }) {
  const { t } = useLanguage();
  const { view } = props;
  return (
    <section aria-labelledby="tools" className="rounded-2xl border border-wood bg-wood-soft/40 p-5 sm:p-6">
      <h2 id="tools" className="text-xl">
        {t("market.ownerTools")}
      </h2>
      <p className="mt-1 mb-5 text-sm text-muted">{t("market.ownerToolsLead")}</p>
      <div className="grid gap-8">
        <OwnOffers view={view} />
        <NewOfferForm view={view} />
        <GrantForm view={view} />
        <Readers view={view} />
        <Link
          href={`/publish?dataset=0x${view.id.toString(16).padStart(64, "0")}`}
          className={`justify-self-start ${buttonClass()}`}
        >
          {t("market.newVersion")}
        </Link>
      </div>
    </section>
  );
}
