import { halfPath, notchesOf, stick } from "@/lib/tally";

const box = `0 -1 ${stick.length + 2} ${stick.half * 2 + stick.gap + 2}`;

/**
 * The tally of a data set, cut from its id. The stock is the seller's; the foil is drawn whole once the reader holds a
 * right, and as an outline until then.
 */
export function Tally(props: { id: bigint; matched?: boolean; className?: string }) {
  const notches = notchesOf(props.id);
  return (
    <svg viewBox={box} className={props.className} aria-hidden="true" focusable="false">
      <path d={halfPath(notches, "stock")} fill="var(--wood)" />
      <path
        d={halfPath(notches, "foil")}
        fill={props.matched ? "var(--brand)" : "none"}
        stroke={props.matched ? "none" : "var(--line-strong)"}
        strokeDasharray={props.matched ? undefined : "3 3"}
      />
    </svg>
  );
}

/** The mark: a short stick, split, its halves matching. */
export function Mark(props: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={props.className} aria-hidden="true" focusable="false">
      <path d="M2 15V7h7l2 4 2-4h3l3 6 3-6h8v8z" fill="var(--wood)" />
      <path d="M7 17v8h2l2-4 2 4h3l3-6 3 6h8v-8z" fill="var(--brand)" />
    </svg>
  );
}
