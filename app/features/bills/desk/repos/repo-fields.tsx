"use client";

import type { Address } from "viem";
import { AccountField } from "@/components/account-field";
import { AmountField, TokenField } from "@/components/money-field";
import { TextField } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import type { RepoDraft, RepoDraftFault } from "./repo-draft";

/** Against whose bills money is offered, and on which terms. */
export function RepoFields(props: {
  draft: RepoDraft;
  faults: readonly RepoDraftFault[];
  token: Address;
  onToken: (token: Address) => void;
  change: (part: Partial<RepoDraft>) => void;
}) {
  const { t } = useLanguage();
  const { draft, faults, token, onToken, change } = props;
  const fault = (name: RepoDraftFault, isTyped: boolean) =>
    isTyped && faults.includes(name) ? t(`billDesk.repoFault_${name}`) : undefined;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <AccountField
        label={t("billQuotes.debtorField")}
        hint={fault("nobody", true) ?? t("billQuotes.debtorHint")}
        error={fault("debtor", draft.debtor !== "")}
        value={draft.debtor}
        onChange={(debtor) => change({ debtor })}
      />
      <AccountField
        label={t("quotes.sellerField")}
        hint={t("quotes.sellerHint")}
        error={fault("seller", draft.seller !== "")}
        value={draft.seller}
        onChange={(seller) => change({ seller })}
      />
      <TokenField value={token} onChange={onToken} />
      <AmountField
        label={t("quotes.limit")}
        hint={t("billDesk.repoLimitHint")}
        token={token}
        value={draft.limit}
        onChange={(limit) => change({ limit })}
        error={fault("limit", draft.limit !== "")}
      />
      <TextField
        label={t("quotes.rate")}
        hint={t("billDesk.repoRateHint")}
        inputMode="decimal"
        value={draft.rate}
        onChange={(event) => change({ rate: event.target.value })}
        error={fault("rate", true)}
      />
      <TextField
        label={t("billDesk.haircut")}
        hint={t("billDesk.haircutHint")}
        inputMode="decimal"
        value={draft.haircut}
        onChange={(event) => change({ haircut: event.target.value })}
        error={fault("haircut", true)}
      />
      <TextField
        type="date"
        label={t("billDesk.lastDay")}
        hint={t("billDesk.lastDayHint")}
        value={draft.lastDay}
        onChange={(event) => change({ lastDay: event.target.value })}
        error={fault("lastDay", true)}
      />
      <TextField
        type="date"
        label={t("quotes.untilField")}
        value={draft.until}
        onChange={(event) => change({ until: event.target.value })}
        error={fault("until", true)}
      />
    </div>
  );
}
