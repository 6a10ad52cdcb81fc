"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { useNetwork } from "@/components/config";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useChainClock } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import type { LotChoice } from "../choice";
import { useMarket } from "../market";
import { useOfferLanguage } from "../offer-language";
import { isAsk } from "../offer-link";
import { bidOfRow } from "../offers";
import { useSignedBy } from "../use-kept";
import { BidCard, SignedBidCard } from "./bid-card";
import { BidForm } from "./bid-form";

interface Props {
  readonly account: Address | undefined;
  readonly choice: LotChoice;
  readonly go: Go;
}

/** Standing offers: one's own, a form for new ones, and everybody's. */
export function StandingView({ account, choice, go }: Props) {
  const { t } = useOfferLanguage();
  const [isMaking, setMaking] = useState(choice.lot !== undefined);
  return (
    <>
      <div>
        <Button look="primary" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)}>
          {t("quotes.newOffer")}
        </Button>
        {isMaking ? (
          <div className="mt-4">
            {account ? (
              <BidForm key={String(choice.lot)} account={account} lot={choice.lot} go={go} />
            ) : (
              <ConnectPrompt />
            )}
          </div>
        ) : null}
      </div>
      {account ? <Own account={account} /> : null}
      <Board account={account} />
    </>
  );
}

function useBoard(maker: Address | undefined) {
  const { chainId } = useNetwork();
  const { family, bids } = useMarket();
  const { now, isKnown } = useChainClock();
  return useInfiniteQuery({
    queryKey: ["bids", chainId, family, maker],
    enabled: isKnown,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => bids({ maker, alive: true, now }, { limit: 20, after: pageParam }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

function Own(props: { account: Address }) {
  const { t } = useOfferLanguage();
  const found = useBoard(props.account);
  const signed = useSignedBy(props.account).flatMap((each) => (isAsk(each) ? [] : [each]));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="own-bids">
      <h2 id="own-bids" className="mb-4 text-xl">
        {t("quotes.mine")}
      </h2>
      <QueryState query={found} />
      {found.data && items.length + signed.length === 0 ? <p className="text-muted">{t("quotes.noMine")}</p> : null}
      <ul className="grid gap-3">
        {items.map((row) => (
          <BidCard key={row.hash} bid={bidOfRow(row)} filled={row.filled} isOwn />
        ))}
        {signed.map((each) => (
          <SignedBidCard key={each.bid.salt} signed={each} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </section>
  );
}

function Board(props: { account: Address | undefined }) {
  const { t } = useOfferLanguage();
  const { account } = props;
  const found = useBoard(undefined);
  const items = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ buyer }) => account === undefined || !isAddressEqual(buyer, account),
  );
  return (
    <section aria-labelledby="board">
      <h2 id="board" className="mb-4 text-xl">
        {t("quotes.board")}
      </h2>
      <QueryState query={found} />
      {found.data && items.length === 0 && !found.hasNextPage ? <Empty title={t("quotes.noBoard")} /> : null}
      <ul className="grid gap-3">
        {items.map((row) => (
          <BidCard key={row.hash} bid={bidOfRow(row)} filled={row.filled} isOwn={false} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button small className="mt-3" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("quotes.more", { shown: items.length, total: found.data?.pages[0]?.totalCount ?? 0 })}
        </Button>
      ) : null}
    </section>
  );
}
