"use client";

import type { LotHistory } from "@tallystick/sdk/bills/history";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { useMoney } from "@/components/amount";
import { LinkField } from "@/components/share-link";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import { dayAt, formatDay } from "../../shared/dates";
import type { WholeBill } from "../../shared/load";
import { partText } from "../../shared/part-text";
import { askPath } from "./asked-stop";
import { hasCourt, type LotStop, phaseOf, stopDays } from "./stop-orders";
import type { Stops } from "./use-stops";

/** How each part stands that the court has stopped, for all to see; and the way to the court for who lost a key. */
export function StopOrders(props: { whole: WholeBill; stops: Stops; account: Address | undefined; now: number }) {
  const { t } = useLanguage();
  const { whole, stops, account, now } = props;
  const { face, lots } = whole.history;
  const money = useMoney(face.token);
  const told = lots.filter(({ id }) => {
    const stop = stops.get(id);
    return stop?.order !== undefined || (stop?.securities.length ?? 0) > 0;
  });
  const free = lots.filter(({ id, holder }) => holder !== undefined && !stops.get(id)?.order);
  if (!hasCourt(face)) return null;
  return (
    <section aria-labelledby="stops" className="card p-5">
      <h2 id="stops" className="text-xl">
        {t("bills.stops")}
      </h2>
      <p className="mt-1 text-sm text-muted">
        {t("bills.stopsLead", { grace: stopDays.grace })} {t("bills.stopsCourt")} <Party account={face.court} />
      </p>
      {told.length === 0 ? <p className="mt-3">{t("bills.stopsNone")}</p> : null}
      <ul className="grid gap-3">
        {told.map((lot) => (
          <li key={String(lot.id)} className="mt-3 border-t border-line pt-3">
            <OfLot whole={whole} lot={lot} stop={stops.get(lot.id) ?? { securities: [] }} today={dayAt(now)} />
          </li>
        ))}
      </ul>
      {free.length > 0 && whole.bill.flags.includes("delivered") ? (
        <details className="mt-4">
          <summary>{t("bills.stopAsk")}</summary>
          <ol className="mt-2 grid list-decimal gap-1 pl-5 text-sm text-muted">
            <li>{t("bills.stopAsk1")}</li>
            <li>{t("bills.stopAsk2", { least: stopDays.least, most: stopDays.most })}</li>
            <li>{t("bills.stopAsk3", { grace: stopDays.grace })}</li>
          </ol>
          {account ? (
            free.map((lot) => (
              <div key={String(lot.id)} className="mt-3">
                <LinkField
                  path={askPath(whole.history.id, { inner: lot.inner, claimant: account })}
                  label={t("bills.stopLink", { part: partText(t, money, face, lot) })}
                  hint={t("bills.stopLinkHint")}
                />
              </div>
            ))
          ) : (
            <p className="mt-2 text-sm">{t("bills.stopConnect")}</p>
          )}
        </details>
      ) : null}
    </section>
  );
}

function OfLot(props: { whole: WholeBill; lot: LotHistory; stop: LotStop; today: number }) {
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const { whole, lot, stop, today } = props;
  const { face } = whole.history;
  const money = useMoney(face.token);
  const name = (account: string | undefined) => (account ? (nameOf(account) ?? shortAddress(account)) : "");
  const day = (number: number) => formatDay(number, locale);
  const { order, securities } = stop;
  return (
    <>
      <h3 className="font-medium">{partText(t, money, face, lot)}</h3>
      {order ? (
        <p className="mt-1">
          {t(`bills.stop_${phaseOf(order, today)}`, {
            claimant: name(order.claimant),
            holder: name(lot.holder),
            day: day(order.lastDay),
            from: day(order.lastDay + 1),
            to: day(order.lastDay + stopDays.grace),
          })}
        </p>
      ) : null}
      {securities.map(({ claimant, deprived, amount, lastDay }) => (
        <p key={claimant} className="mt-1">
          {t(today <= lastDay ? "bills.security_held" : "bills.security_free", {
            claimant: name(claimant),
            deprived: name(deprived),
            amount: money(amount),
            day: day(lastDay),
          })}
        </p>
      ))}
    </>
  );
}
