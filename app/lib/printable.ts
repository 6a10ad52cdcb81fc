/** Text without control and invisible characters, which a manifest refuses and which turn what is shown round. */
export function printable(text: string): string {
  return text.replace(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
