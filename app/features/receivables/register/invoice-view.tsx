"use client";

import { Facts } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { decimalText } from "../invoice/decimal";
import type { Invoice, InvoiceParty } from "../invoice/invoice";

const shownLines = 20;

/** What an invoice says of itself: beside the form, to compare with what is signed. */
export function InvoiceView(props: { invoice: Invoice }) {
  const { t } = useLanguage();
  const { invoice } = props;
  const { totals, currency, lines } = invoice;
  const money = (value: bigint) => <span className="tabular-nums">{`${decimalText(value)} ${currency}`}</span>;
  const { prepaid, rounding } = totals;
  return (
    <section aria-labelledby="file-says" className="card p-5">
      <h2 id="file-says" className="mb-3 text-lg">
        {t("receivables.fileSays")}
      </h2>
      <Facts
        rows={[
          [t("receivables.invoiceNumber"), invoice.number],
          [t("receivables.seller"), partyText(invoice.seller)],
          [t("receivables.buyer"), partyText(invoice.buyer)],
          [t("receivables.issuedOn"), invoice.issuedOn],
          [t("receivables.dueOn"), invoice.dueOn ?? t("receivables.none")],
          [t("receivables.order"), invoice.order ?? t("receivables.none")],
          [t("receivables.net"), money(totals.net)],
          [t("receivables.tax"), money(totals.tax)],
          [t("receivables.gross"), money(totals.gross)],
          ...(prepaid === 0n ? [] : ([[t("receivables.prepaid"), money(prepaid)]] as const)),
          ...(rounding === 0n ? [] : ([[t("receivables.rounding"), money(rounding)]] as const)),
          [t("receivables.payable"), <strong key="payable">{money(totals.payable)}</strong>],
          [
            t("receivables.profile"),
            <span key="profile" className="text-sm break-all">{`${invoice.syntax} ${invoice.profile}`}</span>,
          ],
        ]}
      />
      {lines.length > 0 ? (
        <details className="mt-4">
          <summary>{`${t("receivables.lines")} (${lines.length})`}</summary>
          <ul className="mt-2 grid gap-1 text-sm">
            {lines.slice(0, shownLines).map(({ id, name, net }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file never move, and may share an id
              <li key={i} className="flex justify-between gap-4">
                <span className="min-w-0 break-words">{`${id}. ${name}`}</span>
                {money(net)}
              </li>
            ))}
            {lines.length > shownLines ? <li aria-hidden="true">…</li> : null}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

const partyText = ({ name, ids }: InvoiceParty) => [name, ...ids].join(" · ");
