"use client";

import { type ProposalState, proposalStates } from "@tallystick/sdk/governance/proposalState";
import { proposals } from "@tallystick/sdk/indexer/governance";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { CheckField, SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Button, buttonClass, Empty, Notice, PageTitle, Skeleton, TextField } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useIndexer } from "@/lib/reader";
import { useChainClock } from "@/lib/use-chain-now";
import { type Go, useInAddress } from "@/lib/use-in-address";
import { useSearchText } from "@/lib/use-search-text";
import { filterOf, type ListChoice, listChoiceOf } from "./list-choice";
import { ProposalCard } from "./proposal-card";

/** It asks the token, whose ABI the list does not need. */
const OwnPower = dynamic(() => import("./own-power").then((module) => module.OwnPower), {
  ssr: false,
  loading: () => <Skeleton className="h-28" />,
});
const pageSize = 20;

export function GovernancePage() {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { parameters, go } = useInAddress("/governance");
  const choice = listChoiceOf(parameters);
  return (
    <>
      <PageTitle title={t("governance.title")} lead={t("governance.lead")}>
        <Link href="/governance/propose" className={buttonClass("primary")}>
          {t("governance.propose")}
        </Link>
      </PageTitle>
      <div className="grid items-start gap-8 lg:grid-cols-[1fr_18rem]">
        <div className="min-w-0">
          <Filters choice={choice} go={go} account={address} />
          <Found choice={choice} account={address} />
        </div>
        <aside className="grid gap-5 max-lg:-order-1" aria-label={t("governance.yourPart")}>
          {address ? (
            <>
              <ToVote account={address} shown={choice.needsMyVote} go={go} />
              <OwnPower account={address} />
            </>
          ) : (
            <Notice>{t("governance.connectHint")}</Notice>
          )}
        </aside>
      </div>
    </>
  );
}

function Filters(props: { choice: ListChoice; go: Go; account: Address | undefined }) {
  const { t } = useLanguage();
  const { choice, go, account } = props;
  const [text, setText] = useSearchText(choice.text, (q) => go({ q }));
  return (
    <search className="mb-5 grid gap-4 sm:grid-cols-[1fr_12rem]">
      <TextField
        type="search"
        label={t("governance.search")}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <SelectField<ProposalState | "">
        label={t("governance.filterState")}
        value={choice.state ?? ""}
        options={[
          { value: "", label: t("governance.allStates") },
          ...proposalStates.map((value) => ({ value, label: t(`governance.state_${value}`) })),
        ]}
        onChange={(state) => go({ state })}
      />
      {account ? (
        <div className="flex flex-wrap gap-x-6 gap-y-2 sm:col-span-2">
          <CheckField
            label={t("governance.needsMyVote")}
            checked={choice.needsMyVote}
            onChange={(on) => go({ vote: on ? "1" : "" })}
          />
          <CheckField
            label={t("governance.mine")}
            checked={choice.mine}
            onChange={(on) => go({ mine: on ? "1" : "" })}
          />
        </div>
      ) : null}
    </search>
  );
}

function Found(props: { choice: ListChoice; account: Address | undefined }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const { choice, account } = props;
  const found = useInfiniteQuery({
    queryKey: ["proposals", chainId, choice, account],
    // What was proposed by a clock that is ahead of this one is not to be missed.
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      proposals({ ...indexer, signal }, chainId, filterOf(choice, account, now), {
        limit: pageSize,
        after: pageParam,
      }),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <QueryState query={found} />
      {found.data ? (
        <p className="mb-3 text-sm text-muted" role="status">
          {t("governance.found", { n: found.data.pages[0]?.totalCount ?? 0 })}
        </p>
      ) : null}
      {found.data && items.length === 0 ? (
        <Empty title={t("governance.nothing")}>
          <p>{t("governance.nothingHint")}</p>
        </Empty>
      ) : null}
      <ul className="grid gap-4">
        {items.map((proposal) => (
          <ProposalCard key={String(proposal.id)} proposal={proposal} now={now} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button className="mt-5" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("governance.more")}
        </Button>
      ) : null}
    </>
  );
}

/** How many votes are under way without this account's. */
function ToVote(props: { account: Address; shown: boolean; go: Go }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const indexer = useIndexer();
  const { now, isKnown } = useChainClock();
  const { account } = props;
  const waiting = useQuery({
    queryKey: ["proposals-to-vote", chainId, account],
    enabled: isKnown,
    queryFn: async () => (await proposals(indexer, chainId, { needsVoteOf: account, now }, { limit: 1 })).totalCount,
    refetchInterval: 30_000,
  });
  if (!waiting.data || props.shown) return null;
  return (
    <Notice tone="warn" title={t("governance.toVote", { n: waiting.data })}>
      <Button small className="mt-2" onClick={() => props.go({ vote: "1", state: "", mine: "", q: "" })}>
        {t("governance.showThem")}
      </Button>
    </Notice>
  );
}
