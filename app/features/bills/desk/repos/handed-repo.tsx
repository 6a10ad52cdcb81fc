"use client";

import type { SignedRepoOffer } from "@tallystick/sdk/bills/repos";
import { useEffect } from "react";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useChainNow } from "@/lib/use-chain-now";
import { repoIn } from "./repo-link";
import { RepoTerms } from "./repo-words";
import { useKeepingRepo, useRepoPlace, useRepoStanding } from "./use-kept-repos";

/** An offer that the page's address hands over: in words, and kept only as far as the chain bears it out. */
export function HandedRepo({ hash }: { hash: string }) {
  const { t } = useLanguage();
  const signed = repoIn(useRepoPlace(), hash);
  if (signed === undefined) return <Notice tone="warn" role="alert" title={t("quotes.badOffer")} className="mb-6" />;
  return (
    <section aria-labelledby="handed" className="card mb-6 border-brand p-5 sm:p-6">
      <h2 id="handed" className="mb-3 text-xl">
        {t("billDesk.handedRepo")}
      </h2>
      <Keep signed={signed} />
    </section>
  );
}

function Keep({ signed }: { signed: SignedRepoOffer }) {
  const { t } = useLanguage();
  const keep = useKeepingRepo();
  const now = useChainNow();
  const standing = useRepoStanding(signed);
  const isOver = signed.offer.deadline < now;
  const isGood = standing?.isSigned === true && !standing.isCancelled && !isOver;
  // By what it says: what the hash is read into is another object each time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature tells it
  useEffect(() => {
    if (isGood) void keep(signed);
  }, [isGood, signed.signature, keep]);
  if (standing === undefined) return <p>{t("common.loading")}…</p>;
  if (!standing.isSigned) return <Notice tone="bad">{t("quotes.notSigned")}</Notice>;
  if (!isGood) {
    const why = t(isOver ? "quotes.fault_Quotes_Expired" : "quotes.fault_Quotes_Cancelled");
    return <Notice tone="warn">{t("quotes.cantTake", { why })}</Notice>;
  }
  return (
    <div className="grid gap-3">
      <RepoTerms known={{ offer: signed.offer, filled: standing.filled }} />
      <p>{t("billQuotes.handedBidHint")}</p>
    </div>
  );
}
