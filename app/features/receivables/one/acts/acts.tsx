"use client";

import type { IndexedLot, IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import Link from "next/link";
import { type ReactNode, useCallback, useState } from "react";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { quotesPath } from "../../quotes/choice";
import { DoneNotice, WhenDone } from "./act-form";
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
  const [open, setOpen] = useState<Offered>();
  const [isDone, setDone] = useState(false);
  const { found, actions, lots, own, lot, offered, liable } = useOffered(receivable, account, now, chosen);
  const shown = open && offered.includes(open) ? open : undefined;
  const done = useCallback(() => {
    setOpen(undefined);
    setDone(true);
  }, []);
  const given: ActProps = { receivable, account, lot, lots, now };
  return (
    <section aria-labelledby="acts" className="card p-5">
      <h2 id="acts" className="text-lg">
        {t("receivables.acts")}
      </h2>
      {found.error ? <QueryState query={found} /> : null}
      <QueryState query={actions}>
        <Skeleton className="mt-3 h-10" />
      </QueryState>
      {lot ? <PartChoice own={own} lot={lot} receivable={receivable} onChoose={setChosen} /> : null}
      {actions.data && offered.length === 0 ? <p className="mt-2 text-muted">{t("receivables.actsNone")}</p> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        {offered.map((each) => (
          <Button
            key={each}
            small
            look={each === shown ? "primary" : "secondary"}
            aria-expanded={each === shown}
            onClick={() => {
              setOpen(each === shown ? undefined : each);
              setDone(false);
            }}
          >
            {each === "agree" ? t("receivables.agree") : t(`receivables.act_${each}`)}
          </Button>
        ))}
        {lot && offered.includes("handOn") ? (
          <Link href={quotesPath("sell", lot.id)} className={buttonClass("secondary", true)}>
            {t("receivables.sellIt")}
          </Link>
        ) : null}
      </div>
      {isDone ? (
        <div className="mt-4">
          <DoneNotice />
        </div>
      ) : null}
      {shown ? (
        <div className="mt-4 border-t border-line pt-4" key={`${shown}-${lot?.inner}`}>
          <WhenDone value={done}>
            {shown === "takeUp" ? <TakeUp {...given} liable={liable} /> : formOf(shown, given)}
          </WhenDone>
        </div>
      ) : null}
    </section>
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
