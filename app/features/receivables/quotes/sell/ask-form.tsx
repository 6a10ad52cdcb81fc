"use client";

import { KIND } from "@tallystick/sdk/instruments/links";
import { type Ask, askTypedData, randomSalt } from "@tallystick/sdk/instruments/offers";
import { postAsk } from "@tallystick/sdk/instruments/quotes";
import { useState } from "react";
import { type Address, isAddressEqual, zeroAddress, zeroHash } from "viem";
import { AccountField } from "@/components/account-field";
import { useMoney, useToken } from "@/components/amount";
import { CheckField, ChoiceField } from "@/components/fields";
import { AmountField } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { SignedWords } from "@/components/signed-words";
import { TextField } from "@/components/ui";
import { formatTime } from "@/lib/format";
import { useSign } from "@/lib/reader";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { useSigning } from "@/lib/use-signing";
import { ApprovalChoice } from "../approval-choice";
import type { Claim } from "../comparison";
import { MakeButton, WayField } from "../making-fields";
import type { SaleLot, SaleView } from "../market";
import { type AskAbout, type AskDraft, askFaults, askOf, dateAfter } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";
import { priceOfAsk } from "../offers";
import { type ApprovalScope, useLotApproval } from "../use-approval";
import { useKeeping, useOfferPlace } from "../use-kept";
import { useWho } from "../words";

interface Props {
  readonly view: SaleView;
  readonly claim: Claim;
  readonly account: Address;
}

const emptyDraft = (now: number): AskDraft => ({
  by: "rate",
  price: "",
  rate: "6",
  isWithRecourse: false,
  isPart: false,
  part: "",
  buyer: "",
  until: dateAfter(now, 14),
});

/** Terms of the holder's own: whoever takes them pays, and gets the lot, at once. */
export function AskForm({ view, claim, account }: Props) {
  const { lot } = view;
  const { t } = useOfferLanguage();
  const sign = useSign();
  const keep = useKeeping();
  const { chainId, quotes } = useOfferPlace();
  const decimals = useToken(lot.token)?.decimals;
  const now = useChainNow();
  const acting = useActing();
  const signing = useSigning();
  const approval = useLotApproval(lot, account);
  const [draft, setDraft] = useState(() => emptyDraft(now));
  const [isPosted, setPosted] = useState(true);
  const [scope, setScope] = useState<ApprovalScope>("lot");
  const change = (part: Partial<AskDraft>) => setDraft((old) => ({ ...old, ...part }));
  const about: AskAbout = { lot, seller: account, decimals: decimals ?? 0, now };
  const faults = decimals === undefined ? ["price" as const] : askFaults(draft, about);
  const ask = faults.length === 0 ? askOf(draft, about, zeroHash) : undefined;
  const busy = acting.busy || signing.busy;

  async function post(): Promise<void> {
    const made = askOf(draft, about, randomSalt());
    await acting.run(() => ({
      title: { key: "quotes.txPostAsk" },
      calls: [...approval.calls(scope), postAsk(quotes, made)],
    }));
  }

  /** The permission is a transaction, also where the offer is none. */
  async function signOffer(): Promise<void> {
    const made = askOf(draft, about, randomSalt());
    const calls = approval.calls(scope);
    if (calls.length > 0 && !(await acting.run(() => ({ title: { key: "quotes.txApprove" }, calls })))) return;
    await signing.run(async () => {
      await keep({ ask: made, signature: await sign(askTypedData(chainId, quotes, made)) });
    });
  }
  return (
    <form
      aria-labelledby="name-price"
      className="card grid gap-5 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        void (isPosted ? post() : signOffer());
      }}
    >
      <div>
        <h3 id="name-price" className="text-lg">
          {t("quotes.namePrice")}
        </h3>
        <p className="mt-1 text-sm text-muted">{t("quotes.namePriceLead")}</p>
      </div>
      <AskFields draft={draft} faults={faults} lot={lot} change={change} />
      <WayField name="ask-how" isPosted={isPosted} onChange={setPosted} />
      <p className="text-sm text-muted">{t("quotes.howHint")}</p>
      <ApprovalChoice approval={approval} scope={scope} onChange={setScope} name="ask-approval" />
      {ask ? <Outlook ask={ask} lot={lot} claim={claim} isSigned={!isPosted} now={now} /> : null}
      <ProblemNotice problem={acting.problem ?? signing.problem} />
      <MakeButton isPosted={isPosted} busy={busy} disabled={ask === undefined || approval.isThere === undefined} />
    </form>
  );
}

