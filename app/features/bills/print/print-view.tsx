"use client";

import { useEffect, useState } from "react";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { QrCode } from "@/features/receivables/statement/qr-code";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { BillBack } from "../paper/back";
import { BillFront } from "../paper/front";
import { verifyPath } from "../shared/paths";
import { useBill } from "../shared/use-bill";

/** Both sides of a bill for a printer, and a code that leads to where anybody checks them. */
export function PrintView(props: { id: bigint }) {
  const { t, locale } = useLanguage();
  const { found } = useBill(props.id);
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  if (found.data === null) return <Empty title={t("bills.unknown")} />;
  if (!found.data) return <QueryState query={found} />;
  const { history, bill, rules, accepted } = found.data;
  const link = `${origin}${verifyPath(props.id)}`;
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-2xl">{t("bills.copyOf")}</h1>
        <Button look="primary" onClick={() => window.print()}>
          {t("bills.printNow")}
        </Button>
      </div>
      <BillFront face={history.face} rules={rules.name} accepted={accepted} />
      <BillBack history={history} />
      <section aria-labelledby="check" className="grid break-inside-avoid gap-3 sm:grid-cols-[auto_1fr]">
        <QrCode text={link} label={t("bills.qr", { link })} />
        <div className="min-w-0">
          <h2 id="check" className="text-lg">
            {t("bills.verifyTitle")}
          </h2>
          <p className="mt-1">{t("bills.copyLead")}</p>
          <a href={link} className="link mt-1 block text-xs break-all">
            {link}
          </a>
          <p className="mt-2 text-sm text-muted">
            {t("bills.asOf", {
              status: t(`bills.status_${bill.status}`),
              block: history.block.number,
              time: formatTime(history.block.time, locale),
            })}
          </p>
        </div>
      </section>
    </div>
  );
}
