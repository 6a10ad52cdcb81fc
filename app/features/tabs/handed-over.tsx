"use client";

import { closingTypedData } from "@tallystick/sdk/market/tab";
import { acceptCredit, closeTabByAgreement } from "@tallystick/sdk/market/tabActs";
import { isVoucherSigned } from "@tallystick/sdk/market/tabSignatures";
import { tabId } from "@tallystick/sdk/market/voucher";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { useMoney } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Facts, Notice, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import type { HandedClosing, HandedCredit, HandedHandOver, HandedVoucher } from "@/lib/handed";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { useSigning } from "@/lib/use-signing";
import { keepVoucher } from "@/lib/vouchers";

type HandedHere = HandedVoucher | HandedCredit | HandedClosing | HandedHandOver;

/** Loaded when such a link is opened. */
const TakeHandOver = dynamic(() => import("./take-hand-over").then((module) => module.TakeHandOver), {
  loading: () => <Skeleton className="h-24" />,
});

/** What the other side of a tab has sent by a link: a voucher, a credit line, or a final total. */
export function HandedOver(props: { handed: HandedHere; account: Address }) {
  const { handed, account } = props;
  const { t } = useLanguage();
  const { network } = useReader();
  const nameOf = useNameOf();
  const { tab, kind } = handed;
  const mine = [tab.reader, tab.provider].some((each) => each.toLowerCase() === account.toLowerCase());
  const fits = handed.chainId === network.chainId;
  return (
    <section aria-labelledby="handed" className="card border-brand p-5">
      <h2 id="handed" className="text-xl">
        {t(`tabs.handed_${kind}`)}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t(`tabs.handedLead_${kind}`)}</p>
      <Facts
        rows={[
          [t("tabs.reader"), <AddressText key="r" address={tab.reader} label={nameOf(tab.reader)} />],
          [t("tabs.provider"), <AddressText key="p" address={tab.provider} label={nameOf(tab.provider)} />],
        ]}
      />
      <div className="mt-4">
        {!fits ? (
          <Notice tone="warn">{t("tabs.otherChain")}</Notice>
        ) : !mine ? (
          <Notice tone="warn">{t("tabs.notYours")}</Notice>
        ) : kind === "voucher" ? (
          <TakeVoucher handed={handed} />
        ) : kind === "credit" ? (
          <TakeCredit handed={handed} account={account} />
        ) : kind === "handOver" ? (
          <TakeHandOver handed={handed} account={account} />
        ) : (
          <TakeClosing handed={handed} account={account} />
        )}
      </div>
    </section>
  );
}

function TakeVoucher(props: { handed: HandedVoucher }) {
  const { t } = useLanguage();
  const { handed } = props;
  const money = useMoney(handed.tab.token);
  const reader = useReader();
  const { tabs } = useContracts();
  const queries = useQueryClient();
  const { run, busy, problem } = useSigning();
  const [kept, setKept] = useState(false);
  const { chainId } = reader.network;
  const keep = async () => {
    const { tab, owed, signature } = handed;
    if (!(await isVoucherSigned(reader, tab, owed, signature))) {
      throw new ActError({ code: "Tabs_NotSigned", values: { signer: shortAddress(tab.reader) } });
    }
    await keepVoucher(chainId, tabId(chainId, tabs, tab), { tab, owed, signature });
    await queries.invalidateQueries({ queryKey: ["tab"] });
    setKept(true);
  };
  return (
    <div className="grid gap-3">
      <p>{t("tabs.voucherSays", { amount: money(handed.owed) })}</p>
      <ProblemNotice problem={problem} />
      {kept ? (
        <Notice tone="good" role="status">
          {t("tabs.voucherKept")}
        </Notice>
      ) : (
        <Button look="primary" className="justify-self-start" busy={busy} onClick={() => void run(keep)}>
          {t("tabs.voucherKeep")}
        </Button>
      )}
    </div>
  );
}

function TakeCredit(props: { handed: HandedCredit; account: Address }) {
  const { t, locale } = useLanguage();
  const { handed, account } = props;
  const money = useMoney(handed.tab.token);
  const { tabs } = useContracts();
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  const { tab, offer, signature } = handed;
  const forMe = tab.reader.toLowerCase() === account.toLowerCase();
  return (
    <div className="grid gap-3">
      <p>
        {t("tabs.creditSays", { amount: money(offer.limit), n: offer.paymentTerm / 86_400 })}{" "}
        {t("tabs.acceptBy", { time: formatTime(offer.deadline, locale) })}
      </p>
      <ProblemNotice problem={problem} />
      {done ? (
        <Notice tone="good" role="status">
          {t("tabs.creditTaken")}
        </Notice>
      ) : forMe ? (
        <Button
          look="primary"
          className="justify-self-start"
          busy={busy}
          onClick={() =>
            void run(() => ({
              title: { key: "tx.acceptCredit", values: { other: shortAddress(tab.provider) } },
              calls: [acceptCredit(tabs, tab, offer, signature)],
            })).then(setDone)
          }
        >
          {t("tabs.creditTake")}
        </Button>
      ) : (
        <Notice>{t("tabs.readerAccepts")}</Notice>
      )}
    </div>
  );
}

function TakeClosing(props: { handed: HandedClosing; account: Address }) {
  const { t, locale } = useLanguage();
  const { handed, account } = props;
  const money = useMoney(handed.tab.token);
  const { network } = useReader();
  const { tabs } = useContracts();
  const sign = useSign();
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  const { tab, closing, by } = handed;
  const theirs = tab[by].toLowerCase() === account.toLowerCase();
  const other = shortAddress(tab[by]);
  const close = async () => {
    const own = await sign(closingTypedData(network.chainId, tabs, closing));
    const [reader, provider] = by === "reader" ? [handed.signature, own] : [own, handed.signature];
    return {
      title: { key: "tx.closeTab", values: { other } } as const,
      calls: [closeTabByAgreement(tabs, tab, closing, { reader, provider })],
    };
  };
  return (
    <div className="grid gap-3">
      <p>
        {t("tabs.closingSays", { amount: money(closing.owed) })}{" "}
        {t("tabs.acceptBy", { time: formatTime(closing.deadline, locale) })}
      </p>
      <ProblemNotice problem={problem} />
      {done ? (
        <Notice tone="good" role="status">
          {t("tabs.closedNow")}
        </Notice>
      ) : theirs ? (
        <Notice>{t("tabs.otherCloses")}</Notice>
      ) : (
        <Button look="primary" className="justify-self-start" busy={busy} onClick={() => void run(close).then(setDone)}>
          {t("tabs.closingTake")}
        </Button>
      )}
    </div>
  );
}
