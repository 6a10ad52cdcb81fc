/** Endorsements that the back has room for, and those that each allonge has. */
export const roomOnBack = 8;
export const roomOnAllonge = 20;

/** Endorsements as they lie on sheets of paper, each sheet with the number of its first. */
export function sheetsOf<T>(links: readonly T[]): readonly { readonly links: readonly T[]; readonly from: number }[] {
  const sheets = [{ links: links.slice(0, roomOnBack), from: 1 }];
  for (let at = roomOnBack; at < links.length; at += roomOnAllonge) {
    sheets.push({ links: links.slice(at, at + roomOnAllonge), from: at + 1 });
  }
  return sheets;
}
