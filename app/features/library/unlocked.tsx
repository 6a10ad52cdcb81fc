"use client";

import dynamic from "next/dynamic";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { TablePreview } from "@/components/table-preview";
import { Button, Notice } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useLanguage } from "@/i18n/context";
import { isText } from "@/lib/csv";
import { formatBytes } from "@/lib/format";
import { type FileFacts, kindOf } from "@/lib/segments";
import { type FileState, useReading } from "./use-reading";

/** Tabs, vouchers and tariffs; loaded for whoever has no right. */
const PayByUse = dynamic(() => import("./pay-by-use").then((module) => module.PayByUse));

/** The files of a version: locked until the keepers have released the keys. */
export function Unlocked(props: {
  view: DatasetView;
  account: Address;
  version: number;
  segments: readonly number[];
  purpose: number;
  /** Whether this reader has no right, and may pay for each access where that is offered. */
  byUse: boolean;
}) {
  const { view, segments, version, account } = props;
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
      {props.byUse && !reading.unlocked ? (
        <PayByUse view={view} account={account} version={version} segments={segments} reading={reading} />
      ) : null}
      <ul className="grid gap-4">
        {segments.map((segment) => {
          // Another version's files may be called otherwise: what was unlocked is what counts.
          const unlocked = reading.unlocked?.find((each) => each.segment === segment);
          return (
            <FileRow
              key={segment}
              file={unlocked ?? view.files[segment]}
              kept={unlocked && unlocked.kept > 0 ? Math.floor((unlocked.kept / unlocked.size) * 100) : undefined}
              state={reading.files[segment]}
              enabled={unlocked !== undefined}
              onPreview={() => void reading.preview(segment)}
              onSave={() => void reading.save(segment)}
              onCancel={() => reading.cancel(segment)}
            />
          );
        })}
      </ul>
    </section>
  );
}

function FileRow(props: {
  file: FileFacts | undefined;
  /** Per cent of it that an earlier run has left here. */
  kept: number | undefined;
  state: FileState | undefined;
  enabled: boolean;
  onPreview: () => void;
  onSave: () => void;
  onCancel: () => void;
}) {
  const { t, locale } = useLanguage();
  const { file, state, kept } = props;
  if (!file) return null;
  const busy = state?.busy === true;
  const goesOn = state?.interrupted === true || (kept !== undefined && !state);
  const save = goesOn ? t("library.goOn") : t("library.save");
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
            aria-label={`${save}: ${file.name}`}
          >
            {save}
          </Button>
        </p>
      </div>
      {busy ? (
        <Progress name={file.name} state={state} onCancel={props.onCancel} />
      ) : (
        <Standing state={state} kept={kept} />
      )}
      <ProblemNotice problem={state?.problem} className="mt-3" />
      <Preview file={file} state={state} />
    </li>
  );
}

/** How the last download ended, or what an earlier one has left. */
function Standing(props: { state: FileState | undefined; kept: number | undefined }) {
  const { t } = useLanguage();
  const { state, kept } = props;
  if (state?.saved) {
    return (
      <p role="status" className="mt-2 text-sm text-good">
        {t("library.saved")}
      </p>
    );
  }
  const left = state || kept === undefined ? undefined : t("library.keptPart", { percent: kept });
  return (
    <p role="status" className="mt-2 text-sm text-muted empty:mt-0">
      {state?.interrupted ? t("library.interrupted") : left}
    </p>
  );
}

function Preview(props: { file: FileFacts; state: FileState | undefined }) {
  const { t } = useLanguage();
  const { file, state } = props;
  if (state?.preview === undefined) return null;
  return (
    <div className="mt-4">
      <TablePreview
        text={state.preview}
        mediaType={file.mediaType}
        label={t("library.previewOf", { name: file.name })}
        ended={state.previewEnded ?? true}
      />
      {state.previewEnded ? null : <p className="mt-2 text-sm text-muted">{t("library.previewPart")}</p>}
    </div>
  );
}

function Progress(props: { name: string; state: FileState | undefined; onCancel: () => void }) {
  const { t, locale } = useLanguage();
  const { done = 0, total = 0, step = "download" } = props.state ?? {};
  const percent = total ? Math.floor((done / total) * 100) : 0;
  return (
    <div className="mt-4">
      <div className="flex items-center gap-3">
        <progress aria-label={t("library.progress", { name: props.name })} max={100} value={percent} />
        <span className="w-12 text-right text-sm tabular-nums">{percent} %</span>
        <Button small onClick={props.onCancel}>
          {t("library.pause")}
        </Button>
      </div>
      <p className="mt-1 text-sm text-muted tabular-nums">
        {t(`library.step_${step}`)} · {formatBytes(done, locale)} / {formatBytes(total, locale)}
      </p>
    </div>
  );
}
