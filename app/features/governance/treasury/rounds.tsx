"use client";

import { dividendRounds } from "@tallystick/sdk/indexer/treasury";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { GrowingList } from "../delegates/section";

/** Dividends so far, newest first. */
export function Rounds() {
  const { t, locale } = useLanguage();
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { timelock } = useContracts();
  const nameOf = useNameOf();
  return (
    <div className="card p-5">
      <h3 className="mb-3 text-lg">{t("treasury.rounds")}</h3>
      <GrowingList
        queryKey={["rounds", chainId]}
        ask={(limit) => dividendRounds(indexer, chainId, { limit })}
        step={10}
        empty={t("treasury.noRounds")}
        keyOf={({ round }) => String(round)}
        row={({ round, token, from, amount, at }) => (
          <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
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
          </p>
        )}
      />
    </div>
  );
}
