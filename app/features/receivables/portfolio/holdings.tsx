"use client";

import type { IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { lots } from "@tallystick/sdk/indexer/instruments";
import { numberText } from "@tallystick/sdk/instruments/terms";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount, useToken } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { saveBlob } from "@/features/library/save";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatDate, shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { useSigning } from "@/lib/use-signing";
import { Party } from "../shared/party";
import { receivablePath } from "../shared/paths";
import { StatusBadge } from "../shared/status-badge";
import { type HeldStatus, heldStatuses, type LotOrder, lotOrders, type PortfolioChoice } from "./choice";
import { holdingsCsv } from "./files";

const pageSize = 20;
/** As many as the indexer gives at once. */
const savedAtOnce = 5_000;

interface Props {
  readonly account: Address;
  readonly token: Address;
  readonly choice: PortfolioChoice;
  readonly go: Go;
}

/** The lots that an account holds, by pages. */
export function Holdings(props: Props) {
  const { account, token, choice, go } = props;
  const { t } = useLanguage();
  const { address } = useAccount();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const found = useInfiniteQuery({
    queryKey: ["lots-held", chainId, account, token, choice.status, choice.order],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      lots({ ...indexer, signal }, chainId, filterOf(props, now), {
        orderBy: choice.order,
        limit: pageSize,
        after: pageParam,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.totalCount ?? 0;
  const isOwn = address?.toLowerCase() === account.toLowerCase();
  return (
    <section aria-labelledby="holdings">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
        <h2 id="holdings" className="text-xl">
          {t("portfolio.holdings")}
        </h2>
        <Filters choice={choice} go={go} />
      </div>
      <QueryState query={found} />
      {found.data ? (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm text-muted" role="status">
            {t("portfolio.found", { n: total })}
          </p>
          {items.length > 0 ? <SaveTable {...props} /> : null}
        </div>
      ) : null}
      {found.data && items.length === 0 ? <Empty title={t("portfolio.noLots")} /> : null}
      {items.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div tabIndex={0} className="card overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{t("portfolio.holdings")}</caption>
            <thead>
              <tr className="border-b border-line-strong text-left">
                {(["invoice", "debtor", "due", "state", "open", "collectable"] as const).map((column) => (
                  <th key={column} scope="col" className="px-4 py-2 font-semibold">
                    {t(`portfolio.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((lot) => (
                <LotRow key={String(lot.id)} lot={lot} isOwn={isOwn} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("portfolio.more", { shown: items.length, total })}
        </Button>
      ) : null}
    </section>
  );
}

function filterOf({ account, token, choice }: Props, now: number) {
  return { holder: account, token, statuses: choice.status ? [choice.status] : undefined, now };
}

function Filters(props: { choice: PortfolioChoice; go: Go }) {
  const { t } = useLanguage();
  const { choice, go } = props;
  return (
    <div className="grid grid-cols-2 gap-4">
      <SelectField<HeldStatus | "">
        label={t("portfolio.filterStatus")}
        value={choice.status ?? ""}
        options={[
          { value: "", label: t("portfolio.allStatuses") },
          ...heldStatuses.map((value) => ({ value, label: t(`receivables.status_${value}`) })),
        ]}
        onChange={(status) => go({ status })}
      />
      <SelectField<LotOrder>
        label={t("portfolio.orderBy")}
        value={choice.order}
        options={lotOrders.map((value) => ({ value, label: t(`portfolio.order_${value}`) }))}
        onChange={(order) => go({ order })}
      />
    </div>
  );
}

function LotRow(props: { lot: IndexedLot; isOwn: boolean }) {
  const { t, locale } = useLanguage();
  const { lot, isOwn } = props;
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="px-4 py-2 text-left font-normal">
        <Link href={receivablePath(lot.receivable)} className="link">
          {numberText(lot.number) ?? shortHex(lot.number)}
        </Link>
        {isOwn && (lot.status === "confirmed" || lot.status === "partPaid") ? (
          <Link href={`/receivables/quotes?lot=${lot.id}`} className="link ml-3 text-muted">
            {t("portfolio.sell")}
          </Link>
        ) : null}
      </th>
      <td className="px-4 py-2">
        <Party account={lot.debtor} plain />
      </td>
      <td className="px-4 py-2 whitespace-nowrap">{formatDate(lot.dueBy, locale)}</td>
      <td className="px-4 py-2">
        <StatusBadge status={lot.status} />
      </td>
      <td className="px-4 py-2">
        <Amount value={lot.open} token={lot.token} />
      </td>
      <td className="px-4 py-2">{lot.collectable > 0n ? <Amount value={lot.collectable} token={lot.token} /> : "–"}</td>
    </tr>
  );
}

function SaveTable(props: Props) {
  const { t } = useLanguage();
  const { account, token, choice } = props;
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now } = useChainClock();
  const info = useToken(token);
  const { run, busy, problem } = useSigning();
  const save = async () => {
    const parts: string[] = [];
    let after: string | undefined;
    do {
      const choiceOfPage = { orderBy: choice.order, limit: savedAtOnce, after };
      const page = await lots(indexer, chainId, filterOf(props, now), choiceOfPage);
      // Kept as text, which is far smaller than the rows.
      parts.push(holdingsCsv(page.items, () => info, after === undefined));
      after = page.next;
    } while (after !== undefined);
    saveBlob(new Blob(parts), `lots-${account.slice(0, 8)}.csv`);
  };
  return (
    <div>
      <Button small busy={busy} onClick={() => void run(save)}>
        {t("portfolio.saveTable")}
      </Button>
      <ProblemNotice problem={problem} className="mt-2" />
    </div>
  );
}
