/** Why a file is not taken as an invoice; each has a sentence in the dictionaries (`receivables.fault_<code>`). */
export const invoiceFaults = [
  "tooLarge",
  "pdfLocked",
  "pdfBroken",
  "pdfTooSlow",
  "pdfWithoutXml",
  "pdfWithSeveral",
  "notText",
  "notXml",
  "doctype",
  "tooDeep",
  "tooMany",
  "notInvoice",
  "creditNote",
  "factored",
  "otherType",
  "missing",
  "twice",
  "badDate",
  "badAmount",
  "badCurrency",
  "severalCurrencies",
  "severalDueDates",
  "noLines",
  "linesDiffer",
  "netDiffers",
  "taxDiffers",
  "grossDiffers",
  "payableDiffers",
  "nothingDue",
] as const;
export type InvoiceFaultCode = (typeof invoiceFaults)[number];

/** Thrown by the readers of invoices; what a person is told is made of code and values. */
export class InvoiceFault extends Error {
  readonly code: InvoiceFaultCode;
  readonly values: Readonly<Record<string, string>>;
  constructor(code: InvoiceFaultCode, values: Readonly<Record<string, string>> = {}) {
    super(`${code} ${JSON.stringify(values)}`);
    this.name = "InvoiceFault";
    this.code = code;
    this.values = values;
  }
}
