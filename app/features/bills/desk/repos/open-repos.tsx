"use client";

import type { Address } from "viem";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { OpenRepoCard } from "./open-repo-card";
import { useRepos } from "./use-repo-offers";

const roles = ["seller", "buyer"] as const;
type Role = (typeof roles)[number];

/** Sales with buy-back that an account made or paid, and what of each is due to whom. */
export function OpenRepos({ account }: { account: Address }) {
  const { t } = useLanguage();
  const lists = { seller: useRepos("seller", account), buyer: useRepos("buyer", account) };
  const isEmpty = roles.every((role) => lists[role].data?.pages[0]?.items.length === 0);
  return (
    <section aria-labelledby="open-repos">
      <h2 id="open-repos" className="mb-4 text-xl">
        {t("billDesk.openRepos")}
      </h2>
      {isEmpty ? <Empty title={t("billDesk.noOpenRepos")} /> : null}
      <div className="grid gap-6">
        {roles.map((role) => (
          <OfRole key={role} role={role} account={account} found={lists[role]} />
        ))}
      </div>
    </section>
  );
}

function OfRole(props: { role: Role; account: Address; found: ReturnType<typeof useRepos> }) {
  const { t } = useLanguage();
  const { role, account, found } = props;
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.data && items.length === 0) return null;
  return (
    <div>
      <h3 className="mb-3 text-lg">{t(`billDesk.repoAs_${role}`)}</h3>
      <QueryState query={found} />
      <ul className="grid gap-4">
        {items.map((row) => (
          <OpenRepoCard key={row.buyback} row={row} account={account} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("billDesk.more")}
        </Button>
      ) : null}
    </div>
  );
}
