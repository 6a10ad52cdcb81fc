"use client";

import { absentees } from "@tallystick/sdk/indexer/governance";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { AddressText } from "@/components/address";
import { useNetwork } from "@/components/config";
import { Power, usePowerText } from "@/components/power";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { usePersonaName } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import type { Every } from "./use-proposal";

/** Who could vote and has not, the most powerful first. */
export function Absentees(props: { id: bigint; every: Every }) {
  const { t } = useLanguage();
  const power = usePowerText();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { id } = props;
  const found = useInfiniteQuery({
    queryKey: ["absentees", chainId, String(id)],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => absentees(indexer, chainId, id, { limit: 10, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: props.every,
  });
  const [first] = found.data?.pages ?? [];
  return (
    <section aria-labelledby="absentees">
      <h2 id="absentees" className="text-xl">
        {t("governance.absentees")}
      </h2>
      <QueryState query={found} />
      {first ? (
        <p className="mt-1 mb-3 text-muted">
          {t("governance.absenteesLead", { n: first.totalCount, power: power(first.power) })}
        </p>
      ) : null}
      <ol className="grid gap-2">
        {found.data?.pages
          .flatMap(({ items }) => items)
          .map((each) => (
            <AbsenteeRow key={each.account} account={each.account} power={each.power} />
          ))}
      </ol>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("governance.more")}
        </Button>
      ) : null}
    </section>
  );
}

function AbsenteeRow(props: { account: string; power: bigint }) {
  const name = usePersonaName(props.account);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 border-b border-line pb-2">
      <AddressText address={props.account} label={name} />
      <Power value={props.power} />
    </li>
  );
}
