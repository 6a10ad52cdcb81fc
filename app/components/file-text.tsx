"use client";

import { type DragEvent, useId, useState } from "react";
import { AreaField } from "@/components/fields";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";

/** A small file of JSON, dropped, chosen or pasted. */
export function FileText(props: {
  title: string;
  label: string;
  hint: string;
  /** What the button says. */
  act: string;
  busy: boolean;
  onText: (text: string) => void;
}) {
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
        {props.title}
      </h2>
      <AreaField
        label={props.label}
        hint={props.hint}
        className="font-mono text-xs"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look="primary" busy={props.busy} disabled={text.trim() === ""}>
          {props.act}
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
