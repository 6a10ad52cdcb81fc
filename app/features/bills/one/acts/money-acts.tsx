"use client";

import { acceptBillPart, payBill } from "@tallystick/sdk/bills/bills";
import { guaranteeBill, notifyParties, protestRest } from "@tallystick/sdk/bills/recourse";
import { useState } from "react";
import { isAddressEqual, zeroAddress } from "viem";
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
import type { ActProps } from "./act-props";

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
  return (
    <ActForm
      lead={t("bills.does_pay", { due: money(all) })}
      button={t("bills.act_pay")}
      disabled={!amount || amount > all}
      make={async () => ({
        title: { key: "bills.tx", values: { act: t("bills.act_pay") } },
        calls: [
          ...(await approvalFor(reader, { token: face.token, account, spender: bills, sum: amount ?? 0n })),
          payBill(bills, face, amount),
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
    </ActForm>
  );
}

/** Tells all prior parties, with costs. */
export function Notify({ whole, lot }: ActProps) {
  const { t } = useLanguage();
  const { billsRecourse } = useContracts();
  const { face } = whole.history;
  const [text, setText] = useState("");
  const costs = useTyped(text, face.token);
  return (
    <ActForm
      lead={t("bills.does_notify")}
      button={t("bills.act_notify")}
      disabled={text !== "" && costs === undefined}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_notify") } },
        calls: [notifyParties(billsRecourse, face, lot.inner, { costs: costs ?? 0n })],
      })}
    >
      <AmountField label={t("bills.costs")} value={text} token={face.token} onChange={setText} />
    </ActForm>
  );
}

/** Protests that only a part was accepted. */
export function ProtestRest({ whole }: ActProps) {
  const { t } = useLanguage();
  const { billsRecourse } = useContracts();
  const { face } = whole.history;
  const [text, setText] = useState("");
  const costs = useTyped(text, face.token);
  return (
    <ActForm
      lead={t("bills.does_protestRest")}
      button={t("bills.act_protestRest")}
      look="danger"
      disabled={text !== "" && costs === undefined}
      make={() => ({
        title: { key: "bills.tx", values: { act: t("bills.act_protestRest") } },
        calls: [protestRest(billsRecourse, face, costs ?? 0n)],
      })}
    >
      <AmountField label={t("bills.costs")} value={text} token={face.token} onChange={setText} />
    </ActForm>
  );
}
