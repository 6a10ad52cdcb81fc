"use client";

import { hasCredential } from "@tallystick/sdk/identity/credentials";
import { breakGlass } from "@tallystick/sdk/market/consentActs";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Address } from "viem";
import { AreaField, CheckField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { RecordView } from "./records";
import { bytesOf, mostText } from "./text";

/** All segments: whoever breaks the glass does not know yet where what is needed stands. */
const everything = 0xffff_ffff;

/** Reading without consent in an emergency. Sober: what happens, who sees it, what follows. */
export function BreakGlass(props: { view: RecordView; account: Address; onDone: () => void }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { consent } = useContracts();
  const { run, busy, problem } = useActing();
  const [reason, setReason] = useState("");
  const [understood, setUnderstood] = useState(false);
  const type = view.record.emergencyCredential;
  const credential = useQuery({
    queryKey: ["credential", reader.network.chainId, type, account],
    enabled: type !== undefined,
    queryFn: () => hasCredential(reader, type ?? "0x", account),
  });
  if (credential.data === false) {
    return (
      <Notice tone="warn" title={t("consent.noCredential")}>
        {t("consent.noCredentialText")}
      </Notice>
    );
  }
  const tooLong = bytesOf(reason) > mostText;
  const ready = understood && reason.trim() !== "" && !tooLong;
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    const done = await run(() => ({
      title: { key: "tx.breakGlass" },
      calls: [breakGlass(consent, view.dataset, everything, reason.trim())],
    }));
    if (done) props.onDone();
  }
  return (
    <form
      onSubmit={(event) => void submit(event)}
      aria-label={t("consent.break")}
      className="grid gap-4 rounded-xl border border-danger bg-danger-soft/60 p-4"
    >
      <div>
        <h3 className="font-semibold">{t("consent.breakTitle")}</h3>
        <ul className="mt-2 grid list-disc gap-1 pl-5 text-sm">
          <li>{t("consent.breakReads", { time: formatDuration(view.record.emergencySeconds, locale) })}</li>
          <li>{t("consent.breakPublic")}</li>
          <li>{t("consent.breakReview")}</li>
        </ul>
      </div>
      <AreaField
        label={t("consent.reason")}
        hint={t("consent.reasonHint")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={tooLong ? t("consent.textTooLong") : undefined}
      />
      <CheckField label={t("consent.understood")} checked={understood} onChange={setUnderstood} />
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="danger" busy={busy} disabled={!ready}>
          {t("consent.break")}
        </Button>
      </div>
    </form>
  );
}
