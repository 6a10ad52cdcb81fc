"use client";

import { type DragEvent, useId, useState } from "react";
import { TablePreview } from "@/components/table-preview";
import { Badge, Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatBytes } from "@/lib/format";
import { kindOf } from "@/lib/segments";
import { type InspectedFile, inspect } from "./inspect";

const mostFiles = 32;

export function FilePicker(props: {
  files: readonly InspectedFile[];
  onChange: (files: readonly InspectedFile[]) => void;
}) {
  const { files, onChange } = props;
  const { t } = useLanguage();
  const id = useId();
  const [over, setOver] = useState(false);

  async function add(list: FileList | null) {
    const chosen = await Promise.all(Array.from(list ?? []).map(inspect));
    const names = new Set(chosen.map(({ name }) => name.toLowerCase()));
    onChange([...files.filter(({ name }) => !names.has(name.toLowerCase())), ...chosen].slice(0, mostFiles));
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files);
  };

  return (
    <div className="grid gap-5">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`grid place-items-center gap-1 rounded-2xl border-2 border-dashed px-6 py-10 text-center focus-within:border-brand ${over ? "border-brand bg-brand-soft" : "border-line-strong"}`}
      >
        <span className="font-semibold">{t("publish.drop")}</span>
        <span className="text-sm text-muted">{t("publish.dropHint")}</span>
        <input id={id} type="file" multiple className="sr-only" onChange={(event) => void add(event.target.files)} />
      </label>
      <ul className="grid gap-4">
        {files.map((file) => (
          <FileRow
            key={file.name}
            file={file}
            onChange={(next) => onChange(files.map((each) => (each === file ? next : each)))}
            onRemove={() => onChange(files.filter((each) => each !== file))}
          />
        ))}
      </ul>
    </div>
  );
}

function FileRow(props: { file: InspectedFile; onChange: (file: InspectedFile) => void; onRemove: () => void }) {
  const { file } = props;
  const { t, locale } = useLanguage();
  return (
    <li className="rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="font-medium break-all">{file.name}</span>{" "}
          <span className="text-sm text-muted">
            {formatBytes(file.file.size, locale)} <Badge>{kindOf(file.mediaType)}</Badge>
          </span>
        </p>
        <Button small onClick={props.onRemove} aria-label={`${t("common.remove")} ${file.name}`}>
          {t("common.remove")}
        </Button>
      </div>
      {file.fault ? <p className="mt-2 text-sm text-danger">{t("publish.badName", { reason: file.fault })}</p> : null}
      {file.columns.length > 0 ? (
        <p className="mt-2 text-sm text-muted">
          {t("market.columns", { n: file.columns.length })}:{" "}
          {file.columns
            .slice(0, 12)
            .map(({ name, type }) => `${name} (${type})`)
            .join(", ")}
        </p>
      ) : null}
      {file.sample ? (
        <div className="mt-3 grid gap-2">
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-brand"
              checked={file.shareSample}
              onChange={(event) => props.onChange({ ...file, shareSample: event.target.checked })}
            />
            {t("publish.shareSample")}
          </label>
          {file.shareSample ? (
            <TablePreview
              text={file.sample}
              mediaType={file.mediaType}
              label={t("market.sampleOf", { name: file.name })}
            />
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
