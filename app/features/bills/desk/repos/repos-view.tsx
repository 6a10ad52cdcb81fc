"use client";

import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useLanguage } from "@/i18n/context";
import { OpenRepos } from "./open-repos";
import { RepoForm } from "./repo-form";
import { RepoCard } from "./repo-words";
import { useKeptRepos } from "./use-kept-repos";
import { repoOfRow, useRepoOffers } from "./use-repo-offers";

/** Sales with buy-back: those under way with an account, its own offers, a form for new ones, and everybody's. */
export function ReposView({ account }: { account: Address | undefined }) {
  const { t } = useLanguage();
  const [isMaking, setMaking] = useState(false);
  return (
    <>
      <p className="max-w-2xl">{t("billDesk.reposLead")}</p>
      {account ? <OpenRepos account={account} /> : null}
      <div>
        <Button look="primary" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t("billDesk.newRepo")}
        </Button>
        {isMaking ? <div className="mt-4">{account ? <RepoForm account={account} /> : <ConnectPrompt />}</div> : null}
      </div>
      {account ? <Own account={account} /> : null}
      <Board account={account} />
    </>
  );
}

function Own({ account }: { account: Address }) {
  const { t } = useLanguage();
  const found = useRepoOffers(account);
  const signed = useKeptRepos().filter(({ offer }) => isAddressEqual(offer.buyer, account));
  const posted = found.data?.pages.flatMap(({ items }) => items.map(repoOfRow)) ?? [];
  return (
    <section aria-labelledby="own-repos">
      <h2 id="own-repos" className="mb-4 text-xl">
        {t("quotes.mine")}
      </h2>
      <QueryState query={found} />
      {found.data && posted.length + signed.length === 0 ? <p className="text-muted">{t("quotes.noMine")}</p> : null}
      <ul className="grid gap-3">
        {[...posted, ...signed].map((known) => (
          <RepoCard key={`${known.offer.salt}.${known.signature.length}`} known={known} isOwn />
        ))}
      </ul>
      <More found={found} />
    </section>
  );
}

function Board({ account }: { account: Address | undefined }) {
  const { t } = useLanguage();
  const found = useRepoOffers(undefined);
  const posted = (found.data?.pages.flatMap(({ items }) => items.map(repoOfRow)) ?? []).filter(
    ({ offer }) => account === undefined || !isAddressEqual(offer.buyer, account),
  );
  return (
    <section aria-labelledby="board">
      <h2 id="board" className="mb-1 text-xl">
        {t("quotes.board")}
      </h2>
      <p className="mb-4 text-sm text-muted">{t("billDesk.boardLead")}</p>
      <QueryState query={found} />
      {found.data && posted.length === 0 && !found.hasNextPage ? <Empty title={t("quotes.noBoard")} /> : null}
      <ul className="grid gap-3">
        {posted.map((known) => (
          <RepoCard key={known.offer.salt} known={known} isOwn={false} />
        ))}
      </ul>
      <More found={found} />
    </section>
  );
}

function More({ found }: { found: ReturnType<typeof useRepoOffers> }) {
  const { t } = useLanguage();
  if (!found.hasNextPage) return null;
  return (
    <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
      {t("billDesk.more")}
    </Button>
  );
}
