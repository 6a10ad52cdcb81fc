"use client";

import { type BillRole, type IndexedBill, indexedBills } from "@tallystick/sdk/indexer/bills";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import type { Go } from "@/lib/use-in-address";
import { formatDay } from "../../shared/dates";
import { billPath } from "../../shared/paths";
import { StatusBadge } from "../../shared/status-badge";
import { type RoleChoice, roleChoices } from "./role-choice";

/** The bills in which an account has a part, page by page. */
export function OwnBills(props: { account: Address; role: RoleChoice; go: Go }) {
  const { t } = useLanguage();
  const { account, role, go } = props;
  const found = useOwnBills(account, role === "all" ? undefined : role);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="mine">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-4">
        <h2 id="mine" className="text-xl">
          {t("billDesk.mine")}
        </h2>
        <div className="w-48">
          <SelectField
            label={t("billDesk.role")}
            value={role}
            options={roleChoices.map((value) => ({ value, label: t(`billDesk.role_${value}`) }))}
            onChange={(chosen) => go({ role: chosen === "all" ? "" : chosen })}
          />
        </div>
      </div>
      <QueryState query={found} />
      {found.data && items.length === 0 ? (
        <Empty title={t("billDesk.mineNone")}>
          <p>{t("billDesk.mineNoneHint")}</p>
        </Empty>
      ) : null}
      <ul className="grid gap-3">
        {items.map((bill) => (
          <OwnBill key={String(bill.id)} bill={bill} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </section>
  );
}

function useOwnBills(party: Address, role: BillRole | undefined) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: ["own-bills", chainId, party, role],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => indexedBills(indexer, { chainId, party, role }, { limit: 10, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

function OwnBill({ bill }: { bill: IndexedBill }) {
  const { t, locale } = useLanguage();
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const roles = bill.roles.map((role) => t(`billDesk.your_${role}`));
  return (
    <li className="card grid gap-2 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Link href={billPath(bill.id)} className="link text-lg font-medium">
          <Amount value={bill.sum} token={bill.token} />
        </Link>
        <StatusBadge status={bill.status} />
      </div>
      <p className="flex flex-wrap gap-x-3 text-sm text-muted">
        <Party account={bill.drawer} plain />
        <span aria-hidden="true">→</span>
        <Party account={bill.drawee} plain />
        <span>
          {bill.dueDay === 0 ? t("bills.dueUnknown") : t("billDesk.dueOn", { day: formatDay(bill.dueDay, locale) })}
        </span>
      </p>
      {roles.length > 0 ? <p className="text-sm">{t("billDesk.youAre", { roles: list.format(roles) })}</p> : null}
    </li>
  );
}
