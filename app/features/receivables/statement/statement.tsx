"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { evidenceOf, lots } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect, useState } from "react";
import { numberToHex } from "viem";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty, Facts, Notice, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useIndexer, useReader } from "@/lib/reader";
import { newestOf, useReceivable } from "../one/use-receivable";
import { shownNumber } from "../shared/number";
import { packTerms } from "../shared/packed";
import { WholeParty } from "../shared/party";
import { receivablePath } from "../shared/paths";
import { streams } from "../shared/status";
import { StatusBadge } from "../shared/status-badge";
import { TermsView } from "../shared/terms-view";

const QrCode = dynamic(() => import("./qr-code").then((module) => module.QrCode), {
  ssr: false,
  loading: () => <Skeleton className="size-56" />,
});

const most = 100;

/** A receivable on a sheet of paper, with a code that leads to where anybody checks it against the chain. */
export function Statement(props: { id: bigint }) {
  const { t } = useLanguage();
  const { told, proved, now } = useReceivable(props.id);
  if (told.data === null) return <Empty title={t("receivables.unknown")} />;
  if (proved.data === null) {
    return (
      <Notice tone="bad" title={t("receivables.verifyBad")} role="alert">
        {t("receivables.verifyBadLead")}
      </Notice>
    );
  }
  return (
    <>
      <QueryState query={told} />
      {/* Nothing is put on paper that the chain has not proved. */}
      {told.data ? <QueryState query={proved} /> : null}
      {told.data && proved.data ? <Sheet receivable={newestOf(told.data, proved.data)} now={now} /> : null}
    </>
  );
}

function Sheet(props: { receivable: IndexedReceivable; now: number }) {
  const { t, locale } = useLanguage();
  const { receivable, now } = props;
  const { token, face, principal, interest, paidPrincipal, paidInterest } = receivable;
  const amount = (value: bigint) => <Amount value={value} token={token} />;
  return (
    <article className="grid gap-6">
      <div className="no-print flex flex-wrap gap-3">
        <Button look="primary" onClick={() => window.print()}>
          {t("receivables.print")}
        </Button>
        <Link href={receivablePath(receivable.id)} className={buttonClass()}>
          {t("receivables.back")}
        </Link>
      </div>
      <header>
        <p className="eyebrow">{t("receivables.statement")}</p>
        <h1 className="text-3xl break-all">{shownNumber(receivable.number)}</h1>
        <p className="mt-2 flex flex-wrap items-center gap-3">
          <StatusBadge status={receivable.status} />
          <span className="text-muted">{t("receivables.statementLead", { time: formatTime(now, locale) })}</span>
        </p>
        <p className="mt-1">{t(`receivables.is_${receivable.status}`)}</p>
        <p className="mt-2 font-mono text-xs break-all">{numberToHex(receivable.id, { size: 32 })}</p>
      </header>
      <section aria-labelledby="terms">
        <h2 id="terms" className="mb-2 text-lg">
          {t("receivables.terms")}
        </h2>
        <TermsView terms={receivable} isWhole />
      </section>
      <section aria-labelledby="money">
        <h2 id="money" className="mb-2 text-lg">
          {t("receivables.money")}
        </h2>
        <Facts
          rows={[
            [t("receivables.face"), amount(face)],
            [t("receivables.open"), amount(principal)],
            [t("receivables.interest"), amount(interest)],
            [t("receivables.paid"), amount(paidPrincipal + paidInterest)],
            [t("receivables.due"), formatTime(receivable.dueBy, locale)],
          ]}
        />
      </section>
      <Holders receivable={receivable} now={now} />
      <Evidence receivable={receivable} />
      <Check receivable={receivable} />
    </article>
  );
}

function Holders(props: { receivable: IndexedReceivable; now: number }) {
  const { t } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { receivable, now } = props;
  const { id, token } = receivable;
  const found = useQuery({
    queryKey: ["receivable-lots", chainId, String(id)],
    queryFn: () => lots(indexer, chainId, { receivable: id, now }, { limit: most, orderBy: "units" }),
  });
  return (
    <section aria-labelledby="holders">
      <h2 id="holders" className="mb-2 text-lg">
        {t("receivables.holders")}
      </h2>
      <QueryState query={found} />
      {found.data && found.data.items.length > 0 ? (
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="border-b border-line">
              <th className="py-1 pr-3 font-medium">{t("receivables.holder")}</th>
              <th className="py-1 pr-3 font-medium">{t("receivables.part")}</th>
              <th className="py-1 text-right font-medium">{t("receivables.open")}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((lot) => (
              <tr key={String(lot.id)} className="border-b border-line">
                <td className="py-1 pr-3">{lot.holder ? <WholeParty account={lot.holder} /> : null}</td>
                <td className="py-1 pr-3">
                  {t("receivables.partOf", { first: lot.start + 1, last: lot.start + lot.units })}
                </td>
                <td className="py-1 text-right">
                  <Amount value={lot.open} token={token} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : found.data ? (
        <p>{t("receivables.none")}</p>
      ) : null}
      {found.data && found.data.totalCount > most ? (
        <p className="mt-1 text-sm text-muted">{t("receivables.holdersMore", { n: most })}</p>
      ) : null}
    </section>
  );
}

function Evidence(props: { receivable: IndexedReceivable }) {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { id } = props.receivable;
  const found = useQuery({
    queryKey: ["evidence", chainId, String(id)],
    queryFn: () => evidenceOf(indexer, chainId, id, { limit: most }),
  });
  const entries = found.data?.items ?? [];
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" className="mb-2 text-lg">
        {t("receivables.evidence")}
      </h2>
      <QueryState query={found} />
      <Facts
        rows={streams.map((stream) => {
          const given = entries.filter((each) => each.stream === stream);
          return [
            t(`receivables.stream_${stream}`),
            given.length === 0 ? (
              t("receivables.evidenceNone")
            ) : (
              <ul key={stream}>
                {given.map(({ evidence, at, transaction }) => (
                  <li key={`${transaction}-${evidence}`}>
                    {formatTime(at, locale)} <span className="font-mono text-xs break-all">{evidence}</span>
                  </li>
                ))}
              </ul>
            ),
          ] as const;
        })}
      />
    </section>
  );
}

function Check(props: { receivable: IndexedReceivable }) {
  const { t } = useLanguage();
  const { receivable } = props;
  const { chainId } = useReader().network;
  const [origin, setOrigin] = useState<string>();
  useEffect(() => setOrigin(window.location.origin), []);
  if (origin === undefined) return <Skeleton className="size-56" />;
  const id = numberToHex(receivable.id, { size: 32 });
  // The terms go along, so that who checks them asks nobody but the chain.
  const link = `${origin}/verify/receivable/${id}#${packTerms({ chainId, terms: receivable })}`;
  return (
    <section aria-labelledby="check" className="grid gap-3 sm:grid-cols-[auto_1fr]">
      <QrCode text={link} label={t("receivables.qr", { link: `${origin}/verify/receivable/${id}` })} />
      <div className="min-w-0">
        <h2 id="check" className="text-lg">
          {t("receivables.verifyTitle")}
        </h2>
        <p className="mt-1">{t("receivables.verifyHint")}</p>
        <a href={link} className="link mt-1 block text-xs break-all">
          {link}
        </a>
        <p className="mt-2 text-sm text-muted">{t("receivables.publicHint")}</p>
      </div>
    </section>
  );
}
