// Marks that turn the direction of text round or hide in it, and controls other than a line's end.
const HIDDEN = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Foreign text, fit to be shown: what would hide or turn text round stands in it as its number, and it is cut where it is
 * too long.
 *
 * @param max characters that are kept
 */
export function safeText(text: string, max = 500): string {
  const all = [...text.slice(0, 2 * max)];
  const isCut = text.length > 2 * max || all.length > max;
  const shown = all
    .slice(0, max)
    .join("")
    .replace(HIDDEN, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
  return isCut ? `${shown}… (${text.length} characters)` : shown;
}
