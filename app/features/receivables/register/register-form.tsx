"use client";

import type { ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import { type TermsFault, termsFaults } from "@tallystick/sdk/instruments/termsFaults";
import { useState } from "react";
import type { Address } from "viem";
import { useToken } from "@/components/amount";
import { useTokens } from "@/components/money-field";
import { ProblemNotice } from "@/components/problem-notice";
import { Button, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { useReader } from "@/lib/reader";
import { useSigning } from "@/lib/use-signing";
import { baseUnitsOf, decimalText } from "../invoice/decimal";
import { type Draft, type DraftField, emptyDraft, filledBy, termsOf } from "./draft";
import { InvoiceFile, type ReadFile } from "./invoice-file";
import { InvoiceView } from "./invoice-view";
import { Preview } from "./preview";
import { TermsFields } from "./terms-fields";

/** From a file or by hand to terms, and from these, once they are checked and shown, to the registration. */
export function RegisterForm() {
  const { t } = useLanguage();
  const tokens = useTokens();
  const [first] = tokens;
  if (!first) return <Notice tone="warn">{t("receivables.terms_NoToken")}</Notice>;
  return <Form tokens={tokens} first={first.value} />;
}

function Form(props: { tokens: ReturnType<typeof useTokens>; first: Address }) {
  const { t } = useLanguage();
  const { tokens } = props;
  const { address } = useAccount();
  const reader = useReader();
  const { run, busy, problem } = useSigning();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(props.first));
  const [file, setFile] = useState<ReadFile>();
  const [wrong, setWrong] = useState<readonly DraftField[]>([]);
  const [faults, setFaults] = useState<readonly TermsFault[]>([]);
  const [checked, setChecked] = useState<ReceivableTerms>();
  const token = useToken(draft.token);
  const change = (next: Draft) => {
    setDraft(next);
    setWrong([]);
    setFaults([]);
  };
  const takeFile = (next: ReadFile | undefined) => {
    setFile(next);
    if (next) change(filledBy(draft, next.invoice, tokens));
  };
  const check = async () => {
    if (!address || !token) return;
    const made = await termsOf(draft, { creditor: address, decimals: token.decimals, document: file?.document });
    if ("wrong" in made) return setWrong(made.wrong);
    const found = await termsFaults(reader, made.terms);
    setFaults(found);
    if (found.length === 0) setChecked(made.terms);
  };
  const { invoice } = file ?? {};
  const isTooFine = invoice && token && baseUnitsOf(invoice.totals.payable, token.decimals) === undefined;
  if (checked) return <Preview terms={checked} onChange={() => setChecked(undefined)} />;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_24rem]">
      <form
        className="card grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void run(check);
        }}
      >
        <h2 className="text-lg">{t("receivables.terms")}</h2>
        <TermsFields draft={draft} onChange={change} wrong={wrong} />
        {invoice && token && !token.symbol.startsWith(invoice.currency) ? (
          <Notice tone="warn">
            {t("receivables.otherCurrency", { currency: invoice.currency, token: token.symbol.slice(0, 12) })}
          </Notice>
        ) : null}
        {isTooFine ? (
          <Notice tone="bad" role="alert">
            {t("receivables.tooFine", { amount: decimalText(invoice.totals.payable) })}
          </Notice>
        ) : null}
        {faults.map(({ code }) => (
          <Notice key={code} tone="bad" role="alert">
            {t(`receivables.terms_${code}`)}
          </Notice>
        ))}
        <ProblemNotice problem={problem} />
        {file ? null : <p className="text-sm text-muted">{t("receivables.noFile")}</p>}
        {address ? (
          <Button type="submit" look="primary" className="justify-self-start" busy={busy} disabled={!token}>
            {t("receivables.check")}
          </Button>
        ) : (
          <Notice>{t("receivables.mustConnect")}</Notice>
        )}
      </form>
      <div className="grid gap-5 max-lg:-order-1">
        <InvoiceFile file={file} onFile={takeFile} />
        {invoice ? <InvoiceView invoice={invoice} /> : null}
      </div>
    </div>
  );
}
