"use client";

import { portfolio, receivables } from "@tallystick/sdk/indexer/instruments";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { QueryState } from "@/components/query-state";
import { Button, Skeleton } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useIndexer, useReader } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { Amounts } from "../shared/amounts";
import { open, type Status, streamsIn } from "../shared/status";
import type { Role } from "./desk-choice";
import { Proceeds, useProceeds } from "./proceeds";

/** What somebody has to do, and where on the desk he finds it. */
interface Task {
  readonly what: "confirm" | "due" | "overdue" | "disputed" | "evidence";
  readonly n: number;
  /** Undefined: the list shows it as it stands. */
  readonly status: Status | undefined;
}

const month = 30 * 86_400;
/** So many are looked through for what is due soon, or lacks evidence. */
const looked = 100;

/** What waits for an account in its part, before everything else. */
export function Waiting(props: { role: Role; account: Address; go: Go }) {
  const { t } = useLanguage();
  const { role, account, go } = props;
  const tasks = useTasks(role, account);
  const collectable = useCollectable(role, account);
  const proceeds = useProceeds(account);
  if (role === "auditor") return null;
  const sums = collectable.data ?? [];
  const found = tasks.data ?? [];
  return (
    <section aria-labelledby="waiting" className="card mb-8 p-5">
      <h2 id="waiting" className="text-lg">
        {t("receivables.waiting")}
      </h2>
      <QueryState query={tasks}>
        <Skeleton className="mt-2 h-8 w-1/2" />
      </QueryState>
      <ul className="mt-2 grid gap-2">
        {found.map(({ what, n, status }) => (
          <li key={what} className="flex flex-wrap items-center gap-3">
            <span>{t(`receivables.wait_${what}`, { n })}</span>
            {status ? (
              <Button small onClick={() => go({ role, status, number: "", token: "" })}>
                {t("receivables.show")}
              </Button>
            ) : null}
          </li>
        ))}
        {sums.length > 0 ? (
          <li>
            {t("receivables.wait_collect")} <Amounts sums={sums} />
          </li>
        ) : null}
        {proceeds.map((each) => (
          <Proceeds key={each.token} of={each} account={account} />
        ))}
      </ul>
      {tasks.data && found.length + sums.length + proceeds.length === 0 ? (
        <p className="text-muted">{t("receivables.waitNothing")}</p>
      ) : null}
    </section>
  );
}

function useTasks(role: Role, account: Address) {
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["receivables-tasks", chainId, role, account],
    enabled: isKnown,
    refetchInterval: 30_000,
    queryFn: async (): Promise<readonly Task[]> => {
      const ask = (filter: Parameters<typeof receivables>[2], limit = 1, orderBy: "due" | "newest" = "newest") =>
        receivables(indexer, chainId, { ...filter, now }, { limit, orderBy });
      const count = async (what: Task["what"], status: Status, filter: Parameters<typeof receivables>[2]) => ({
        what,
        n: (await ask({ ...filter, statuses: [status] })).totalCount,
        status,
      });
      const tasks = await Promise.all<Task>(
        role === "core"
          ? [
              count("confirm", "registered", { debtor: account }),
              count("overdue", "overdue", { debtor: account }),
              ask({ debtor: account, statuses: ["confirmed", "partPaid"] }, looked, "due").then(({ items }) => ({
                what: "due",
                n: items.filter(({ dueBy }) => dueBy <= now + month).length,
                status: undefined,
              })),
            ]
          : role === "supplier"
            ? [count("disputed", "disputed", { creditor: account }), count("overdue", "overdue", { creditor: account })]
            : role === "logistics"
              ? [
                  ask({ statuses: open }, looked).then(({ items }) => ({
                    what: "evidence",
                    n: items.filter(({ streams }) => !streamsIn(streams).includes("logistics")).length,
                    status: undefined,
                  })),
                ]
              : [],
      );
      return tasks.filter(({ n }) => n > 0);
    },
  });
}

function useCollectable(role: Role, account: Address) {
  const indexer = useIndexer();
  const { chainId } = useReader().network;
  const { now, isKnown } = useChainClock();
  return useQuery({
    queryKey: ["receivables-collectable", chainId, account],
    enabled: isKnown && (role === "supplier" || role === "financier"),
    refetchInterval: 30_000,
    queryFn: async () => {
      const { totals } = await portfolio(indexer, chainId, account, { now }, { limit: 1 });
      return totals
        .filter(({ collectable }) => collectable > 0n)
        .map(({ token, collectable }) => ({ token, sum: collectable }));
    },
  });
}
