"use client";

import { repoFaults } from "@tallystick/sdk/bills/billOfferFaults";
import type { BillLotPlace } from "@tallystick/sdk/bills/billQuotes";
import type { BillClaim } from "@tallystick/sdk/bills/billState";
import { dayOfTime } from "@tallystick/sdk/bills/face";
import { openRepo, repoDueOn, repoPrice } from "@tallystick/sdk/bills/repos";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { useMoney } from "@/components/amount";
import { useNetwork } from "@/components/config";
import { Dialog } from "@/components/dialog";
import { QueryState } from "@/components/query-state";
import { Button, Empty } from "@/components/ui";
import { DialogDone, GiveLot } from "@/features/receivables/quotes/dialog-parts";
import type { SaleLot } from "@/features/receivables/quotes/market";
import { type ApprovalScope, useLotApproval } from "@/features/receivables/quotes/use-approval";
import { usePercent, useWho } from "@/features/receivables/quotes/words";
import { useLanguage } from "@/i18n/context";
import { useContracts } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { formatDay } from "../../shared/dates";
import { type KnownRepoOffer, useKeptRepos } from "./use-kept-repos";
import { useReposFor } from "./use-repo-offers";

/** A lot that its holder may sell with buy-back. */
export interface RepoLot {
  readonly lot: SaleLot;
  readonly place: BillLotPlace;
  readonly state: number;
  /** As the chain says. */
  readonly claim: () => Promise<BillClaim>;
}

/** What others give for a lot that is to come back. */
export function RepoChoices(props: RepoLot & { account: Address }) {
  const { t } = useLanguage();
  const { chainId } = useNetwork();
  const { lot, place, state, account } = props;
  const now = useChainNow();
  const posted = useReposFor(lot);
  const kept = useKeptRepos();
  const claim = useQuery({
    queryKey: ["bill-claim", chainId, String(lot.id)],
    queryFn: props.claim,
    refetchInterval: 15_000,
  });
  const [chosen, setChosen] = useState<KnownRepoOffer>();
  const found = claim.data;
  const fitting = found
    ? [...kept, ...(posted.data ?? [])].filter(({ offer, filled }) => {
        const standing = { filled, isCancelled: false };
        const facts = { now, face: place.face, claim: found, lot: { state }, standing, seller: account };
        return repoFaults(offer, facts).length === 0;
      })
    : [];
  const isOwn = lot.holder !== undefined && isAddressEqual(lot.holder, account);
  // The dialog stays when the lot is not his any more.
  if (!isOwn && !chosen) return null;
  return (
    <section aria-labelledby="repo-choices">
      <h2 id="repo-choices" className="text-xl">
        {t("billDesk.repoChoices")}
      </h2>
      <p className="mt-1 mb-4 max-w-2xl text-sm text-muted">{t("billDesk.repoChoicesLead")}</p>
      <QueryState query={claim} />
      {posted.error ? <QueryState query={posted} /> : null}
      {found && posted.data && fitting.length === 0 ? <Empty title={t("billDesk.noRepoChoices")} /> : null}
      <ul className="grid gap-3">
        {found
          ? fitting.map((known) => (
              <Choice key={known.offer.salt} known={known} claim={found} onTake={() => setChosen(known)} />
            ))
          : null}
      </ul>
      {chosen && found ? (
        <TakeDialog {...props} known={chosen} found={found} onClose={() => setChosen(undefined)} />
      ) : null}
    </section>
  );
}

function Choice(props: { known: KnownRepoOffer; claim: BillClaim; onTake: () => void }) {
  const { t, locale } = useLanguage();
  const { offer } = props.known;
  const money = useMoney(offer.token);
  const who = useWho();
  const percent = usePercent();
  return (
    <li className="card flex flex-wrap items-center justify-between gap-4 p-4">
      <p className="min-w-0 flex-1 basis-64">
        {t("billDesk.repoChoice", {
          buyer: who(offer.buyer),
          price: money(repoPrice(offer, props.claim)),
          haircut: percent(offer.haircutBps),
          rate: percent(offer.rateBps),
          day: formatDay(offer.lastDay, locale),
        })}
      </p>
      <Button small look="primary" onClick={props.onTake}>
        {t("billDesk.takeRepo")}
      </Button>
    </li>
  );
}

function TakeDialog(
  props: RepoLot & { account: Address; known: KnownRepoOffer; found: BillClaim; onClose: () => void },
) {
  const { t } = useLanguage();
  const who = useWho();
  return (
    <Dialog open title={t("billDesk.takeTitle", { who: who(props.known.offer.buyer) })} onClose={props.onClose}>
      <Take {...props} />
    </Dialog>
  );
}

function Take(props: RepoLot & { account: Address; known: KnownRepoOffer; found: BillClaim; onClose: () => void }) {
  const { t, locale } = useLanguage();
  const { lot, place, account, known, found } = props;
  const { offer } = known;
  const { repos } = useContracts();
  const money = useMoney(lot.token);
  const who = useWho();
  const now = useChainNow();
  const { run, busy, problem } = useActing();
  const [scope, setScope] = useState<ApprovalScope>("lot");
  const [isDone, setDone] = useState(false);
  const approval = useLotApproval(lot, account, repos);
  if (isDone) return <DialogDone onClose={props.onClose}>{t("billDesk.taken")}</DialogDone>;
  const price = repoPrice(offer, found);
  const back = repoDueOn({ principal: price, charges: 0n, day: dayOfTime(now) }, offer.rateBps, offer.lastDay);
  const take = () =>
    run(() => ({
      title: { key: "billDesk.txTakeRepo", values: { who: who(offer.buyer) } },
      calls: [...approval.calls(scope), openRepo(repos, known, place, price)],
    }));
  return (
    <div className="grid gap-4">
      <p>
        {t("billDesk.takeWords", {
          price: money(price),
          worth: money(found.open + found.paid),
          day: formatDay(offer.lastDay, locale),
          back: money(back.principal + back.charges),
          buyer: who(offer.buyer),
        })}
      </p>
      <GiveLot
        {...{ approval, scope, busy, problem }}
        onScope={setScope}
        name="repo-approval"
        atLeast={money(price)}
        label={t("billDesk.takeRepo")}
        onGive={() => void take().then((isOver) => isOver && setDone(true))}
      />
    </div>
  );
}
