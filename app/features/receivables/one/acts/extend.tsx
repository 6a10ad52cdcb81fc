"use client";

import { extendReceivable } from "@tallystick/sdk/instruments/receivables";
import { endOfDay } from "@tallystick/sdk/instruments/terms";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { AreaField } from "@/components/fields";
import { Notice, TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { shownNumber } from "../../shared/number";
import { ActForm } from "./act-form";
import type { ActProps } from "./act-props";
import { useLots } from "./use-lots";
import { extensionsIn } from "./words";

/** Makes it due later, with the word of every holder of what is open. */
export function Extend({ receivable, now }: ActProps) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  const money = useMoney(receivable.token);
  const [day, setDay] = useState("");
  const [text, setText] = useState("");
  const dueAt = day === "" ? undefined : endOfDay(day);
  const words = extensionsIn(text).filter((each) => each.dueAt === dueAt && each.deadline === dueAt);
  const named = useLots(
    receivable.id,
    words.map(({ lot }) => lot),
    now,
  );
  const agreed = named.flatMap((lot) => {
    const word = words.find(({ lot: id, version }) => id === lot.id && version === lot.version);
    return word ? [{ lot, word }] : [];
  });
  const missing = agreed.reduce((sum, { lot }) => sum - lot.units, receivable.books.openUnits);
  return (
    <ActForm
      lead={t("receivables.does_extend")}
      button={t("receivables.act_extend")}
      disabled={dueAt === undefined || missing > 0}
      make={() => ({
        title: { key: "tx.extendReceivable", values: { number: shownNumber(receivable.number) } },
        calls: [
          extendReceivable(
            receivables,
            receivable,
            { dueAt: dueAt ?? 0, deadline: dueAt ?? 0 },
            agreed.map(({ lot: { inner, start }, word }) => ({ inner, start, signature: word.signature })),
          ),
        ],
      })}
    >
      <TextField
        type="date"
        label={t("receivables.newDue")}
        hint={t("receivables.dueHint")}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <AreaField
        label={t("receivables.words")}
        hint={t("receivables.wordsHint")}
        className="font-mono text-xs"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {dueAt !== undefined && missing > 0 ? (
        <Notice tone="warn" role="status">
          {t("receivables.wordsMissing", { amount: money(BigInt(missing) * receivable.unit) })}
        </Notice>
      ) : null}
    </ActForm>
  );
}
