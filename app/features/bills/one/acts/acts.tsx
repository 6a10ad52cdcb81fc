"use client";

import { billActionsOf } from "@tallystick/sdk/bills/billState";
import type { LotHistory } from "@tallystick/sdk/bills/history";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, Skeleton } from "@/components/ui";
import { DoneNotice, WhenDone } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { dayAt } from "../../shared/dates";
import type { WholeBill } from "../../shared/load";
import type { ActProps } from "./act-props";
import { AgreeEarly, PayEarly } from "./early";
import { HandOver } from "./hand-over";
import { AcceptPart, Guarantee, Notify, Pay, ProtestRest } from "./money-acts";
import { type Offered, offeredOf, waysOnIn } from "./offered";
import { isSimple } from "./simple";
import { Simple } from "./simple-form";

/** What an account may do with a bill now, as the contract's `actionsOf` says, and a form for each. */
export function Acts(props: { whole: WholeBill; account: Address; now: number }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { whole, account, now } = props;
  const { face, id, lots } = whole.history;
  const [chosen, setChosen] = useState<string>();
  const [open, setOpen] = useState<Offered>();
  const [isDone, setDone] = useState(false);
  const own = lots.filter(({ holder }) => holder !== undefined && isAddressEqual(holder, account));
  const lot = own.find((each) => String(each.id) === chosen) ?? own[0] ?? lots[0];
  const actions = useQuery({
    queryKey: ["bill-actions", reader.network.chainId, String(id), lot?.inner, account],
    enabled: lot !== undefined,
    queryFn: () => billActionsOf(reader, face, lot?.inner ?? "0x", account),
    refetchInterval: 10_000,
  });
  const done = useCallback(() => {
    setOpen(undefined);
    setDone(true);
  }, []);
  if (!lot) return null;
  const { status, dueDay } = whole.bill;
  const isAccepted = status === "accepted" || status === "partAccepted";
  const holdsAll = own.length === 1 && lot.units === face.units;
  const canAgree = isAccepted && holdsAll && dayAt(now) < dueDay && !isAddressEqual(face.drawee, account);
  const offered = offeredOf(actions.data ?? [], canAgree);
  const shown = open && offered.includes(open) ? open : undefined;
  const given: ActProps = { whole, account, lot, now };
  return (
    <section aria-labelledby="acts" className="card p-5">
      <h2 id="acts" className="text-lg">
        {t("bills.acts")}
      </h2>
      <QueryState query={actions}>
        <Skeleton className="mt-3 h-10" />
      </QueryState>
      <PartChoice own={own} lot={lot} whole={whole} onChoose={setChosen} />
      {actions.data && offered.length === 0 ? <p className="mt-2 text-muted">{t("bills.actsNone")}</p> : null}
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
            {t(`bills.act_${each}`)}
          </Button>
        ))}
      </div>
      {isDone ? (
        <div className="mt-4">
          <DoneNotice />
        </div>
      ) : null}
      {shown ? (
        <div className="mt-4 border-t border-line pt-4" key={`${shown}-${lot.inner}`}>
          <WhenDone value={done}>
            {shown === "handOver" ? <HandOver {...given} ways={waysOnIn(actions.data ?? [])} /> : formOf(shown, given)}
          </WhenDone>
        </div>
      ) : null}
    </section>
  );
}

/** The part that acts are about; a choice where the account holds several. */
function PartChoice(props: {
  own: readonly LotHistory[];
  lot: LotHistory;
  whole: WholeBill;
  onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  const { own, lot, whole } = props;
  const { face } = whole.history;
  const money = useMoney(face.token);
  if (own.length < 2) return null;
  return (
    <div className="mt-3">
      <SelectField
        label={t("bills.choosePart")}
        value={String(lot.id)}
        options={own.map(({ id, units, start }) => ({
          value: String(id),
          label: t("bills.part", { amount: money(BigInt(units) * face.unit), first: start + 1, last: start + units }),
        }))}
        onChange={props.onChoose}
      />
    </div>
  );
}

const forms = {
  acceptPart: AcceptPart,
  guarantee: Guarantee,
  pay: Pay,
  payEarly: PayEarly,
  agreeEarly: AgreeEarly,
  notify: Notify,
  protestRest: ProtestRest,
} as const;

function formOf(act: Exclude<Offered, "handOver">, given: ActProps): ReactNode {
  if (isSimple(act)) return <Simple {...given} act={act} />;
  const Form = forms[act];
  return <Form {...given} />;
}
