"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import { limitOf, type SpendingLimit } from "@tallystick/sdk/governance/treasury";
import { creditOf } from "@tallystick/sdk/market/rights";
import { balanceOf } from "@tallystick/sdk/market/token";
import { deployed } from "@tallystick/sdk/networks";
import { useQuery } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { QueryState } from "@/components/query-state";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { Money as MoneyText, useDaoTokens } from "./dao-tokens";

interface Holding {
  readonly token: Address;
  readonly label: string;
  readonly balance: bigint;
  /** Fees in the market, to be fetched by a proposal. */
  readonly fees: bigint;
  readonly limit: SpendingLimit;
}

async function holdingOf(reader: Reader, token: Address, label: string): Promise<Holding> {
  const { timelock } = deployed(reader.network);
  const isEther = token === zeroAddress;
  const [balance, fees, limit] = await Promise.all([
    isEther ? reader.client.getBalance({ address: timelock }) : balanceOf(reader, token, timelock),
    isEther ? 0n : creditOf(reader, timelock, token),
    limitOf(reader, token),
  ]);
  return { token, label, balance, fees, limit };
}

/** Balances, limits and what is left of them now: all from the chain. */
export function Money() {
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { timelock } = useContracts();
  const tokens = useDaoTokens();
  const found = useQuery({
    queryKey: ["treasury", reader.network.chainId],
    queryFn: () => Promise.all(tokens.map(({ value, label }) => holdingOf(reader, value, label))),
    refetchInterval: 15_000,
  });
  return (
    <section aria-labelledby="money">
      <h2 id="money" className="mb-1 text-xl">
        {t("treasury.money")}
      </h2>
      <p className="mb-4 text-sm text-muted">
        {t("treasury.at")} <AddressText address={timelock} />
      </p>
      <QueryState query={found} />
      {found.data ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div tabIndex={0} className="card overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{t("treasury.money")}</caption>
            <thead>
              <tr className="border-b border-line-strong text-left">
                {(["token", "balance", "fees", "limit", "available"] as const).map((column) => (
                  <th key={column} scope="col" className="px-4 py-2 font-semibold">
                    {t(`treasury.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.data.map(({ token, label, balance, fees, limit }) => (
                <tr key={token} className="border-b border-line last:border-0">
                  <th scope="row" className="px-4 py-2 text-left">
                    {label}
                  </th>
                  <td className="px-4 py-2">
                    <MoneyText value={balance} token={token} />
                  </td>
                  <td className="px-4 py-2">{fees > 0n ? <MoneyText value={fees} token={token} /> : "–"}</td>
                  <td className="px-4 py-2">
                    {limit.window === 0 ? (
                      <span className="text-muted">{t("treasury.noLimit")}</span>
                    ) : (
                      <>
                        <MoneyText value={limit.amount} token={token} />{" "}
                        <span className="text-muted">
                          {t("treasury.per", { time: formatDuration(limit.window, locale) })}
                        </span>
                      </>
                    )}
                  </td>
                  <td className="px-4 py-2">
                    {limit.window === 0 ? "–" : <MoneyText value={limit.available} token={token} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <p className="mt-2 text-sm text-muted">{t("treasury.limitHint")}</p>
    </section>
  );
}
