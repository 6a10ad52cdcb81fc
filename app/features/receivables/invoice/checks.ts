import { decimalText } from "./decimal.ts";
import { InvoiceFault, type InvoiceFaultCode } from "./fault.ts";
import type { Invoice } from "./invoice.ts";

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** Profiles of Factur-X whose files have no lines: the PDF around them has. */
const withoutLines = /(^|[:#])(minimum|basicwl)$/i;

/**
 * Adds an invoice up once more, as the rules of EN 16931 that are named beside say, to the last unit.
 *
 * @throws `InvoiceFault` for the first sum that is another one, or where nothing is due
 */
export function mustAddUp(invoice: Invoice): void {
  const { lines, totals } = invoice;
  const { net, tax, gross, payable } = totals;
  if (lines.length === 0 && !withoutLines.test(invoice.profile)) throw new InvoiceFault("noLines");
  if (totals.lines !== undefined) {
    // BR-CO-10, BR-CO-13
    if (lines.length > 0) mustEqual("linesDiffer", totals.lines, sum(lines.map((line) => line.net)));
    mustEqual("netDiffers", net, totals.lines - totals.allowances + totals.charges);
  } else if (lines.length > 0) {
    throw new InvoiceFault("missing", { field: "LineTotalAmount" });
  }
  // BR-CO-14, BR-CO-15, BR-CO-16
  if (totals.taxParts.length > 0) mustEqual("taxDiffers", tax, sum(totals.taxParts));
  mustEqual("grossDiffers", gross, net + tax);
  mustEqual("payableDiffers", payable, gross - totals.prepaid + totals.rounding);
  if (payable <= 0n) throw new InvoiceFault("nothingDue", { amount: decimalText(payable) });
}

function mustEqual(code: InvoiceFaultCode, stated: bigint, computed: bigint): void {
  if (stated === computed) return;
  throw new InvoiceFault(code, { stated: decimalText(stated), computed: decimalText(computed) });
}
