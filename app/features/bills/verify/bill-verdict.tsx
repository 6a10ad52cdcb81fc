"use client";

import { acceptedPart, billOf } from "@tallystick/sdk/bills/billState";
import { isDocumented } from "@tallystick/sdk/bills/credential";
import { readRules } from "@tallystick/sdk/bills/rules";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { QueryState } from "@/components/query-state";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useReader } from "@/lib/reader";
import { BillBack } from "../paper/back";
import { BillFront } from "../paper/front";
import { provedHistory } from "../shared/load";
import { billPath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { HistoryFile } from "./history-file";

/** Reads a bill from the chain alone, and proves face and endorsements here. */
export function BillVerdict(props: { id: bigint }) {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { id } = props;
  const proof = useQuery({
    queryKey: ["verify-bill", reader.network.chainId, String(id)],
    queryFn: async () => {
      const proved = await provedHistory(reader, id);
      if (!proved) return null;
      const { face } = proved.history;
      const [bill, rules, accepted, isRead] = await Promise.all([
        billOf(reader, id),
        readRules(reader, face.rules),
        acceptedPart(reader, face),
        isDocumented(face, proved.history),
      ]);
      return { ...proved, bill, rules, accepted, isRead };
    },
    refetchInterval: 15_000,
  });
  if (proof.data === null) {
    return (
      <Notice tone="bad" role="alert" title={t("bills.verifyBad")}>
        {t("bills.verifyBadLead", { network: reader.network.name })}
      </Notice>
    );
  }
  if (!proof.data) return <QueryState query={proof} />;
  const { history, bill, rules, accepted, took, links, isRead } = proof.data;
  return (
    <div className="grid max-w-3xl gap-6">
      <Notice tone="good" role="status" title={t("bills.verifyGood")}>
        <p>{t("bills.verifyGoodLead", { links, ms: Math.ceil(took) })}</p>
        <p>
          {t("bills.asOf", {
            status: t(`bills.status_${bill.status}`),
            block: history.block.number,
            time: formatTime(history.block.time, locale),
          })}
        </p>
      </Notice>
      {isRead ? null : <Notice tone="warn">{t("bills.otherDocument")}</Notice>}
      <p className="flex flex-wrap items-center gap-3">
        {reader.network.name} <StatusBadge status={bill.status} />
        <Link href={billPath(id)} className="link">
          {t("bills.toBill")}
        </Link>
      </p>
      <BillFront face={history.face} rules={rules.name} accepted={accepted} />
      <BillBack history={history} />
      <HistoryFile id={id} />
    </div>
  );
}
