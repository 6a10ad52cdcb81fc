"use client";

import { requestConsent } from "@tallystick/sdk/market/consentActs";
import { prepareRequest } from "@tallystick/sdk/market/consents";
import { segmentBits } from "@tallystick/sdk/market/terms";
import { type FormEvent, useState } from "react";
import type { Address } from "viem";
import { AreaField, CheckField, SelectField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, TextField } from "@/components/ui";
import type { Summary } from "@/components/use-summary";
import { purposeKey, purposes } from "@/features/market/purposes";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { RecordView } from "./records";
import { bytesOf, mostText } from "./text";

/** Asks the holders for consent, in public: what for, what, and until when. */
export function RequestForm(props: {
  view: RecordView;
  account: Address;
  summary: Summary | undefined;
  onDone: () => void;
}) {
  const { view, account, summary } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { consent } = useContracts();
  const { run, busy, problem } = useActing();
  const [purpose, setPurpose] = useState(1);
  const [days, setDays] = useState("30");
  const [left, setLeft] = useState<readonly number[]>([]);
  const [message, setMessage] = useState("");
  const files = summary?.files ?? [];
  const chosen = files.map((_, i) => i).filter((i) => !left.includes(i));
  const goodDays = /^[1-9]\d{0,3}$/.test(days);
  const tooLong = bytesOf(message) > mostText;
  const ready = goodDays && !tooLong && chosen.length > 0;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    const done = await run(async () => {
      const request = await prepareRequest(reader, {
        dataset: view.dataset,
        reader: account,
        purpose,
        segments: segmentBits(chosen),
        until: view.now + Number(days) * 86_400,
      });
      return { title: { key: "tx.requestConsent" }, calls: [requestConsent(consent, request, message.trim())] };
    });
    if (done) props.onDone();
  }

  return (
    <form
      onSubmit={(event) => void submit(event)}
      aria-label={t("consent.ask")}
      className="grid gap-4 rounded-xl border border-line bg-sunken/60 p-4"
    >
      <p className="max-w-2xl text-sm text-muted">{t("consent.askLead")}</p>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={t("consent.purpose")}
          value={purpose}
          options={purposes.map((_, code) => ({ value: code, label: t(purposeKey(code)) }))}
          onChange={setPurpose}
        />
        <TextField
          label={t("market.grantDays")}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={goodDays ? undefined : t("publish.badNumber")}
        />
      </div>
      {files.length > 1 ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">{t("consent.what")}</legend>
          {files.map((file, i) => (
            <CheckField
              key={file.name}
              label={file.name}
              checked={!left.includes(i)}
              onChange={(checked) => setLeft(checked ? left.filter((each) => each !== i) : [...left, i])}
            />
          ))}
        </fieldset>
      ) : null}
      <AreaField
        label={t("consent.message")}
        hint={t("consent.messageHint")}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        error={tooLong ? t("consent.textTooLong") : undefined}
      />
      <ProblemNotice problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy} disabled={!ready}>
          {t("consent.askButton")}
        </Button>
      </div>
    </form>
  );
}
