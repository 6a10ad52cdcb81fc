"use client";

import type { Address } from "viem";
import { AccountField } from "@/components/account-field";
import { CheckField, ChoiceField } from "@/components/fields";
import { AmountField, TokenField } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { streams } from "../../shared/status";
import { useMarket } from "../market";
import type { BidDraft, BidDraftFault } from "../offer-drafts";
import { useOfferLanguage } from "../offer-language";

interface Props {
  readonly draft: BidDraft;
  readonly faults: readonly BidDraftFault[];
  readonly token: Address;
  /** Undefined where the token is that of a lot. */
  readonly onToken: ((token: Address) => void) | undefined;
  readonly change: (part: Partial<BidDraft>) => void;
}

/** Who buys what, and on which terms. */
export function BidFields(props: Props) {
  const { t } = useOfferLanguage();
  const { draft, faults, token, onToken, change } = props;
  const { family } = useMarket();
  const fault = (name: BidDraftFault, isTyped: boolean) =>
    isTyped && faults.includes(name) ? t(`quotes.bidFaultField_${name}`) : undefined;
  return (
    <>
      <ChoiceField
        legend={t("quotes.role")}
        name="bid-role"
        value={draft.isDebtor ? "debtor" : "financier"}
        options={[
          { value: "financier", label: t("quotes.role_financier"), hint: t("quotes.roleHint_financier") },
          { value: "debtor", label: t("quotes.role_debtor"), hint: t("quotes.roleHint_debtor") },
        ]}
        onChange={(role) => change({ isDebtor: role === "debtor" })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {draft.isDebtor ? null : (
          <AccountField
            label={t("quotes.debtorField")}
            hint={fault("nobody", true) ?? t("quotes.debtorHint")}
            value={draft.debtor}
            onChange={(debtor) => change({ debtor })}
          />
        )}
        <AccountField
          label={t("quotes.sellerField")}
          hint={fault("seller", draft.seller !== "") ?? t("quotes.sellerHint")}
          value={draft.seller}
          onChange={(seller) => change({ seller })}
        />
        {onToken ? <TokenField value={token} onChange={onToken} /> : null}
        <AmountField
          label={t("quotes.limit")}
          hint={t("quotes.limitHint")}
          token={token}
          value={draft.limit}
          onChange={(limit) => change({ limit })}
          error={fault("limit", draft.limit !== "")}
        />
        <TextField
          label={t("quotes.maxDays")}
          inputMode="numeric"
          value={draft.maxDays}
          onChange={(event) => change({ maxDays: event.target.value })}
          error={fault("maxDays", true)}
        />
        <TextField
          label={t("quotes.rate")}
          hint={t("quotes.rateHint")}
          inputMode="decimal"
          value={draft.rate}
          onChange={(event) => change({ rate: event.target.value })}
          error={fault("rate", true)}
        />
        <TextField
          label={t("quotes.feeField")}
          hint={t("quotes.feeHint")}
          inputMode="decimal"
          value={draft.fee}
          onChange={(event) => change({ fee: event.target.value })}
          error={fault("fee", true)}
        />
        <TextField
          type="date"
          label={t("quotes.untilField")}
          value={draft.until}
          onChange={(event) => change({ until: event.target.value })}
          error={fault("until", true)}
        />
      </div>
      {draft.isDebtor ? null : <Risk {...props} advanceFault={fault("advance", true)} />}
      {family === "receivables" ? (
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-medium">{t("quotes.evidenceField")}</legend>
          {streams.map((stream, i) => (
            <CheckField
              key={stream}
              label={t(`receivables.stream_${stream}`)}
              checked={(draft.evidence >> i) % 2 === 1}
              onChange={() => change({ evidence: draft.evidence ^ (1 << i) })}
            />
          ))}
        </fieldset>
      ) : null}
    </>
  );
}

/** Who bears the loss, and how it is paid, which is always at once for a bill: nothing to choose for one's own debts. */
function Risk(props: Props & { advanceFault: string | undefined }) {
  const { t } = useOfferLanguage();
  const { draft, change, advanceFault } = props;
  const { family } = useMarket();
  return (
    <>
      <ChoiceField
        legend={t("quotes.recourseField")}
        name="bid-recourse"
        value={draft.isWithRecourse ? "with" : "without"}
        options={[
          { value: "without", label: t("quotes.buyersLoss") },
          { value: "with", label: t("quotes.sellerAnswers") },
        ]}
        onChange={(kind) => change({ isWithRecourse: kind === "with" })}
      />
      {family === "receivables" ? (
        <ChoiceField
          legend={t("quotes.way")}
          name="bid-way"
          value={draft.isAdvance ? "advance" : "sale"}
          options={[
            { value: "sale", label: t("quotes.way_sale"), hint: t("quotes.wayHint_sale") },
            { value: "advance", label: t("quotes.way_advance"), hint: t("quotes.wayHint_advance") },
          ]}
          onChange={(way) => change({ isAdvance: way === "advance" })}
        />
      ) : null}
      {draft.isAdvance ? (
        <div className="max-w-sm">
          <TextField
            label={t("quotes.advanceField")}
            inputMode="decimal"
            value={draft.advance}
            onChange={(event) => change({ advance: event.target.value })}
            error={advanceFault}
          />
        </div>
      ) : null}
    </>
  );
}
