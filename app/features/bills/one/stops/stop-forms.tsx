"use client";

import { billCollectable } from "@tallystick/sdk/bills/billState";
import {
  awardSecurity,
  dismissObjection,
  liftStop,
  objectToStop,
  releaseSecurity,
  replaceLot,
  stopLot,
} from "@tallystick/sdk/bills/changes";
import { dayOfDate } from "@tallystick/sdk/bills/face";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Hex, zeroHash } from "viem";
import { AccountField, accountIn, useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { TextField } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { ActForm } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { dateText, dayAt, formatDay } from "../../shared/dates";
import { FileHash } from "../../shared/file-hash";
import type { ActProps } from "../acts/act-props";
import { askedStopIn } from "./asked-stop";
import { type LotStop, type StopAct, securityOn, stopDays } from "./stop-orders";

type Given = ActProps & { readonly stop: LotStop };

/** The form of an act about a lost key. */
export function StopForm(props: Given & { act: StopAct }) {
  const { act, ...given } = props;
  switch (act) {
    case "stopLot":
      return <Order {...given} />;
    case "replaceLot":
      return <Replace {...given} />;
    case "awardSecurity":
    case "releaseSecurity":
      return <Security {...given} act={act} />;
    default:
      return <Plain {...given} act={act} />;
  }
}

/** The court stops a part, as its holder has asked for, or another claimant. */
function Order({ whole, lot, now }: Given) {
  const { t, locale } = useLanguage();
  const { billsChanges } = useContracts();
  const { face } = whole.history;
  const hash = useHash();
  const asked = askedStopIn(hash);
  const today = dayAt(now);
  const [least, most] = [today + stopDays.least, today + stopDays.most];
  const [typed, setTyped] = useState<string>();
  const claimant = typed ?? (asked?.inner === lot.inner ? asked.claimant : "");
  // A day more than the least: the order may be in a block of tomorrow.
  const [until, setUntil] = useState(dateText(least + 1));
  const [reason, setReason] = useState<Hex>();
  const account = accountIn(claimant);
  const lastDay = until === "" ? 0 : dayOfDate(until);
  const fits = lastDay >= least && lastDay <= most;
  return (
    <ActForm
      lead={t("bills.does_stopLot", { grace: stopDays.grace })}
      button={t("bills.act_stopLot")}
      look="danger"
      disabled={!account || !fits}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_stopLot") } },
        calls: account
          ? [stopLot(billsChanges, face, lot.inner, { claimant: account, lastDay, reason: reason ?? zeroHash })]
          : [],
      })}
    >
      <AccountField label={t("bills.claimant")} hint={t("bills.claimantHint")} value={claimant} onChange={setTyped} />
      <TextField
        type="date"
        label={t("bills.stopUntil")}
        hint={t("bills.stopUntilHint", { from: formatDay(least, locale), to: formatDay(most, locale) })}
        error={
          fits ? undefined : t("bills.stopUntilHint", { from: formatDay(least, locale), to: formatDay(most, locale) })
        }
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <FileHash label={t("bills.orderFile")} value={reason} onChange={setReason} />
    </ActForm>
  );
}

/** The holder objects; the court dismisses him; an order ends. */
function Plain({ whole, lot, stop, act }: Given & { act: "objectStop" | "dismissStop" | "liftStop" }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { billsChanges } = useContracts();
  const { face } = whole.history;
  const call = { objectStop: objectToStop, dismissStop: dismissObjection, liftStop }[act];
  const { claimant = face.court, lastDay = 0 } = stop.order ?? {};
  return (
    <ActForm
      lead={t(`bills.does_${act}`, {
        day: formatDay(lastDay, locale),
        to: formatDay(lastDay + stopDays.grace, locale),
        claimant: nameOf(claimant) ?? shortAddress(claimant),
      })}
      button={t(`bills.act_${act}`)}
      look={act === "dismissStop" ? "danger" : "primary"}
      make={() => ({
        title: { key: "bills.tx", values: { act: t(`bills.act_${act}`) } },
        calls: [call(billsChanges, face, lot.inner)],
      })}
    />
  );
}

/** The claimant has the part, for security. */
function Replace({ whole, account, lot, stop }: Given) {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { billsChanges } = useContracts();
  const { history, bill, rules, accepted, due } = whole;
  const { face, id } = history;
  const money = useMoney(face.token);
  const paid = useQuery({
    queryKey: ["bill-collectable", reader.network.chainId, String(lot.id)],
    queryFn: () => billCollectable(reader, id, lot.inner),
  });
  if (paid.data === undefined) return <QueryState query={paid} />;
  const { interest, principal } = due;
  const worth = { units: lot.units, collectable: paid.data };
  const sum = securityOn({ face, bill, accepted }, { ...worth, interest });
  // Interest grows by the day, on each unit: the allowance is enough for tomorrow, too.
  const daily = (principal * BigInt(rules.interestBps)) / 3_650_000n + 1n;
  const allowed =
    principal === 0n
      ? sum
      : securityOn({ face, bill, accepted }, { ...worth, interest: interest + daily }) + BigInt(lot.units);
  return (
    <ActForm
      lead={t("bills.does_replaceLot", {
        sum: money(sum),
        to: formatDay((stop.order?.lastDay ?? 0) + stopDays.grace, locale),
      })}
      button={t("bills.act_replaceLot")}
      make={async () => ({
        title: { key: "bills.tx", values: { act: t("bills.act_replaceLot") } },
        calls: [
          ...(await approvalFor(reader, { token: face.token, account, spender: billsChanges, sum: allowed })),
          replaceLot(billsChanges, face, lot.inner),
        ],
      })}
    />
  );
}

/** What a claimant gave goes to who was deprived, by the court; or back, once that is over. */
function Security({ whole, lot, stop, now, act }: Given & { act: "awardSecurity" | "releaseSecurity" }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { billsChanges } = useContracts();
  const { face } = whole.history;
  const money = useMoney(face.token);
  const [chosen, setChosen] = useState<string>();
  const isAward = act === "awardSecurity";
  const fitting = stop.securities.filter(({ lastDay }) => dayAt(now) <= lastDay === isAward);
  const security = fitting.find(({ claimant }) => claimant === chosen) ?? fitting[0];
  if (!security) return null;
  const name = (account: string) => nameOf(account) ?? shortAddress(account);
  const { claimant, deprived, amount, lastDay } = security;
  const call = isAward ? awardSecurity : releaseSecurity;
  return (
    <ActForm
      lead={t(`bills.does_${act}`, {
        amount: money(amount),
        claimant: name(claimant),
        deprived: name(deprived),
        day: formatDay(lastDay, locale),
      })}
      button={t(`bills.act_${act}`)}
      make={() => ({
        title: { key: "bills.tx", values: { act: t(`bills.act_${act}`) } },
        calls: [call(billsChanges, face, lot.inner, claimant)],
      })}
    >
      {fitting.length > 1 ? (
        <SelectField<string>
          label={t("bills.claimant")}
          value={claimant}
          options={fitting.map((each) => ({ value: each.claimant, label: name(each.claimant) }))}
          onChange={setChosen}
        />
      ) : null}
    </ActForm>
  );
}
