"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/problem-notice";
import { Field, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { checkFile, type FileVerdict } from "./check-file";

/** A history that somebody exported: proved here, and held against the chain. */
export function HistoryFile(props: { id: bigint }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { run, problem } = useSigning();
  const [verdict, setVerdict] = useState<FileVerdict>();
  return (
    <section aria-labelledby="file" className="card grid gap-3 p-5">
      <h2 id="file" className="text-lg">
        {t("bills.fileTitle")}
      </h2>
      <p className="text-sm text-muted">{t("bills.fileLead")}</p>
      <Field label={t("bills.chooseFile")}>
        {(ids) => (
          <input
            {...ids}
            type="file"
            accept="application/json,.json"
            className="text-sm"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              setVerdict(undefined);
              if (file) void run(() => checkFile(reader, props.id, file)).then(setVerdict);
            }}
          />
        )}
      </Field>
      <ProblemNotice problem={problem} />
      {verdict ? <Said verdict={verdict} /> : null}
    </section>
  );
}

function Said(props: { verdict: FileVerdict }) {
  const { t } = useLanguage();
  const { verdict } = props;
  if ("wrong" in verdict) {
    return (
      <Notice tone="bad" role="alert">
        {t(`bills.file_${verdict.wrong}`, { detail: verdict.detail })}
      </Notice>
    );
  }
  const { check, links, took } = verdict;
  if (!check.isTrue) {
    return (
      <Notice tone="bad" role="alert">
        {t("bills.file_untrue")}
      </Notice>
    );
  }
  return (
    <Notice tone={check.isCurrent ? "good" : "warn"} role="status">
      {t(check.isCurrent ? "bills.file_current" : "bills.file_older", { links, ms: Math.ceil(took) })}
    </Notice>
  );
}
