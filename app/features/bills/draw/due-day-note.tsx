"use client";

import { dueDayFor } from "@tallystick/sdk/bills/calendar";
import { calendars } from "@tallystick/sdk/bills/calendars";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { dateText, dayAt, formatDay } from "../shared/dates";
import { type Draft, dueOfDraft } from "./draft";

/** On which day a draft will be due, and whether banks are open then where it is payable. */
export function DueDayNote(props: { draft: Draft; now: number; onMove: (dueOn: string) => void }) {
  const { t, locale } = useLanguage();
  const { draft, now, onMove } = props;
  const due = dueOfDraft(draft);
  if (!due || draft.payableAt.trim() === "") return null;
  if (due.tenor === "atSight" || due.tenor === "afterSight") {
    return <p className="text-sm text-muted">{t("bills.dueBySight")}</p>;
  }
  const found = dayIn(draft.payableAt, due, dayAt(now));
  if (!found) return <p className="text-sm text-muted">{t("bills.noCalendar")}</p>;
  const { counted, day, calendar } = found;
  const values = {
    day: formatDay(counted, locale),
    next: formatDay(day, locale),
    calendar: calendars[calendar].name,
  };
  if (counted === day) return <p className="text-sm text-muted">{t("bills.dueOpen", values)}</p>;
  return (
    <div className="text-sm">
      <p>{t("bills.dueClosed", values)}</p>
      <Button small className="mt-2" onClick={() => onMove(dateText(day))}>
        {t("bills.moveDue", values)}
      </Button>
    </div>
  );
}

/** Undefined where no table has the place or the day. */
function dayIn(...given: Parameters<typeof dueDayFor>) {
  try {
    return dueDayFor(...given);
  } catch {
    return undefined;
  }
}
