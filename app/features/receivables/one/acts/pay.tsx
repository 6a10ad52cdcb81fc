"use client";

import { receivableDue } from "@tallystick/sdk/instruments/receivableState";
import { payReceivable } from "@tallystick/sdk/instruments/receivables";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { AmountField, useTyped } from "@/components/money-field";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { useContracts, useReader } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { ActProps } from "./act-props";

/** Pays what is due, or a part of it, for the debtor. */
export function Pay({ receivable, account }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const { receivables } = useContracts();
  const { token } = receivable;
  const money = useMoney(token);
  const [text, setText] = useState("");
  const typed = useTyped(text, token);
  const due = useQuery({
    queryKey: ["receivable-due", reader.network.chainId, String(receivable.id)],
    queryFn: () => receivableDue(reader, receivable),
    refetchInterval: 15_000,
  });
  const all = due.data ? due.data.principal + due.data.interest : undefined;
  const amount = text === "" ? all : typed;
  const pay = async (sum: bigint) => {
    const approval = await approvalFor(reader, { token, account, spender: receivables, sum });
    return {
      title: { key: "tx.payReceivable", values: { number: shownNumber(receivable.number) } } as const,
      calls: [...approval, payReceivable(receivables, receivable, sum)],
    };
  };
  return (
    <ActForm
      lead={t("receivables.does_pay", { due: all === undefined ? "…" : money(all) })}
      button={t("receivables.act_pay")}
      disabled={!amount}
      make={() => pay(amount ?? 0n)}
    >
      <AmountField
        label={`${t("receivables.payAmount")} (${t("common.optional")}: ${t("receivables.payAll")})`}
        hint={t("receivables.payHint")}
        value={text}
        token={token}
        onChange={setText}
      />
    </ActForm>
  );
}
