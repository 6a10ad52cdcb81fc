"use client";

import Link from "next/link";
import { Badge, Button, buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { lookup } from "@/i18n/translate";
import { formatTime, shortHex } from "@/lib/format";
import { auditLink, type KeptReceipt, receiptFile, receiptKey } from "@/lib/receipts";
import { useReceipts } from "./receipts";
import { saveBlob } from "./save";

const shown = 20;

/** The keepers' signed answers that this browser has kept: proofs of a grant or of a denial. */
export function ReceiptsPanel(props: { account?: string; dataset?: bigint }) {
  const { t } = useLanguage();
  const { list } = useReceipts({ account: props.account, dataset: props.dataset });
  if (list.length === 0) return null;
  const everyone = () => saveBlob(new Blob([receiptFile(list)]), "tallystick-receipts.json");
  return (
    <section aria-labelledby="receipts" className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="max-w-2xl">
          <h2 id="receipts" className="text-xl">
            {t("library.receipts", { n: list.length })}
          </h2>
          <p className="mt-1 text-sm text-muted">{t("library.receiptsLead")}</p>
        </div>
        <Button small onClick={everyone}>
          {t("library.exportAll")}
        </Button>
      </div>
      <ul className="mt-3 divide-y divide-line rounded-xl border border-line bg-surface">
        {list.slice(0, shown).map((receipt) => (
          <ReceiptRow key={receiptKey(receipt)} kept={receipt} />
        ))}
      </ul>
      {list.length > shown ? <p className="mt-2 text-sm text-muted">{t("library.receiptsMore", { shown })}</p> : null}
    </section>
  );
}

function ReceiptRow(props: { kept: KeptReceipt }) {
  const { t, locale, words } = useLanguage();
  const { kept } = props;
  const { receipt } = kept;
  const why = receipt.granted ? "" : (lookup(words, `problem.denied_${receipt.code}`) ?? receipt.code);
  const name = `tallystick-receipt-${receipt.request.slice(2, 10)}.json`;
  const digest = shortHex(receipt.request);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Badge tone={receipt.granted ? "brand" : "danger"}>
        {t(receipt.granted ? "library.granted" : "library.denied")}
      </Badge>
      <p className="min-w-0 flex-1 basis-56">
        <span className="block truncate font-medium">{kept.title}</span>
        <span className="text-sm text-muted">
          {formatTime(receipt.at, locale)} · {t("library.block", { block: receipt.blockNumber })} ·{" "}
          <span className="font-mono text-[0.86em]">{digest}</span>
        </span>
        {why ? <span className="block text-sm">{why}</span> : null}
      </p>
      <span className="flex gap-2">
        <Button
          small
          aria-label={`${t("library.export")}: ${digest}`}
          onClick={() => saveBlob(new Blob([receiptFile([kept])]), name)}
        >
          {t("library.export")}
        </Button>
        <Link
          href={auditLink(kept)}
          aria-label={`${t("library.audit")}: ${digest}`}
          className={buttonClass("secondary", true)}
        >
          {t("library.audit")}
        </Link>
      </span>
    </li>
  );
}
