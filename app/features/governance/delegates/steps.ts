/** A value from a second on. */
interface Step {
  readonly at: number;
  readonly power: bigint;
}

const PARTS = 10_000n;

/**
 * The path of a line in steps, from the first change to a little after the last, zero at the bottom.
 *
 * @param points newest first
 */
export function stepPath(
  points: readonly Step[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const inOrder = points.toReversed();
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) return "";
  const highest = inOrder.reduce((most, { power }) => (power > most ? power : most), 1n);
  // A single change has no length of its own.
  const length = Math.max(1, last.at - first.at) * 1.05;
  const x = (at: number) => round(((at - first.at) / length) * width);
  const y = (power: bigint) => round(height - 2 - (Number((power * PARTS) / highest) / Number(PARTS)) * (height - 4));
  const steps = inOrder.map(({ at, power }) => `H${x(at)}V${y(power)}`);
  return `M0 ${y(0n)}${steps.join("")}H${width}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
