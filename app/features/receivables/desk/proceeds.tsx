"use client";

import { receivableCreditsOf } from "@tallystick/sdk/indexer/instruments";
import { proceedsOf } from "@tallystick/sdk/instruments/receivableState";
import { withdrawProceeds } from "@tallystick/sdk/instruments/receivables";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useIndexer, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** What waits in the contract for an account, in a token. */
interface Sum {
  readonly token: Address;
  readonly sum: bigint;
}

/** What credit notes and parts that were taken up have left in the contract for an account. */
export function useProceeds(account: Address): readonly Sum[] {
  const reader = useReader();
  const indexer = useIndexer();
  const { chainId } = reader.network;
  const { data } = useQuery({
    queryKey: ["receivable-proceeds", chainId, account],
    // In which tokens, the indexer knows; how much, the chain says.
    queryFn: async () => {
      const { items } = await receivableCreditsOf(indexer, chainId, account, { limit: 20 });
      const sums = items.map(async ({ token }) => ({ token, sum: await proceedsOf(reader, account, token) }));
      return (await Promise.all(sums)).filter(({ sum }) => sum > 0n);
    },
    refetchInterval: 30_000,
  });
  return data ?? [];
}

/** The way out of what waits in the contract. */
export function Proceeds(props: { of: Sum; account: Address }) {
  const { t } = useLanguage();
  const { receivables } = useContracts();
  const { run, busy, problem } = useActing();
  const { account } = props;
  const { token, sum } = props.of;
  const withdraw = () =>
    run(() => ({
      title: { key: "tx.withdrawProceeds" },
      calls: [withdrawProceeds(receivables, token, account)],
    }));
  return (
    <li className="flex flex-wrap items-center gap-3">
      <span>
        {t("receivables.wait_proceeds")} <Amount value={sum} token={token} />
      </span>
      <Button small busy={busy} onClick={() => void withdraw()}>
        {t("receivables.takeProceeds")}
      </Button>
      <ProblemNotice problem={problem} />
    </li>
  );
}
