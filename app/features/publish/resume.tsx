"use client";

import { useState } from "react";
import type { Address } from "viem";
import { Badge, Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatBytes } from "@/lib/format";
import { Send } from "./send";
import { fingerprintOf, type SavedFile, type Unfinished, unfinished } from "./unfinished";

/** Goes on with a publication: files that were not uploaded yet are chosen again, and must be the same. */
export function Resume(props: { account: Address; kept: Unfinished; onLeave: () => void }) {
  const { t } = useLanguage();
  const { kept } = props;
  const [files, setFiles] = useState<ReadonlyMap<string, File>>(new Map());
  const needed = kept.files.slice(kept.stored.length);
  const ready = needed.every(({ name }) => files.has(name));
  return (
    <div className="grid gap-6">
      <ul className="grid gap-3">
        {kept.files.map((file, i) => (
          <FileAgain
            key={file.name}
            file={file}
            stored={i < kept.stored.length}
            chosen={files.get(file.name)}
            onChoose={(chosen) => setFiles(new Map(files).set(file.name, chosen))}
          />
        ))}
      </ul>
      {ready ? (
        <Send
          account={props.account}
          terms={kept.terms}
          files={kept.files}
          kept={async () => (await unfinished.get(kept.id)) ?? kept}
          fileOf={(name) => files.get(name)}
        />
      ) : (
        <p className="text-sm text-muted">{t("publish.chooseAgain")}</p>
      )}
      <Button className="justify-self-start" onClick={props.onLeave}>
        {t("common.back")}
      </Button>
    </div>
  );
}

function FileAgain(props: {
  file: SavedFile;
  stored: boolean;
  chosen: File | undefined;
  onChoose: (file: File) => void;
}) {
  const { t, locale } = useLanguage();
  const { file, stored, chosen } = props;
  const [differs, setDiffers] = useState(false);
  async function take(list: FileList | null) {
    const picked = list?.[0];
    if (!picked) return;
    const same = picked.size === file.size && (await fingerprintOf(picked)) === file.fingerprint;
    setDiffers(!same);
    if (same) props.onChoose(picked);
  }
  return (
    <li className="rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">
          <span className="font-medium break-all">{file.name}</span>{" "}
          <span className="text-sm text-muted">{formatBytes(file.size, locale)}</span>
        </p>
        {stored ? (
          <Badge tone="brand">{t("publish.stored")}</Badge>
        ) : chosen ? (
          <Badge tone="brand">{t("publish.same")}</Badge>
        ) : (
          <label className="inline-flex min-h-9 items-center rounded-lg border border-line-strong bg-surface px-3 text-sm font-medium focus-within:outline-2 focus-within:outline-brand hover:border-ink">
            {t("publish.chooseSame", { name: file.name })}
            <input type="file" className="sr-only" onChange={(event) => void take(event.target.files)} />
          </label>
        )}
      </div>
      {differs ? (
        <p role="alert" className="mt-2 text-sm text-danger">
          {t("publish.differs")}
        </p>
      ) : null}
    </li>
  );
}
