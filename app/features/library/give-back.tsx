"use client";

import { refund } from "@tallystick/sdk/market/buying";
import { type Entry, purchasesOf } from "@tallystick/sdk/market/purchases";
import { unpackRight, unusedPart } from "@tallystick/sdk/market/right";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { Amount } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import type { DatasetView } from "@/features/market/use-dataset";
import { useRight } from "@/features/market/use-right";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useContracts, useReader } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";

/** The newest purchase while its refund window is open. */
export function GiveBack(props: { view: DatasetView; account: Address }) {
  const { view, account } = props;
  const { t, locale } = useLanguage();
  const reader = useReader();
  const { market } = useContracts();
  const { data: held } = useRight(view.id, account);
  const { run, busy, problem } = useActing();
  const word = held?.right.receipt.toString() ?? "";
  const entries = useQuery({
    queryKey: ["purchases", reader.network.chainId, view.id.toString(), account, word],
    enabled: held?.active ?? false,
    queryFn: () => purchasesOf(reader, view.id, account),
  });
  const newest: Entry | undefined = entries.data?.[0];
  if (!held || !newest || newest.purchase.paid === 0n) return null;
  const closes = newest.purchase.boughtAt + newest.terms.refundWindow;
  if (closes <= held.now) return null;
  const back = unusedPart(held.right.until, newest.purchase, held.now);
  return (
    <section aria-labelledby="give-back" className="card mt-8 p-5">
      <h2 id="give-back" className="text-lg">
        {t("library.giveBack")}
      </h2>
      <p className="mt-1 text-sm text-muted">
        {t("library.giveBackText", { time: formatTime(closes, locale) })} {t("library.giveBackAmount")}{" "}
        <Amount value={back} token={newest.terms.token} className="font-semibold text-ink" />
        {unpackRight(newest.purchase.previous).until > held.now ? ` ${t("library.giveBackKeeps")}` : ""}
      </p>
      <Button
        look="danger"
        className="mt-3"
        busy={busy}
        onClick={() =>
          void run(() => ({
            title: { key: "tx.refund", values: { title: view.title } },
            calls: [refund(market, view.id, [newest])],
          }))
        }
      >
        {t("library.giveBack")}
      </Button>
      <ProblemNotice problem={problem} className="mt-3" />
    </section>
  );
}
