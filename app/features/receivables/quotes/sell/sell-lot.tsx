"use client";

import Link from "next/link";
import { useState } from "react";
import { type Address, isAddressEqual } from "viem";
import { Amount, useMoney, useToken } from "@/components/amount";
import { CheckField } from "@/components/fields";
import { AmountField } from "@/components/money-field";
import { QueryState } from "@/components/query-state";
import { Button, Facts, Notice } from "@/components/ui";
import { When } from "@/components/when";
import { parseAmount } from "@/lib/format";
import { useChainNow } from "@/lib/use-chain-now";
import type { Go } from "@/lib/use-in-address";
import { Party } from "../../shared/party";
import type { LotChoice } from "../choice";
import type { Claim } from "../comparison";
import { type SaleView, useMarket } from "../market";
import { unitsOfAmount } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { StreamWords } from "../stream-words";
import { useLot } from "../use-lot";
import { AskPanel } from "./ask-panel";
import { Comparisons } from "./comparisons";

interface Props {
  readonly account: Address;
  readonly choice: LotChoice;
  readonly go: Go;
  readonly id: bigint;
}

/** One lot: what it is, what is offered for it, and what may be asked for it. */
export function SellLot(props: Props) {
  const { t } = useOfferLanguage();
  const { id, go } = props;
  const found = useLot(id);
  return (
    <div className="grid grid-cols-1 gap-8">
      <div>
        <Button small onClick={() => go({ lot: "", order: "" })}>
          {t("quotes.allLots")}
        </Button>
      </div>
      <QueryState query={found} />
      {found.data === null ? <Notice tone="warn">{t("quotes.unknownLot")}</Notice> : null}
      {found.data ? <Chosen {...props} view={found.data} /> : null}
    </div>
  );
}

function Chosen(props: Props & { view: SaleView }) {
  const { t } = useOfferLanguage();
  const { account, choice, go, view } = props;
  const { lot, listed } = view;
  const claim: Claim | undefined = listed && { ...listed, streams: lot.streams, part: 0 };
  const canSell = claim !== undefined && lot.isSaleable;
  const isOwn = claim !== undefined && isAddressEqual(claim.holder, account);
  return (
    <>
      <LotFacts view={view} />
      {isOwn ? null : <Notice tone="warn">{t("quotes.notYours")}</Notice>}
      {claim && !canSell ? <Notice tone="warn">{t("quotes.notSaleable")}</Notice> : null}
      {claim && canSell ? <Offered view={view} claim={claim} isOwn={isOwn} choice={choice} go={go} /> : null}
      {isOwn && canSell ? <AskPanel view={view} claim={claim} account={account} /> : null}
      {canSell ? view.besides?.(account) : null}
    </>
  );
}

function LotFacts(props: { view: SaleView }) {
  const { t } = useOfferLanguage();
  const now = useChainNow();
  const { family, debtorNote } = useMarket();
  const { lot } = props.view;
  return (
    <section aria-labelledby="lot" className="card p-5">
      <h2 id="lot" className="mb-3 text-xl">
        <Link href={lot.path} className="link">
          {t("quotes.lotOf", { number: lot.name })}
        </Link>
      </h2>
      <Facts
        rows={[
          [
            t("quotes.debtor"),
            <span key="debtor">
              <Party account={lot.debtor} /> {debtorNote?.(lot)}
            </span>,
          ],
          [t("quotes.due"), <When key="due" at={lot.dueBy} now={now} />],
          [t("quotes.open"), <Amount key="open" value={lot.open} token={lot.token} className="font-semibold" />],
          ...(lot.collectable > 0n
            ? [[t("quotes.collectable"), <Amount key="paid" value={lot.collectable} token={lot.token} />] as const]
            : []),
          ...(family === "receivables"
            ? [[t("quotes.evidence"), <StreamWords key="evidence" streams={lot.streams} />] as const]
            : []),
        ]}
      />
    </section>
  );
}

/** The offers for all of it, or for as much as its holder wants to sell. */
function Offered(props: { view: SaleView; claim: Claim; isOwn: boolean; choice: LotChoice; go: Go }) {
  const { t } = useOfferLanguage();
  const { view, claim, choice, go, isOwn } = props;
  const { lot } = view;
  const money = useMoney(lot.token);
  const decimals = useToken(lot.token)?.decimals ?? 0;
  const [isPart, setPart] = useState(false);
  const [text, setText] = useState("");
  const amount = parseAmount(text, decimals);
  const units = isPart ? (amount === undefined ? undefined : unitsOfAmount(lot, amount)) : lot.units;
  const chosen = units === undefined ? undefined : { ...claim, part: units === lot.units ? 0 : units };
  const step = money(lot.face / BigInt(lot.units));
  return (
    <>
      <div className="grid gap-3">
        <CheckField label={t("quotes.part")} checked={isPart} onChange={setPart} />
        {isPart ? (
          <div className="max-w-sm">
            <AmountField
              label={t("quotes.partAmount")}
              hint={t("quotes.partHint", { step })}
              token={lot.token}
              value={text}
              onChange={setText}
              error={
                amount !== undefined && units === undefined
                  ? t("quotes.badPart", { face: money(lot.face), step })
                  : undefined
              }
            />
          </div>
        ) : null}
      </div>
      {chosen ? <Comparisons view={view} claim={chosen} isOwn={isOwn} order={choice.order} go={go} /> : null}
    </>
  );
}
