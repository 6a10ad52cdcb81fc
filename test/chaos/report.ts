import type { Result } from "./run.ts";

// What is printed of a run of the table.

/** A case in a line. */
export function lineOf({ name, problem, missed, fates, blocks, seconds }: Result): string {
  const outcome = problem ?? [`maker ${fates.maker}, taker ${fates.taker}`, ...(missed ? [missed] : [])].join("; ");
  return `${problem === undefined ? "✔" : "✘"} ${name}: ${outcome} (${blocks} blocks, ${seconds.toFixed(1)} s)`;
}

export interface Row {
  readonly kind: string;
  readonly cases: number;
  readonly failed: number;
  readonly swapped: number;
  readonly kept: number;
  /** One swapped or kept, the other otherwise: only where one of them was not honest, or must lose. */
  readonly other: number;
}

/** The results by kind of fault, in the order of the table. */
export function rowsOf(results: readonly Result[]): Row[] {
  const kinds = [...new Set(results.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = results.filter((each) => each.kind === kind);
    const count = (fate: "swapped" | "kept"): number =>
      own.filter(({ fates }) => fates.maker === fate && fates.taker === fate).length;
    const [swapped, kept] = [count("swapped"), count("kept")];
    const failed = own.filter(({ problem }) => problem !== undefined).length;
    return { kind, cases: own.length, failed, swapped, kept, other: own.length - swapped - kept };
  });
}

/** A table in Markdown, and on a terminal. */
export function tableText(rows: readonly Row[]): string {
  const heads = ["fault", "cases", "both swapped", "both kept", "otherwise", "failed"];
  const cells = rows.map(({ kind, cases, swapped, kept, other, failed }) =>
    [kind, cases, swapped, kept, other, failed].map(String),
  );
  const sum = (name: Exclude<keyof Row, "kind">): string => String(rows.reduce((all, row) => all + row[name], 0));
  const total = ["all", sum("cases"), sum("swapped"), sum("kept"), sum("other"), sum("failed")];
  const lines = [heads, ...cells, total];
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? "").length)));
  const text = (line: readonly string[]): string =>
    `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [text(heads), rule, ...[...cells, total].map(text)].join("\n");
}

/** How a run was made. */
export interface Making {
  readonly seconds: number;
  readonly lanes: number;
  /** Of what was tried, as Git names it. */
  readonly commit: string;
}

/** The report of a run, as it is committed. */
export function reportOf(
  results: readonly Result[],
  { seed }: { readonly seed: number },
  { seconds, lanes, commit }: Making,
): string {
  const failed = results.filter(({ problem }) => problem !== undefined);
  const missed = results.filter((result) => result.missed !== undefined && result.problem === undefined).length;
  const told = failed.length === 0 ? "None failed." : failed.map((result) => `- ${lineOf(result)}`).join("\n");
  return `# Chaos: what swaps survived

Written by \`npm run chaos -- --soak ${results.length} --seed ${seed} --report docs/chaos-report.md\` of commit
${commit}: ${results.length} cases in ${lanes} lanes, ${Math.round(seconds)} s. How to read it: [operations/chaos.md](operations/chaos.md).

${tableText(rowsOf(results))}

${told}${missed === 0 ? "" : ` In ${missed} cases of several faults at once, one fault kept another from coming.`}
`;
}
