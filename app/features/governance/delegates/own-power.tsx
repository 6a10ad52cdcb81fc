"use client";

import { useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { DelegateButtons } from "./delegate-buttons";
import { PowerSplit } from "./power-split";
import { useDelegate } from "./use-delegate";
import { useHolding } from "./use-holding";

/** The connected account's power, and what it can do with it. */
export function OwnPower(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const holding = useHolding(account);
  const { renounce, busy, problem } = useDelegate(account);
  const [to, setTo] = useState("");
  const [sure, setSure] = useState(false);
  const chosen = accountIn(to);
  const isOwn = holding.data?.delegate.toLowerCase() === account.toLowerCase();
  return (
    <section aria-labelledby="own-power" className="card p-5 sm:p-6">
      <h2 id="own-power" className="mb-4 text-xl">
        {t("delegates.yours")}
      </h2>
      <QueryState query={holding} />
      {holding.data ? (
        <>
          <PowerSplit account={account} holding={holding.data} />
          {holding.data.balance === 0n ? <p className="mt-3 text-sm text-muted">{t("delegates.noTokens")}</p> : null}
          <div className="mt-5 grid gap-4 border-t border-line pt-4">
            <AccountField label={t("delegates.to")} value={to} onChange={setTo} hint={t("delegates.toHint")} />
            <DelegateButtons account={account} to={chosen} onDone={() => setTo("")} />
            <div className="flex flex-wrap gap-3">
              {isOwn ? null : <DelegateButtons account={account} to={account} words="back" />}
              {holding.data.isRenounced ? null : sure ? (
                <>
                  <Button look="danger" busy={busy} onClick={() => void renounce().then(() => setSure(false))}>
                    {t("delegates.renounceNow")}
                  </Button>
                  <Button look="quiet" onClick={() => setSure(false)}>
                    {t("common.cancel")}
                  </Button>
                </>
              ) : (
                <Button look="quiet" onClick={() => setSure(true)}>
                  {t("delegates.renounce")}
                </Button>
              )}
            </div>
            {sure ? <p className="text-sm text-muted">{t("delegates.renounceHint")}</p> : null}
            <ProblemNotice problem={problem} />
          </div>
        </>
      ) : null}
    </section>
  );
}
