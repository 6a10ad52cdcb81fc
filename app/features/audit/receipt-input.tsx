"use client";

import { type FormEvent, useId, useState } from "react";
import { FileText } from "@/components/file-text";
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
      <FileText
        title={t("audit.byText")}
        label={t("audit.paste")}
        hint={t("audit.pasteHint")}
        act={t("audit.verify")}
        busy={props.busy}
        onText={props.onText}
      />
      <ByDigest busy={props.busy} onDigest={props.onDigest} />
      <p className="text-sm text-muted lg:col-span-2">{t("audit.private")}</p>
    </div>
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
