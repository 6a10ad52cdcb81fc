"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { ShareLink } from "@/components/share-link";
import { Badge, Button, Empty, Notice } from "@/components/ui";
import { useHanded } from "@/components/use-handed";
import { useLanguage } from "@/i18n/context";
import type { HandedDeal } from "@/lib/handed";
import { useIndexer } from "@/lib/reader";
import { AcceptDeal } from "./accept-deal";
import { dealKey, proposedDeals } from "./deal-store";
import { DealWords } from "./deal-words";
import { dealsOf } from "./history";
import { Propose } from "./propose";
import { useDealState } from "./use-deal-state";
import { WithdrawDeal } from "./withdraw-deal";

/** Deals that were handed over, proposed here, and done. */
export function Deals(props: { account: Address }) {
  const { account } = props;
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const handed = useHanded("deal");
  const [proposing, setProposing] = useState(false);
  const proposed = useQuery({
    queryKey: ["deals-proposed", chainId, account],
    queryFn: async () =>
      (await proposedDeals.all()).filter(
        ({ chainId: chain, deal }) => chain === chainId && deal.first.owner.toLowerCase() === account.toLowerCase(),
      ),
  });
  const done = useQuery({
    queryKey: ["deals-done", chainId, account],
    queryFn: () => dealsOf(indexer, chainId, account),
    refetchInterval: 10_000,
  });
  return (
    <div className="grid gap-8">
      {handed === null ? <Notice tone="warn" role="alert" title={t("tabs.badLink")} /> : null}
      {handed ? <AcceptDeal handed={handed} account={account} /> : null}
      <div>
        <Button
          look={handed ? "secondary" : "primary"}
          aria-expanded={proposing}
          onClick={() => setProposing(!proposing)}
        >
          {t("exchange.proposeOne")}
        </Button>
        {proposing ? <Propose account={account} /> : null}
      </div>
      {proposed.data?.length ? (
        <section aria-labelledby="proposed">
          <h2 id="proposed" className="mb-3 text-xl">
            {t("exchange.proposed")}
          </h2>
          <ul className="grid gap-4">
            {proposed.data.map((each) => (
              <ProposedDeal key={dealKey(each)} handed={each} />
            ))}
          </ul>
        </section>
      ) : null}
      <section aria-labelledby="done">
        <h2 id="done" className="mb-3 text-xl">
          {t("exchange.done")}
        </h2>
        <QueryState query={done} />
        {done.data?.length === 0 ? (
          <Empty title={t("exchange.empty")}>
            <p>{t("exchange.emptyHint")}</p>
          </Empty>
        ) : null}
        <ul className="grid gap-4">
          {done.data?.map(({ id, deal }) => (
            <li key={id} className="card p-5">
              <DealWords deal={deal} account={account} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function ProposedDeal(props: { handed: HandedDeal }) {
  const { handed } = props;
  const { t } = useLanguage();
  const state = useDealState(handed.deal);
  // What was done stands in the history.
  if (state === "closed") return null;
  return (
    <li className="card grid gap-4 p-5">
      <p>
        <Badge tone={state === "expired" ? "plain" : "wood"}>
          {t(state === "expired" ? "exchange.expired" : "exchange.waits")}
        </Badge>
      </p>
      <DealWords deal={handed.deal} account={handed.deal.first.owner} />
      {state === "expired" ? null : (
        <>
          <ShareLink handed={handed} label={t("exchange.link")} hint={t("exchange.linkHint")} />
          <WithdrawDeal deal={handed.deal} />
        </>
      )}
    </li>
  );
}
