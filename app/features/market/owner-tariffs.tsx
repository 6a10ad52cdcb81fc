"use client";

import type { Tariff } from "@tallystick/sdk/gateway/typedData";
import { type FormEvent, useState } from "react";
import { Amount } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDate } from "@/lib/format";
import { useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { emptyTariff, tariffFaults, tariffOfDraft } from "./tariff-draft";
import { TariffFields } from "./tariff-fields";
import type { DatasetView } from "./use-dataset";
import { useTariffs } from "./use-tariffs";

const now = () => Math.floor(Date.now() / 1000);

/** Prices for each access, which the owner signs and the keepers hold. */
export function OwnTariffs(props: { view: DatasetView }) {
  const { view } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const sign = useSign();
  const { run, busy, problem } = useSigning();
  const tariffs = useTariffs(view.id);
  const [token] = useTokens();
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState({ ...emptyTariff, ...(token ? { token: token.value } : {}) });

  async function put(tariff: Tariff): Promise<void> {
    const done = await run(async () => {
      const { putTariffEverywhere } = await import("./put-tariff");
      await putTariffEverywhere(reader, tariff, sign);
      return true;
    });
    await tariffs.refetch();
    if (done) setOpen(false);
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (tariffFaults(draft).length > 0) return;
    const about = { dataset: view.id, version: 1, files: view.files.length, provider: view.owner };
    void put(tariffOfDraft(draft, about, now()));
  };

  return (
    <section aria-labelledby="tariffs">
      <h3 id="tariffs" className="font-semibold">
        {t("tariff.title")}
      </h3>
      <p className="mt-1 mb-3 text-sm text-muted">{t("tariff.lead")}</p>
      <QueryState query={tariffs} />
      <ul className="grid gap-2">
        {tariffs.data?.map(({ value }) => (
          <li
            key={value.token}
            className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-line bg-surface px-4 py-2.5"
          >
            <p>
              <Amount value={value.price} token={value.token} className="font-semibold" />{" "}
              <span className="text-sm text-muted">
                {t("tariff.each")} · {t("tariff.until", { time: formatDate(value.validUntil, locale) })}
              </span>
            </p>
            <Button
              small
              look="danger"
              busy={busy}
              onClick={() => void put({ ...value, segments: 0, serial: Math.max(now(), value.serial + 1) })}
            >
              {t("tariff.end")}
            </Button>
          </li>
        ))}
      </ul>
      {open ? (
        <form
          onSubmit={submit}
          aria-label={t("tariff.sign")}
          className="mt-3 grid gap-4 rounded-xl border border-line bg-surface p-4"
        >
          <TariffFields draft={draft} onChange={setDraft} showFaults={tried} />
          <div className="flex justify-end gap-3">
            <Button onClick={() => setOpen(false)}>{t("common.cancel")}</Button>
            <Button type="submit" look="primary" busy={busy}>
              {t("tariff.sign")}
            </Button>
          </div>
        </form>
      ) : (
        <Button small className="mt-3" onClick={() => setOpen(true)}>
          {t("tariff.new")}
        </Button>
      )}
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}
