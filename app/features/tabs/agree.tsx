"use client";

import { closingTypedData } from "@tallystick/sdk/market/tab";
import { useState } from "react";
import { useMoney, useToken } from "@/components/amount";
import { AmountField, useTyped } from "@/components/money-field";
import { ShareLink } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { useLanguage } from "@/i18n/context";
import { formatAmount } from "@/lib/format";
import type { HandedClosing } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { ActForm, type ActProps } from "./forms";
import { owedOn } from "./tab-card";

const week = 7 * 86_400;

/** Signs a final total and hands it to the other side, who closes the tab with it at once. */
export function Agree(props: ActProps) {
  const { own, view } = props;
  const { t } = useLanguage();
  const { network } = useReader();
  const { tabs } = useContracts();
  const sign = useSign();
  const token = useToken(own.tab.token);
  const money = useMoney(own.tab.token);
  const { run, busy, problem } = useSigning();
  const [text, setText] = useState<string>();
  const [handed, setHanded] = useState<HandedClosing>();
  const suggested = token ? formatAmount(owedOn(view), token.decimals, "en").replaceAll(",", "") : "";
  const shown = text ?? suggested;
  const owed = useTyped(shown, own.tab.token);
  if (handed) {
    return <ShareLink handed={handed} label={t("tabs.agreeLink")} hint={t("tabs.agreeLinkHint")} />;
  }
  const submit = () =>
    run(async () => {
      if (owed === undefined) return;
      const closing = { tab: own.id, owed, deadline: view.now + week };
      const signature = await sign(closingTypedData(network.chainId, tabs, closing));
      setHanded({ kind: "closing", chainId: network.chainId, tab: own.tab, by: own.role, closing, signature });
    });
  return (
    <ActForm
      lead={t("tabs.agreeLead")}
      button={t("tabs.agreeSign")}
      busy={busy}
      problem={problem}
      disabled={owed === undefined || owed < view.state.claimed}
      onSubmit={() => void submit()}
    >
      <AmountField
        label={t("tabs.finalTotal")}
        value={shown}
        token={own.tab.token}
        onChange={setText}
        error={
          owed !== undefined && owed < view.state.claimed
            ? t("tabs.belowClaimed", { amount: money(view.state.claimed) })
            : undefined
        }
      />
      <SignedWords>{t("tabs.signsFinal", { amount: money(owed ?? 0n) })}</SignedWords>
    </ActForm>
  );
}
