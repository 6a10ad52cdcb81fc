"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn, useNameOf } from "@/components/account-field";
import { Button, buttonClass, Notice, PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { useChainClock } from "@/lib/use-chain-now";
import { type Go, useInAddress } from "@/lib/use-in-address";
import { portfolioChoiceOf } from "./choice";

/** Sums, charts and lists: loaded when the page stands. */
const Overview = dynamic(() => import("./overview").then((module) => module.Overview), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** What an account holds and owes of receivables: the connected one's, or any other's. */
export function PortfolioPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress("/receivables/portfolio");
  const choice = portfolioChoiceOf(parameters);
  const account = choice.account ?? address;
  // Asked while the rest is loaded: everything else waits for it.
  useChainClock();
  return (
    <>
      <PageTitle title={t("portfolio.title")} lead={t("portfolio.lead")}>
        <Link href="/receivables/pay" className={buttonClass("primary")}>
          {t("portfolio.pay")}
        </Link>
      </PageTitle>
      <div className="grid grid-cols-1 gap-8">
        {choice.account && choice.account.toLowerCase() !== address?.toLowerCase() ? (
          <OfOther account={choice.account} go={go} />
        ) : null}
        {account ? <Overview key={account} account={account} choice={choice} go={go} /> : <ConnectPrompt />}
        <OtherAccount go={go} />
      </div>
    </>
  );
}

function OfOther(props: { account: Address; go: Go }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { account } = props;
  return (
    <Notice title={t("portfolio.ofOther", { account: nameOf(account) ?? shortAddress(account) })}>
      <Button small className="mt-2" onClick={() => props.go({ account: "", token: "" })}>
        {t("portfolio.own")}
      </Button>
    </Notice>
  );
}

function OtherAccount(props: { go: Go }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const account = accountIn(text);
  return (
    <form
      className="grid grid-cols-1 items-end gap-3 border-t border-line pt-5 sm:grid-cols-[minmax(0,28rem)_max-content]"
      onSubmit={(event) => {
        event.preventDefault();
        if (account) props.go({ account, token: "" });
      }}
    >
      <AccountField label={t("portfolio.whose")} hint={t("portfolio.whoseHint")} value={text} onChange={setText} />
      <Button type="submit" className="sm:mb-6" disabled={account === undefined}>
        {t("portfolio.other")}
      </Button>
    </form>
  );
}
