"use client";

import { dividendRounds } from "@tallystick/sdk/indexer/treasury";
import { useQuery } from "@tanstack/react-query";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { QueryState } from "@/components/query-state";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { More } from "../delegates/more";
import { useGrowing } from "../delegates/use-growing";

/** Dividends so far, newest first. */
export function Rounds() {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { timelock } = useContracts();
  const nameOf = useNameOf();
  const { limit, grow } = useGrowing(10);
  const found = useQuery({
    queryKey: ["rounds", chainId, limit],
    queryFn: () => dividendRounds(indexer, chainId, { limit }),
  });
  return (
    <div className="card p-5">
      <h3 className="mb-3 text-lg">{t("treasury.rounds")}</h3>
      <QueryState query={found} />
      {found.data?.items.length === 0 ? <p className="text-muted">{t("treasury.noRounds")}</p> : null}
      <ol className="grid gap-3 empty:hidden">
        {found.data?.items.map(({ round, token, from, amount, at }) => (
          <li key={round} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <span>
              {t("treasury.round", { n: round })} <Amount value={amount} token={token} className="font-semibold" />
            </span>
            <span className="text-sm text-muted">
              {from.toLowerCase() === timelock.toLowerCase() ? (
                t("treasury.byTreasury")
              ) : (
                <>
                  {t("treasury.by")} <AddressText plain address={from} label={nameOf(from)} />
                </>
              )}
              , {formatTime(at, locale)}
            </span>
          </li>
        ))}
      </ol>
      {found.data ? <More shown={found.data.items.length} total={found.data.totalCount} onMore={grow} /> : null}
    </div>
  );
}
