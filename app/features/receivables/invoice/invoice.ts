/** Who sells or buys, as the file says. */
export interface InvoiceParty {
  readonly name: string;
  /** Numbers he goes by: for taxes, in a register, in a network of invoices. */
  readonly ids: readonly string[];
}

export interface InvoiceLine {
  readonly id: string;
  readonly name: string;
  /** Without tax, in millionths. */
  readonly net: bigint;
}

/** Sums of an invoice, in millionths of its currency; the names of EN 16931 stand beside them. */
export interface InvoiceTotals {
  /** BT-106; undefined in the profiles without lines. */
  readonly lines: bigint | undefined;
  /** BT-107. */
  readonly allowances: bigint;
  /** BT-108. */
  readonly charges: bigint;
  /** BT-109. */
  readonly net: bigint;
  /** BT-110. */
  readonly tax: bigint;
  /** BT-117, of each category of tax. */
  readonly taxParts: readonly bigint[];
  /** BT-112. */
  readonly gross: bigint;
  /** BT-113. */
  readonly prepaid: bigint;
  /** BT-114. */
  readonly rounding: bigint;
  /** BT-115: what is claimed. */
  readonly payable: bigint;
}

/** What an electronic invoice says: a stranger's words, cut and made fit to be shown. */
export interface Invoice {
  readonly syntax: "UBL" | "CII";
  /** Which rules the file says it follows. */
  readonly profile: string;
  readonly number: string;
  /** Days of the calendar, as in `2026-11-26`. */
  readonly issuedOn: string;
  readonly dueOn: string | undefined;
  /** ISO 4217. */
  readonly currency: string;
  readonly order: string | undefined;
  readonly seller: InvoiceParty;
  readonly buyer: InvoiceParty;
  readonly lines: readonly InvoiceLine[];
  readonly totals: InvoiceTotals;
}
