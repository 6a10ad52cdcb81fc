"use client";

import type { IndexedReceivable } from "@tallystick/sdk/indexer/instrumentFields";
import { receivableDue } from "@tallystick/sdk/instruments/receivableState";
import { payReceivables } from "@tallystick/sdk/instruments/receivables";
import { approve } from "@tallystick/sdk/market/buying";
import type { Address } from "viem";
import { Amount, useMoney, useToken } from "@/components/amount";
import { ProblemNotice } from "@/components/problem-notice";
import { LinkField } from "@/components/share-link";
import { Button, Facts, Notice } from "@/components/ui";
import { ConnectPrompt } from "@/features/wallet/connect-prompt";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useContracts, useReader } from "@/lib/reader";
import { ActError } from "@/lib/tx/types";
import { useActing } from "@/lib/tx/use-acting";
import { useChainNow } from "@/lib/use-chain-now";
import { usePurse } from "@/lib/use-purse";
import { payPath } from "./choice";
import { dueOfRow } from "./due";
import { planOf, type Selection } from "./selection";

interface Props {
  readonly debtor: Address;
  readonly token: Address;
  readonly items: readonly IndexedReceivable[];
  readonly selection: Selection;
  readonly onPaid: () => void;
}

/** What was selected, summed up, and one payment of it. */
export function PayPanel(props: Props) {
  const { t } = useLanguage();
  const { debtor, token, items, selection } = props;
  const { address } = useAccount();
  const ids = items.map(({ id }) => id).filter((id) => String(id) in selection);
  return (
    <section aria-label={t("paying.sum")} className="card grid gap-5 p-5">
      <p className="font-semibold" role="status">
        {t("paying.selected", { n: ids.length })}
      </p>
      {ids.length > 0 && address ? <Payment {...props} payer={address} /> : null}
      {ids.length > 0 && !address ? <ConnectPrompt /> : null}
      <div className="border-t border-line pt-4">
        <LinkField path={payPath(debtor, token, ids)} label={t("paying.link")} hint={t("paying.linkHint")} />
      </div>
    </section>
  );
}

function Payment(props: Props & { payer: Address }) {
  const { t } = useLanguage();
  const { token, items, selection, payer } = props;
  const reader = useReader();
  const { receivables } = useContracts();
  const money = useMoney(token);
  const decimals = useToken(token)?.decimals;
  const now = useChainNow();
  const purse = usePurse(token, payer, receivables);
  const { run, busy, problem } = useActing();
  const plan = planOf(
    items.map((row) => dueOfRow(row, now)),
    selection,
    decimals ?? 0,
  );
  const isPoor = purse !== undefined && purse.balance < plan.total;
  const needsApproval = purse !== undefined && purse.allowance < plan.atMost;

  const payments = plan.parts.flatMap(({ id, upTo }) => {
    const terms = items.find((each) => each.id === id);
    return terms ? [{ terms, upTo }] : [];
  });

  /** What the indexer tells is proved against the chain before anything is paid on its word. */
  async function mustBeAsShown(): Promise<void> {
    for (const { terms } of payments) {
      const { principal, interest } = await receivableDue(reader, terms);
      const shown = dueOfRow(terms, now);
      const isSame = principal === shown.principal && interest >= shown.interest && interest <= shown.interestTomorrow;
      if (!isSame) throw new ActError({ code: "changedMeanwhile", values: {} });
    }
  }

  async function pay(): Promise<void> {
    const isDone = await run(async () => {
      await mustBeAsShown();
      const approval = needsApproval ? [approve(token, receivables, plan.atMost)] : [];
      return {
        title: { key: "paying.txPay", values: { n: payments.length } },
        calls: [...approval, payReceivables(receivables, token, payments)],
      };
    });
    if (isDone) props.onPaid();
  }
  return (
    <div className="grid gap-4">
      <Facts
        rows={[
          [t("paying.sum"), <Amount key="sum" value={plan.total} token={token} className="text-xl font-semibold" />],
          [t("paying.ofInterest"), <Amount key="interest" value={plan.interest} token={token} />],
        ]}
      />
      {plan.atMost > plan.total ? (
        <p className="text-sm text-muted">{t("paying.atMost", { amount: money(plan.atMost) })}</p>
      ) : null}
      {purse ? (
        <p className="text-sm text-muted">
          {needsApproval ? t("paying.approval", { amount: money(plan.atMost) }) : t("paying.noApproval")}
        </p>
      ) : null}
      {isPoor ? (
        <Notice tone="warn" role="alert">
          {t("paying.poor", { balance: money(purse.balance) })}
        </Notice>
      ) : null}
      <ProblemNotice problem={problem} />
      <div>
        <Button
          look="primary"
          busy={busy}
          disabled={!plan.isGood || isPoor || purse === undefined || decimals === undefined}
          onClick={() => void pay()}
        >
          {t("paying.pay", { amount: money(plan.total) })}
        </Button>
      </div>
    </div>
  );
}
