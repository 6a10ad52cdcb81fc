/** The middle one, the lower of two: one alone must not decide what several say. */
export function lowerMedian<T extends bigint | number>(values: readonly T[]): T | undefined {
  const sorted = [...values].sort((x, y) => (x < y ? -1 : 1));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
