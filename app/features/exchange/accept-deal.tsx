"use client";

import { exchange, isDealSigned } from "@tallystick/sdk/market/exchange";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, buttonClass, Notice } from "@/components/ui";
import { datasetPath } from "@/components/use-summary";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import type { HandedDeal } from "@/lib/handed";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { DealWords } from "./deal-words";
import { useDealState } from "./use-deal-state";
import { WithdrawDeal } from "./withdraw-deal";

/** A deal that came by a link: both rights in words, and one transaction to accept it. */
export function AcceptDeal(props: { handed: HandedDeal; account: Address }) {
  const { handed, account } = props;
  const { deal } = handed;
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  return (
    <section aria-labelledby="handed-deal" className="card border-brand p-5 sm:p-6">
      <h2 id="handed-deal" className="text-xl">
        {t("exchange.handed")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">
        {t("exchange.handedLead")} <AddressText plain address={deal.first.owner} label={nameOf(deal.first.owner)} /> ·{" "}
        {t("tabs.acceptBy", { time: formatTime(deal.deadline, locale) })}
      </p>
      <DealWords deal={deal} account={account} />
      <div className="mt-4">
        <Answer {...props} />
      </div>
    </section>
  );
}

function Answer(props: { handed: HandedDeal; account: Address }) {
  const { handed, account } = props;
  const { deal, signature } = handed;
  const { t } = useLanguage();
  const reader = useReader();
  const { desk } = useContracts();
  const state = useDealState(deal);
  const { run, busy, problem } = useActing();
  const [done, setDone] = useState(false);
  const signed = useQuery({
    queryKey: ["deal-signed", reader.network.chainId, deal.nonce.toString(), signature],
    queryFn: () => isDealSigned(reader, deal, deal.first.owner, signature),
  });
  const isSecond = deal.second.owner.toLowerCase() === account.toLowerCase();
  const isFirst = deal.first.owner.toLowerCase() === account.toLowerCase();
  if (done) {
    return (
      <Notice tone="good" role="status" title={t("exchange.accepted")}>
        <Link href={datasetPath(deal.first.dataset, "library")} className={`mt-2 ${buttonClass("primary", true)}`}>
          {t("market.read")}
        </Link>
      </Notice>
    );
  }
  if (handed.chainId !== reader.network.chainId) return <Notice tone="warn">{t("tabs.otherChain")}</Notice>;
  if (state === "closed" || state === "expired") return <Notice tone="warn">{t(`exchange.${state}`)}</Notice>;
  if (signed.data === false) return <Notice tone="bad">{t("exchange.notSigned")}</Notice>;
  if (isFirst) return <Notice>{t("exchange.yours")}</Notice>;
  if (!isSecond) return <Notice tone="warn">{t("exchange.notForYou")}</Notice>;
  return (
    <div className="grid gap-3">
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-3">
        <Button
          look="primary"
          busy={busy}
          disabled={signed.data !== true}
          onClick={() =>
            void run(() => ({
              title: { key: "tx.exchange", values: { other: shortAddress(deal.first.owner) } },
              calls: [exchange(desk, deal, { first: signature })],
            })).then(setDone)
          }
        >
          {t("exchange.accept")}
        </Button>
        <WithdrawDeal deal={deal} />
      </div>
    </div>
  );
}
