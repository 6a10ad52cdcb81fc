"use client";

import { reviewEmergency, withdrawConsent } from "@tallystick/sdk/market/consentActs";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { AreaField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Badge, Button } from "@/components/ui";
import { type Summary, useFileNames } from "@/components/use-summary";
import { purposeKey } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { ReaderThere, RecordView } from "./records";
import { same } from "./same";
import { bytesOf, mostText } from "./text";

interface Props {
  readonly view: RecordView;
  readonly there: ReaderThere;
  readonly account: Address;
  readonly summary: Summary | undefined;
}

/** Somebody who reads the record, or broke its glass, with what a holder may do about it. */
export function ReaderRow(props: Props) {
  const { there } = props;
  const { t } = useLanguage();
  const nameOf = useNameOf();
  return (
    <li className="rounded-xl border border-line p-4">
      <p className="flex flex-wrap items-center gap-2">
        <AddressText address={there.reader} label={nameOf(there.reader)} />
        {there.consent.active ? <Badge tone="brand">{t("consent.active")}</Badge> : null}
      </p>
      {there.consent.active ? <Consented {...props} /> : null}
      <Broken {...props} />
    </li>
  );
}

function Consented({ view, there, account, summary }: Props) {
  const { t, locale } = useLanguage();
  const { consent: contract } = useContracts();
  const fileNames = useFileNames(summary);
  const { run, busy, problem } = useActing();
  const { consent, reader } = there;
  const index = view.holders.findIndex((holder) => same(holder, account));
  const stands = consent.epoch === view.record.epoch && ((consent.signers >> index) & 1) === 1;
  return (
    <>
      <p className="mt-1 text-sm">
        {t("consent.readsWords", {
          files: fileNames(consent.segments),
          purpose: t(purposeKey(consent.purpose)),
          time: formatTime(consent.until, locale),
        })}
      </p>
      {stands ? (
        <Button
          small
          look="danger"
          className="mt-3"
          busy={busy}
          onClick={() =>
            void run(() => ({
              title: { key: "tx.withdrawConsent", values: { reader: shortAddress(reader) } },
              calls: [withdrawConsent(contract, view.dataset, reader, view.holders)],
            }))
          }
        >
          {t("consent.withdraw")}
        </Button>
      ) : null}
      <ProblemNotice problem={problem} className="mt-3" />
    </>
  );
}

/** An emergency: what was said when the glass was broken, and the holder's judgement. */
function Broken({ view, there }: Props) {
  const { t, locale } = useLanguage();
  const { emergency, reason } = there;
  if (emergency.status === "none") return null;
  return (
    <div className="mt-3 rounded-xl border border-danger bg-danger-soft/60 p-3">
      <p className="text-sm font-semibold">
        {t("consent.brokenAt", { time: formatTime(emergency.brokenAt, locale) })} ·{" "}
        {t(`consent.review_${emergency.status}`)}
      </p>
      {reason ? (
        <blockquote className="mt-2 border-l-2 border-danger pl-3 text-sm whitespace-pre-wrap">{reason}</blockquote>
      ) : null}
      {emergency.status === "justified" ? null : <Review view={view} there={there} />}
    </div>
  );
}

function Review({ view, there }: Pick<Props, "view" | "there">) {
  const { t } = useLanguage();
  const { consent: contract } = useContracts();
  const { run, busy, problem } = useActing();
  const [note, setNote] = useState("");
  const { emergency, reader } = there;
  const tooLong = bytesOf(note) > mostText;
  const ready = note.trim() !== "" && !tooLong;
  const judge = (justified: boolean) =>
    void run(() => ({
      title: { key: "tx.reviewEmergency", values: { reader: shortAddress(reader) } },
      calls: [
        reviewEmergency(contract, {
          dataset: view.dataset,
          reader,
          holders: view.holders,
          justified,
          note: note.trim(),
        }),
      ],
    }));
  return (
    <div className="mt-3 grid gap-3">
      <AreaField
        label={t("consent.note")}
        hint={t("consent.noteHint")}
        value={note}
        rows={2}
        className="min-h-16!"
        onChange={(event) => setNote(event.target.value)}
        error={tooLong ? t("consent.textTooLong") : undefined}
      />
      <div className="flex flex-wrap gap-2">
        <Button small busy={busy} disabled={!ready} onClick={() => judge(true)}>
          {t("consent.justified")}
        </Button>
        {emergency.status === "open" ? (
          <Button small look="danger" busy={busy} disabled={!ready} onClick={() => judge(false)}>
            {t("consent.unjustified")}
          </Button>
        ) : null}
      </div>
      <ProblemNotice problem={problem} />
    </div>
  );
}
