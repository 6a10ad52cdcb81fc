"use client";

import type { ReactNode } from "react";
import { Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatDuration } from "@/lib/format";
import { Countdown } from "./countdown";
import type { Telling, Viewer } from "./telling";

/** What happened, what happens next, who must act until when, and what happens if nobody does. */
export function StatusCard(props: {
  telling: Telling;
  viewer: Viewer;
  now: number;
  /** Names of both sides and what is locked, for the sentences. */
  words: Readonly<Record<string, string>>;
  /** Whether what the viewer locked is locked still. */
  isOwnLocked: boolean;
  children: ReactNode;
}) {
  const { t, locale } = useLanguage();
  const { telling, viewer, now, words } = props;
  const { phase, actor, act, by, otherwise, backFrom, warnings } = telling;
  const isOver = phase === "swapped" || phase === "returned" || phase === "uneven";
  return (
    <section aria-labelledby="status" className="card border-brand p-5 sm:p-6">
      <h2 id="status" className="sr-only">
        {t("swaps.status")}
      </h2>
      <div role="status" className="grid gap-4">
        <div>
          <p className="eyebrow">{t("swaps.happened")}</p>
          <p className="text-lg font-semibold">{t(`swaps.phase_${phase}_${viewer}`, words)}</p>
        </div>
        {isOver ? null : (
          <>
            <div>
              <p className="eyebrow">{t("swaps.next")}</p>
              <p>{t(`swaps.next_${actor}_${act}`, words)}</p>
              {by === undefined ? null : (
                <p aria-live="off" className="text-sm text-muted">
                  {t("swaps.timeUntil")} <Countdown at={by} now={now} />
                </p>
              )}
            </div>
            <div>
              <p className="eyebrow">{t("swaps.otherwise")}</p>
              <p>{t(`swaps.otherwise_${otherwise}_${viewer}`, words)}</p>
              {backFrom === undefined || !props.isOwnLocked ? null : (
                <p aria-live="off" className="text-sm text-muted">
                  {t("swaps.backFrom")} <Countdown at={backFrom} now={now} />
                </p>
              )}
            </div>
          </>
        )}
      </div>
      {warnings.length > 0 ? (
        <ul className="mt-4 grid gap-2">
          {warnings.map((warning) => (
            <li key={warning}>
              <Notice tone={warning === "soon" ? "bad" : "warn"}>
                {t(`swaps.warn_${warning}`, {
                  ...words,
                  duration: backFrom === undefined ? "" : formatDuration(Math.max(0, backFrom - now), locale),
                })}
              </Notice>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-5 grid gap-4 empty:hidden">{props.children}</div>
    </section>
  );
}
