"use client";

import type { ReactNode } from "react";
import type { Address } from "viem";
import { Amount, useMoney, useTokenInfos } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { printable } from "@/lib/printable";
import type { Go } from "@/lib/use-in-address";
import { AgeingChart } from "./ageing-chart";
import { CashCalendar } from "./cash-calendar";
import type { PortfolioChoice } from "./choice";
import { ExposureTable } from "./exposure-table";
import { Holdings } from "./holdings";
import { openSum, rowOf } from "./sums";
import { type PortfolioView, usePortfolio } from "./use-portfolio";
import { YearChart } from "./year-chart";

interface Props {
  readonly account: Address;
  readonly choice: PortfolioChoice;
  readonly go: Go;
}

/** All of an account's claims and debts in one token at a time: sums of different tokens mean nothing. */
export function Overview(props: Props) {
  const { account, choice, go } = props;
  const { t } = useLanguage();
  const found = usePortfolio(account, choice.token);
  const view = found.data;
  if (!view) return <QueryState query={found} />;
  const { tokens, token } = view;
  if (!token || tokens.length === 0) {
    return (
      <Empty title={t("portfolio.nothing")}>
        <p>{t("portfolio.nothingHint")}</p>
      </Empty>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-8">
      <section aria-labelledby="totals">
        <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
          <h2 id="totals" className="text-xl">
            {t("portfolio.totals")}
          </h2>
          {tokens.length > 1 ? <TokenChoice tokens={tokens} token={token} go={go} /> : null}
        </div>
        <Sums token={token} found={view} />
      </section>
      <AgeingChart token={token} held={rowOf(view.held, token)} owed={rowOf(view.owed, token)} />
      <ExposureTable account={account} token={token} view={view} />
      <CashCalendar account={account} token={token} view={view} choice={choice} go={go} />
      <YearChart account={account} token={token} view={view} />
      <Holdings account={account} token={token} choice={choice} go={go} />
    </div>
  );
}

function TokenChoice(props: { tokens: readonly Address[]; token: Address; go: Go }) {
  const { t } = useLanguage();
  const infoOf = useTokenInfos(props.tokens);
  const nameOf = (token: Address) => printable((infoOf(token)?.symbol ?? shortAddress(token)).slice(0, 12));
  return (
    <div className="w-48">
      <SelectField
        label={t("portfolio.token")}
        value={props.token}
        options={props.tokens.map((value) => ({ value, label: nameOf(value) }))}
        onChange={(token) => props.go({ token })}
      />
    </div>
  );
}

function Sums(props: { token: Address; found: PortfolioView }) {
  const { t } = useLanguage();
  const { token, found } = props;
  const held = openSum(rowOf(found.held, token));
  const owed = openSum(rowOf(found.owed, token));
  const total = rowOf(found.totals, token);
  return (
    <ul className="grid gap-4 sm:grid-cols-3">
      <Sum title={t("portfolio.heldOpen")} value={held.open} token={token}>
        {t("portfolio.lots", { n: held.count })}. <OverdueWords value={held.overdue} token={token} />
      </Sum>
      <Sum title={t("portfolio.owedOpen")} value={owed.open} token={token}>
        {t("portfolio.debts", { n: owed.count })}. <OverdueWords value={owed.overdue} token={token} />
      </Sum>
      <Sum title={t("portfolio.collectable")} value={total?.collectable ?? 0n} token={token}>
        {t("portfolio.collectableHint")}
      </Sum>
    </ul>
  );
}

function Sum(props: { title: string; value: bigint; token: Address; children: ReactNode }) {
  return (
    <li className="card p-5">
      <p className="text-sm text-muted">{props.title}</p>
      <p className="mt-1 text-2xl font-semibold">
        <Amount value={props.value} token={props.token} />
      </p>
      <p className="mt-1 text-sm text-muted">{props.children}</p>
    </li>
  );
}

function OverdueWords(props: { value: bigint; token: Address }) {
  const { t } = useLanguage();
  const money = useMoney(props.token);
  if (props.value === 0n) return t("portfolio.noneOverdue");
  return <span className="text-danger">{t("portfolio.overdueOf", { amount: money(props.value) })}</span>;
}
