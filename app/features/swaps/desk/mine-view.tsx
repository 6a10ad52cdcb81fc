"use client";

import { isOver } from "@tallystick/sdk/swaps/swapState";
import Link from "next/link";
import type { Address } from "viem";
import { QueryState } from "@/components/query-state";
import { Badge, Empty } from "@/components/ui";
import { When } from "@/components/when";
import { useLanguage } from "@/i18n/context";
import { tellingOf } from "../one/telling";
import type { SwapNow } from "../one/use-swap";
import { useAssetWords } from "../shared/asset-words";
import { swapPath } from "../shared/paths";
import { useOwnSwaps } from "./use-own-swaps";

/** Swaps that an account has a part in: those under way, those that wait for it first, and those that ended. */
export function MineView(props: { account: Address }) {
  const { t } = useLanguage();
  const { found, swaps } = useOwnSwaps(props.account);
  const isEnded = ({ step }: SwapNow) => isOver(step.phase);
  const open = swaps.filter((swap) => !isEnded(swap)).sort((a, b) => Number(isAsked(b)) - Number(isAsked(a)));
  const ended = swaps.filter(isEnded);
  return (
    <div className="grid gap-8">
      <QueryState query={found} />
      {found.data && swaps.length === 0 ? (
        <Empty title={t("swaps.noMine")}>
          <p>{t("swaps.noMineHint")}</p>
        </Empty>
      ) : null}
      {open.length > 0 ? <List id="under-way" title={t("swaps.open")} swaps={open} /> : null}
      {ended.length > 0 ? <List id="ended" title={t("swaps.history")} swaps={ended} /> : null}
    </div>
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

function Row({ swap }: { swap: SwapNow }) {
  const { t } = useLanguage();
  const { known, second, viewer, step, now } = swap;
  const { first, other } = known;
  const here = { chainId: first.network.chainId, asset: first.lock.asset };
  const there = second && { chainId: other.network.chainId, asset: second.lock.asset };
  const say = useAssetWords(there ? [here, there] : [here]);
  const one = say(here, first.lock.amount);
  const two = there && second ? say(there, second.lock.amount) : t("swaps.something");
  const [gives, gets] = viewer === "responder" ? [two, one] : [one, two];
  return (
    <li className="card flex flex-wrap items-center justify-between gap-3 p-4">
      <div>
        <p className="font-semibold">
          <Link href={swapPath(first.id)} className="link">
            {t("swaps.swapLine", { gives, gets })}
          </Link>
        </p>
        <p className="text-sm text-muted">
          {t(`swaps.youAre_${viewer}`)} · <When at={first.lockedAt} now={now} short />
        </p>
      </div>
      <span className="flex flex-wrap gap-2">
        {isAsked(swap) ? <Badge tone="wood">{t("swaps.asks")}</Badge> : null}
        <Badge tone={step.phase === "swapped" ? "brand" : "plain"}>{t(`swaps.badge_${step.phase}`)}</Badge>
      </span>
    </li>
  );
}
