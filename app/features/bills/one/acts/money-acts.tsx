"use client";

import { acceptBillPart, payBill, payBills } from "@tallystick/sdk/bills/bills";
import { attestProtest, guaranteeBill, notifyParties, protestRest } from "@tallystick/sdk/bills/recourse";
import { sumOnLot } from "@tallystick/sdk/bills/recourseClaims";
import { BPS } from "@tallystick/sdk/instruments/whole";
import { useState } from "react";
import { type Hex, isAddressEqual, zeroAddress } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { Notice } from "@/components/ui";
import { ActForm } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { formatDay } from "../../shared/dates";
import { FileHash } from "../../shared/file-hash";
import { useRecourse } from "../use-recourse";
import type { ActProps } from "./act-props";
import { OtherDues, useOtherDues } from "./other-dues";

/** What somebody typed of a bill's sum, as base units of each unit: it goes into no other parts. */
function usePart(text: string, { whole }: ActProps) {
  const { face } = whole.history;
  const sum = useTyped(text, face.token);
  const units = BigInt(face.units);
  const isEven = sum === undefined || sum % units === 0n;
  return { sum, isEven, part: sum !== undefined && isEven ? sum / units : undefined };
}

function Uneven(props: { given: ActProps }) {
  const { t } = useLanguage();
  const { face } = props.given.whole.history;
  return <Notice tone="warn">{t("bills.uneven", { n: face.units })}</Notice>;
}

/** The drawee undertakes to pay a part. */
export function AcceptPart(given: ActProps) {
  const { t } = useLanguage();
  const { bills } = useContracts();
  const { face } = given.whole.history;
  const [text, setText] = useState("");
  const { isEven, part } = usePart(text, given);
  return (
    <ActForm
      lead={t("bills.does_acceptPart")}
      button={t("bills.act_acceptPart")}
      disabled={!part || part >= face.unit}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_acceptPart") } },
        calls: [acceptBillPart(bills, face, part ?? 0n)],
      })}
    >
      <AmountField label={t("bills.amount")} value={text} token={face.token} onChange={setText} />
      {isEven ? null : <Uneven given={given} />}
    </ActForm>
  );
}

/** Somebody answers for a party: the drawer, or the acceptor; for an endorser, with the chain that he gave. */
export function Guarantee(given: ActProps) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { billsRecourse } = useContracts();
  const { whole, account, lot } = given;
  const { face } = whole.history;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string>(face.drawer);
  const { isEven, part } = usePart(text, given);
  const known = [
    face.drawer,
    ...(whole.accepted > 0n ? [face.drawee] : []),
    ...lot.links.slice(1).map(({ from }) => from),
  ];
  const others = [...new Map(known.map((each) => [each.toLowerCase(), each])).values()].filter(
    (each) => !isAddressEqual(each, account),
  );
  const principal = others.find((each) => each === chosen) ?? others[0];
  const isEndorser =
    principal !== undefined && ![face.drawer, face.drawee].some((each) => isAddressEqual(each, principal));
  return (
    <ActForm
      lead={t("bills.does_guarantee")}
      button={t("bills.act_guarantee")}
      disabled={!part || !principal}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_guarantee") } },
        calls: [
          guaranteeBill(billsRecourse, face, {
            principal: principal === face.drawer ? zeroAddress : principal,
            part: part ?? 0n,
            proof: isEndorser ? lot : undefined,
          }),
        ],
      })}
    >
      <SelectField
        label={t("bills.guaranteeFor")}
        value={principal ?? ""}
        options={others.map((value) => ({ value, label: nameOf(value) ?? shortAddress(value) }))}
        onChange={setChosen}
      />
      <AmountField label={t("bills.amount")} value={text} token={face.token} onChange={setText} />
      {isEven ? null : <Uneven given={given} />}
    </ActForm>
  );
}

