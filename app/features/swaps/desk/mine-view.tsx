"use client";

import Link from "next/link";
import type { Address } from "viem";
import { useNameOf } from "@/components/account-field";
import { SelectField } from "@/components/fields";
import { QueryState } from "@/components/query-state";
import { Badge, Button, Empty, Notice } from "@/components/ui";
import { When } from "@/components/when";
import { saveBlob } from "@/features/library/save";
import { useLanguage } from "@/i18n/context";
import { shortAddress } from "@/lib/format";
import type { Go } from "@/lib/use-in-address";
import type { LegFound } from "../one/swap-of";
import { tellingOf } from "../one/telling";
import type { SwapNow } from "../one/use-swap";
import { useAssetWords, useUnits } from "../shared/asset-words";
import { swapPath } from "../shared/paths";
import { isShown, shownChoices, shownIn } from "./shown";
import { swapsCsv } from "./swaps-csv";
import { type OwnSwaps, useOwnSwaps } from "./use-own-swaps";

/** Swaps that an account has a part in: those under way, those that wait for it first, and those that ended. */
export function MineView(props: { account: Address; parameters: URLSearchParams; go: Go }) {
  const { t } = useLanguage();
  const { account, parameters, go } = props;
  const shown = shownIn(parameters);
  const { found, swaps, why } = useOwnSwaps(account, shown);
  const isOpen = ({ step }: SwapNow) => isShown(step.phase, "open");
  const open = swaps.filter(isOpen).sort((a, b) => Number(isAsked(b)) - Number(isAsked(a)));
  const ended = swaps.filter((swap) => !isOpen(swap));
  const isEmpty = found.data !== undefined && swaps.length === 0 && !found.hasNextPage;
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="w-48">
          <SelectField
            label={t("swaps.shown")}
            value={shown}
            options={shownChoices.map((value) => ({ value, label: t(`swaps.shown_${value}`) }))}
            onChange={(chosen) => go({ state: chosen === "all" ? "" : chosen })}
          />
        </div>
        {swaps.length > 0 ? <Save swaps={swaps} /> : null}
      </div>
      {why === "down" || why === "behind" ? <Notice tone="warn">{t(`swaps.logs_${why}`)}</Notice> : null}
      <QueryState query={found} />
      {isEmpty ? (
        shown === "all" ? (
          <Empty title={t("swaps.noMine")}>
            <p>{t("swaps.noMineHint")}</p>
          </Empty>
        ) : (
          <Empty title={t("swaps.noneShown")} />
        )
      ) : null}
      {open.length > 0 ? <List id="under-way" title={t("swaps.open")} swaps={open} /> : null}
      {ended.length > 0 ? <List id="ended" title={t("swaps.history")} swaps={ended} /> : null}
      <More found={found} />
    </div>
  );
}

function More({ found }: Pick<OwnSwaps, "found">) {
  const { t } = useLanguage();
  if (!found.hasNextPage) return null;
  const pages = found.data?.pages ?? [];
  const read = pages.reduce((sum, { swaps }) => sum + swaps.length, 0);
  return (
    <Button
      small
      busy={found.isFetchingNextPage}
      className="justify-self-start"
      onClick={() => void found.fetchNextPage()}
    >
      {t("quotes.more", { shown: read, total: pages[0]?.total ?? 0 })}
    </Button>
  );
}

/** What is listed, as a table for other programs. */
function Save({ swaps }: { swaps: readonly SwapNow[] }) {
  const { t } = useLanguage();
  const sideOf = ({ network, lock }: Pick<LegFound, "network" | "lock">) => ({
    chainId: network.chainId,
    asset: lock.asset,
  });
  const legs = swaps.flatMap(({ known, second }) => (second ? [known.first, second] : [known.first]));
  const unitOf = useUnits(legs.map(sideOf));
  const save = () => saveBlob(new Blob([swapsCsv(swaps, (leg) => unitOf(sideOf(leg)))]), "swaps.csv");
  return (
    <Button small onClick={save}>
      {t("swaps.csv")}
    </Button>
  );
}

/** Whether the account has to act in it. */
function isAsked({ step, viewer, now }: SwapNow): boolean {
  const { actor, act } = tellingOf(step, viewer, now);
  return (actor === "you" || actor === "anybody") && act !== "wait";
}

function List(props: { id: string; title: string; swaps: readonly SwapNow[] }) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id} className="mb-3 text-xl">
        {props.title}
      </h2>
      <ul className="grid gap-3">
        {props.swaps.map((swap) => (
          <Row key={swap.known.first.id} swap={swap} />
        ))}
      </ul>
    </section>
  );
}

/** A swap with both of its legs: what is given and got, where, with whom, and how it stands. */
function Row({ swap }: { swap: SwapNow }) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { known, second, viewer, step, now } = swap;
  const { first, other } = known;
  const here = { chainId: first.network.chainId, asset: first.lock.asset };
  const there = second && { chainId: other.network.chainId, asset: second.lock.asset };
  const say = useAssetWords(there ? [here, there] : [here]);
  const one = say(here, first.lock.amount);
  const two = there && second ? say(there, second.lock.amount) : t("swaps.something");
  const isResponder = viewer === "responder";
  const [gives, gets] = isResponder ? [two, one] : [one, two];
  const [from, to] = isResponder ? [other, first] : [first, other];
  const partner = isResponder ? first.lock.refundee : (second?.lock.refundee ?? first.lock.recipient);
  return (
    <li className="card flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <p className="font-semibold">
          <Link href={swapPath(first.id)} className="link">
            {t("swaps.swapLine", { gives, gets })}
          </Link>
        </p>
        <p className="text-sm text-muted">
          {t("swaps.fromTo", { from: from.network.name, to: to.network.name })}
          {" · "}
          {t("swaps.withWhom", { account: nameOf(partner) ?? shortAddress(partner) })}
        </p>
        <p className="text-sm text-muted">
          {t(`swaps.youAre_${viewer}`)} · <When at={first.lockedAt} now={now} short isPast />
        </p>
      </div>
      <span className="flex flex-wrap gap-2">
        {isAsked(swap) ? <Badge tone="wood">{t("swaps.asks")}</Badge> : null}
        <Badge tone={step.phase === "swapped" ? "brand" : "plain"}>{t(`swaps.badge_${step.phase}`)}</Badge>
      </span>
    </li>
  );
}
