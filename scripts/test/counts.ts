export type Counts = { readonly passed: number; readonly failed: number };

// What a runner prints may be coloured.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colours begin with.
const COLOUR = /\u001b\[[0-9;]*m/g;

function total(output: string, pattern: RegExp): number {
  return [...output.replace(COLOUR, "").matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}

export function countsOfMocha(output: string): Counts {
  return { passed: total(output, /^\s*(\d+) passing\b/gm), failed: total(output, /^\s*(\d+) failing\b/gm) };
}

export const countsOfHardhat = countsOfMocha;

export function countsOfNode(output: string): Counts {
  const passed = total(output, /^(?:ℹ|#) pass (\d+)/gm);
  return { passed, failed: total(output, /^(?:ℹ|#) (?:fail|cancelled) (\d+)/gm) };
}

export function countsOfPlaywright(output: string): Counts {
  return { passed: total(output, /^\s*(\d+) passed\b/gm), failed: total(output, /^\s*(\d+) failed\b/gm) };
}

/** A runner that stopped before it could count, or ran nothing, has failed once. */
export function judged(counts: Counts, code: number): Counts {
  const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), { passed: 0, failed: 0 });
}

export function sentence({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
