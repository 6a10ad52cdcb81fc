"use client";

import { billActionsOf } from "@tallystick/sdk/bills/billState";
import { deadlinesOf } from "@tallystick/sdk/bills/deadlines";
import type { LotHistory } from "@tallystick/sdk/bills/history";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { Skeleton } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { ActBoard } from "@/features/receivables/one/acts/act-board";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { isChangeable, isParty } from "../../changes/change";
import { dayAt, formatDay } from "../../shared/dates";
import type { WholeBill } from "../../shared/load";
import { partText } from "../../shared/part-text";
import { askedStopIn } from "../stops/asked-stop";
import { StopForm } from "../stops/stop-forms";
import { isStopAct, type LotStop, type StopAct, stopActsOf } from "../stops/stop-orders";
import type { Stops } from "../stops/use-stops";
import type { ActProps } from "./act-props";
import { AgreeEarly, PayEarly } from "./early";
import { HandOver } from "./hand-over";
import { AcceptPart, Attest, Guarantee, Notify, Pay, ProtestRest } from "./money-acts";
import { type FurtherAct, holdsWhole, type Offered, offeredOf, waysOnIn } from "./offered";
import { isSimple } from "./simple";
import { Simple } from "./simple-form";
import { isOnlyFee, lastDayOf } from "./until";

const unstopped: LotStop = { securities: [] };

/** What an account may do with a bill now, as the contract's `actionsOf` and what its court did say, and a form for each. */
export function Acts(props: { whole: WholeBill; account: Address; stops: Stops; now: number }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { whole, account, stops, now } = props;
  const { face, id, lots } = whole.history;
  const [chosen, setChosen] = useState<string>();
  const own = lots.filter(({ holder }) => holder !== undefined && isAddressEqual(holder, account));
  const { court } = face;
  const stopActsOn = ({ id: lotId, holder }: LotHistory) =>
    stopActsOf(stops.get(lotId) ?? unstopped, { account, court, bill: whole.bill, holder, today: dayAt(now) });
  // Of others' lots, those that a court or a claimant acts on.
  const choice = [...own, ...lots.filter((each) => !own.includes(each) && stopActsOn(each).length > 0)];
  const asked = askedStopIn(useHash());
  const lot =
    choice.find((each) => String(each.id) === chosen) ??
    choice.find(({ inner }) => inner === asked?.inner) ??
    choice[0] ??
    lots[0];
  const actions = useQuery({
    queryKey: ["bill-actions", reader.network.chainId, String(id), lot?.inner, account],
    enabled: lot !== undefined,
    queryFn: () => billActionsOf(reader, face, lot?.inner ?? "0x", account),
    refetchInterval: 10_000,
  });
  if (!lot) return null;
  const { status, dueDay } = whole.bill;
  const isAccepted = status === "accepted" || status === "partAccepted";
  // The word of who holds the whole of an accepted bill lets the drawee pay before the due day.
  const canAgree = isAccepted && holdsWhole(own, face) && dayAt(now) < dueDay && !isAddressEqual(face.drawee, account);
  const further: readonly FurtherAct[] = [
    ...(canAgree ? (["agreeEarly"] as const) : []),
    ...(status === "protested" ? (["attest"] as const) : []),
    ...(isChangeable(whole) && isParty(whole, account) ? (["novate", "toPaper"] as const) : []),
  ];
  const offered = offeredOf(actions.data ?? [], further);
  const stopActs = stopActsOn(lot);
  const given: ActProps = { whole, account, lot, now };
  return (
    <ActBoard<Offered | StopAct>
      title={t("bills.acts")}
      actions={actions}
      none={t("bills.actsNone")}
      acts={[...offered, ...stopActs]}
      nameOf={(act) => t(`bills.act_${act}`)}
      formOf={(act) => {
        if (act === "handOver") return <HandOver {...given} ways={waysOnIn(actions.data ?? [])} />;
        if (isStopAct(act)) return <StopForm {...given} act={act} stop={stops.get(lot.id) ?? unstopped} />;
        return (
          <>
            {formOf(act, given)}
            <Terms act={act} whole={whole} now={now} />
          </>
        );
      }}
      about={lot.inner}
    >
      <PartChoice choice={choice} lot={lot} whole={whole} onChoose={setChosen} />
    </ActBoard>
  );
}

/** The part that acts are about; a choice where there are several. */
function PartChoice(props: {
  choice: readonly LotHistory[];
  lot: LotHistory;
  whole: WholeBill;
  onChoose: (id: string) => void;
}) {
  const { t } = useLanguage();
  const { choice, lot, whole } = props;
  const { face } = whole.history;
  const money = useMoney(face.token);
  if (choice.length < 2) return null;
  return (
    <div className="mt-3">
      <SelectField
        label={t("bills.choosePart")}
        value={String(lot.id)}
        options={choice.map((each) => ({ value: String(each.id), label: partText(t, money, face, each) }))}
        onChange={props.onChoose}
      />
    </div>
  );
}

/** They bring the form of a face: loaded when they are opened. */
const ToNovate = dynamic(() => import("../../changes/propose").then((module) => module.ToNovate), {
  loading: () => <Skeleton className="h-40" />,
});
const ToPaper = dynamic(() => import("../../changes/propose").then((module) => module.ToPaper), {
  loading: () => <Skeleton className="h-40" />,
});

const forms = {
  acceptPart: AcceptPart,
  guarantee: Guarantee,
  pay: Pay,
  payEarly: PayEarly,
  agreeEarly: AgreeEarly,
  notify: Notify,
  protestRest: ProtestRest,
  attest: Attest,
  novate: ToNovate,
  toPaper: ToPaper,
} as const;

/** What an act costs beside the sums in its sentence, and until when it can be done. */
function Terms(props: { act: Offered; whole: WholeBill; now: number }) {
  const { t, locale } = useLanguage();
  const { act, whole, now } = props;
  const lastDay = lastDayOf(act, deadlinesOf(whole.history.face, whole.bill, whole.rules, dayAt(now)));
  if (!isOnlyFee(act) && lastDay === undefined) return null;
  return (
    <p className="mt-3 text-sm text-muted">
      {isOnlyFee(act) ? t("bills.onlyFee") : null}{" "}
      {lastDay === undefined
        ? null
        : t(act === "notify" ? "bills.inTimeUntil" : "bills.possibleUntil", { day: formatDay(lastDay, locale) })}
    </p>
  );
}

function formOf(act: Exclude<Offered, "handOver">, given: ActProps): ReactNode {
  if (isSimple(act)) return <Simple {...given} act={act} />;
  const Form = forms[act];
  return <Form {...given} />;
}
