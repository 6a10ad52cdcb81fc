"use client";

import { finishClosingTab, payTab, startClosingTab } from "@tallystick/sdk/market/tabActs";
import { voucherTypedData } from "@tallystick/sdk/market/voucher";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMoney, useToken } from "@/components/amount";
import { AmountField, useTyped } from "@/components/money-field";
import { ShareLink } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { useLanguage } from "@/i18n/context";
import { approvalFor } from "@/lib/approval";
import { formatAmount, shortAddress } from "@/lib/format";
import type { HandedVoucher } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { keepVoucher } from "@/lib/vouchers";
import { Agree } from "./agree";
import { ActForm, type ActProps } from "./forms";
import { WayField } from "./open-tab";
import { owedOn } from "./tab-card";
import { useDeposit, type Way } from "./use-deposit";

export function ReaderAct(props: ActProps) {
  if (props.name === "topUp") return <TopUp {...props} />;
  if (props.name === "voucher") return <SignVoucher {...props} />;
  if (props.name === "pay") return <Pay {...props} />;
  if (props.name === "agree") return <Agree {...props} />;
  return <CloseAlone {...props} />;
}

function TopUp({ own, account, onDone }: ActProps) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [way, setWay] = useState<Way>("signature");
  const { deposit, busy, problem } = useDeposit(account);
  const amount = useTyped(text, own.tab.token);
  const title = { key: "tx.topUpTab", values: { provider: shortAddress(own.tab.provider) } } as const;
  return (
    <ActForm
      lead={t("tabs.topUpLead")}
      button={t("tabs.act_topUp")}
      busy={busy}
      problem={problem}
      disabled={!amount}
      onSubmit={() => {
        if (amount) void deposit(own.tab, amount, way, title).then((done) => done && onDone());
      }}
    >
      <AmountField label={t("tabs.deposit")} value={text} token={own.tab.token} onChange={setText} />
      <WayField way={way} onChange={setWay} />
    </ActForm>
  );
}

/** A voucher for whoever is not asked through the keepers: signed in the open, and handed over by a link. */
function SignVoucher({ own, view }: ActProps) {
  const { t } = useLanguage();
  const money = useMoney(own.tab.token);
  const { network } = useReader();
  const { tabs } = useContracts();
  const sign = useSign();
  const queries = useQueryClient();
  const { run, busy, problem } = useSigning();
  const [text, setText] = useState("");
  const [handed, setHanded] = useState<HandedVoucher>();
  const more = useTyped(text, own.tab.token);
  const owed = owedOn(view) + (more ?? 0n);
  const beyond = more !== undefined && owed > view.state.available;
  if (handed) return <ShareLink handed={handed} label={t("tabs.voucherLink")} hint={t("tabs.voucherLinkHint")} />;
  const submit = () =>
    run(async () => {
      const signature = await sign(voucherTypedData(network.chainId, tabs, { tab: own.id, owed }));
      await keepVoucher(network.chainId, own.id, { tab: own.tab, owed, signature }).catch(() => undefined);
      setHanded({ kind: "voucher", chainId: network.chainId, tab: own.tab, owed, signature });
      await queries.invalidateQueries({ queryKey: ["tab"] });
    });
  return (
    <ActForm
      lead={t("tabs.voucherLead")}
      button={t("tabs.voucherSign")}
      busy={busy}
      problem={problem}
      disabled={!more || beyond}
      onSubmit={() => void submit()}
    >
      <AmountField
        label={t("tabs.voucherMore")}
        value={text}
        token={own.tab.token}
        onChange={setText}
        error={beyond ? t("tabs.beyond") : undefined}
      />
      <SignedWords>
        {t("tabs.signsOwed", { amount: money(owed), provider: shortAddress(own.tab.provider) })}
      </SignedWords>
    </ActForm>
  );
}

function Pay({ own, view, account, onDone }: ActProps) {
  const { t } = useLanguage();
  const reader = useReader();
  const { tabs } = useContracts();
  const token = useToken(own.tab.token);
  const { run, busy, problem } = useActing();
  const [text, setText] = useState<string>();
  const suggested = token ? formatAmount(view.state.debt, token.decimals, "en").replaceAll(",", "") : "";
  const amount = useTyped(text ?? suggested, own.tab.token);
  const tooMuch = amount !== undefined && amount > view.state.debt;
  const pay = async () => {
    const sum = amount ?? 0n;
    const approval = await approvalFor(reader, { token: own.tab.token, account, spender: tabs, sum });
    return {
      title: { key: "tx.payTab", values: { provider: shortAddress(own.tab.provider) } } as const,
      calls: [...approval, payTab(tabs, own.tab, sum)],
    };
  };
  return (
    <ActForm
      lead={t("tabs.payLead")}
      button={t("tabs.act_pay")}
      busy={busy}
      problem={problem}
      disabled={!amount || tooMuch}
      onSubmit={() => void run(pay).then((done) => done && onDone())}
    >
      <AmountField
        label={t("publish.amount")}
        value={text ?? suggested}
        token={own.tab.token}
        onChange={setText}
        error={tooMuch ? t("tabs.moreThanOwed") : undefined}
      />
    </ActForm>
  );
}

/** Closing without the other side: first the time in which the provider may settle, then the end. */
function CloseAlone({ own, name, onDone }: ActProps) {
  const { t } = useLanguage();
  const { tabs } = useContracts();
  const { run, busy, problem } = useActing();
  const ends = name === "finishClosing";
  const values = { other: shortAddress(own.tab.provider) };
  return (
    <ActForm
      lead={ends ? t("tabs.finishLead") : t("tabs.closingLead")}
      button={t(ends ? "tabs.act_finishClosing" : "tabs.act_startClosing")}
      look="danger"
      busy={busy}
      problem={problem}
      onSubmit={() =>
        void run(() => ({
          title: { key: ends ? "tx.closeTab" : "tx.startClosing", values },
          calls: [ends ? finishClosingTab(tabs, own.tab) : startClosingTab(tabs, own.tab)],
        })).then((done) => done && onDone())
      }
    />
  );
}
