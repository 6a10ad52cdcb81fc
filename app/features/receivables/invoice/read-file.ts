import { InvoiceFault } from "./fault";
import type { Invoice } from "./invoice";
import { largestInvoice, readInvoice } from "./read-invoice";

/** A file that is made to hurt could keep the reader busy for ever. */
const mostSeconds = 15;

/**
 * Reads an electronic invoice from a file: XML, or a PDF with it inside.
 *
 * @throws `InvoiceFault`
 */
export async function invoiceIn(bytes: Uint8Array): Promise<Invoice> {
  // Loaded with the first file that is no XML.
  if (looksLikeXml(bytes)) return readInvoice(bytes);
  const { isPdf, xmlInPdf } = await import("./pdf");
  if (!isPdf(bytes)) return readInvoice(bytes);
  const worker = new Worker(new URL("./pdf.worker.ts", import.meta.url), { type: "module" });
  const { promise: fault, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new InvoiceFault("pdfTooSlow")), mostSeconds * 1_000);
  worker.addEventListener("error", () => reject(new InvoiceFault("pdfBroken")));
  try {
    return readInvoice(await Promise.race([xmlInPdf(bytes, largestInvoice, worker), fault]));
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}

const angle = 0x3c;

/** XML begins with "<", a byte order mark and spaces aside. */
function looksLikeXml(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20 && ![0xef, 0xbb, 0xbf].includes(byte));
  return first === angle;
}
