import { tallystickError } from "../errors.ts";
import { amountOf, type Fault, type Fields, hashOf, integerOf, objectOf, signatureOf } from "../gateway/fields.ts";
import type { SignedCreditNote, SignedExtension } from "./receivableSignatures.ts";

// What a lot's holder has signed for the debtor, as JSON: a file, or text that is pasted. The lot's version that it names
// binds it to one lot on one chain.

/** A holder's word: that units are credited, or that it may be due later. */
export type Agreement = { readonly creditNote: SignedCreditNote } | { readonly extension: SignedExtension };

/** A holder's word in its JSON form. */
export type WireAgreement =
  | { readonly creditNote: Omit<SignedCreditNote, "lot"> & { readonly lot: string } }
  | { readonly extension: Omit<SignedExtension, "lot"> & { readonly lot: string } };

/** A holder's word in its JSON form. */
export function encodeAgreement(agreement: Agreement): WireAgreement {
  if ("creditNote" in agreement)
    return { creditNote: { ...agreement.creditNote, lot: String(agreement.creditNote.lot) } };
  return { extension: { ...agreement.extension, lot: String(agreement.extension.lot) } };
}

const fault: Fault = (field, reason) => tallystickError("TicketInvalid", { field, reason });

const SHARED = ["lot", "version", "deadline", "signature"];
/** Seconds, and units of a receivable, have 40 bits. */
const MOST = 2 ** 40 - 1;

/**
 * Reads a holder's word. It is checked for its form alone: see `isCreditNoteSigned`, `isExtensionSigned`.
 *
 * @throws `TicketInvalid` with the field and the reason, also for fields that nobody signs
 */
export function decodeAgreement(value: unknown): Agreement {
  const fields = objectOf(value, "agreement", fault);
  if ("creditNote" in fields) {
    const body = bodyOf(fields, "creditNote", "units");
    return { creditNote: { ...sharedIn(body), units: integerOf(body, "units", MOST, fault) } };
  }
  if ("extension" in fields) {
    const body = bodyOf(fields, "extension", "dueAt");
    return { extension: { ...sharedIn(body), dueAt: integerOf(body, "dueAt", MOST, fault) } };
  }
  throw fault("agreement", "it is neither a credit note nor an extension");
}

/** What is shown must be all there is: a member that nobody signs could mislead. */
function bodyOf(fields: Fields, name: "creditNote" | "extension", own: "units" | "dueAt"): Fields {
  requireKnown(fields, [name]);
  const body = objectOf(fields[name], name, fault);
  requireKnown(body, [...SHARED, own], `${name}.`);
  return body;
}

function requireKnown(fields: Fields, known: readonly string[], path = ""): void {
  const extra = Object.keys(fields).find((key) => !known.includes(key));
  if (extra !== undefined) throw fault(`${path}${extra}`.slice(0, 100), "it is not known");
}

function sharedIn(body: Fields) {
  return {
    lot: amountOf(body, "lot", 256, fault),
    version: hashOf(body, "version", fault),
    deadline: integerOf(body, "deadline", MOST, fault),
    signature: signatureOf(body, fault),
  };
}
