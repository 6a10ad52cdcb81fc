import { utf8 } from "./bytes.ts";

const MAX_NAME_BYTES = 255;
// Controls, and marks that turn or hide text: a name must look like what it is.
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
// Persian, the scripts of India and emoji are not written without them; in a name they would hide a difference.
const JOINERS = /[\u200c\u200d]/u;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i;

/** Why a text may not stand on one line of a screen; undefined when it may. */
export function lineFault(text: string): string | undefined {
  if (!text.isWellFormed()) return "it is not well-formed text";
  if (CONTROL.test(text)) return "it holds control characters";
  if (INVISIBLE.test(text)) return "it holds invisible or direction-changing characters";
  return undefined;
}

/** As `lineFault`, for what is compared by eye: names and addresses. */
export function nameFault(text: string): string | undefined {
  return lineFault(text) ?? (JOINERS.test(text) ? "it holds invisible characters" : undefined);
}

/** As `lineFault`, for text of several lines. */
export function textFault(text: string): string | undefined {
  return lineFault(text.replace(/[\t\n\r]/g, " "));
}

/** Why a name may not be given to a file; undefined when it may. */
export function fileNameFault(name: string): string | undefined {
  const fault = nameFault(name);
  if (fault !== undefined) return fault;
  if (name === "") return "it is empty";
  if (utf8(name).length > MAX_NAME_BYTES) return `it is longer than ${MAX_NAME_BYTES} bytes`;
  if (/[/\\]/.test(name)) return "it holds a path";
  if (/[<>:"|?*]/.test(name)) return "it holds characters that some systems don't allow";
  if (/^[\s.]+$/.test(name) || /^\s|[\s.]$/.test(name)) return "it begins or ends with spaces, or ends with a dot";
  if (RESERVED.test(name)) return "it is reserved by some systems";
  if (name.normalize("NFC") !== name) return "it is not in Unicode form NFC";
  return undefined;
}
