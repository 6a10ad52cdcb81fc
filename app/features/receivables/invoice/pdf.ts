import {
  getDocument,
  PasswordException,
  type PDFDocumentProxy,
  PDFWorker,
  VerbosityLevel,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { InvoiceFault } from "./fault.ts";

// Invoices as PDF/A-3 with the same in XML inside: Factur-X, ZUGFeRD, XRechnung. By Mozilla's reader, in the build that does
// not need the newest browsers.

/** Names under which standards put it there; the newest first. */
const known = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"];
const start = "%PDF-";
/** A PDF may have so many bytes before its first line. */
const startsWithin = 1_024;

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, startsWithin + start.length)).includes(start);
}

/**
 * The XML of an invoice that is embedded in a PDF.
 *
 * @param largest bytes that the XML may have
 * @param worker reads the file; without one this thread does
 * @throws `InvoiceFault`
 */
export async function xmlInPdf(bytes: Uint8Array, largest: number, worker?: Worker): Promise<Uint8Array> {
  // Nothing is drawn: no fonts, no pictures, no scripts.
  const task = getDocument({
    ...(worker ? { worker: PDFWorker.create({ port: worker }) } : {}),
    data: bytes.slice(),
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    enableXfa: false,
  });
  try {
    return await embeddedIn(await task.promise, largest);
  } catch (error) {
    if (error instanceof InvoiceFault) throw error;
    throw new InvoiceFault(error instanceof PasswordException ? "pdfLocked" : "pdfBroken");
  } finally {
    // What it was busy with ends with its worker.
    void task.destroy();
  }
}

async function embeddedIn(document: PDFDocumentProxy, largest: number): Promise<Uint8Array> {
  const files = [...((await document.getAttachments()) ?? [])];
  const isKnown = ({ filename }: { readonly filename: string }) => known.includes(filename.toLowerCase());
  const [found, another] = files.filter(([, file]) => isKnown(file));
  if (found === undefined) throw new InvoiceFault("pdfWithoutXml");
  // Which of them is meant nobody could tell.
  if (another !== undefined) throw new InvoiceFault("pdfWithSeveral");
  const content: unknown = await document.getAttachmentContent(found[0]);
  if (!(content instanceof Uint8Array)) throw new InvoiceFault("pdfBroken");
  if (content.length > largest) throw new InvoiceFault("tooLarge", { max: String(largest / 1_000_000) });
  return content;
}
