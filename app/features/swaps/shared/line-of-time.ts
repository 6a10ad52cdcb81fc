/** Something on a chain's line of time: it happened, is now, or will be possible. */
export interface Mark {
  /** What it is; says how it is drawn and told. */
  readonly what: "locked" | "claimed" | "refunded" | "refundable";
  /** Unix second. */
  readonly at: number;
}

/** One chain's line. */
export interface Line {
  readonly name: string;
  readonly marks: readonly Mark[];
}

/** A mark with its place on the drawing, 0 at its left end and 1 at its right. */
export interface Placed extends Mark {
  readonly x: number;
}

export interface Drawing {
  readonly now: number;
  readonly lines: readonly { readonly name: string; readonly marks: readonly Placed[] }[];
}

/** Room at either end, as a part of the whole. */
const margin = 0.04;

/**
 * Places what happened and what may happen on both chains on one scale, from the first that is known to the last, with now
 * always in it. The time ahead is mostly waiting in case of trouble, and what happened takes seconds: so each half of the
 * drawing is a scale of its own, left of now and right of it, if both have marks.
 */
export function drawingOf(lines: readonly Line[], now: number): Drawing {
  const times = lines.flatMap(({ marks }) => marks.map(({ at }) => at));
  const first = Math.min(now, ...times);
  const last = Math.max(now, ...times);
  const inner = 1 - 2 * margin;
  const middle = first === now ? margin : last === now ? 1 - margin : 0.5;
  const placeOf = (at: number): number => {
    if (at <= now) return first === now ? middle : margin + ((at - first) / (now - first)) * (middle - margin);
    return middle + ((at - now) / (last - now)) * (margin + inner - middle);
  };
  return {
    now: placeOf(now),
    lines: lines.map(({ name, marks }) => ({
      name,
      marks: [...marks].sort((a, b) => a.at - b.at).map((mark) => ({ ...mark, x: placeOf(mark.at) })),
    })),
  };
}
