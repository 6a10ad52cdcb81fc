"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { debtorRoom } from "@tallystick/sdk/instruments/debtors";
import { confirmReceivable, receivablesMulticall } from "@tallystick/sdk/instruments/receivables";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import type { Text } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { Amounts } from "../shared/amounts";
import { shownNumber } from "../shared/number";
import { type BatchSum, batchOf, mostConfirmed } from "./batch";

/** Confirms what was chosen in one transaction, and says before what it comes to and whether the debtor's limit allows it. */
export function ConfirmMany(props: { chosen: readonly IndexedReceivable[]; debtor: Address; onDone: () => void }) {
  const { t } = useLanguage();
  const { chosen, debtor, onDone } = props;
  const { receivables } = useContracts();
  const { run, busy, problem } = useActing();
  const [confirmed, setConfirmed] = useState(0);
  const rooms = useRooms(debtor, [...new Set(chosen.map(({ token }) => token))]);
  const { sums, isRefused } = batchOf(chosen, rooms);
  const n = chosen.length;
  const confirm = async () => {
    const calls = chosen.map((terms) => confirmReceivable(receivables, terms));
    const [only] = n === 1 ? chosen : [];
    const title: Text = only
      ? { key: "tx.confirmReceivable", values: { number: shownNumber(only.number) } }
      : { key: "tx.confirmReceivables", values: { n } };
    if (await run(() => ({ title, calls: n === 1 ? calls : [receivablesMulticall(receivables, calls)] }))) {
      setConfirmed(n);
      onDone();
    }
  };
  if (n === 0) {
    return confirmed > 0 ? (
      <Notice tone="good" role="status" className="mb-4">
        {t("receivables.confirmedMany", { n: confirmed })}
      </Notice>
    ) : null;
  }
  return (
    <div className="card sticky top-2 z-10 mb-4 grid gap-3 border-brand p-4">
      <p role="status">
        {t("receivables.chosen", { n })}: <Amounts sums={sums} />
      </p>
      {sums.map((each) => (
        <Room key={each.token} of={each} />
      ))}
      {n > mostConfirmed ? <Notice tone="warn">{t("receivables.tooMany", { n: mostConfirmed })}</Notice> : null}
      <p className="text-sm text-muted">{t("receivables.confirmWarning")}</p>
      <ProblemNotice problem={problem} />
      <Button
        look="primary"
        className="justify-self-start"
        busy={busy}
        disabled={isRefused}
        onClick={() => void confirm()}
      >
        {t("receivables.confirmChosen", { n })}
      </Button>
    </div>
  );
}

function Room(props: { of: BatchSum }) {
  const { t } = useLanguage();
  const { token, sum, room, isBeyond } = props.of;
  const money = useMoney(token);
  if (room === undefined) return null;
  return isBeyond ? (
    <Notice tone="bad" role="alert">
      {t("receivables.beyondLimit", { sum: money(sum), room: money(room) })}
    </Notice>
  ) : (
    <p className="text-sm text-muted">{t("receivables.withinLimit", { room: money(room) })}</p>
  );
}

/** What a debtor may confirm besides what he owes, by token: from the chain. */
function useRooms(debtor: Address, tokens: readonly Address[]): ReadonlyMap<Address, bigint> {
  const reader = useReader();
  const { data } = useQuery({
    queryKey: ["debtor-rooms", reader.network.chainId, debtor, tokens],
    enabled: tokens.length > 0,
    queryFn: () => Promise.all(tokens.map(async (token) => [token, await debtorRoom(reader, debtor, token)] as const)),
    refetchInterval: 15_000,
  });
  return new Map(data);
}
