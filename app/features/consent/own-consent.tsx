"use client";

import { renounceConsent } from "@tallystick/sdk/market/consentActs";
import Link from "next/link";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button, buttonClass } from "@/components/ui";
import { datasetPath, type Summary, useFileNames } from "@/components/use-summary";
import { purposeKey } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { ReaderThere, RecordView } from "./records";

/** What this account may read itself, by consent or emergency. */
export function OwnConsent(props: { view: RecordView; own: ReaderThere; summary: Summary | undefined }) {
  const { view, own } = props;
  const { t, locale } = useLanguage();
  const { consent: contract } = useContracts();
  const fileNames = useFileNames(props.summary);
  const { run, busy, problem } = useActing();
  const { consent, emergency } = own;
  const inEmergency = emergency.status === "open" && emergency.until > view.now;
  if (!consent.active && emergency.status === "none" && consent.serial === 0) return null;
  const standing = consent.active ? "active" : inEmergency ? "inEmergency" : "over";
  return (
    <fieldset aria-label={t("consent.own")} className="min-w-0 rounded-xl border border-line p-4">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        {t("consent.own")}
        <Badge tone={({ active: "brand", inEmergency: "danger", over: "plain" } as const)[standing]}>
          {t(`consent.${standing}`)}
        </Badge>
      </h3>
      {consent.active ? (
        <p className="mt-1 text-sm">
          {t("consent.ownWords", {
            files: fileNames(consent.segments),
            purpose: t(purposeKey(consent.purpose)),
            time: formatTime(consent.until, locale),
          })}
        </p>
      ) : null}
      {emergency.status !== "none" ? (
        <p className="mt-1 text-sm">
          {t(`consent.emergency_${emergency.status}`, { time: formatTime(emergency.until, locale) })}
        </p>
      ) : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {standing === "over" ? null : (
          <Link href={datasetPath(view.dataset, "library")} className={buttonClass("primary", true)}>
            {t("market.read")}
          </Link>
        )}
        {consent.active ? (
          <Button
            small
            look="danger"
            busy={busy}
            onClick={() =>
              void run(() => ({
                title: { key: "tx.renounceConsent" },
                calls: [renounceConsent(contract, view.dataset)],
              }))
            }
          >
            {t("consent.renounce")}
          </Button>
        ) : null}
      </div>
      <ProblemNotice problem={problem} className="mt-3" />
    </fieldset>
  );
}
