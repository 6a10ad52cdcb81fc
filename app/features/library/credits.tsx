"use client";

import { withdraw } from "@tallystick/sdk/market/buying";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** Money that came back and waits in the market to be fetched. */
export function Credits(props: { account: Address }) {
  const { t } = useLanguage();
  const reader = useReader();
  const { market, eurx, usdx } = useContracts();
  const { run, busy, problem } = useActing();
  const tokens = [eurx, usdx].filter((token) => token !== undefined);
  const credits = useQuery({
    queryKey: ["credits", reader.network.chainId, props.account],
    queryFn: async () => {
      const { creditOf } = await import("@tallystick/sdk/market/rights");
      return Promise.all(
        tokens.map(async (token) => ({ token, amount: await creditOf(reader, props.account, token) })),
      );
    },
  });
  const due = credits.data?.filter(({ amount }) => amount > 0n) ?? [];
  if (due.length === 0) return null;
  return (
    <section aria-labelledby="credits" className="card border-wood p-5">
      <h2 id="credits" className="text-lg">
        {t("library.credit")}
      </h2>
      <p className="mt-1 text-sm text-muted">{t("library.creditLead")}</p>
      <ul className="mt-3 grid gap-2">
        {due.map(({ token, amount }) => (
          <li key={token} className="flex items-center justify-between gap-3">
            <Amount value={amount} token={token} className="font-semibold" />
            <Button
              small
              busy={busy}
              onClick={() =>
                void run(() => ({ title: { key: "tx.withdraw" }, calls: [withdraw(market, token, props.account)] }))
              }
            >
              {t("library.withdraw")}
            </Button>
          </li>
        ))}
      </ul>
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}
