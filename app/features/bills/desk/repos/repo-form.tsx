"use client";

import { postRepoOffer, repoOfferTypedData } from "@tallystick/sdk/bills/repos";
import { randomSalt } from "@tallystick/sdk/instruments/offers";
import { useState } from "react";
import { type Address, zeroAddress, zeroHash } from "viem";
import { useToken } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { MakeButton, WayField } from "@/features/receivables/quotes/making-fields";
import { dateAfter } from "@/features/receivables/quotes/offer-drafts";
import { useMaking } from "@/features/receivables/quotes/use-making";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader, useSign } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { type RepoAbout, type RepoDraft, repoFaultsOf, repoOfferOf } from "./repo-draft";
import { RepoFields } from "./repo-fields";
import { useRepoSentence } from "./repo-words";
import { useKeepingRepo } from "./use-kept-repos";

const emptyDraft = (now: number): RepoDraft => ({
  debtor: "",
  seller: "",
  limit: "",
  rate: "5",
  haircut: "2",
  lastDay: dateAfter(now, 30),
  until: dateAfter(now, 14),
});

/** A form for a standing offer of money that is to come back. */
export function RepoForm({ account }: { account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useReader().network;
  const { repos } = useContracts();
  const ask = useSign();
  const keep = useKeepingRepo();
  const sentence = useRepoSentence();
  const [first] = useTokens();
  const now = useChainNow();
  const [token, setToken] = useState<Address>(first?.value ?? zeroAddress);
  const [draft, setDraft] = useState(() => emptyDraft(now));
  const [isPosted, setPosted] = useState(true);
  const decimals = useToken(token)?.decimals;
  const about: RepoAbout = { buyer: account, token, decimals: decimals ?? 0, now };
  const faults = repoFaultsOf(draft, about);
  const isGood = faults.length === 0 && decimals !== undefined;
  const shown = isGood ? repoOfferOf(draft, about, zeroHash) : undefined;
  const { post, sign, isReady, busy, problem } = useMaking({ token, account, spender: repos, sum: shown?.limit });
  const make = async (): Promise<void> => {
    if (!isGood) return;
    const offer = repoOfferOf(draft, about, randomSalt());
    if (isPosted) await post(postRepoOffer(repos, offer));
    else await sign(async () => keep({ offer, signature: await ask(repoOfferTypedData(chainId, repos, offer)) }));
  };
  return (
    <form
      aria-label={t("billDesk.newRepo")}
      className="card grid gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p className="text-sm text-muted">{t("billDesk.newRepoLead")}</p>
      <RepoFields
        draft={draft}
        faults={faults}
        token={token}
        onToken={setToken}
        change={(part) => setDraft((old) => ({ ...old, ...part }))}
      />
      <WayField name="repo-how" isPosted={isPosted} onChange={setPosted} />
      <p className="text-sm text-muted">
        {t("quotes.howHint")} {t("quotes.standingMoney")}
      </p>
      {shown && !isPosted ? <SignedWords>{sentence(shown)}</SignedWords> : null}
      <ProblemNotice problem={problem} />
      <MakeButton isPosted={isPosted} busy={busy} disabled={!isReady} />
    </form>
  );
}
