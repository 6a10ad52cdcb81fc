"use client";

import type { IndexedProposal } from "@tallystick/sdk/indexer/governanceFields";
import { Button } from "@/components/ui";
import { When } from "@/components/when";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { titleOf } from "../facts";
import { deadlinesOf, timelineOf } from "./moments";

/** What was and what is to come, in the reader's own zone. */
export function Timeline(props: { proposal: IndexedProposal; now: number }) {
  const { t } = useLanguage();
  const { proposal, now } = props;
  const steps = timelineOf(proposal, now);
  const deadlines = deadlinesOf(proposal, now);
  const save = async () => {
    const { calendarFile } = await import("@/lib/calendar");
    const title = titleOf(proposal, t);
    const file = calendarFile(
      deadlines.map(({ moment, at }) => ({
        name: moment,
        at,
        summary: `${t(`governance.moment_${moment}`)}: ${title}`,
      })),
      {
        family: "Governance",
        id: `${proposal.chainId}-${proposal.id}`,
        url: window.location.href,
        stamp: Math.floor(Date.now() / 1_000),
      },
    );
    saveBlob(new Blob([file]), `proposal-${String(proposal.id).slice(0, 8)}.ics`);
  };
  return (
    <section aria-labelledby="timeline" className="card p-5">
      <h2 id="timeline" className="text-lg">
        {t("governance.timeline")}
      </h2>
      <ol className="mt-3 grid gap-3 border-l-2 border-line pl-4">
        {steps.map(({ moment, at }) => (
          <li key={moment} className={at > now ? "text-muted" : ""}>
            <span
              aria-hidden="true"
              className={`float-left -ml-[1.4rem] ${at > now ? "text-line-strong" : "text-brand"}`}
            >
              ●
            </span>
            <span className="block font-medium">{t(`governance.moment_${moment}`)}</span>
            <span className="block text-sm">
              <When at={at} now={now} />
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-sm text-muted">
        {t("governance.zone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
      </p>
      {deadlines.length > 0 ? (
        <Button small className="mt-3" onClick={() => void save()}>
          {t("governance.calendar")}
        </Button>
      ) : null}
    </section>
  );
}
