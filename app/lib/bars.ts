/** A bar of a chart; places and lengths are between 0 and 1, from the left and from the bottom. */
export interface Bar {
  readonly series: number;
  readonly place: number;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** What is there must be seen, however little it is of the highest. */
const least = 0.01;
/** Part of a place that stays free, half of it on each side. */
const gap = 0.3;

/** Bars side by side, for each place one of every series, each as a part of the highest of all. */
export function barsOf(series: readonly (readonly bigint[])[]): readonly Bar[] {
  const highest = series.flat().reduce((most, each) => (each > most ? each : most), 0n);
  const places = Math.max(1, ...series.map(({ length }) => length));
  const width = (1 - gap) / places / Math.max(1, series.length);
  return series.flatMap((amounts, i) =>
    amounts.map((amount, place) => ({
      series: i,
      place,
      x: (place + gap / 2) / places + i * width,
      width,
      height: heightOf(amount, highest),
    })),
  );
}

/** A part of the highest between 0 and 1, to four places. */
export function heightOf(amount: bigint, highest: bigint): number {
  if (amount <= 0n || highest <= 0n) return 0;
  return Math.max(least, Number((amount * 10_000n) / highest) / 10_000);
}
