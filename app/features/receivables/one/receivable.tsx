"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import dynamic from "next/dynamic";
import Link from "next/link";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { buttonClass, Empty, Facts, Notice, Skeleton } from "@/components/ui";
import { When } from "@/components/when";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { shownNumber } from "../shared/number";
import { Party } from "../shared/party";
import { receivablePath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { TermsView } from "../shared/terms-view";
import { newestOf, useReceivable } from "./use-receivable";

/** Below or beside what was asked for, which comes first. */
const Acts = dynamic(() => import("./acts/acts").then((module) => module.Acts), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});
const EvidenceBoard = dynamic(() => import("./evidence-board").then((module) => module.EvidenceBoard), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const TreeView = dynamic(() => import("./tree-view").then((module) => module.TreeView), {
  ssr: false,
  loading: () => <Skeleton className="h-64" />,
});
const HistoryView = dynamic(() => import("./history-view").then((module) => module.HistoryView), {
  ssr: false,
  loading: () => <Skeleton className="h-40" />,
});

/** A receivable: what it is, where it stands, and what one may do with it. */
export function Receivable(props: { id: bigint }) {
  const { t } = useLanguage();
  const { told, proved, now } = useReceivable(props.id);
  if (told.data === null) {
    return (
      <Empty title={t("receivables.unknown")}>
        <Link href="/receivables" className="link">
          {t("receivables.all")}
        </Link>
      </Empty>
    );
  }
  return (
    <>
      <QueryState query={told} />
      {proved.data === null ? (
        <Notice tone="bad" title={t("receivables.verifyBad")} role="alert" className="mb-6">
          {t("receivables.verifyBadLead")}
        </Notice>
      ) : proved.error && !proved.data ? (
        <QueryState query={proved} />
      ) : null}
      {told.data ? (
        <Whole receivable={newestOf(told.data, proved.data)} isProved={Boolean(proved.data)} now={now} />
      ) : null}
    </>
  );
}

function Whole(props: { receivable: IndexedReceivable; isProved: boolean; now: number }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { receivable, isProved, now } = props;
  return (
    <>
      <div className="mb-8">
        <StatusBadge status={receivable.status} />
        <h1 className="mt-2 text-3xl break-all sm:text-4xl">{shownNumber(receivable.number)}</h1>
        <p className="mt-2 max-w-2xl text-muted">{t(`receivables.is_${receivable.status}`)}</p>
      </div>
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]">
        <div className="lg:col-start-2">
          {/* Only what the chain has proved is acted on. */}
          {address && isProved ? (
            <Acts receivable={receivable} account={address} now={now} />
          ) : address ? null : (
            <Notice>{t("receivables.actsConnect")}</Notice>
          )}
        </div>
        <div className="grid grid-cols-1 gap-8 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Money receivable={receivable} now={now} />
          {receivable.confirmedAt === undefined ? (
            <p className="text-muted">{t("receivables.treeEmpty")}</p>
          ) : (
            <TreeView receivable={receivable} now={now} />
          )}
          <EvidenceBoard receivable={receivable} account={address} now={now} />
          <HistoryView receivable={receivable} now={now} />
        </div>
        <div className="grid grid-cols-1 gap-5 lg:col-start-2">
          <section aria-labelledby="terms" className="card p-5">
            <h2 id="terms" className="mb-3 text-lg">
              {t("receivables.terms")}
            </h2>
            <TermsView terms={receivable} />
          </section>
          <Link href={receivablePath(receivable.id, "/statement")} className={buttonClass("secondary")}>
            {t("receivables.statement")}
          </Link>
        </div>
      </div>
    </>
  );
}

function Money(props: { receivable: IndexedReceivable; now: number }) {
  const { t, locale } = useLanguage();
  const { receivable, now } = props;
  const { token, face, principal, interest, paidPrincipal, paidInterest, creditedPrincipal, collected } = receivable;
  const amount = (value: bigint) => <Amount value={value} token={token} />;
  return (
    <section aria-labelledby="money" className="card p-5">
      <h2 id="money" className="mb-3 text-lg">
        {t("receivables.money")}
      </h2>
      <Facts
        rows={[
          [t("receivables.debtor"), <Party key="debtor" account={receivable.debtor} />],
          [t("receivables.creditor"), <Party key="creditor" account={receivable.creditor} />],
          [t("receivables.face"), amount(face)],
          [t("receivables.open"), amount(principal)],
          [t("receivables.interest"), amount(interest)],
          [
            t("receivables.dueNow"),
            <Amount key="due" value={principal + interest} token={token} className="font-semibold" />,
          ],
          [t("receivables.paid"), amount(paidPrincipal + paidInterest)],
          [t("receivables.collected"), amount(collected)],
          ...(creditedPrincipal > 0n ? ([[t("receivables.credited"), amount(creditedPrincipal)]] as const) : []),
          [
            t("receivables.due"),
            <span key="when">
              <When at={receivable.dueBy} now={now} />
              {receivable.dueBy === receivable.dueAt ? null : (
                <span className="block text-sm text-muted">
                  {t("receivables.dueAsFirst", { time: formatTime(receivable.dueAt, locale) })}
                </span>
              )}
            </span>,
          ],
        ]}
      />
    </section>
  );
}
