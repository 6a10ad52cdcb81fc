"use client";

import { withdrawFromTabs } from "@tallystick/sdk/market/tabActs";
import { tabCreditOf } from "@tallystick/sdk/market/tabs";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { CreditList } from "@/components/credit-list";
import { useTokens } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Empty, Notice } from "@/components/ui";
import { useHanded } from "@/components/use-handed";
import { useLanguage } from "@/i18n/context";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { HandedOver } from "./handed-over";
import { OpenTab } from "./open-tab";
import { TabCard } from "./tab-card";
import { type Role, tabsOf } from "./tabs-of";

/** The tabs of an account: those it pays on, and those it is paid on. */
export function OwnTabs(props: { account: Address; provider: Address | undefined; token: Address | undefined }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const indexer = useIndexer();
  const handed = useHanded("voucher", "credit", "closing", "handOver");
  const [opening, setOpening] = useState(props.provider !== undefined);
  const tabs = useQuery({
    queryKey: ["tabs", reader.network.chainId, account],
    queryFn: () => tabsOf(indexer, reader.network, account),
    refetchInterval: 10_000,
  });
  const list = (role: Role) => tabs.data?.filter((each) => each.role === role) ?? [];
  return (
    <div className="grid gap-8">
      {handed === null ? <Notice tone="warn" title={t("tabs.badLink")} role="alert" /> : null}
      {handed ? <HandedOver handed={handed} account={account} /> : null}
      <Rests account={account} />
      <div>
        <Button look="primary" aria-expanded={opening} onClick={() => setOpening(!opening)}>
          {t("tabs.openOne")}
        </Button>
        {opening ? <OpenTab {...props} onDone={() => setOpening(false)} /> : null}
      </div>
      <QueryState query={tabs} />
      {tabs.data?.length === 0 ? (
        <Empty title={t("tabs.empty")}>
          <p>{t("tabs.emptyHint")}</p>
        </Empty>
      ) : null}
      {(["reader", "provider"] as const).map((role) =>
        list(role).length > 0 ? (
          <section key={role} aria-labelledby={`tabs-${role}`}>
            <h2 id={`tabs-${role}`} className="mb-3 text-xl">
              {t(`tabs.as_${role}`)}
            </h2>
            <ul className="grid gap-5">
              {list(role).map((own) => (
                <TabCard key={own.id} own={own} account={account} />
              ))}
            </ul>
          </section>
        ) : null,
      )}
    </div>
  );
}

/** What closed tabs have left over, to be fetched. */
function Rests(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { tabs } = useContracts();
  const tokens = useTokens();
  const { run, busy, problem } = useActing();
  const rests = useQuery({
    queryKey: ["tab-rests", reader.network.chainId, account],
    queryFn: () =>
      Promise.all(
        tokens.map(async ({ value }) => ({ token: value, amount: await tabCreditOf(reader, account, value) })),
      ),
  });
  const due = rests.data?.filter(({ amount }) => amount > 0n) ?? [];
  if (due.length === 0) return null;
  return (
    <section aria-labelledby="rests" className="card border-wood p-5">
      <h2 id="rests" className="text-lg">
        {t("tabs.rests")}
      </h2>
      <p className="mt-1 text-sm text-muted">{t("tabs.restsLead")}</p>
      <CreditList
        credits={due}
        busy={busy}
        onWithdraw={(token) =>
          void run(() => ({ title: { key: "tx.withdraw" }, calls: [withdrawFromTabs(tabs, token, account)] }))
        }
      />
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}
