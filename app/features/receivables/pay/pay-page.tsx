"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn, useNameOf } from "@/components/account-field";
import { Button, Notice, PageTitle, Skeleton } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { type Go, useInAddress } from "@/lib/use-in-address";
import { payChoiceOf } from "./choice";

/** What is due and the way to pay it: loaded when the page stands. */
const Dues = dynamic(() => import("./dues").then((module) => module.Dues), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** Paying what is due: for oneself, or for whom a link names. */
export function PayPage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress("/receivables/pay");
  const choice = payChoiceOf(parameters);
  const debtor = choice.debtor ?? address;
  return (
    <>
      <PageTitle title={t("paying.title")} lead={t("paying.lead")} />
      <div className="grid grid-cols-1 gap-8">
        {choice.debtor && choice.debtor.toLowerCase() !== address?.toLowerCase() ? (
          <ForOther debtor={choice.debtor} />
        ) : null}
        {debtor ? <Dues key={debtor} debtor={debtor} choice={choice} go={go} /> : <ConnectPrompt />}
        <OtherDebtor go={go} />
      </div>
    </>
  );
}

function ForOther(props: { debtor: Address }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { debtor } = props;
  const account = nameOf(debtor) ?? shortAddress(debtor);
  return (
    <Notice tone="warn" title={t("paying.forOther", { account })}>
      {t("paying.forOtherText")}
    </Notice>
  );
}

function OtherDebtor(props: { go: Go }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const debtor = accountIn(text);
  return (
    <form
      className="grid grid-cols-1 items-end gap-3 border-t border-line pt-5 sm:grid-cols-[minmax(0,28rem)_max-content]"
      onSubmit={(event) => {
        event.preventDefault();
        if (debtor) props.go({ debtor, token: "", ids: "" });
      }}
    >
      <AccountField label={t("paying.debtor")} hint={t("paying.debtorHint")} value={text} onChange={setText} />
      <Button type="submit" className="sm:mb-6" disabled={debtor === undefined}>
        {t("paying.showDue")}
      </Button>
    </form>
  );
}
