"use client";

import type { Deal, Side } from "@tallystick/sdk/market/exchange";
import Link from "next/link";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { AddressText } from "@/components/address";
import { Tally } from "@/components/tally";
import { datasetPath, useFileNames, useSummary } from "@/components/use-summary";
import { durationText } from "@/features/market/duration";
import { useLanguage } from "@/i18n/context";

/** Both rights of a deal in words, from where the account stands: what it gives, and what it gets. */
export function DealWords(props: { deal: Deal; account: Address }) {
  const { t } = useLanguage();
  const { first, second } = props.deal;
  const isSecond = second.owner.toLowerCase() === props.account.toLowerCase();
  const [own, other] = isSecond ? [second, first] : [first, second];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SideWords side={own} title={t("exchange.give")} other={other.owner} />
      <SideWords side={other} title={t("exchange.get")} other={own.owner} />
    </div>
  );
}

function SideWords(props: { side: Side; title: string; other: Address }) {
  const { side } = props;
  const { t, locale } = useLanguage();
  const nameOf = useNameOf();
  const summary = useSummary(side.dataset);
  const fileNames = useFileNames(summary);
  const { duration, segments, fromVersion, laterVersions, owner } = side;
  return (
    <fieldset aria-label={props.title} className="min-w-0 rounded-xl border border-line p-4">
      <p className="eyebrow">{props.title}</p>
      <Tally id={side.dataset} matched className="my-3 w-full max-w-60" />
      <p className="font-semibold">
        <Link href={datasetPath(side.dataset)} className="hover:underline">
          {summary?.title ?? "…"}
        </Link>
      </p>
      <ul className="mt-2 grid gap-1 text-sm text-muted">
        <li>{fileNames(segments)}</li>
        <li>{t(laterVersions ? "market.termLater" : "market.termPinned", { version: fromVersion })}</li>
        <li>{t("exchange.time", { time: durationText(duration, locale, t) })}</li>
        <li>
          {t("exchange.givenBy")} <AddressText plain address={owner} label={nameOf(owner)} />
        </li>
      </ul>
    </fieldset>
  );
}
