"use client";

import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Notice, Skeleton } from "@/components/ui";
import { datasetPath, type Summary, useSummary } from "@/components/use-summary";
import { useLanguage } from "@/i18n/context";
import { BreakGlass } from "./break-glass";
import { ChangeHolders } from "./change-holders";
import { OpenRequest } from "./open-request";
import { OwnConsent } from "./own-consent";
import { ReaderRow } from "./reader-row";
import type { RecordView } from "./records";
import { RequestForm } from "./request-form";
import { same } from "./same";
import { useRecord } from "./use-record";

/** A record: its holders, what waits for them, who reads, and what this account may do. */
export function RecordCard(props: { dataset: bigint; account: Address; asks?: boolean }) {
  const { dataset, account } = props;
  const { t } = useLanguage();
  const found = useRecord(dataset, account);
  const summary = useSummary(dataset);
  return (
    <article className="card p-5 sm:p-6" aria-label={summary?.title ?? t("market.dataset")}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-xl">
          <Link href={datasetPath(dataset)} className="hover:underline">
            {summary?.title ?? "…"}
          </Link>
        </h2>
        {found.data ? <Count view={found.data} /> : null}
      </div>
      <QueryState query={found}>
        <Skeleton className="h-24" />
      </QueryState>
      {found.data === null ? <Notice>{t("consent.noRecord")}</Notice> : null}
      {found.data ? <Known view={found.data} account={account} summary={summary} asks={props.asks === true} /> : null}
    </article>
  );
}

function Count(props: { view: RecordView }) {
  const { t } = useLanguage();
  const { breaks, openReviews } = props.view.record;
  if (breaks === 0) return null;
  return (
    <Badge tone={openReviews > 0 ? "danger" : "wood"}>
      {openReviews > 0 ? t("consent.reviewsDue", { n: openReviews }) : t("consent.breaks", { n: breaks })}
    </Badge>
  );
}

interface Known {
  readonly view: RecordView;
  readonly account: Address;
  readonly summary: Summary | undefined;
}

function Known(props: Known & { asks: boolean }) {
  const { view, account, summary } = props;
  const { t } = useLanguage();
  const isHolder = view.holders.some((holder) => same(holder, account));
  const own = view.readers.find(({ reader }) => same(reader, account));
  const waiting = view.readers.filter((there) => there.open && (isHolder || same(there.reader, account)));
  const others = view.readers.filter(
    ({ reader, consent, emergency }) =>
      isHolder && !same(reader, account) && (consent.active || emergency.status !== "none"),
  );
  return (
    <div className="grid gap-6">
      <Holders view={view} account={account} />
      {waiting.map((there) => (
        <OpenRequest key={there.reader} view={view} there={there} account={account} summary={summary} />
      ))}
      {own ? <OwnConsent view={view} own={own} summary={summary} /> : null}
      {others.length > 0 ? (
        <fieldset aria-label={t("consent.readers")} className="min-w-0">
          <h3 className="mb-2 font-semibold">{t("consent.readers")}</h3>
          <ul className="grid gap-3">
            {others.map((there) => (
              <ReaderRow key={there.reader} view={view} there={there} account={account} summary={summary} />
            ))}
          </ul>
        </fieldset>
      ) : null}
      <Acts {...props} isHolder={isHolder} mayAsk={own?.open === undefined} />
    </div>
  );
}

/** What this account may begin: ask, break the glass, change the holders. */
function Acts(props: Known & { asks: boolean; isHolder: boolean; mayAsk: boolean }) {
  const { view, account, summary, isHolder, mayAsk } = props;
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<"ask" | "break" | "holders" | undefined>(props.asks ? "ask" : undefined);
  const acts = [
    { name: "ask", label: t("consent.ask"), look: "secondary", possible: mayAsk },
    { name: "break", label: t("consent.break"), look: "danger", possible: Boolean(view.record.emergencyCredential) },
    { name: "holders", label: t("consent.changeHolders"), look: "secondary", possible: isHolder },
  ] as const;
  const possible = acts.filter((each) => each.possible);
  const open = possible.find(({ name }) => name === chosen)?.name;
  const close = () => setChosen(undefined);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-2">
        {possible.map(({ name, label, look }) => (
          <Button
            key={name}
            small
            look={look}
            aria-expanded={open === name}
            onClick={() => setChosen(open === name ? undefined : name)}
          >
            {label}
          </Button>
        ))}
      </div>
      {open === "ask" ? <RequestForm view={view} account={account} summary={summary} onDone={close} /> : null}
      {open === "break" ? <BreakGlass view={view} account={account} onDone={close} /> : null}
      {open === "holders" ? <ChangeHolders view={view} account={account} /> : null}
    </div>
  );
}

function Holders(props: { view: RecordView; account: Address }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { holders, record } = props.view;
  return (
    <fieldset aria-label={t("consent.holders")} className="min-w-0">
      <p className="text-sm text-muted">
        {t("consent.threshold", { threshold: record.threshold, n: holders.length })}
        {record.alsoRight ? ` ${t("consent.alsoRight")}` : ""}
      </p>
      <ul className="mt-2 flex flex-wrap gap-2">
        {holders.map((holder) => (
          <li key={holder} className="rounded-full border border-line-strong px-3 py-0.5 text-sm">
            {same(holder, props.account) ? <span className="font-semibold">{t("common.you")} </span> : null}
            <AddressText plain address={holder} label={nameOf(holder)} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