/** Pays what is due, or a part of it; nobody may refuse a part. */
export function Pay({ whole, account }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const { bills } = useContracts();
  const { history, due } = whole;
  const { face } = history;
  const money = useMoney(face.token);
  const [text, setText] = useState("");
  const typed = useTyped(text, face.token);
  const all = due.principal + due.interest;
  const amount = text === "" ? all : typed;
  const [chosen, setChosen] = useState<readonly bigint[]>([]);
  const others = useOtherDues(whole, account);
  const along = others.filter(({ id }) => chosen.includes(id));
  const sum = along.reduce((total, each) => total + each.sum, amount ?? 0n);
  return (
    <ActForm
      lead={t("bills.does_pay", { due: money(all) })}
      button={t("bills.act_pay")}
      disabled={!amount || amount > all}
      make={async () => ({
        title: { key: "bills.tx", values: { act: t("bills.act_pay") } },
        calls: [
          ...(await approvalFor(reader, { token: face.token, account, spender: bills, sum })),
          along.length === 0
            ? payBill(bills, face, amount)
            : payBills(bills, face.token, [
                { face, upTo: amount },
                ...along.map((each) => ({ face: each.face, upTo: each.sum })),
              ]),
        ],
      })}
    >
      <AmountField
        label={t("bills.payAmount")}
        hint={t("bills.payHint")}
        value={text}
        token={face.token}
        onChange={setText}
      />
      <OtherDues dues={others} token={face.token} chosen={chosen} onChange={setChosen} />
      {along.length > 0 ? <p className="font-medium">{t("bills.payTogether", { sum: money(sum) })}</p> : null}
    </ActForm>
  );
}

/** The most that costs may come to, as the law of the bill caps them. */
function mostCosts({ whole }: ActProps, open: bigint): bigint {
  return (open * BigInt(whole.rules.costsBps)) / BPS;
}

/** Costs that somebody notes, and whether the law allows so many. */
function useCosts(given: ActProps, open: bigint) {
  const { t } = useLanguage();
  const { token } = given.whole.history.face;
  const money = useMoney(token);
  const [text, setText] = useState("");
  const typed = useTyped(text, token);
  const most = mostCosts(given, open);
  const costs = text === "" ? 0n : typed;
  const isTooMuch = costs !== undefined && costs > most;
  const field = (
    <AmountField
      label={t("bills.costs")}
      hint={t("bills.costsMost", { most: money(most) })}
      error={isTooMuch ? t("bills.costsMost", { most: money(most) }) : undefined}
      value={text}
      token={token}
      onChange={setText}
    />
  );
  return { costs: isTooMuch ? undefined : costs, field };
}

/** Tells all prior parties, with costs. */
export function Notify(given: ActProps) {
  const { whole, lot } = given;
  const { t } = useLanguage();
  const { billsRecourse } = useContracts();
  const { face } = whole.history;
  const [document, setDocument] = useState<Hex>();
  const facts = useRecourse(whole, lot).data;
  const { costs, field } = useCosts(given, facts ? sumOnLot(facts).principal : 0n);
  return (
    <ActForm
      lead={t("bills.does_notify")}
      button={t("bills.act_notify")}
      disabled={costs === undefined}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_notify") } },
        calls: [notifyParties(billsRecourse, face, lot.inner, { costs, document })],
      })}
    >
      {field}
      <FileHash label={t("bills.costsFile")} value={document} onChange={setDocument} />
    </ActForm>
  );
}

/** Protests that only a part was accepted. */
export function ProtestRest(given: ActProps) {
  const { whole } = given;
  const { t, locale } = useLanguage();
  const { billsRecourse } = useContracts();
  const { face } = whole.history;
  const { costs, field } = useCosts(given, (face.unit - whole.accepted) * BigInt(face.units));
  return (
    <ActForm
      lead={t("bills.does_protestRest", { day: formatDay(whole.bill.dueDay, locale) })}
      button={t("bills.act_protestRest")}
      look="danger"
      disabled={costs === undefined}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_protestRest") } },
        calls: [protestRest(billsRecourse, face, costs)],
      })}
    >
      {field}
    </ActForm>
  );
}

/** Testifies to a protest: a notary, or whoever saw it. */
export function Attest({ whole }: ActProps) {
  const { t } = useLanguage();
  const { billsRecourse } = useContracts();
  const { face } = whole.history;
  const [document, setDocument] = useState<Hex>();
  return (
    <ActForm
      lead={t("bills.does_attest")}
      button={t("bills.act_attest")}
      disabled={!document}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_attest") } },
        calls: document ? [attestProtest(billsRecourse, face, document)] : [],
      })}
    >
      <FileHash label={t("bills.attestFile")} value={document} onChange={setDocument} />
    </ActForm>
  );
}