function AskFields(props: {
  draft: AskDraft;
  faults: readonly ReturnType<typeof askFaults>[number][];
  lot: SaleLot;
  change: (part: Partial<AskDraft>) => void;
}) {
  const { t } = useOfferLanguage();
  const { draft, faults, lot, change } = props;
  const money = useMoney(lot.token);
  const fault = (name: ReturnType<typeof askFaults>[number], isTyped: boolean) =>
    isTyped && faults.includes(name) ? t(`quotes.askFault_${name}`) : undefined;
  return (
    <>
      <ChoiceField
        legend={t("quotes.by")}
        name="ask-by"
        value={draft.by}
        options={[
          { value: "rate", label: t("quotes.by_rate"), hint: t("quotes.byRateHint") },
          { value: "price", label: t("quotes.by_price") },
        ]}
        onChange={(by) => change({ by })}
      />
      {draft.by === "price" ? (
        <AmountField
          label={t("quotes.price")}
          token={lot.token}
          value={draft.price}
          onChange={(price) => change({ price })}
          error={fault("price", draft.price !== "")}
        />
      ) : (
        <TextField
          label={t("quotes.rate")}
          hint={t("quotes.rateHint")}
          inputMode="decimal"
          value={draft.rate}
          onChange={(event) => change({ rate: event.target.value })}
          error={fault("rate", draft.rate !== "")}
        />
      )}
      <CheckField label={t("quotes.part")} checked={draft.isPart} onChange={(isPart) => change({ isPart })} />
      {draft.isPart ? (
        <AmountField
          label={t("quotes.partAmount")}
          hint={t("quotes.partHint", { step: money(lot.face / BigInt(lot.units)) })}
          token={lot.token}
          value={draft.part}
          onChange={(part) => change({ part })}
          error={fault("part", draft.part !== "")}
        />
      ) : null}
      {lot.takesRecourse ? (
        <ChoiceField
          legend={t("quotes.recourseField")}
          name="ask-recourse"
          value={draft.isWithRecourse ? "with" : "without"}
          options={[
            { value: "without", label: t("quotes.sellerNoRecourse") },
            { value: "with", label: t("quotes.sellerRecourse") },
          ]}
          onChange={(kind) => change({ isWithRecourse: kind === "with" })}
        />
      ) : null}
      <AccountField
        label={t("quotes.buyerField")}
        hint={fault("buyer", draft.buyer !== "") ?? t("quotes.buyerHint")}
        value={draft.buyer}
        onChange={(buyer) => change({ buyer })}
      />
      <TextField
        type="date"
        label={t("quotes.untilField")}
        value={draft.until}
        onChange={(event) => change({ until: event.target.value })}
        error={fault("until", true)}
      />
    </>
  );
}

/** What the offer comes to today, and what a signature of it says. */
function Outlook(props: { ask: Ask; lot: SaleLot; claim: Claim; isSigned: boolean; now: number }) {
  const { t, locale } = useOfferLanguage();
  const { ask, lot, claim, isSigned, now } = props;
  const money = useMoney(lot.token);
  const who = useWho();
  const price = priceOfAsk(ask, claim, now);
  if (!price) return null;
  if (!isSigned) {
    return ask.price === 0n ? <p>{t("quotes.priceNow", { amount: money(price.price) })}</p> : null;
  }
  return (
    <SignedWords>
      {t("quotes.signAsk", {
        buyer: isAddressEqual(ask.buyer, zeroAddress) ? t("common.anyone") : who(ask.buyer),
        worth: money(price.worth),
        debtor: who(lot.debtor),
        price: money(price.price),
        until: formatTime(ask.deadline, locale),
        recourse: t(ask.kind === KIND.withRecourse ? "quotes.sellerRecourse" : "quotes.sellerNoRecourse"),
      })}
    </SignedWords>
  );
}
