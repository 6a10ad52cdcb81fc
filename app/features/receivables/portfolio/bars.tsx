import { barsOf } from "@/lib/bars";

export const barsSize = { width: 600, height: 200 } as const;

/** Colours of what is held or comes in, and of what is owed or goes out. */
export const barColours = ["var(--brand)", "var(--wood)"] as const;

/** Bars side by side, for `Chart`. */
export function Bars(props: { series: readonly (readonly bigint[])[] }) {
  const { width, height } = barsSize;
  return barsOf(props.series).map((bar) => (
    <rect
      key={`${bar.series}.${bar.place}`}
      x={bar.x * width}
      width={bar.width * width}
      y={(1 - bar.height) * height}
      height={bar.height * height}
      fill={barColours[bar.series]}
    />
  ));
}
