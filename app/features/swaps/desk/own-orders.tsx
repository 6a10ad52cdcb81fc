"use client";

import type { Address } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { Button } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords } from "../shared/asset-words";
import { useChainTimes } from "../shared/chain-times";
import { type OpenOrder, pairOf } from "./quotes";
import { useOrders, useWithdrawing } from "./use-orders";

/** Orders of an account that are listed, each to be withdrawn. */
export function OwnOrders(props: { account: Address }) {
  const { t } = useLanguage();
  const found = useOrders(props.account);
  return (
    <section aria-labelledby="own-orders">
      <h2 id="own-orders" className="mb-3 text-xl">
        {t("swaps.ownOrders")}
      </h2>
      <QueryState query={found} />
      {found.data?.length === 0 ? <p className="text-muted">{t("swaps.noOwnOrders")}</p> : null}
      <ul className="grid gap-3">
        {found.data?.map((open) => (
          <OwnOrder key={open.hash} open={open} />
        ))}
      </ul>
    </section>
  );
}

function OwnOrder({ open }: { open: OpenOrder }) {
  const { t } = useLanguage();
  const { order } = open.signed;
  const { gives, gets } = pairOf(order);
  const say = useAssetWords([gives, gets]);
  const nowOn = useChainTimes();
  const withdraw = useWithdrawing();
  const { run, busy, problem } = useSigning();
  const line = t("swaps.swapLine", { gives: say(gets, order.gives.amount), gets: say(gives, order.wants.amount) });
  return (
    <li className="card grid gap-2 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div>
          <p className="font-semibold">{line}</p>
          <p className="text-sm text-muted">
            {t("swaps.standsUntil")} <When at={Number(order.deadline)} now={nowOn(gives.chainId)} short />
          </p>
        </div>
        <Button small busy={busy} onClick={() => void run(() => withdraw(order.maker, order.nonce))}>
          {t("swaps.withdraw")}
          <span className="sr-only"> {line}</span>
        </Button>
      </div>
      <ProblemNotice problem={problem} />
    </li>
  );
}
