"use client";

import { earlyPaymentTypedData, isEarlyPaymentSigned } from "@tallystick/sdk/bills/billSignatures";
import { payBillEarly } from "@tallystick/sdk/bills/bills";
import { versionOf } from "@tallystick/sdk/instruments/lots";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { CopyButton } from "@/components/copy-button";
import { AreaField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { ActForm } from "@/features/receivables/one/acts/act-form";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { shortAddress } from "@/lib/format";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import { useSigning } from "@/lib/use-signing";
import type { ActProps } from "./act-props";
import { earlyWord, earlyWordIn } from "./early-word";

const week = 7 * 86_400;

/** The holder's word that the drawee may pay before the due day. It moves nothing by itself. */
export function AgreeEarly({ lot, now }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const sign = useSign();
  const { bills } = useContracts();
  const { run, busy, problem } = useSigning();
  const [word, setWord] = useState<string>();
  const agree = async () => {
    const consent = { lot: lot.id, version: await versionOf(reader, lot.id), deadline: now + week };
    const signature = await sign(earlyPaymentTypedData(reader.network.chainId, bills, consent));
    return earlyWord({ ...consent, signature });
  };
  return (
    <div className="grid gap-4">
      <p className="text-sm text-muted">{t("bills.does_agreeEarly")}</p>
      <ProblemNotice problem={problem} />
      <Button look="primary" className="justify-self-start" busy={busy} onClick={() => void run(agree).then(setWord)}>
        {t("bills.sign")}
      </Button>
      {word ? (
        <div>
          <AreaField label={t("bills.yourWord")} className="font-mono text-xs" readOnly value={word} />
          <CopyButton value={word} label={t("bills.copyWord")} />
        </div>
      ) : null}
    </div>
  );
}

/** The acceptor pays before the due day, by the holder's word. */
export function PayEarly({ whole, account, lot }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const { bills } = useContracts();
  const { history, accepted } = whole;
  const { face, lots } = history;
  const money = useMoney(face.token);
  const [text, setText] = useState("");
  const word = earlyWordIn(text);
  const fits = word !== undefined && lots.some(({ id, units }) => id === word.lot && units === face.units);
  const sum = accepted * BigInt(face.units);
  const make = async () => {
    const holder = lots.find(({ id }) => id === word?.lot)?.holder ?? lot.holder;
    if (!word || !holder || !(await isEarlyPaymentSigned(reader, holder, word))) {
      throw new ActError({ code: "Bills_NotSigned", values: { signer: shortAddress(holder ?? face.payee) } });
    }
    return {
      title: { key: "bills.tx", values: { act: t("bills.act_payEarly") } } as const,
      calls: [
        ...(await approvalFor(reader, { token: face.token, account, spender: bills, sum })),
        payBillEarly(bills, face, word),
      ],
    };
  };
  return (
    <ActForm
      lead={t("bills.does_payEarly", { due: money(sum) })}
      button={t("bills.act_payEarly")}
      disabled={!fits}
      make={make}
    >
      <AreaField
        label={t("bills.holdersWord")}
        error={text !== "" && !fits ? t("bills.badWord") : undefined}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </ActForm>
  );
}
