import { InvoiceFault } from "./fault.ts";
import type { Invoice } from "./invoice.ts";
import { currencyOf, dayOf, looker, mustClaim } from "./look.ts";
import type { XmlElement } from "./xml.ts";

const schema = "urn:oasis:names:specification:ubl:schema:xsd:";
export const ublInvoice = `${schema}Invoice-2`;
export const ublCreditNote = `${schema}CreditNote-2`;

const { all, must, text, mustText, amountOf, amount, mustAmount, party } = looker({
  cbc: `${schema}CommonBasicComponents-2`,
  cac: `${schema}CommonAggregateComponents-2`,
});

const names = ["cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"];
const ids = [
  "cac:PartyTaxScheme/cbc:CompanyID",
  "cac:PartyLegalEntity/cbc:CompanyID",
  "cac:PartyIdentification/cbc:ID",
  "cbc:EndpointID",
];

/** Reads an invoice in the Universal Business Language 2.1, as EN 16931 and Peppol use it. */
export function readUbl(root: XmlElement): Invoice {
  mustClaim(mustText(root, "cbc:InvoiceTypeCode"));
  const currency = currencyOf(mustText(root, "cbc:DocumentCurrencyCode"));
  const inTaxCurrency = text(root, "cbc:TaxCurrencyCode") ?? currency;
  const due = text(root, "cbc:DueDate");
  const sums = must(root, "cac:LegalMonetaryTotal");
  // The tax may be said once more in the currency in which it is accounted for; nothing else may.
  const isRestated = (total: XmlElement) =>
    inTaxCurrency !== currency &&
    all(total, "cbc:TaxAmount").every(({ attributes }) => attributes.get("currencyID") === inTaxCurrency);
  const restated = all(root, "cac:TaxTotal").filter(isRestated);
  const [tax, second] = all(root, "cac:TaxTotal").filter((total) => !restated.includes(total));
  if (second || restated.length > 1) throw new InvoiceFault("twice", { field: "cac:TaxTotal" });
  mustBeIn(currency, { ...root, children: root.children.filter((child) => !restated.includes(child)) });
  return {
    syntax: "UBL",
    profile: text(root, "cbc:CustomizationID") ?? "",
    number: mustText(root, "cbc:ID"),
    issuedOn: dayOf(mustText(root, "cbc:IssueDate"), "cbc:IssueDate"),
    dueOn: due === undefined ? undefined : dayOf(due, "cbc:DueDate"),
    currency,
    order: text(root, "cac:OrderReference/cbc:ID"),
    seller: party(must(root, "cac:AccountingSupplierParty/cac:Party"), names, ids),
    buyer: party(must(root, "cac:AccountingCustomerParty/cac:Party"), names, ids),
    lines: all(root, "cac:InvoiceLine").map((line) => ({
      id: mustText(line, "cbc:ID"),
      name: text(line, "cac:Item/cbc:Name") ?? "",
      net: mustAmount(line, "cbc:LineExtensionAmount"),
    })),
    totals: {
      lines: mustAmount(sums, "cbc:LineExtensionAmount"),
      allowances: amount(sums, "cbc:AllowanceTotalAmount") ?? 0n,
      charges: amount(sums, "cbc:ChargeTotalAmount") ?? 0n,
      net: mustAmount(sums, "cbc:TaxExclusiveAmount"),
      tax: tax ? mustAmount(tax, "cbc:TaxAmount") : 0n,
      taxParts: tax
        ? all(tax, "cac:TaxSubtotal/cbc:TaxAmount").map((part) => amountOf(part, "cac:TaxSubtotal/cbc:TaxAmount"))
        : [],
      gross: mustAmount(sums, "cbc:TaxInclusiveAmount"),
      prepaid: amount(sums, "cbc:PrepaidAmount") ?? 0n,
      rounding: amount(sums, "cbc:PayableRoundingAmount") ?? 0n,
      payable: mustAmount(sums, "cbc:PayableAmount"),
    },
  };
}

/** @throws `InvoiceFault` for an amount, anywhere below an element, in another currency */
function mustBeIn(currency: string, element: XmlElement): void {
  const own = element.attributes.get("currencyID");
  if (own !== undefined && own !== currency) {
    throw new InvoiceFault("severalCurrencies", { first: currency, second: own.slice(0, 40) });
  }
  for (const child of element.children) mustBeIn(currency, child);
}
