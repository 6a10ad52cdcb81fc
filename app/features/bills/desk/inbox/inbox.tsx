"use client";

import { billInbox, type IndexedBillTask } from "@tallystick/sdk/indexer/bills";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address } from "viem";
import { useMoney } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Badge, Button, buttonClass, Empty } from "@/components/ui";
import { useWho } from "@/features/receivables/quotes/words";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { shortHex } from "@/lib/format";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { dayAt, formatDay } from "../../shared/dates";
import { billPath, wordOf } from "../../shared/paths";
import { type Urgency, urgencyOf } from "./urgency";

/** What is asked of an account, page by page, the most urgent first. */
export function useInbox(account: Address) {
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  return useInfiniteQuery({
    queryKey: ["bill-inbox", chainId, account],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => billInbox(indexer, chainId, account, { now, limit: 10, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

/** What is asked of the account: each with its one next act. */
export function Inbox({ found }: { found: ReturnType<typeof useInbox> }) {
  const { t } = useLanguage();
  const { now } = useChainClock();
  const tasks = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="inbox">
      <h2 id="inbox" className="mb-3 text-xl">
        {t("billDesk.inbox")}
      </h2>
      <QueryState query={found} />
      {found.data && tasks.length === 0 ? (
        <Empty title={t("billDesk.inboxNone")}>
          <p>{t("billDesk.inboxNoneHint")}</p>
        </Empty>
      ) : null}
      <ol className="grid gap-3">
        {tasks.map((task) => (
          <Task key={`${task.kind}.${task.bill.id}.${task.lot?.id}.${task.claimant}`} task={task} today={dayAt(now)} />
        ))}
      </ol>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("billDesk.more")}
        </Button>
      ) : null}
    </section>
  );
}

function Task({ task, today }: { task: IndexedBillTask; today: number }) {
  const { t } = useLanguage();
  const { kind, bill, amount, claimant } = task;
  const money = useMoney(bill.token);
  const who = useWho();
  const act = t(`billDesk.do_${kind}`);
  return (
    <li className="card flex flex-wrap items-center justify-between gap-x-4 gap-y-3 p-4">
      <div className="grid min-w-0 flex-1 basis-64 gap-1">
        <p className="font-medium">
          {t(`billDesk.task_${kind}`, { amount: money(amount), who: claimant ? who(claimant) : "–" })}
        </p>
        <p className="flex flex-wrap gap-x-3 text-sm text-muted">
          <Link href={billPath(bill.id)} className="link font-mono">
            {shortHex(wordOf(bill.id))}
          </Link>
          <Party account={bill.drawer} plain />
          <span aria-hidden="true">→</span>
          <Party account={bill.drawee} plain />
        </p>
        <LastDay task={task} today={today} />
      </div>
      <Link
        href={billPath(bill.id)}
        aria-label={t("billDesk.doOn", { act, id: shortHex(wordOf(bill.id)) })}
        className={buttonClass("primary", true)}
      >
        {act}
      </Link>
    </li>
  );
}

const tones = { over: "danger", today: "danger", soon: "wood", later: "plain" } as const satisfies Partial<
  Record<Urgency, "danger" | "wood" | "plain">
>;

function LastDay({ task, today }: { task: IndexedBillTask; today: number }) {
  const { t, locale } = useLanguage();
  const { lastDay } = task;
  const urgency = urgencyOf(task, today);
  if (lastDay === undefined || urgency === "never") return null;
  const words = {
    over: t("billDesk.isOver"),
    today: t("billDesk.isToday"),
    soon: t("billDesk.inDays", { n: lastDay - today }),
    later: t("billDesk.inDays", { n: lastDay - today }),
  } as const;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      {t("billDesk.byDay", { day: formatDay(lastDay, locale) })} <Badge tone={tones[urgency]}>{words[urgency]}</Badge>
    </p>
  );
}
