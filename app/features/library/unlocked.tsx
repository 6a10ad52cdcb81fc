"use client";

import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { TablePreview } from "@/components/table-preview";
import { Button, Notice } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useLanguage } from "@/i18n/context";
import { isText } from "@/lib/csv";
import { formatBytes } from "@/lib/format";
import { kindOf } from "@/lib/segments";
import { type FileState, useReading } from "./use-reading";

/** The files of a version: locked until the keepers have released the keys. */
export function Unlocked(props: { view: DatasetView; account: Address; version: number; segments: readonly number[] }) {
  const { view, segments } = props;
  const { t } = useLanguage();
  const reading = useReading(props);
  return (
    <section aria-labelledby="reading">
      <h2 id="reading" className="mb-3 text-xl">
        {t("market.files", { n: segments.length })}
      </h2>
      {reading.unlocked ? (
        <Notice tone="good" role="status" className="mb-4">
          {t("library.unlocked")}
        </Notice>
      ) : (
        <div className="mb-4 rounded-xl border border-line bg-surface p-5">
          <p className="text-sm text-muted">
            {reading.knowsKey ? t("library.unlockLead") : t("library.unlockLeadFirst")}
          </p>
          <Button look="primary" className="mt-3" busy={reading.unlocking} onClick={() => void reading.unlock()}>
            {t("library.unlock")}
          </Button>
          <p role="status" className="mt-2 text-sm text-muted empty:hidden">
            {reading.unlocking ? t("library.unlocking") : ""}
          </p>
        </div>
      )}
      <ProblemNotice problem={reading.problem} className="mb-4" />
      <ul className="grid gap-4">
        {segments.map((segment) => (
          <FileRow
            key={segment}
            file={view.files[segment]}
            state={reading.files[segment]}
            enabled={reading.unlocked}
            onPreview={() => void reading.preview(segment)}
            onSave={() => void reading.save(segment)}
            onCancel={() => reading.cancel(segment)}
          />
        ))}
      </ul>
    </section>
  );
}

function FileRow(props: {
  file: DatasetView["files"][number] | undefined;
  state: FileState | undefined;
  enabled: boolean;
  onPreview: () => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  const { t, locale } = useLanguage();
  const { file, state } = props;
  if (!file) return null;
  const busy = state?.busy === true;
  const percent = state?.total ? Math.floor(((state.done ?? 0) / state.total) * 100) : 0;
  return (
    <li className="card p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="font-medium break-all">{file.name}</span>{" "}
          <span className="text-sm text-muted">
            {kindOf(file.mediaType)} · {formatBytes(file.plainSize, locale)}
          </span>
        </p>
        <p className="flex gap-2">
          {isText(file.mediaType) ? (
            <Button
              small
              disabled={!props.enabled || busy}
              onClick={props.onPreview}
              aria-label={`${t("library.preview")}: ${file.name}`}
            >
              {t("library.preview")}
            </Button>
          ) : null}
          <Button
            small
            look="primary"
            disabled={!props.enabled || busy}
            onClick={props.onSave}
            aria-label={`${t("library.save")}: ${file.name}`}
          >
            {t("library.save")}
          </Button>
        </p>
      </div>
      {busy ? (
        <div className="mt-4 flex items-center gap-3">
          <progress aria-label={t("library.progress", { name: file.name })} max={100} value={percent} />
          <span className="w-12 text-right text-sm tabular-nums">{percent} %</span>
          <Button small onClick={props.onCancel}>
            {t("common.cancel")}
          </Button>
        </div>
      ) : null}
      <p role="status" className="mt-2 text-sm text-good empty:mt-0">
        {state?.saved ? t("library.saved") : ""}
      </p>
      <ProblemNotice problem={state?.problem} className="mt-3" />
      {state?.preview !== undefined ? (
        <div className="mt-4">
          <TablePreview
            text={state.preview}
            mediaType={file.mediaType}
            label={t("library.previewOf", { name: file.name })}
            ended={state.previewEnded ?? true}
          />
          {state.previewEnded ? null : <p className="mt-2 text-sm text-muted">{t("library.previewPart")}</p>}
        </div>
      ) : null}
    </li>
  );
}
