"use client";

import { agentsPrincipal } from "@tallystick/sdk/bills/billState";
import { holdsOf } from "@tallystick/sdk/bills/holding";
import { ActForm } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import type { ActProps } from "./act-props";
import { harsh, type SimpleAct, simpleCalls } from "./simple";

/** An act that needs nothing to be filled in: what it does, and its button. */
export function Simple({ whole, account, lot, act }: ActProps & { act: SimpleAct }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { bills } = useContracts();
  const { face, id } = whole.history;
  const make = async () => {
    const isAgents = act === "collect" && holdsOf(lot).includes("withAgent");
    const to = (isAgents ? await agentsPrincipal(reader, lot.id) : undefined) ?? account;
    return {
      title: { key: "bills.tx", values: { act: t(`bills.act_${act}`) } } as const,
      calls: [simpleCalls[act]({ bills, face, id, inner: lot.inner, to })],
    };
  };
  return (
    <ActForm
      lead={t(`bills.does_${act}`)}
      button={t(`bills.act_${act}`)}
      look={harsh.includes(act) ? "danger" : "primary"}
      make={make}
    />
  );
}
