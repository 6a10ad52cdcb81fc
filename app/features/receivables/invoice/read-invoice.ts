import { mustAddUp } from "./checks.ts";
import { ciiInvoice, readCii } from "./cii.ts";
import { InvoiceFault } from "./fault.ts";
import type { Invoice } from "./invoice.ts";
import { readUbl, ublCreditNote, ublInvoice } from "./ubl.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** Largest file that is looked at, in bytes: pictures of papers are often embedded. */
export const largestInvoice = 10_000_000;

/**
 * Reads an electronic invoice: UBL 2.1, or CII as in Factur-X and ZUGFeRD.
 *
 * @throws `InvoiceFault` that says why it is not taken
 */
export function readInvoice(bytes: Uint8Array): Invoice {
  if (bytes.length > largestInvoice) throw new InvoiceFault("tooLarge", { max: String(largestInvoice / 1_000_000) });
  const invoice = readRoot(parseXml(textOf(bytes)));
  mustAddUp(invoice);
  return invoice;
}

function readRoot(root: XmlElement): Invoice {
  if (root.uri === ublInvoice && root.name === "Invoice") return readUbl(root);
  if (root.uri === ciiInvoice && root.name === "CrossIndustryInvoice") return readCii(root);
  if (root.uri === ublCreditNote) throw new InvoiceFault("creditNote");
  throw new InvoiceFault("notInvoice", { name: root.name.slice(0, 60), namespace: root.uri.slice(0, 120) });
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InvoiceFault("notText");
  }
}
