"use client";

import { holdbacks } from "@tallystick/sdk/indexer/instruments";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { AdvanceCard } from "./advance-card";

const roles = ["financier", "seller"] as const;

/** Advances that an account gave or got, and what of each is due to whom. */
export function AdvancesView(props: { account: Address }) {
  const { t } = useLanguage();
  const lists = { financier: useHoldbacks("financier", props.account), seller: useHoldbacks("seller", props.account) };
  const isEmpty = roles.every((role) => lists[role].data?.pages[0]?.items.length === 0);
  return (
    <section aria-labelledby="advances">
      <h2 id="advances" className="text-xl">
        {t("quotes.advances")}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t("quotes.advancesLead")}</p>
      {isEmpty ? <Empty title={t("quotes.noAdvances")} /> : null}
      <div className="grid gap-6">
        {roles.map((role) => (
          <Advances key={role} role={role} account={props.account} found={lists[role]} />
        ))}
      </div>
    </section>
  );
}

type Role = (typeof roles)[number];

function useHoldbacks(role: Role, account: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: ["holdbacks", chainId, role, account],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => holdbacks(indexer, chainId, { [role]: account }, { limit: 10, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

function Advances(props: { role: Role; account: Address; found: ReturnType<typeof useHoldbacks> }) {
  const { t } = useLanguage();
  const { role, account, found } = props;
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.data && items.length === 0) return null;
  return (
    <div>
      <h3 className="mb-3 text-lg">{t(role === "financier" ? "quotes.asFinancier" : "quotes.asSeller")}</h3>
      <QueryState query={found} />
      <ul className="grid gap-4">
        {items.map((row) => (
          <AdvanceCard key={row.holdback} row={row} account={account} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </div>
  );
}
