"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { divideLot, endorseLot } from "@tallystick/sdk/instruments/lots";
import { useId, useState } from "react";
import { AccountField, accountIn } from "@/components/account-field";
import { useMoney, useToken } from "@/components/amount";
import { ChoiceField, SelectField } from "@/components/fields";
import { AmountField } from "@/components/money-field";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { LotActProps } from "./act-props";
import { emptyShare, type HandKind, readShares, type Share } from "./shares";

type Mode = "parts" | "whole";

/** Hands a part on: shares of it to several, or all of it to one. */
export function HandOn(props: LotActProps) {
  const { t } = useLanguage();
  const [mode, setMode] = useState<Mode>("parts");
  const name = useId();
  return (
    <div className="grid gap-4">
      <ChoiceField<Mode>
        legend={t("receivables.handMode")}
        name={name}
        value={mode}
        options={(["parts", "whole"] as const).map((value) => ({ value, label: t(`receivables.hand_${value}`) }))}
        onChange={setMode}
      />
      {mode === "parts" ? <Shares {...props} /> : <WholeLot {...props} />}
    </div>
  );
}

function KindField(props: { value: HandKind; onChange: (kind: HandKind) => void }) {
  const { t } = useLanguage();
  return (
    <SelectField<HandKind>
      label={t("receivables.handKind")}
      hint={t(`receivables.handKindHint_${props.value}`)}
      value={props.value}
      options={(["withoutRecourse", "withRecourse"] as const).map((value) => ({
        value,
        label: t(`receivables.kind_${value}`),
      }))}
      onChange={props.onChange}
    />
  );
}

function WholeLot({ receivable, lot }: LotActProps) {
  const { t } = useLanguage();
  const { lots } = useContracts();
  const [to, setTo] = useState("");
  const [kind, setKind] = useState<HandKind>("withoutRecourse");
  const receiver = accountIn(to);
  return (
    <ActForm
      lead={t("receivables.does_handOn")}
      button={t("receivables.act_handOn")}
      disabled={!receiver}
      make={() => ({
        title: { key: "tx.handOnLot", values: { number: shownNumber(receivable.number) } },
        calls: receiver ? [endorseLot(lots, lot.id, receiver, KIND[kind])] : [],
      })}
    >
      <AccountField label={t("receivables.handTo")} value={to} onChange={setTo} />
      <KindField value={kind} onChange={setKind} />
    </ActForm>
  );
}

function Shares({ receivable, lot, account }: LotActProps) {
  const { t } = useLanguage();
  const { lots } = useContracts();
  const { token, unit } = receivable;
  const info = useToken(token);
  const money = useMoney(token);
  const [shares, setShares] = useState<readonly Share[]>([emptyShare]);
  const whole = { holder: account, units: lot.units, unit, decimals: info?.decimals ?? 0 };
  const { sum, fault, parts } = readShares(shares, whole);
  const all = BigInt(lot.units) * unit;
  const change = (i: number, changed: Partial<Share>) =>
    setShares(shares.map((share, at) => (at === i ? { ...share, ...changed } : share)));
  // Until something is typed there is nothing to complain of.
  const isTyped = shares.some(({ to, amount }) => to !== "" || amount !== "");
  return (
    <ActForm
      lead={t("receivables.does_handOn")}
      button={t("receivables.act_handOn")}
      disabled={!info || fault !== undefined}
      make={() => ({
        title: { key: "tx.handOnLot", values: { number: shownNumber(receivable.number) } },
        calls: [divideLot(lots, receivable.root, lot.inner, parts)],
      })}
    >
      {shares.map((share, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a share is nothing but its place until it is sent
        <fieldset key={i} className="grid gap-3 rounded-xl border border-line p-3">
          <legend className="px-1 text-sm font-medium">{t("receivables.share", { n: i + 1 })}</legend>
          <AccountField label={t("receivables.handTo")} value={share.to} onChange={(to) => change(i, { to })} />
          <div className="grid gap-3 sm:grid-cols-2">
            <AmountField
              label={t("receivables.handAmount")}
              value={share.amount}
              token={token}
              onChange={(amount) => change(i, { amount })}
            />
            <KindField value={share.kind} onChange={(kind) => change(i, { kind })} />
          </div>
          {shares.length > 1 ? (
            <Button small className="justify-self-start" onClick={() => setShares(shares.filter((_, at) => at !== i))}>
              {t("receivables.removeShare", { n: i + 1 })}
            </Button>
          ) : null}
        </fieldset>
      ))}
      <Button small className="justify-self-start" onClick={() => setShares([...shares, emptyShare])}>
        {t("receivables.addShare")}
      </Button>
      <p role="status">
        {t("receivables.sharesSum", { sum: money(sum), whole: money(all), rest: money(sum > all ? 0n : all - sum) })}
      </p>
      {fault && isTyped ? (
        <Notice tone="warn">
          {t(`receivables.shares_${fault}`, { unit: money(unit), sum: money(sum), whole: money(all) })}
        </Notice>
      ) : null}
    </ActForm>
  );
}
