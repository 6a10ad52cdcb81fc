"use client";

import { statementHandOver } from "@tallystick/sdk/instruments/statements";
import { handOverTypedData } from "@tallystick/sdk/market/tab";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { SelectField } from "@/components/fields";
import { ShareLink } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import type { HandedHandOver } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { ActForm, type ActProps } from "./forms";

const week = 7 * 86_400;

/** Signs that what is outstanding of a statement becomes a receivable, and hands it to the other side, who does it. */
export function HandOver({ own, view }: ActProps) {
  const { t, locale } = useLanguage();
  const money = useMoney(own.tab.token);
  const { chainId } = useReader().network;
  const { tabs, statements } = useContracts();
  const sign = useSign();
  const { run, busy, problem } = useSigning();
  const [chosen, setChosen] = useState<number>();
  const [handed, setHanded] = useState<HandedHandOver>();
  const open = view.statements.filter(({ outstanding }) => outstanding > 0n);
  const one = open.find(({ number }) => number === chosen) ?? open[0];
  if (handed) return <ShareLink handed={handed} label={t("tabs.handOverLink")} hint={t("tabs.handOverLinkHint")} />;
  if (!one) return null;
  const submit = () =>
    run(async () => {
      const handOver = statementHandOver({ chainId, tabs, statements }, own.tab, one, view.now + week);
      const signature = await sign(handOverTypedData(chainId, tabs, handOver));
      setHanded({ kind: "handOver", chainId, tab: own.tab, by: own.role, handOver, signature });
    });
  return (
    <ActForm
      lead={t("tabs.handOverLead")}
      button={t("tabs.handOverSign")}
      busy={busy}
      problem={problem}
      onSubmit={() => void submit()}
    >
      {open.length > 1 ? (
        <SelectField
          label={t("tabs.handOverWhich")}
          value={one.number}
          options={open.map(({ number, outstanding }) => ({
            value: number,
            label: `${t("tabs.statement", { number })} · ${money(outstanding)}`,
          }))}
          onChange={setChosen}
        />
      ) : null}
      <SignedWords>
        {t(`tabs.signsHandOver_${own.role}`, {
          amount: money(one.outstanding),
          number: one.number,
          time: formatTime(one.dueAt, locale),
        })}
      </SignedWords>
    </ActForm>
  );
}
