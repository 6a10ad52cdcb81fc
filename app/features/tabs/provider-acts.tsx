"use client";

import { creditTypedData } from "@tallystick/sdk/market/tab";
import { closeTab, collectTab, finishClosingTab, issueStatement, settleTab } from "@tallystick/sdk/market/tabActs";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMoney } from "@/components/amount";
import { AreaField } from "@/components/fields";
import { AmountField, useTyped } from "@/components/money-field";
import { ShareLink } from "@/components/share-link";
import { SignedWords } from "@/components/signed-words";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { type HandedCredit, handedIn } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { keepVoucher } from "@/lib/vouchers";
import { Agree } from "./agree";
import { ActForm, type ActProps } from "./forms";
import { sameTab } from "./same-tab";

export function ProviderAct(props: ActProps) {
  if (props.name === "settle") return <Settle {...props} />;
  if (props.name === "offerCredit") return <OfferCredit {...props} />;
  if (props.name === "agree") return <Agree {...props} />;
  return <Plain {...props} />;
}

/** Settles the newest voucher: one that this browser has kept, or one that the reader sent. */
function Settle({ own, view, onDone }: ActProps) {
  const { t } = useLanguage();
  const money = useMoney(own.tab.token);
  const { network } = useReader();
  const { tabs } = useContracts();
  const queries = useQueryClient();
  const { run, busy, problem } = useActing();
  const [link, setLink] = useState("");
  const handed = handedIn(link);
  const pasted = handed?.kind === "voucher" && sameTab(handed.tab, own.tab) ? handed : undefined;
  const kept = view.voucher;
  const voucher = pasted && (!kept || pasted.owed > kept.owed) ? pasted : kept;
  const isNew = voucher !== undefined && voucher.owed > view.state.claimed;
  const settle = async () => {
    const { owed, signature } = voucher ?? { owed: 0n, signature: "0x" as const };
    // A voucher that came by hand is kept before it is used: it is money.
    if (voucher) await keepVoucher(network.chainId, own.id, { tab: own.tab, owed, signature });
    await queries.invalidateQueries({ queryKey: ["tab"] });
    return {
      title: { key: "tx.settleTab", values: { other: shortAddress(own.tab.reader) } } as const,
      calls: [settleTab(tabs, own.tab, owed, signature)],
    };
  };
  return (
    <ActForm
      lead={t("tabs.settleLead")}
      button={t("tabs.act_settle")}
      busy={busy}
      problem={problem}
      disabled={!isNew}
      onSubmit={() => void run(settle).then((done) => done && onDone())}
    >
      <AreaField
        label={t("tabs.voucherPaste")}
        value={link}
        rows={2}
        spellCheck={false}
        className="min-h-16! font-mono text-xs"
        onChange={(event) => setLink(event.target.value)}
        error={link && !pasted ? t("tabs.notAVoucher") : undefined}
      />
      <p className="text-sm">
        {voucher ? (
          <>
            {t("tabs.voucherSays", { amount: money(voucher.owed) })} {isNew ? null : t("tabs.voucherOld")}
          </>
        ) : (
          t("tabs.noVoucher")
        )}
      </p>
    </ActForm>
  );
}

const week = 7 * 86_400;

function OfferCredit({ own, view }: ActProps) {
  const { t } = useLanguage();
  const money = useMoney(own.tab.token);
  const { network } = useReader();
  const { tabs } = useContracts();
  const sign = useSign();
  const { run, busy, problem } = useSigning();
  const [text, setText] = useState("");
  const [days, setDays] = useState("30");
  const [handed, setHanded] = useState<HandedCredit>();
  const limit = useTyped(text, own.tab.token);
  const goodDays = /^\d{1,3}$/.test(days);
  if (handed) return <ShareLink handed={handed} label={t("tabs.creditLink")} hint={t("tabs.creditLinkHint")} />;
  const submit = () =>
    run(async () => {
      const offer = {
        tab: own.id,
        limit: limit ?? 0n,
        paymentTerm: Number(days) * 86_400,
        serial: view.state.line.serial + 1,
        deadline: view.now + week,
      };
      const signature = await sign(creditTypedData(network.chainId, tabs, offer));
      setHanded({ kind: "credit", chainId: network.chainId, tab: own.tab, offer, signature });
    });
  return (
    <ActForm
      lead={t("tabs.creditLead")}
      button={t("tabs.creditSign")}
      busy={busy}
      problem={problem}
      disabled={limit === undefined || !goodDays}
      onSubmit={() => void submit()}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <AmountField label={t("tabs.creditLimit")} value={text} token={own.tab.token} onChange={setText} />
        <TextField
          label={t("tabs.creditDays")}
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={goodDays ? undefined : t("publish.badNumber")}
        />
      </div>
      <SignedWords>{t("tabs.signsCredit", { amount: money(limit ?? 0n), n: goodDays ? Number(days) : 0 })}</SignedWords>
    </ActForm>
  );
}

/** Acts that need nothing but a decision. */
function Plain({ own, view, name, account, onDone }: ActProps) {
  const { t } = useLanguage();
  const { tabs } = useContracts();
  const { run, busy, problem } = useActing();
  const { voucher } = view;
  const calls = {
    collect: () => collectTab(tabs, own.tab, account),
    close: () => closeTab(tabs, own.tab),
    finishClosing: () => finishClosingTab(tabs, own.tab),
    state: () => issueStatement(tabs, own.tab, voucher?.owed ?? 0n, voucher?.signature ?? "0x"),
  };
  if (!isPlain(name)) return null;
  const other = shortAddress(own.tab.reader);
  return (
    <ActForm
      lead={t(`tabs.lead_${name}`)}
      button={t(`tabs.act_${name}`)}
      look={name === "close" ? "danger" : "primary"}
      busy={busy}
      problem={problem}
      onSubmit={() =>
        void run(() => ({ title: { key: titles[name], values: { other } }, calls: [calls[name]()] })).then(
          (done) => done && onDone(),
        )
      }
    />
  );
}

const titles = {
  collect: "tx.collectTab",
  close: "tx.closeTab",
  finishClosing: "tx.closeTab",
  state: "tx.stateTab",
} as const;

function isPlain(name: string): name is keyof typeof titles {
  return Object.hasOwn(titles, name);
}
