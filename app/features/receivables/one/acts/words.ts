import type { SignedCreditNote, SignedExtension } from "@tallystick/sdk/instruments/receivableSignatures";
import { big, fields, fromJson, int, readable, signature, toJson, word } from "../../../../lib/wire.ts";

// What a holder has signed is handed to the debtor as text: he pastes it, and the contract decides what it is worth.

/** Longest text that is looked at. */
const longest = 4_000;

export function creditNoteText(note: SignedCreditNote): string {
  return toJson({ creditNote: note });
}

export function extensionText(extension: SignedExtension): string {
  return toJson({ extension });
}

/** The credit note in a text; undefined: there is none. */
export function creditNoteIn(text: string): SignedCreditNote | undefined {
  if (text.length > longest) return undefined;
  return readable(() => {
    const note = fields(fields(fromJson(text))["creditNote"]);
    return {
      lot: big(note["lot"], 256),
      version: word(note["version"]),
      units: int(note["units"], 40),
      deadline: int(note["deadline"], 40),
      signature: signature(note["signature"]),
    };
  });
}

function extensionIn(text: string): SignedExtension | undefined {
  return readable(() => {
    const extension = fields(fields(fromJson(text))["extension"]);
    return {
      lot: big(extension["lot"], 256),
      version: word(extension["version"]),
      dueAt: int(extension["dueAt"], 40),
      deadline: int(extension["deadline"], 40),
      signature: signature(extension["signature"]),
    };
  });
}

/** The extensions in a text, one a line; lines that hold none are left out. */
export function extensionsIn(text: string): readonly SignedExtension[] {
  return text
    .split("\n")
    .slice(0, 500)
    .filter((line) => line.length <= longest)
    .map(extensionIn)
    .filter((each) => each !== undefined);
}
