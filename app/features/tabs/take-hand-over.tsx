"use client";

import { registerStatement, statementTerms } from "@tallystick/sdk/instruments/statements";
import { receivableId } from "@tallystick/sdk/instruments/terms";
import { handOverTypedData } from "@tallystick/sdk/market/tab";
import { statementOf } from "@tallystick/sdk/market/tabs";
import { tabId } from "@tallystick/sdk/market/voucher";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Notice } from "@/components/ui";
import { receivablePath } from "@/features/receivables/shared/paths";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import type { HandedHandOver } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** The other side has signed that a statement becomes a receivable: whoever signs the same does it. */
export function TakeHandOver(props: { handed: HandedHandOver; account: Address }) {
  const { t, locale } = useLanguage();
  const { handed, account } = props;
  const { tab, by, handOver } = handed;
  const money = useMoney(tab.token);
  const reader = useReader();
  const { chainId } = reader.network;
  const { tabs, statements, receivables } = useContracts();
  const sign = useSign();
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState<bigint>();
  const id = tabId(chainId, tabs, tab);
  const found = useQuery({
    queryKey: ["tab-statement", chainId, id, handOver.statement],
    queryFn: async () => (await statementOf(reader, id, handOver.statement)) ?? null,
  });
  if (done !== undefined) {
    return (
      <Notice tone="good" role="status">
        {t("tabs.handOverDone")}{" "}
        <Link href={receivablePath(done)} className="link">
          {t("tabs.handOverOpen")}
        </Link>
      </Notice>
    );
  }
  if (found.data === undefined) return <QueryState query={found} />;
  const statement = found.data;
  const isAsSigned =
    statement !== null &&
    statement.outstanding === handOver.amount &&
    handOver.tab === id &&
    isAddressEqual(handOver.instrument, statements);
  if (!isAsSigned) return <Notice tone="warn">{t("tabs.handOverChanged")}</Notice>;
  const terms = statementTerms({ chainId, tabs }, tab, statement);
  const take = async () => {
    const own = await sign(handOverTypedData(chainId, tabs, handOver));
    const [readers, providers] = by === "reader" ? [handed.signature, own] : [own, handed.signature];
    return {
      title: { key: "tx.handOverStatement", values: { other: shortAddress(tab[by]) } } as const,
      calls: [registerStatement(statements, tab, handOver, { reader: readers, provider: providers })],
    };
  };
  return (
    <div className="grid gap-3">
      <p>
        {t("tabs.handOverSays", {
          number: handOver.statement,
          amount: money(handOver.amount),
          time: formatTime(terms.dueAt, locale),
        })}{" "}
        {t("tabs.acceptBy", { time: formatTime(handOver.deadline, locale) })}
      </p>
      {isAddressEqual(account, tab.reader) ? <p>{t("tabs.handOverBinds")}</p> : null}
      <ProblemNotice problem={problem} />
      {isAddressEqual(tab[by], account) ? (
        <Notice>{t("tabs.handOverOther")}</Notice>
      ) : (
        <Button
          look="primary"
          className="justify-self-start"
          busy={busy}
          onClick={() => void run(take).then((sent) => sent && setDone(receivableId(chainId, receivables, terms)))}
        >
          {t("tabs.handOverTake")}
        </Button>
      )}
    </div>
  );
}
