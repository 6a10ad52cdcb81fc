"use client";

import { renounce } from "@tallystick/sdk/market/buying";
import { purchasesOf } from "@tallystick/sdk/market/purchases";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import type { DatasetView } from "./use-dataset";

/**
 * Anybody can give a right, and one that covers something else stands in the way of buying. What was given, and not what
 * the reader has paid, can be given up here.
 */
export function GiveUp(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const { run, busy, problem } = useActing();
  const entries = useQuery({
    queryKey: ["purchases", reader.network.chainId, view.id.toString(), account],
    queryFn: () => purchasesOf(reader, view.id, account),
  });
  const purchases = (entries.data ?? []).map(({ purchase }) => purchase);
  const own = purchases.findIndex(({ payer }) => payer.toLowerCase() === account.toLowerCase());
  const given = own < 0 ? purchases : purchases.slice(0, own);
  if (given.length === 0) return null;
  return (
    <section aria-labelledby="give-up" className="rounded-xl border border-line p-4">
      <h3 id="give-up" className="font-semibold">
        {t("market.giveUp")}
      </h3>
      <p className="mt-1 text-sm text-muted">{t("market.giveUpText")}</p>
      <Button
        small
        look="danger"
        className="mt-3"
        busy={busy}
        onClick={() =>
          void run(() => ({
            title: { key: "tx.giveUp", values: { title: view.title } },
            calls: [renounce(market, view.id, given)],
          }))
        }
      >
        {t("market.giveUp")}
      </Button>
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}
