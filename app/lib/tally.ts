/** A notch of a tally: where it is cut, how wide and how deep, in units of the stick's own drawing. */
export interface Notch {
  readonly x: number;
  readonly width: number;
  readonly depth: number;
}

export const stick = { length: 240, half: 13, gap: 3, stub: 22 } as const;

const kinds = [
  { width: 3, depth: 4 },
  { width: 6, depth: 6 },
  { width: 10, depth: 9 },
] as const;

/** The notches of an id: the same id is always cut the same way, so two halves can be seen to match. */
export function notchesOf(id: bigint): readonly Notch[] {
  const notches: Notch[] = [];
  let x = stick.stub + 12;
  for (let digits = id; x < stick.length - 16; digits = digits >> 5n || id) {
    const value = Number(digits & 31n);
    const kind = kinds[value % 3] ?? kinds[0];
    notches.push({ x, ...kind });
    x += kind.width + 5 + (value >> 2) * 2;
    if (notches.length > 40) break;
  }
  return notches;
}

/** Outline of one half. The stock keeps the stub by which the creditor held it; the foil is shorter. */
export function halfPath(notches: readonly Notch[], half: "stock" | "foil"): string {
  const { length, half: height, gap, stub } = stick;
  const edge = half === "stock" ? 0 : height * 2 + gap;
  const split = half === "stock" ? height : height + gap;
  const inward = half === "stock" ? 1 : -1;
  const start = half === "stock" ? 2 : stub;
  const cuts = notches.map(
    ({ x, width, depth }) => `L${x} ${edge}L${x + width / 2} ${edge + inward * depth}L${x + width} ${edge}`,
  );
  return `M${start} ${split}L${start} ${edge}${cuts.join("")}L${length} ${edge}L${length} ${split}Z`;
}
