"use client";

import { useLanguage } from "@/i18n/context";
import type { SwapStep } from "./steps";
import { isOwnStep } from "./steps";
import type { Viewer } from "./telling";

/** All that happens in a swap at a glance: what is done, what is due, what is ahead, and whose it is. */
export function Progress(props: {
  steps: readonly SwapStep[];
  viewer: Viewer;
  /** What is locked, and by whom, in words. */
  words: Readonly<Record<"one" | "two" | "initiator" | "responder", string>>;
}) {
  const { t } = useLanguage();
  const { steps, viewer, words } = props;
  return (
    <ol aria-label={t("swaps.steps")} className="mb-6 grid gap-2 sm:auto-cols-fr sm:grid-flow-col">
      {steps.map((step, i) => (
        <li
          key={`${step.what}-${step.leg}`}
          aria-current={step.state === "now" ? "step" : undefined}
          className={`flex min-w-0 items-start gap-3 border-l-4 py-1 pl-3 sm:border-t-4 sm:border-l-0 sm:pt-2 sm:pl-0 ${step.state === "ahead" ? "border-line" : step.state === "now" ? "border-wood" : "border-brand"}`}
        >
          <Mark number={i + 1} state={step.state} />
          <span className="min-w-0">
            <span className="block font-semibold">
              {t(`swaps.step_${step.what}`)}
              <span className="sr-only"> ({t(`swaps.step_${step.state}`)})</span>
            </span>
            <span className="block text-sm break-words text-muted">
              {isOwnStep(step, viewer) ? t("swaps.step_you") : words[step.who]}
              {" · "}
              {step.leg === "first" ? words.one : words.two}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Done: a tick; due: its number in colour; ahead: its number alone. */
function Mark({ number, state }: { number: number; state: SwapStep["state"] }) {
  const look =
    state === "done"
      ? "bg-brand-soft text-brand"
      : state === "now"
        ? "border-2 border-wood text-ink"
        : "border border-line-strong text-muted";
  return (
    <span
      aria-hidden="true"
      className={`grid size-6 shrink-0 place-items-center rounded-full text-sm font-semibold ${look}`}
    >
      {state === "done" ? "✓" : number}
    </span>
  );
}
