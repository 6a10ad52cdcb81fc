/** Places of a chart are between 0 and 1, from the left and from the bottom. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A path through places, in a drawing of this size. */
export function pathOf(places: readonly Place[], width: number, height: number): string {
  return places
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${(x * width).toFixed(1)} ${((1 - y) * height).toFixed(1)}`)
    .join("");
}
