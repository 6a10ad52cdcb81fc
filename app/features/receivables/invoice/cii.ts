import { InvoiceFault } from "./fault.ts";
import type { Invoice, InvoiceParty } from "./invoice.ts";
import { currencyOf, dayOf, looker, mustClaim, shownText } from "./look.ts";
import type { XmlElement } from "./xml.ts";

const standard = "urn:un:unece:uncefact:data:standard:";
export const ciiInvoice = `${standard}CrossIndustryInvoice:100`;

const { all, must, text, mustText, amountOf, amount, mustAmount, party } = looker({
  rsm: ciiInvoice,
  ram: `${standard}ReusableAggregateBusinessInformationEntity:100`,
  udt: `${standard}UnqualifiedDataType:100`,
});

/** Reads a Cross Industry Invoice, as in Factur-X, ZUGFeRD and XRechnung. */
export function readCii(root: XmlElement): Invoice {
  const head = must(root, "rsm:ExchangedDocument");
  const trade = must(root, "rsm:SupplyChainTradeTransaction");
  const agreement = must(trade, "ram:ApplicableHeaderTradeAgreement");
  const settlement = must(trade, "ram:ApplicableHeaderTradeSettlement");
  const sums = must(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation");
  mustClaim(mustText(head, "ram:TypeCode"));
  const currency = currencyOf(mustText(settlement, "ram:InvoiceCurrencyCode"));
  const inTaxCurrency = text(settlement, "ram:TaxCurrencyCode") ?? currency;
  mustBeIn(currency, inTaxCurrency, root);
  const profile = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID";
  return {
    syntax: "CII",
    profile: text(root, profile) ?? "",
    number: mustText(head, "ram:ID"),
    issuedOn: dateIn(must(head, "ram:IssueDateTime"), "ram:IssueDateTime"),
    dueOn: dueOn(settlement),
    currency,
    order: text(agreement, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
    seller: tradeParty(must(agreement, "ram:SellerTradeParty")),
    buyer: tradeParty(must(agreement, "ram:BuyerTradeParty")),
    lines: all(trade, "ram:IncludedSupplyChainTradeLineItem").map((line) => ({
      id: mustText(line, "ram:AssociatedDocumentLineDocument/ram:LineID"),
      name: text(line, "ram:SpecifiedTradeProduct/ram:Name") ?? "",
      net: mustAmount(
        line,
        "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
      ),
    })),
    totals: {
      lines: amount(sums, "ram:LineTotalAmount"),
      allowances: amount(sums, "ram:AllowanceTotalAmount") ?? 0n,
      charges: amount(sums, "ram:ChargeTotalAmount") ?? 0n,
      net: mustAmount(sums, "ram:TaxBasisTotalAmount"),
      tax: taxOf(sums, currency),
      taxParts: all(settlement, "ram:ApplicableTradeTax/ram:CalculatedAmount").map((part) =>
        amountOf(part, "ram:ApplicableTradeTax/ram:CalculatedAmount"),
      ),
      gross: mustAmount(sums, "ram:GrandTotalAmount"),
      prepaid: amount(sums, "ram:TotalPrepaidAmount") ?? 0n,
      rounding: amount(sums, "ram:RoundingAmount") ?? 0n,
      payable: mustAmount(sums, "ram:DuePayableAmount"),
    },
  };
}

/** The tax may be said once more in the currency in which it is accounted for. */
function taxOf(sums: XmlElement, currency: string): bigint {
  const path = "ram:TaxTotalAmount";
  const own = all(sums, path).filter(({ attributes }) => (attributes.get("currencyID") ?? currency) === currency);
  if (own.length > 1) throw new InvoiceFault("twice", { field: path });
  return own[0] ? amountOf(own[0], path) : 0n;
}

/** @throws `InvoiceFault` for an amount, anywhere below an element, in another currency; the tax's own aside */
function mustBeIn(currency: string, inTaxCurrency: string, element: XmlElement): void {
  const own = element.attributes.get("currencyID");
  const fits = own === currency || (own === inTaxCurrency && element.name === "TaxTotalAmount");
  if (own !== undefined && !fits) {
    throw new InvoiceFault("severalCurrencies", { first: currency, second: own.slice(0, 40) });
  }
  for (const child of element.children) mustBeIn(currency, inTaxCurrency, child);
}

/** A day that is written as `20261126`, the only format (102) that the rules for invoices allow. */
function dateIn(holder: XmlElement, field: string): string {
  const date = must(holder, "udt:DateTimeString");
  const digits = shownText(date);
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(digits);
  if (date.attributes.get("format") !== "102" || !match) throw new InvoiceFault("badDate", { field, value: digits });
  return dayOf(match.slice(1).join("-"), field);
}

function dueOn(settlement: XmlElement): string | undefined {
  const path = "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime";
  const days = new Set(all(settlement, path).map((holder) => dateIn(holder, path)));
  if (days.size > 1) throw new InvoiceFault("severalDueDates");
  return [...days][0];
}

function tradeParty(from: XmlElement): InvoiceParty {
  return party(
    from,
    ["ram:Name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"],
    [
      "ram:SpecifiedTaxRegistration/ram:ID",
      "ram:SpecifiedLegalOrganization/ram:ID",
      "ram:GlobalID",
      "ram:ID",
      "ram:URIUniversalCommunication/ram:URIID",
    ],
  );
}
