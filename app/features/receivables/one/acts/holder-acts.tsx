"use client";

import { collectLot, writeOffLot } from "@tallystick/sdk/instruments/receivables";
import { useState } from "react";
import { AccountField, accountIn } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { LotActProps } from "./act-props";

export function Collect({ receivable, lot, account }: LotActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  const money = useMoney(receivable.token);
  const [to, setTo] = useState<string>(account);
  const receiver = accountIn(to);
  return (
    <ActForm
      lead={t("receivables.does_collect", { amount: money(lot.collectable) })}
      button={t("receivables.act_collect")}
      disabled={!receiver}
      make={() => ({
        title: { key: "tx.collectLot", values: { number: shownNumber(receivable.number) } },
        calls: [collectLot(receivables, receivable, lot.inner, receiver ?? account)],
      })}
    >
      <AccountField label={t("receivables.collectTo")} value={to} onChange={setTo} />
    </ActForm>
  );
}

export function WriteOff({ receivable, lot }: LotActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  return (
    <ActForm
      lead={t("receivables.does_writeOff")}
      button={t("receivables.act_writeOff")}
      look="danger"
      make={() => ({
        title: { key: "tx.writeOffLot", values: { number: shownNumber(receivable.number) } },
        calls: [writeOffLot(receivables, receivable, lot.inner)],
      })}
    />
  );
}
