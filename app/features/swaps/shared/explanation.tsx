"use client";

import { useId } from "react";
import { useLanguage } from "@/i18n/context";

const width = 680;
const chains = { a: 66, b: 206 } as const;
const times = [96, 240, 384, 528] as const;

/** How two hash locks make one swap, in a picture; the steps beside it say the same in words. */
export function Explanation() {
  const { t } = useLanguage();
  const id = useId();
  return (
    <figure aria-labelledby={id} className="card p-5 sm:p-6">
      <figcaption id={id}>
        <h2 className="text-xl">{t("swaps.how")}</h2>
        <p className="mt-1 text-muted">{t("swaps.howLead")}</p>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} 262`}
        role="img"
        aria-label={t("swaps.howPicture")}
        className="mt-4 w-full max-sm:hidden"
      >
        <Chain y={chains.a} name={t("swaps.chainA")} />
        <Chain y={chains.b} name={t("swaps.chainB")} />
        <path
          d={`M${times[2]} ${chains.b - 22} C${times[2] + 10} 120 ${times[3] - 20} 130 ${times[3]} ${chains.a + 24}`}
          fill="none"
          stroke="var(--brand)"
          strokeWidth={2.5}
          strokeDasharray="2 6"
          strokeLinecap="round"
        />
        <Key x={(times[2] + times[3]) / 2 + 18} y={134} />
        <Step x={times[0]} y={chains.a} number={1} open={false} />
        <Step x={times[1]} y={chains.b} number={2} open={false} />
        <Step x={times[2]} y={chains.b} number={3} open />
        <Step x={times[3]} y={chains.a} number={4} open />
        <text x={times[0]} y={chains.a - 34} textAnchor="middle" fontSize={14} fill="var(--ink)">
          {t("swaps.howYouLock")}
        </text>
        <text x={times[1]} y={chains.b + 46} textAnchor="middle" fontSize={14} fill="var(--ink)">
          {t("swaps.howTheyLock")}
        </text>
        <text x={times[2]} y={chains.b + 46} textAnchor="middle" fontSize={14} fill="var(--ink)">
          {t("swaps.howYouClaim")}
        </text>
        <text x={times[3]} y={chains.a - 34} textAnchor="middle" fontSize={14} fill="var(--ink)">
          {t("swaps.howTheyClaim")}
        </text>
        <text x={(times[2] + times[3]) / 2 + 46} y={139} fontSize={13} fill="var(--muted)">
          {t("swaps.howSecret")}
        </text>
      </svg>
      <ol className="mt-4 grid gap-x-8 gap-y-3 sm:grid-cols-2">
        {([1, 2, 3, 4] as const).map((step) => (
          <li key={step} className="flex gap-3">
            <span className="grid size-6 shrink-0 place-items-center rounded-full bg-brand-soft text-sm font-semibold text-brand">
              {step}
            </span>
            <span>{t(`swaps.how_${step}`)}</span>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-muted">{t("swaps.howOtherwise")}</p>
    </figure>
  );
}

function Chain(props: { y: number; name: string }) {
  return (
    <>
      <line x1={8} x2={width - 8} y1={props.y} y2={props.y} stroke="var(--line-strong)" strokeWidth={2} />
      <text x={width - 8} y={props.y + 18} textAnchor="end" fontSize={13} fill="var(--muted)">
        {props.name}
      </text>
    </>
  );
}

/** A padlock on a chain, shut or open, with the number of its step. */
function Step(props: { x: number; y: number; number: number; open: boolean }) {
  const { x, y, open } = props;
  const colour = open ? "var(--brand)" : "var(--wood)";
  return (
    <g transform={`translate(${x} ${y})`}>
      <path
        d={open ? "M-8 -8 v-6 a8 8 0 0 1 15 -4" : "M-8 -8 v-6 a8 8 0 0 1 16 0 v6"}
        fill="none"
        stroke={colour}
        strokeWidth={3.5}
        strokeLinecap="round"
      />
      <rect x={-15} y={-9} width={30} height={26} rx={5} fill={colour} />
      <text y={9} textAnchor="middle" fontSize={14} fontWeight={600} fill="var(--paper)">
        {props.number}
      </text>
    </g>
  );
}

function Key(props: { x: number; y: number }) {
  return (
    <g transform={`translate(${props.x} ${props.y})`} fill="none" stroke="var(--brand)" strokeWidth={3}>
      <circle r={6} />
      <path d="M6 0h14M15 0v5M20 0v6" strokeLinecap="round" />
    </g>
  );
}
