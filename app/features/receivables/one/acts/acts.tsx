"use client";

import type { IndexedLot, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { buttonClass } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { quotesPath } from "../../quotes/choice";
import { ActBoard } from "./act-board";
import type { ActProps, LotActProps } from "./act-props";
import { Agree } from "./agree";
import { Credit } from "./credit";
import { Confirm, Dispute, RecordDefault, Withdraw } from "./debtor-acts";
import { Extend } from "./extend";
import { HandOn } from "./hand-on";
import { Collect, WriteOff } from "./holder-acts";
import { Pay } from "./pay";
import { Demand, TakeUp } from "./recourse-acts";
import { type Offered, useOffered } from "./use-offered";

/** What an account may do with a receivable now, as the contract's `actionsOf` says, and a form for each. */
export function Acts(props: { receivable: IndexedReceivable; account: Address; now: number }) {
  const { t } = useLanguage();
  const { receivable, account, now } = props;
  const [chosen, setChosen] = useState<string>();
  const { found, actions, lots, own, lot, offered, liable } = useOffered(receivable, account, now, chosen);
  const given: ActProps = { receivable, account, lot, lots, now };
  return (
    <ActBoard
      title={t("receivables.acts")}
      actions={actions}
      none={t("receivables.actsNone")}
      acts={offered}
      nameOf={(act) => (act === "agree" ? t("receivables.agree") : t(`receivables.act_${act}`))}
      formOf={(act) => (act === "takeUp" ? <TakeUp {...given} liable={liable} /> : formOf(act, given))}
      about={lot?.inner}
      more={
        lot && offered.includes("handOn") ? (
          <Link href={quotesPath("sell", lot.id)} className={buttonClass("secondary", true)}>
            {t("receivables.sellIt")}
          </Link>
        ) : null
      }
    >
      {found.error ? <QueryState query={found} /> : null}
      {lot ? <PartChoice own={own} lot={lot} receivable={receivable} onChoose={setChosen} /> : null}
    </ActBoard>
  );
}

/** The part that acts are about; a choice where the account holds several. */
function PartChoice(props: {
  own: readonly IndexedLot[];
  lot: IndexedLot;
  receivable: IndexedReceivable;
  onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  const { own, lot, receivable } = props;
  const money = useMoney(receivable.token);
  const amountOf = ({ units }: IndexedLot) => money(BigInt(units) * receivable.unit);
  if (own.length === 1) {
    return <p className="mt-2 text-sm text-muted">{t("receivables.yourPart", { amount: amountOf(lot) })}</p>;
  }
  return (
    <div className="mt-3">
      <SelectField
        label={t("receivables.choosePart")}
        value={String(lot.id)}
        options={own.map((each) => ({
          value: String(each.id),
          label: `${amountOf(each)} · ${t("receivables.partOf", { first: each.start + 1, last: each.start + each.units })}`,
        }))}
        onChange={props.onChoose}
      />
    </div>
  );
}

function formOf(act: Exclude<Offered, "takeUp">, given: ActProps): ReactNode {
  const ofAll = {
    confirm: Confirm,
    dispute: Dispute,
    withdraw: Withdraw,
    pay: Pay,
    extend: Extend,
    credit: Credit,
    recordDefault: RecordDefault,
  } as const;
  const ofLot = { handOn: HandOn, collect: Collect, demand: Demand, writeOff: WriteOff, agree: Agree } as const;
  if (act in ofAll) {
    const Form = ofAll[act as keyof typeof ofAll];
    return <Form {...given} />;
  }
  const Form: (props: LotActProps) => ReactNode = ofLot[act as keyof typeof ofLot];
  return given.lot ? <Form {...given} lot={given.lot} /> : null;
}
