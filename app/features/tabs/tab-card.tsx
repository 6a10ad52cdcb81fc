"use client";

import type { TabStatement } from "@tallystick/sdk/market/tabs";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Facts, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { type ActName, actsOf } from "./acts-of";
import { ProviderAct } from "./provider-acts";
import { ReaderAct } from "./reader-acts";
import type { OwnTab } from "./tabs-of";
import { type TabView, useTab } from "./use-tab";

/** Loaded when it is wanted: few statements become receivables. */
const HandOver = dynamic(() => import("./hand-over").then((module) => module.HandOver), {
  loading: () => <Skeleton className="h-40" />,
});

export function TabCard(props: { own: OwnTab; account: Address }) {
  const { own, account } = props;
  const { tab, role, id } = own;
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const found = useTab(id);
  const [open, setOpen] = useState<ActName>();
  const view = found.data;
  const other = role === "reader" ? tab.provider : tab.reader;
  const close = () => setOpen(undefined);
  return (
    <li className="card p-5" data-tab={id}>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-lg">
          {t(`tabs.with_${role}`)} <AddressText address={other} label={nameOf(other)} />
        </h3>
        {view ? <StatusBadge view={view} /> : null}
      </div>
      <QueryState query={found} />
      {view ? (
        <>
          <Gauge view={view} token={tab.token} />
          <Figures own={own} view={view} />
          <Statements statements={view.statements} token={tab.token} now={view.now} />
          <div className="mt-4 flex flex-wrap gap-2">
            {actsOf(role, view).map((name) => (
              <Button
                key={name}
                small
                aria-expanded={open === name}
                onClick={() => setOpen(open === name ? undefined : name)}
              >
                {t(`tabs.act_${name}`)}
              </Button>
            ))}
          </div>
          {open ? (
            <div className="mt-4 rounded-xl border border-line bg-sunken/60 p-4">
              {open === "handOver" ? (
                <HandOver name={open} own={own} view={view} account={account} onDone={close} />
              ) : role === "reader" ? (
                <ReaderAct key={open} name={open} own={own} view={view} account={account} onDone={close} />
              ) : (
                <ProviderAct key={open} name={open} own={own} view={view} account={account} onDone={close} />
              )}
            </div>
          ) : null}
        </>
      ) : null}
    </li>
  );
}

function StatusBadge(props: { view: TabView }) {
  const { t, locale } = useLanguage();
  const { status, closesAt } = props.view.state;
  if (status === "closing") {
    const over = closesAt <= props.view.now;
    return (
      <Badge tone="wood">
        {over ? t("tabs.mayClose") : t("tabs.closingUntil", { time: formatTime(closesAt, locale) })}
      </Badge>
    );
  }
  return <Badge tone={status === "open" ? "brand" : "plain"}>{t(`tabs.status_${status}`)}</Badge>;
}

/** All that is owed so far: the newest voucher known here, or what was settled. */
export function owedOn({ state, voucher }: TabView): bigint {
  return voucher && voucher.owed > state.claimed ? voucher.owed : state.claimed;
}

const percent = (part: bigint, whole: bigint) => (whole > 0n ? Number((part * 1000n) / whole) / 10 : 0);

/** How far the money reaches: settled, signed beyond it, and what is left of deposit and credit. */
function Gauge(props: { view: TabView; token: Address }) {
  const { t } = useLanguage();
  const { state } = props.view;
  const reach = state.deposited + state.line.limit;
  const owed = owedOn(props.view);
  const whole = owed > reach ? owed : reach;
  return (
    <div className="mb-4">
      <div aria-hidden="true" className="relative h-3 overflow-hidden rounded-full bg-sunken">
        <span className="absolute inset-y-0 left-0 bg-wood" style={{ width: `${percent(owed, whole)}%` }} />
        <span className="absolute inset-y-0 left-0 bg-brand" style={{ width: `${percent(state.claimed, whole)}%` }} />
        {state.line.limit > 0n ? (
          <span
            className="absolute inset-y-0 w-0.5 bg-ink"
            style={{ left: `${Math.min(99.5, percent(state.deposited, whole))}%` }}
          />
        ) : null}
      </div>
      <p className="mt-1.5 text-sm text-muted">
        {t("tabs.runningTotal")} <Amount value={owed} token={props.token} className="font-semibold text-ink" /> ·{" "}
        {t("tabs.settledTotal")} <Amount value={state.claimed} token={props.token} />
      </p>
    </div>
  );
}

function Figures(props: { own: OwnTab; view: TabView }) {
  const { t } = useLanguage();
  const { state } = props.view;
  const { token } = props.own.tab;
  const money = (value: bigint) => <Amount value={value} token={token} />;
  const days = state.line.paymentTerm / 86_400;
  return (
    <Facts
      rows={[
        [t("tabs.deposited"), money(state.deposited)],
        ...(state.line.limit > 0n
          ? [
              [
                t("tabs.credit"),
                <span key="c">
                  {money(state.line.limit)} · {t("tabs.term", { n: days })}
                </span>,
              ] as const,
            ]
          : []),
        ...(state.debt > 0n ? [[t("tabs.debt"), money(state.debt)] as const] : []),
        ...(props.own.role === "provider" ? [[t("tabs.collectable"), money(state.collectable)] as const] : []),
      ]}
    />
  );
}

function Statements(props: { statements: readonly TabStatement[]; token: Address; now: number }) {
  const { t, locale } = useLanguage();
  const { statements, token, now } = props;
  if (statements.length === 0) return null;
  return (
    <ul className="mt-4 divide-y divide-line rounded-xl border border-line">
      {[...statements].reverse().map(({ number, from, to, dueAt, outstanding }) => (
        <li key={number} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2.5 text-sm">
          <span>
            {t("tabs.statement", { number })} · <Amount value={to - from} token={token} />
          </span>
          {outstanding === 0n ? (
            <Badge tone="brand">{t("tabs.paid")}</Badge>
          ) : (
            <Badge tone={dueAt <= now ? "danger" : "wood"}>
              {dueAt <= now
                ? t("tabs.overdue", { time: formatTime(dueAt, locale) })
                : t("tabs.dueAt", { time: formatTime(dueAt, locale) })}
            </Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
