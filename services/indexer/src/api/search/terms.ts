/** Longest word that is told apart from others: what is longer is cut. */
const MAX_WORD = 64;
/** Of one text: a dictionary of a file would only make every search slower. */
const MAX_WORDS = 4_000;

/** Written without spaces: every two neighbouring characters are sought together. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]/u;
const RUN = new RegExp(
  `(?:${UNSPACED.source})+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}])+|\\p{Extended_Pictographic}`,
  "gu",
);

/** One form for what looks or reads alike: full and half width, case, accents of Latin, Greek and Cyrillic letters. */
export function folded(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss");
  return plain
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC");
}

const runsOf = (text: string): string[] => folded(text).match(RUN) ?? [];

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((next, i) => `${characters[i]}${next}`);
}

const cut = (word: string): string => [...word].slice(0, MAX_WORD).join("");

/** The words a text is found by, each once. */
export function termsOf(...texts: readonly string[]): string[] {
  const terms = new Set<string>();
  for (const run of texts.flatMap(runsOf)) {
    if (terms.size >= MAX_WORDS) break;
    if (!UNSPACED.test(run)) {
      terms.add(cut(run));
      continue;
    }
    for (const pair of pairsOf(run)) terms.add(pair);
    // So that its last character is found alone.
    terms.add([...run].at(-1) as string);
  }
  return [...terms].slice(0, MAX_WORDS);
}

/** A question's words: each as a beginning, except pairs of characters, which are whole. */
export interface Sought {
  readonly term: string;
  readonly isWhole: boolean;
}

export function soughtIn(question: string): Sought[] {
  const sought = runsOf(question).flatMap((run): Sought[] => {
    const pairs = UNSPACED.test(run) ? pairsOf(run) : [];
    if (pairs.length > 0) return pairs.map((term) => ({ term, isWhole: true }));
    return [{ term: cut(run), isWhole: false }];
  });
  return [...new Map(sought.map((each) => [`${each.term} ${each.isWhole}`, each])).values()];
}

/** A `tsquery` for all of these. Terms are letters, digits and marks alone, so there is nothing in them to escape. */
export function tsqueryOf(sought: readonly Sought[]): string {
  return sought.map(({ term, isWhole }) => (isWhole ? `'${term}'` : `'${term}':*`)).join(" & ");
}

/** A value that is filtered by: bounded, since an index keeps it whole. */
export const tagOf = (kind: string, value: string): string => `${kind}:${cut(value.trim())}`;
