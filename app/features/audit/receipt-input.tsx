"use client";

import { type DragEvent, type FormEvent, useId, useState } from "react";
import { AreaField } from "@/components/fields";
import { Button, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { isDigest } from "./receipt-file";

/** Ways to bring a receipt here: a file, its text, or its digest. */
export function ReceiptInput(props: {
  busy: boolean;
  onText: (text: string) => void;
  onDigest: (digest: `0x${string}`) => void;
}) {
  const { t } = useLanguage();
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <ByText busy={props.busy} onText={props.onText} />
      <ByDigest busy={props.busy} onDigest={props.onDigest} />
      <p className="text-sm text-muted lg:col-span-2">{t("audit.private")}</p>
    </div>
  );
}

function ByText(props: { busy: boolean; onText: (text: string) => void }) {
  const { t } = useLanguage();
  const id = useId();
  const [text, setText] = useState("");
  const [over, setOver] = useState(false);
  async function take(files: FileList | null) {
    const content = await files?.[0]?.text();
    if (content === undefined) return;
    setText(content.length > 20_000 ? "" : content);
    props.onText(content);
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <form
      aria-labelledby={`${id}-title`}
      className={`card grid content-start gap-4 p-5 ${over ? "border-brand" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) props.onText(text);
      }}
    >
      <h2 id={`${id}-title`} className="text-lg">
        {t("audit.byText")}
      </h2>
      <AreaField
        label={t("audit.paste")}
        hint={t("audit.pasteHint")}
        className="font-mono text-xs"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={props.busy} disabled={text.trim() === ""}>
          {t("audit.verify")}
        </Button>
        <label className="inline-flex min-h-10 items-center rounded-lg border border-line-strong bg-surface px-4 font-medium focus-within:outline-2 focus-within:outline-brand hover:border-ink">
          {t("audit.chooseFile")}
          <input
            type="file"
            accept=".json,application/json"
            className="sr-only"
            onChange={(event) => void take(event.target.files)}
          />
        </label>
      </div>
    </form>
  );
}

function ByDigest(props: { busy: boolean; onDigest: (digest: `0x${string}`) => void }) {
  const { t } = useLanguage();
  const id = useId();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const digest = text.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isDigest(digest)) props.onDigest(digest);
  };
  return (
    <form aria-labelledby={id} className="card grid content-start gap-4 p-5" onSubmit={submit}>
      <h2 id={id} className="text-lg">
        {t("audit.byDigest")}
      </h2>
      <TextField
        label={t("audit.digest")}
        hint={t("audit.digestHint")}
        className="font-mono text-sm"
        placeholder="0x…"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={tried && !isDigest(digest) ? t("audit.badDigest") : undefined}
      />
      <Button type="submit" className="justify-self-start" busy={props.busy}>
        {t("audit.lookUp")}
      </Button>
    </form>
  );
}
