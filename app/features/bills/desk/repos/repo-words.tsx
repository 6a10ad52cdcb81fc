"use client";

import { cancelRepoOffer, type RepoOffer } from "@tallystick/sdk/bills/repos";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { useMoney } from "@/components/amount";
import { LinkField } from "@/components/share-link";
import { When } from "@/components/when";
import { CancelOffer } from "@/features/receivables/quotes/cancel-offer";
import { usePercent, useWho } from "@/features/receivables/quotes/words";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import { formatDay } from "../../shared/dates";
import { repoLink } from "./repo-link";
import { type KnownRepoOffer, useRepoPlace } from "./use-kept-repos";

/** What an offer of money with buy-back says, in a sentence. */
export function useRepoSentence(): (offer: RepoOffer) => string {
  const { t, locale } = useLanguage();
  const who = useWho();
  const percent = usePercent();
  const named = (account: Address) => (isAddressEqual(account, zeroAddress) ? t("quotes.anyDebtor") : who(account));
  return (offer) =>
    t("billDesk.repoSentence", {
      buyer: who(offer.buyer),
      debtor: named(offer.debtor),
      seller: named(offer.seller),
      haircut: percent(offer.haircutBps),
      rate: percent(offer.rateBps),
      day: formatDay(offer.lastDay, locale),
    });
}

/** A standing offer: its terms, and what is used of it. */
export function RepoTerms({ known }: { known: Omit<KnownRepoOffer, "signature"> }) {
  const { t } = useLanguage();
  const sentence = useRepoSentence();
  const now = useChainNow();
  const { offer, filled } = known;
  const money = useMoney(offer.token);
  return (
    <div className="grid min-w-0 flex-1 gap-1">
      <p>{sentence(offer)}</p>
      <p className="text-sm text-muted">
        {t("quotes.used", { filled: money(filled), limit: money(offer.limit) })}, {t("quotes.ends")}{" "}
        <When at={offer.deadline} now={now} short />
      </p>
    </div>
  );
}

/** The same in a list; its maker can withdraw it, and hand a signed one over. */
export function RepoCard({ known, isOwn }: { known: KnownRepoOffer; isOwn: boolean }) {
  const { t } = useLanguage();
  const { repos } = useContracts();
  const place = useRepoPlace();
  const isSigned = known.signature !== "0x";
  return (
    <li className="card grid gap-4 p-4">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <RepoTerms known={known} />
        {isOwn ? <CancelOffer call={() => cancelRepoOffer(repos, known.offer)} /> : null}
      </div>
      {isOwn && isSigned ? (
        <LinkField path={repoLink(place, known)} label={t("quotes.link")} hint={t("quotes.linkHint")} />
      ) : null}
    </li>
  );
}
