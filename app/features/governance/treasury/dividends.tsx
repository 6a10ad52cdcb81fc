"use client";

import { claim, claimFor, type DueDividend, dividendRounds, dueOf } from "@tallystick/sdk/governance/dividends";
import { dividendTokens } from "@tallystick/sdk/indexer/treasury";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AccountField, accountIn } from "@/components/account-field";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { Rounds } from "./rounds";

/** What the DAO paid its members, and what of that is due to whom. */
export function Dividends() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const [other, setOther] = useState("");
  const account = accountIn(other);
  return (
    <section aria-labelledby="dividends">
      <h2 id="dividends" className="mb-1 text-xl">
        {t("treasury.dividends")}
      </h2>
      <p className="mb-4 text-sm text-muted">{t("treasury.dividendsLead")}</p>
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="card grid content-start gap-5 p-5">
          <div>
            <h3 className="mb-2 text-lg">{t("treasury.dueToYou")}</h3>
            {address ? (
              <Due key={address} account={address} own />
            ) : (
              <p className="text-muted">{t("common.connectFirst")}</p>
            )}
          </div>
          <div className="border-t border-line pt-4">
            <h3 className="mb-2 text-lg">{t("treasury.forAnother")}</h3>
            <AccountField
              label={t("common.account")}
              value={other}
              onChange={setOther}
              hint={t("treasury.forAnotherHint")}
            />
            {account ? <Due key={account} account={account} own={false} /> : null}
          </div>
        </div>
        <Rounds />
      </div>
    </section>
  );
}

/** Tokens that dividends were paid in, as the indexer knows them; where it is down, as the chain's events tell. */
function usePayoutTokens() {
  const indexer = useIndexer();
  const reader = useReader();
  const { chainId } = reader.network;
  return async (): Promise<readonly Address[]> => {
    try {
      return (await dividendTokens(indexer, chainId)).items.map(({ token }) => token);
    } catch {
      return [...new Set((await dividendRounds(reader)).map(({ token }) => token))];
    }
  };
}

/** What an account is owed now, from the chain, and buttons that have it paid out. */
function Due(props: { account: Address; own: boolean }) {
  const { account, own } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { dividends } = useContracts();
  const tokens = usePayoutTokens();
  const { run, busy, problem } = useActing();
  const due = useQuery({
    queryKey: ["due", reader.network.chainId, account],
    queryFn: async (): Promise<readonly DueDividend[]> => {
      const found = await Promise.all(
        (await tokens()).map(async (token) => ({ token, amount: await dueOf(reader, account, token) })),
      );
      return found.filter(({ amount }) => amount > 0n);
    },
  });
  const claiming = (token: Address) =>
    run(() => {
      const call = own ? claim(dividends, token, account) : claimFor(dividends, account, token);
      return { title: { key: "treasury.txClaim" }, calls: [call] };
    });
  return (
    <div className="mt-2">
      <QueryState query={due} />
      {due.data?.length === 0 ? <p className="text-muted">{t("treasury.nothingDue")}</p> : null}
      <ul className="grid gap-2 empty:hidden">
        {due.data?.map(({ token, amount }) => (
          <li key={token} className="flex items-center justify-between gap-3">
            <Amount value={amount} token={token} className="font-semibold" />
            <Button small look={own ? "primary" : "secondary"} busy={busy} onClick={() => void claiming(token)}>
              {t(own ? "treasury.claim" : "treasury.payOut")}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} className="mt-3" />
    </div>
  );
}
