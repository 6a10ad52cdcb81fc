"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import { approve } from "@tallystick/sdk/market/buying";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { unpackRight, unusedPart } from "@tallystick/sdk/market/right";
import { revoke } from "@tallystick/sdk/market/selling";
import { allowanceOf } from "@tallystick/sdk/market/token";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Address, zeroAddress } from "viem";
import { AddressText } from "@/components/address";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { usePersonas } from "@/features/wallet/persona";
import { useLanguage } from "@/i18n/context";
import { formatDate, formatTime, shortAddress } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { forever } from "./duration";
import type { DatasetView } from "./use-dataset";
import { useRight } from "./use-right";

/** Sales, and the readers they were made to. */
export function Readers(props: { view: DatasetView }) {
  const { t, locale } = useLanguage();
  const { view } = props;
  const personas = usePersonas();
  const purchases = view.indexed?.purchases ?? [];
  const readers = [...new Set(purchases.map(({ reader }) => reader))];
  const tokenOf = (offer: string) => view.offers.find(({ id }) => id === offer)?.terms.token ?? zeroAddress;
  const nameOf = (account: string) =>
    personas.find(({ address }) => address.toLowerCase() === account.toLowerCase())?.name;
  if (purchases.length === 0) return null;
  return (
    <section aria-labelledby="sales">
      <h3 id="sales" className="mb-2 font-semibold">
        {t("market.sales")}
      </h3>
      <div className="overflow-x-auto rounded-xl border border-line bg-surface">
        <table className="w-full text-left text-sm">
          <thead className="bg-sunken">
            <tr>
              {(["reader", "payer", "paid", "when"] as const).map((name) => (
                <th key={name} scope="col" className="px-3 py-2 font-semibold">
                  {t(`market.sale_${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {purchases.slice(0, 20).map((purchase) => (
              <tr key={purchase.receipt} className="border-t border-line">
                <td className="px-3 py-2">
                  <AddressText plain address={purchase.reader} label={nameOf(purchase.reader)} />
                </td>
                <td className="px-3 py-2">
                  {purchase.payer === zeroAddress ? (
                    t("market.granted")
                  ) : (
                    <AddressText plain address={purchase.payer} label={nameOf(purchase.payer)} />
                  )}
                </td>
                <td className="px-3 py-2">
                  <Amount value={purchase.paid} token={tokenOf(purchase.offer)} />
                </td>
                <td className="px-3 py-2 whitespace-nowrap">{formatDate(purchase.boughtAt, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="mt-3 grid gap-2">
        {readers.slice(0, 20).map((reader) => (
          <RevokeRow key={reader} view={view} account={reader} name={nameOf(reader)} />
        ))}
      </ul>
    </section>
  );
}

interface Debt {
  readonly entries: Awaited<ReturnType<typeof purchasesOf>>;
  /** What has to be paid back now, a token. */
  readonly owed: readonly (readonly [Address, bigint])[];
}

/** The unused part of what was paid, purchase by purchase: the price of a revocation at this moment. */
async function debtOf(
  reader: Reader,
  dataset: bigint,
  account: Address,
  held: { readonly until: number; readonly now: number },
): Promise<Debt> {
  const entries = await purchasesOf(reader, dataset, account);
  const owed = new Map<Address, bigint>();
  let { until } = held;
  for (const { purchase, terms } of entries) {
    const part = unusedPart(until, purchase, held.now);
    if (part > 0n) owed.set(terms.token, (owed.get(terms.token) ?? 0n) + part);
    until = unpackRight(purchase.previous).until;
  }
  return { entries, owed: [...owed] };
}

function RevokeRow(props: { view: DatasetView; account: Address; name: string | undefined }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const { data } = useRight(view.id, account);
  const until = data?.right.until ?? 0;
  const debt = useQuery({
    queryKey: ["debt", reader.network.chainId, view.id.toString(), account, data?.right.receipt.toString(), data?.now],
    enabled: data?.active ?? false,
    placeholderData: keepPreviousData,
    queryFn: () => debtOf(reader, view.id, account, { until, now: data?.now ?? 0 }),
  });
  if (!data?.active) return null;

  /** What the market does not hold of the sum is taken from the owner, who allows exactly that. */
  async function calls() {
    const { entries, owed } = await debtOf(reader, view.id, account, { until, now: data?.now ?? 0 });
    const approvals = await Promise.all(
      owed.map(async ([token, amount]) =>
        (await allowanceOf(reader, token, view.owner, market)) < amount ? [approve(token, market, amount)] : [],
      ),
    );
    return [...approvals.flat(), revoke(market, view.id, account, entries)];
  }

  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <AddressText address={account} label={props.name} />
          <p className="text-sm text-muted">
            {until === forever ? t("common.forever") : t("market.rightUntil", { time: formatTime(until, locale) })}
            {" · "}
            {debt.data ? (
              debt.data.owed.length === 0 ? (
                t("market.revokeFree")
              ) : (
                <>
                  {t("market.revokeCosts")}{" "}
                  {debt.data.owed.map(([token, amount]) => (
                    <Amount key={token} value={amount} token={token} className="font-medium text-ink" />
                  ))}
                </>
              )
            ) : null}
          </p>
        </div>
        <Button
          small
          look="danger"
          busy={busy}
          onClick={() =>
            void run(async () => ({
              title: { key: "tx.revoke", values: { title: view.title, reader: shortAddress(account) } },
              calls: await calls(),
            }))
          }
        >
          {t("market.revoke")}
        </Button>
      </div>
      <ProblemNotice problem={problem} className="mt-2" />
    </li>
  );
}
