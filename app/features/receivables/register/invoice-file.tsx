"use client";

import { documentHash } from "@tallystick/sdk/instruments/terms";
import { type DragEvent, useState } from "react";
import type { Hex } from "viem";
import { Button, Notice, Spinner } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { Key, Values } from "@/i18n/dictionary";
import { printable } from "@/lib/printable";
import type { Invoice } from "../invoice/invoice";

/** An invoice that was read from a file, and the file's hash. */
export interface ReadFile {
  readonly name: string;
  readonly invoice: Invoice;
  readonly document: Hex;
}

/** Takes an electronic invoice, chosen or dropped, and reads it here: the file leaves this browser for nowhere. */
export function InvoiceFile(props: { file: ReadFile | undefined; onFile: (file: ReadFile | undefined) => void }) {
  const { t } = useLanguage();
  const { file, onFile } = props;
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const [fault, setFault] = useState<{ key: Key; values: Values }>();
  const take = async (files: FileList | null) => {
    const [chosen] = files ?? [];
    if (!chosen) return;
    setReading(true);
    setFault(undefined);
    onFile(undefined);
    const outcome = await readFile(chosen);
    setReading(false);
    if ("key" in outcome) setFault(outcome);
    else onFile(outcome);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <section
      aria-labelledby="from-file"
      className={`card grid content-start gap-3 p-5 ${over ? "border-brand" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id="from-file" className="text-lg">
        {t("receivables.fromFile")}
      </h2>
      <p className="text-sm text-muted">{t("receivables.fromFileHint")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <label className="inline-flex min-h-10 items-center rounded-lg border border-line-strong bg-surface px-4 font-medium focus-within:outline-2 focus-within:outline-brand hover:border-ink">
          {t("receivables.chooseFile")}
          <input
            type="file"
            accept=".xml,text/xml,application/xml,.pdf,application/pdf"
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files);
              // The same file can be chosen again, when it was mended.
              event.target.value = "";
            }}
          />
        </label>
        {reading ? (
          <span className="inline-flex items-center gap-2" role="status">
            <Spinner /> {t("receivables.reading")}
          </span>
        ) : null}
        {file ? <Button onClick={() => onFile(undefined)}>{t("receivables.forget")}</Button> : null}
      </div>
      {fault ? (
        <Notice tone="bad" role="alert">
          {t(fault.key, fault.values)}
        </Notice>
      ) : null}
      {file ? (
        <Notice tone="good" role="status">
          {t("receivables.fileRead", { name: file.name })}
        </Notice>
      ) : null}
    </section>
  );
}

async function readFile(file: File): Promise<ReadFile | { readonly key: Key; readonly values: Values }> {
  // The parser is loaded with the first file.
  const [{ largestInvoice }, { invoiceIn }, { InvoiceFault }] = await Promise.all([
    import("../invoice/read-invoice"),
    import("../invoice/read-file"),
    import("../invoice/fault"),
  ]);
  try {
    // Not even looked into where it is too large.
    if (file.size > largestInvoice) throw new InvoiceFault("tooLarge", { max: String(largestInvoice / 1_000_000) });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const invoice = await invoiceIn(bytes);
    return { name: printable(file.name).slice(0, 120), invoice, document: await documentHash(bytes) };
  } catch (error) {
    if (error instanceof InvoiceFault) return { key: `receivables.fault_${error.code}`, values: error.values };
    return { key: "receivables.fault_unreadable", values: {} };
  }
}
