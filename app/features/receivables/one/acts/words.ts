import { type Agreement, decodeAgreement, encodeAgreement } from "@tallystick/sdk/instruments/agreementWire";
import type { SignedCreditNote, SignedExtension } from "@tallystick/sdk/instruments/receivableSignatures";

// What a holder has signed is handed to the debtor as text, the same as the command's files: he pastes it, and the contract
// decides what it is worth.

/** Longest text that is looked at. */
const longest = 4_000;

export function creditNoteText(note: SignedCreditNote): string {
  return JSON.stringify(encodeAgreement({ creditNote: note }));
}

export function extensionText(extension: SignedExtension): string {
  return JSON.stringify(encodeAgreement({ extension }));
}

/** The credit note in a text; undefined: there is none. */
export function creditNoteIn(text: string): SignedCreditNote | undefined {
  const word = wordIn(text);
  return word && "creditNote" in word ? word.creditNote : undefined;
}

/** Where the next word begins, on one line or written out over several as the command's files are. */
const next = /\n\s*(?=\{\s*"extension")/;
const mostWords = 500;

/** The extensions in a text, one below the other; lines that hold none are left out. */
export function extensionsIn(text: string): readonly SignedExtension[] {
  return text
    .split(next)
    .slice(0, mostWords)
    .flatMap((piece) => [wordIn(piece) ?? piece.split("\n").map(wordIn)].flat())
    .flatMap((word) => (word && "extension" in word ? [word.extension] : []));
}

function wordIn(text: string): Agreement | undefined {
  if (text.length > longest) return undefined;
  try {
    return decodeAgreement(JSON.parse(text));
  } catch {
    return undefined;
  }
}
