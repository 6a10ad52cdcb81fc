"use client";

import { useId } from "react";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { drawingOf, type Line } from "../shared/line-of-time";

const size = { width: 640, height: 132 } as const;
const rows = [38, 96] as const;

/** When what happened on either chain and when what may happen, drawn on one scale and told as a list. */
export function LineOfTime(props: { lines: readonly Line[]; now: number }) {
  const { t } = useLanguage();
  const id = useId();
  const { now, lines } = props;
  const drawing = drawingOf(lines, now);
  const x = (part: number) => part * size.width;
  // Out of the way of the line that is now.
  const label = drawing.now > 0.5 ? { x: 0 } : ({ x: size.width, textAnchor: "end" } as const);
  return (
    <section aria-labelledby={id} className="card p-5">
      <h2 id={id} className="text-lg">
        {t("swaps.line")}
      </h2>
      <p className="text-sm text-muted">{t("swaps.lineLead")}</p>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        aria-hidden="true"
        className="mt-3 hidden w-full overflow-visible sm:block"
      >
        <line
          x1={x(drawing.now)}
          x2={x(drawing.now)}
          y1={8}
          y2={size.height - 8}
          stroke="var(--wood)"
          strokeWidth={2}
          strokeDasharray="4 4"
        />
        {drawing.lines.map(({ name, marks }, i) => {
          const y = rows[i] ?? rows[0];
          return (
            <g key={name}>
              <text {...label} y={y - 16} fontSize={13} fill="var(--muted)">
                {name}
              </text>
              <line x1={0} x2={size.width} y1={y} y2={y} stroke="var(--line-strong)" strokeWidth={2} />
              {marks.map((mark) => (
                <Dot key={`${mark.what}-${mark.at}`} what={mark.what} x={x(mark.x)} y={y} />
              ))}
            </g>
          );
        })}
      </svg>
      <div className="mt-3 grid gap-4 sm:grid-cols-2">
        {drawing.lines.map(({ name, marks }) => (
          <div key={name}>
            <h3 className="text-sm font-semibold">{name}</h3>
            {marks.length === 0 ? <p className="text-sm text-muted">{t("swaps.lineNothing")}</p> : null}
            <ol className="grid gap-1 text-sm">
              {marks.map((mark) => (
                <li key={`${mark.what}-${mark.at}`} className="flex items-baseline gap-2">
                  <svg viewBox="-8 -8 16 16" aria-hidden="true" className="size-3 shrink-0 overflow-visible">
                    <Dot what={mark.what} x={0} y={0} />
                  </svg>
                  <span>
                    {t(`swaps.mark_${mark.what}`)}: <When at={mark.at} now={now} isPast={mark.what !== "refundable"} />
                  </span>
                </li>
              ))}
            </ol>
          </div>
        ))}
      </div>
    </section>
  );
}

/** Filled: it happened; hollow: it may. */
function Dot(props: { what: Line["marks"][number]["what"]; x: number; y: number }) {
  const { what, x, y } = props;
  const colour = what === "locked" ? "var(--wood)" : what === "claimed" ? "var(--brand)" : "var(--danger)";
  return (
    <circle
      cx={x}
      cy={y}
      r={7}
      fill={what === "refundable" ? "var(--surface)" : colour}
      stroke={colour}
      strokeWidth={3}
    />
  );
}
