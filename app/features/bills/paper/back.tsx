"use client";

import type { BillHistory, LotHistory } from "@tallystick/sdk/bills/history";
import { holdsOf } from "@tallystick/sdk/bills/holding";
import { kindName, type Link } from "@tallystick/sdk/instruments/links";
import { useMoney } from "@/components/amount";
import { Party } from "@/features/receivables/shared/party";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { sheetsOf } from "./sheets";

/** The back of a bill: for each part that is held, how it came to its holder; beyond the room on it, on allonges. */
export function BillBack(props: { history: BillHistory }) {
  const { t } = useLanguage();
  const { face, lots } = props.history;
  const held = lots.filter(({ units }) => units > 0);
  const money = useMoney(face.token);
  return (
    <section
      aria-label={t("bills.back")}
      className="rounded-sm border-4 border-double border-wood bg-surface p-4 sm:p-7"
    >
      <p className="text-lg font-semibold">{t("bills.back")}</p>
      {held.length === 0 ? <p className="mt-2 text-muted">{t("bills.backOver")}</p> : null}
      {held.map((lot) => (
        <div key={String(lot.id)} className="mt-4">
          {held.length > 1 || lot.units < face.units ? (
            <p className="font-medium">
              {t("bills.part", {
                amount: money(BigInt(lot.units) * face.unit),
                first: lot.start + 1,
                last: lot.start + lot.units,
              })}
            </p>
          ) : null}
          <Chain lot={lot} />
        </div>
      ))}
    </section>
  );
}

function Chain(props: { lot: LotHistory }) {
  const { t } = useLanguage();
  const { lot } = props;
  const [first, ...allonges] = sheetsOf(lot.links);
  return (
    <>
      {lot.links.length === 0 ? <p className="mt-1 text-muted">{t("bills.backEmpty")}</p> : null}
      <Sheet links={first?.links ?? []} from={1} />
      {allonges.map(({ links, from }, i) => (
        <div key={from} className="mt-4 border-t-2 border-dashed border-wood pt-3">
          <p className="text-sm font-medium">{t("bills.allonge", { n: i + 1 })}</p>
          <Sheet links={links} from={from} />
        </div>
      ))}
      {lot.holder ? (
        <p className="mt-3 flex flex-wrap items-baseline gap-x-2">
          <span className="text-muted">{t("bills.holderNow")}</span>
          <Party account={lot.holder} />
          {holdsOf(lot).map((hold) => (
            <span key={hold} className="text-sm text-wood-ink">
              {t(`bills.hold_${hold}`)}
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

function Sheet(props: { links: readonly Link[]; from: number }) {
  const { t, locale } = useLanguage();
  return (
    <ol className="mt-2 grid gap-2" start={props.from}>
      {props.links.map((link, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a link's place in its chain is what it is
        <li key={props.from + i} className="grid gap-x-3 border-b border-line pb-2 sm:grid-cols-[2rem_1fr_auto]">
          <span className="text-sm text-muted tabular-nums">{props.from + i}.</span>
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <Party account={link.from} plain />
            <span aria-hidden="true">→</span>
            <Party account={link.to} plain />
            <span className="basis-full text-sm font-medium">
              {t(`bills.kind_${kindName(link.kind) ?? "division"}`)}
            </span>
          </span>
          <time className="text-sm text-muted" dateTime={new Date(link.time * 1_000).toISOString()}>
            {formatTime(link.time, locale)}
          </time>
        </li>
      ))}
    </ol>
  );
}
