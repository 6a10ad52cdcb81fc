"use client";

import { type Bid, bidTypedData, randomSalt, WHOLE_BPS } from "@tallystick/sdk/instruments/offers";
import { postBid } from "@tallystick/sdk/instruments/quotes";
import { useState } from "react";
import { type Address, type Hex, isAddressEqual, zeroAddress, zeroHash } from "viem";
import { useMoney, useToken } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { QueryState } from "@/components/query-state";
import { SignedWords } from "@/components/signed-words";
import { Button } from "@/components/ui";
import { formatTime } from "@/lib/format";
import { useSign } from "@/lib/reader";
import { useChainNow } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { MakeButton, WayField } from "../making-fields";
import type { SaleView } from "../market";
import { type BidAbout, type BidDraft, bidFaultsOf, bidOf, dateAfter } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { useKeeping, useOfferPlace } from "../use-kept";
import { useLot } from "../use-lot";
import { useMaking } from "../use-making";
import { usePercent, useWho } from "../words";
import { BidFields } from "./bid-fields";
import { PriceChart } from "./price-chart";

interface Props {
  readonly account: Address;
  /** One lot alone, that somebody asks quotes for. */
  readonly lot: bigint | undefined;
  readonly go: Go;
}

/** A form for a standing offer, or for one for a single lot. */
export function BidForm(props: Props) {
  const { t } = useOfferLanguage();
  const found = useLot(props.lot);
  if (props.lot === undefined) return <Form {...props} view={undefined} />;
  if (found.data) return <Form {...props} view={found.data} />;
  return found.data === null ? <p>{t("quotes.unknownLot")}</p> : <QueryState query={found} />;
}

const emptyDraft = (now: number, view: SaleView | undefined): BidDraft => ({
  isDebtor: false,
  debtor: view?.lot.debtor ?? "",
  seller: view?.lot.holder ?? "",
  limit: "",
  maxDays: "120",
  rate: "6",
  fee: "",
  isWithRecourse: false,
  evidence: 0,
  isAdvance: false,
  advance: "80",
  until: dateAfter(now, 30),
});

/** What is offered: who makes it, and of which lot alone, if of one. */
function useDraft(account: Address, view: SaleView | undefined) {
  const [first] = useTokens();
  const now = useChainNow();
  const [token, setToken] = useState<Address>(view?.lot.token ?? first?.value ?? zeroAddress);
  const [draft, setDraft] = useState(() => emptyDraft(now, view));
  const decimals = useToken(token)?.decimals;
  const about: BidAbout = { buyer: account, token, decimals: decimals ?? 0, now, lot: view?.lot.id ?? 0n };
  const faults = bidFaultsOf(draft, about);
  return {
    ...{ draft, token, setToken, faults, now },
    change: (part: Partial<BidDraft>) => setDraft((old) => ({ ...old, ...part })),
    /** A price to show what the terms mean. */
    sample: 10_000n * 10n ** BigInt(decimals ?? 0),
    /** The bid with a salt; undefined while it has a fault. */
    bidWith: (salt: Hex) => (faults.length > 0 || decimals === undefined ? undefined : bidOf(draft, about, salt)),
  };
}

function Form({ account, view, go }: Props & { view: SaleView | undefined }) {
  const { t } = useOfferLanguage();
  const { draft, token, setToken, faults, change, now, sample, bidWith } = useDraft(account, view);
  const [isPosted, setPosted] = useState(true);
  const bid = bidWith(zeroHash);
  const ask = useSign();
  const keep = useKeeping();
  const { chainId, quotes } = useOfferPlace();
  const { post, sign, isReady, busy, problem } = useMaking({ token, account, spender: quotes, sum: bid?.limit });
  const make = async (): Promise<void> => {
    const made = bidWith(randomSalt());
    if (!made) return;
    if (isPosted) await post(postBid(quotes, made));
    else await sign(async () => keep({ bid: made, signature: await ask(bidTypedData(chainId, quotes, made)) }));
  };
  return (
    <form
      aria-label={t("quotes.newOffer")}
      className="card grid gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p className="text-sm text-muted">{t("quotes.newOfferLead")}</p>
      {view ? <ForLot view={view} go={go} /> : null}
      <BidFields draft={draft} faults={faults} token={token} onToken={view ? undefined : setToken} change={change} />
      {bid && bid.advanceBps === WHOLE_BPS ? (
        <PriceChart token={token} face={sample} days={bid.maxDays} {...bid.pricing} now={now} />
      ) : null}
      <WayField name="bid-how" isPosted={isPosted} onChange={setPosted} />
      <p className="text-sm text-muted">
        {t("quotes.howHint")} {t("quotes.standingMoney")}
      </p>
      {bid && !isPosted ? <SignWords bid={bid} /> : null}
      <ProblemNotice problem={problem} />
      <MakeButton isPosted={isPosted} busy={busy} disabled={!isReady} />
    </form>
  );
}

/** What the signature of a bid says. */
function SignWords(props: { bid: Bid }) {
  const { t, locale } = useOfferLanguage();
  const { bid } = props;
  const money = useMoney(bid.token);
  const who = useWho();
  const percent = usePercent();
  const named = (account: Address) => (isAddressEqual(account, zeroAddress) ? t("common.anyone") : who(account));
  return (
    <SignedWords>
      {t("quotes.signBid", {
        debtor: named(bid.debtor),
        seller: named(bid.seller),
        limit: money(bid.limit),
        rate: percent(bid.pricing.rateBps),
        until: formatTime(bid.deadline, locale),
      })}
    </SignedWords>
  );
}

function ForLot(props: { view: SaleView; go: Go }) {
  const { t } = useOfferLanguage();
  const who = useWho();
  const { lot } = props.view;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p>{t("quotes.forLot", { number: lot.name, holder: lot.holder ? who(lot.holder) : "–" })}</p>
      <Button small onClick={() => props.go({ lot: "" })}>
        {t("quotes.anyLot")}
      </Button>
    </div>
  );
}
