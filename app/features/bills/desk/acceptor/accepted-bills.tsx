"use client";

import { noteBill, notedBill } from "@tallystick/sdk/bills/acceptors";
import { billIdOn } from "@tallystick/sdk/bills/billState";
import type { IndexedBill } from "@tallystick/sdk/indexer/bills";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { formatDay } from "../../shared/dates";
import { billPath } from "../../shared/paths";
import { StatusBadge } from "../../shared/status-badge";
import { isNoted, noteOf } from "./notes";
import { useAcceptedBills } from "./use-accepted-bills";

/** The bills behind a record, and whether each is noted as it stands. */
export function AcceptedBills({ acceptor }: { acceptor: Address }) {
  const { t } = useLanguage();
  const found = useAcceptedBills(acceptor);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="accepted">
      <h2 id="accepted" className="text-xl">
        {t("billDesk.acceptedBills")}
      </h2>
      <p className="mt-1 mb-4 max-w-2xl text-sm text-muted">{t("billDesk.acceptedBillsLead")}</p>
      <QueryState query={found} />
      {found.data && items.length === 0 && !found.hasNextPage ? <Empty title={t("billDesk.noAcceptedBills")} /> : null}
      <ul className="grid gap-3">
        {items.map((bill) => (
          <AcceptedBill key={String(bill.id)} bill={bill} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("billDesk.more")}
        </Button>
      ) : null}
    </section>
  );
}

function AcceptedBill({ bill }: { bill: IndexedBill }) {
  const { t, locale } = useLanguage();
  return (
    <li className="card flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="grid gap-1">
        <Link href={billPath(bill.id)} className="link font-medium">
          <Amount value={bill.acceptedSum} token={bill.token} />
        </Link>
        <span className="text-sm text-muted">
          {bill.dueDay === 0 ? t("bills.dueUnknown") : t("billDesk.dueOn", { day: formatDay(bill.dueDay, locale) })}
        </span>
      </div>
      <StatusBadge status={bill.status} />
      <Note bill={bill} />
    </li>
  );
}

function Note({ bill }: { bill: IndexedBill }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { address } = useAccount();
  const { acceptors } = useContracts();
  const { run, busy, problem } = useActing();
  // What the indexer says a bill is, is only noted if its id says so.
  const isTrue = billIdOn(reader, bill) === bill.id;
  const noted = useQuery({
    queryKey: ["noted-bill", reader.network.chainId, String(bill.id)],
    queryFn: () => notedBill(reader, bill.id),
    refetchInterval: 15_000,
  });
  if (!noted.data || !isTrue) return null;
  if (isNoted(noteOf(bill), noted.data)) return <span className="text-sm text-muted">{t("billDesk.noted")}</span>;
  const isNew = noted.data.what.length === 0;
  return (
    <div className="grid justify-items-end gap-2">
      <Button
        small
        busy={busy}
        disabled={address === undefined}
        onClick={() => void run(() => ({ title: { key: "billDesk.txNote" }, calls: [noteBill(acceptors, bill)] }))}
      >
        {t(isNew ? "billDesk.noteIt" : "billDesk.noteAgain")}
      </Button>
      {address ? null : <span className="text-sm text-muted">{t("billDesk.noteConnect")}</span>}
      <ProblemNotice problem={problem} />
    </div>
  );
}
