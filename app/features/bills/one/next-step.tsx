"use client";

import { deadlinesOf } from "@tallystick/sdk/bills/deadlines";
import { useNameOf } from "@/components/account-field";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { dayAt, formatDay } from "../shared/dates";
import type { WholeBill } from "../shared/load";

/** How a bill stands in a sentence, and then who must do what until when, and what happens otherwise. */
export function NextStep(props: { whole: WholeBill; now: number }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { bill, rules, history } = props.whole;
  const { face } = history;
  const nameIn = (account: string) => nameOf(account) ?? shortAddress(account);
  const parties = { drawee: nameIn(face.drawee), payee: nameIn(face.payee) };
  const open = deadlinesOf(face, bill, rules, dayAt(props.now)).filter(({ isOver }) => !isOver);
  return (
    <div className="mt-2 max-w-2xl">
      <p className="text-lg">{t(`bills.is_${bill.status}`, parties)}</p>
      <ul className="mt-1 grid gap-1 text-muted">
        {open.map(({ kind, lastDay, firstDay }) => (
          <li key={kind}>
            {t(`bills.next_${kind}`, {
              ...parties,
              day: formatDay(lastDay, locale),
              from: formatDay(firstDay ?? lastDay, locale),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
