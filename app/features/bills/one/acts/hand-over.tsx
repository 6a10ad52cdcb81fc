"use client";

import { dayOfDate } from "@tallystick/sdk/bills/face";
import { deliverLot, endorseBill, pledgeLot } from "@tallystick/sdk/bills/holding";
import type { Call } from "@tallystick/sdk/chain/call";
import { KIND, rootId } from "@tallystick/sdk/instruments/links";
import { divideLot, endorseLot } from "@tallystick/sdk/instruments/lots";
import { useId, useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { ChoiceField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { Notice, TextField } from "@/components/ui";
import { ActForm } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import type { ActProps } from "./act-props";
import type { WaysOn } from "./ways-on";

/** Hands a lot on: each way with a sentence of what it makes of who gives it. */
export function HandOver(props: ActProps & { ways: readonly WaysOn[] }) {
  const { t } = useLanguage();
  const { bills, lots } = useContracts();
  const { whole, lot, ways } = props;
  const { face, id } = whole.history;
  const money = useMoney(face.token);
  const name = useId();
  const [chosen, setChosen] = useState<WaysOn>("withRecourse");
  const [to, setTo] = useState("");
  const [text, setText] = useState("");
  const [until, setUntil] = useState("");
  const way = ways.includes(chosen) ? chosen : ways[0];
  const receiver = accountIn(to);
  const typed = useTyped(text, face.token);
  const isFull = way === "withRecourse" || way === "withoutRecourse";
  const all = BigInt(lot.units) * face.unit;
  const amount = isFull && text !== "" ? typed : all;
  const isWhole = amount !== undefined && amount > 0n && amount <= all && amount % face.unit === 0n;
  if (!way) return null;
  const call = (holder: Address): Call => {
    switch (way) {
      case "withRecourse":
      case "withoutRecourse": {
        const kind = KIND[way];
        if (amount === all) return endorseLot(lots, lot.id, holder, kind);
        const units = Number((amount ?? 0n) / face.unit);
        return divideLot(lots, rootId(bills, id), lot.inner, [{ to: holder, units, kind }]);
      }
      case "pledge":
        return pledgeLot(bills, id, lot.inner, holder, dayOfDate(until));
      case "delivered":
        return deliverLot(bills, id, lot.inner, holder);
      default:
        return endorseBill(bills, face, lot.inner, holder, way);
    }
  };
  return (
    <ActForm
      lead={t("bills.does_handOver")}
      button={t("bills.act_handOver")}
      disabled={!receiver || !isWhole || (way === "pledge" && until === "")}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_handOver") } },
        calls: receiver ? [call(receiver)] : [],
      })}
    >
      <ChoiceField<WaysOn>
        legend={t("bills.way")}
        name={name}
        value={way}
        options={ways.map((value) => ({ value, label: t(`bills.kind_${value}`), hint: t(`bills.way_${value}`) }))}
        onChange={setChosen}
      />
      <AccountField label={t("bills.to")} value={to} onChange={setTo} />
      {isFull && face.units > 1 ? (
        <>
          <AmountField
            label={t("bills.partOnly")}
            hint={t("bills.partOnlyHint", { all: money(all) })}
            value={text}
            token={face.token}
            onChange={setText}
          />
          {amount !== undefined && !isWhole ? (
            <Notice tone="warn">{t("bills.notUnits", { unit: money(face.unit) })}</Notice>
          ) : null}
        </>
      ) : null}
      {way === "pledge" ? (
        <TextField
          type="date"
          label={t("bills.pledgeUntil")}
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      ) : null}
    </ActForm>
  );
}
