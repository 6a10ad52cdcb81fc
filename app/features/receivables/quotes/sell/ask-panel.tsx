"use client";

import { requestQuotes } from "@tallystick/sdk/instruments/quotes";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useNetwork } from "@/components/config";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, TextField } from "@/components/ui";
import { formatTime } from "@/lib/format";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import type { Claim } from "../comparison";
import { type SaleView, useMarket } from "../market";
import { dateAfter, deadlineIn } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { isAsk } from "../offer-link";
import { askOfRow } from "../offers";
import { useSignedBy } from "../use-kept";
import { AskForm } from "./ask-form";
import { OwnAsk } from "./own-ask";

interface Props {
  readonly view: SaleView;
  readonly claim: Claim;
  readonly account: Address;
}

/** What a holder asks for his lot: quotes of anybody, or terms of his own. */
export function AskPanel(props: Props) {
  const { t } = useOfferLanguage();
  return (
    <section aria-labelledby="ask" className="grid grid-cols-1 gap-5">
      <h2 id="ask" className="text-xl">
        {t("quotes.askTitle")}
      </h2>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <Request {...props} />
        <AskForm {...props} />
      </div>
      <OwnAsks {...props} />
    </section>
  );
}

/** Says to all that the holder would sell. */
function Request({ view, account }: Props) {
  const { t, locale } = useOfferLanguage();
  const { chainId } = useNetwork();
  const { quotes, requests } = useMarket();
  const now = useChainNow();
  const { run, busy, problem } = useActing();
  const { id } = view.lot;
  const [until, setUntil] = useState(() => dateAfter(now, 7));
  const deadline = deadlineIn(until, now);
  const asked = useQuery({
    queryKey: ["requests-of", chainId, quotes, account, String(id)],
    queryFn: async () => (await requests({ maker: account, lot: id, alive: true, now }, { limit: 1 })).items[0] ?? null,
  });
  return (
    <div className="card grid gap-4 p-5">
      <h3 className="text-lg">{t("quotes.requestTitle")}</h3>
      <p className="text-sm text-muted">{t("quotes.requestLead")}</p>
      {asked.data ? <p>{t("quotes.requested", { time: formatTime(asked.data.deadline, locale) })}</p> : null}
      <TextField
        type="date"
        label={t("quotes.untilField")}
        value={until}
        onChange={(event) => setUntil(event.target.value)}
        error={deadline === undefined ? t("quotes.askFault_until") : undefined}
      />
      <ProblemNotice problem={problem} />
      <Button
        className="justify-self-start"
        busy={busy}
        disabled={deadline === undefined}
        onClick={() =>
          void run(() => ({
            title: { key: "quotes.txRequest" },
            calls: deadline === undefined ? [] : [requestQuotes(quotes, id, deadline)],
          }))
        }
      >
        {t("quotes.request")}
      </Button>
    </div>
  );
}

/** The holder's own offers of the lot that still stand. */
function OwnAsks({ view, account }: Props) {
  const { t } = useOfferLanguage();
  const { chainId } = useNetwork();
  const { family, asks } = useMarket();
  const now = useChainNow();
  const { id, version } = view.lot;
  const posted = useQuery({
    queryKey: ["asks-of", chainId, family, account, String(id)],
    queryFn: async () =>
      (await asks({ maker: account, lot: id, alive: true, now }, { limit: 100 })).items.map(askOfRow),
  });
  const signed = useSignedBy(account).flatMap((each) =>
    isAsk(each) && each.ask.lot === id && each.ask.version === version ? [each] : [],
  );
  if (!posted.data?.length && signed.length === 0) return null;
  return (
    <div>
      <h3 className="mb-3 text-lg">{t("quotes.yourAsks")}</h3>
      <ul className="grid gap-3">
        {posted.data?.map((ask) => (
          <OwnAsk key={ask.salt} ask={ask} view={view} signed={undefined} />
        ))}
        {signed.map((each) => (
          <OwnAsk key={each.ask.salt} ask={each.ask} view={view} signed={each} />
        ))}
      </ul>
    </div>
  );
}
