"use client";

import { planOf } from "@tallystick/sdk/swaps/plan";
import Link from "next/link";
import type { Hex } from "viem";
import { useNameOf } from "@/components/account-field";
import { QueryState } from "@/components/query-state";
import { Badge, Empty, Notice } from "@/components/ui";
import { useAccount } from "@/features/wallet/use-account";
import { useLanguage } from "@/i18n/context";
import { formatTime, shortAddress } from "@/lib/format";
import { useAssetWords } from "../shared/asset-words";
import { Explanation } from "../shared/explanation";
import type { Line, Mark } from "../shared/line-of-time";
import { swapsHome, viewPath } from "../shared/paths";
import { useSwapChains } from "../shared/use-chains";
import { Acts } from "./acts";
import { LegCard } from "./leg-card";
import { LineOfTime } from "./line-of-time";
import { Progress } from "./progress";
import { Release } from "./release";
import { StatusCard } from "./status-card";
import { stepsOf } from "./steps";
import { agreedSecond, differencesOf, type LegFound } from "./swap-of";
import { tellingOf } from "./telling";
import { type SwapNow, useSwap } from "./use-swap";

/** One swap: how it stands, who must act until when, and what one may do. */
export function SwapView(props: { id: Hex }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const chains = useSwapChains();
  const { found, swap } = useSwap(props.id, address);
  if (chains.length < 2) return <Notice tone="warn">{t("swaps.notDeployed")}</Notice>;
  if (found.data === null) {
    return (
      <Empty title={t("swaps.notFound")}>
        <p>{t("swaps.notFoundHint")}</p>
        <Link href={swapsHome} className="link">
          {t("swaps.title")}
        </Link>
      </Empty>
    );
  }
  if (!swap) return <QueryState query={found} />;
  return <Whole swap={swap} />;
}

/** What is given and got, as one's part in it has it. */
function useWords({ known, second, viewer }: SwapNow) {
  const { t } = useLanguage();
  const nameOf = useNameOf();
  const { first, other } = known;
  const agreed = agreedSecond(known);
  const there = second?.lock ?? agreed;
  const here = { chainId: first.network.chainId, asset: first.lock.asset };
  const across = there && { chainId: other.network.chainId, asset: there.asset };
  const say = useAssetWords(across ? [here, across] : [here]);
  const one = say(here, first.lock.amount);
  const two = across ? say(across, there.amount) : t("swaps.something");
  const isResponder = viewer === "responder";
  // Who answers may have himself paid at another account than that he locks by.
  const answering = second?.lock.refundee ?? known.order?.maker ?? first.lock.recipient;
  const name = (account: string) => nameOf(account) ?? shortAddress(account);
  return {
    gives: isResponder ? two : one,
    gets: isResponder ? one : two,
    chain: isResponder ? other.network.name : first.network.name,
    otherChain: isResponder ? first.network.name : other.network.name,
    other: name(isResponder ? first.lock.refundee : answering),
    initiator: name(first.lock.refundee),
    responder: name(answering),
    one,
    two,
  };
}

function Whole(props: { swap: SwapNow }) {
  const { t } = useLanguage();
  const { address } = useAccount();
  const { swap } = props;
  const { known, viewer, step, second, now } = swap;
  const { first } = known;
  const words = useWords(swap);
  const telling = tellingOf(step, viewer, now);
  return (
    <>
      <div className="mb-8">
        <p className="mb-3">
          <Link href={viewPath("mine")} className="link text-sm">
            {t("swaps.view_mine")}
          </Link>
        </p>
        <p className="flex flex-wrap gap-2">
          <Badge tone="brand">{t(`swaps.badge_${telling.phase}`)}</Badge>
          <span className="text-sm text-muted">{t(`swaps.youAre_${viewer}`)}</span>
        </p>
        <h1 className="mt-2 text-3xl sm:text-4xl">{t("swaps.heading", words)}</h1>
      </div>
      <Progress steps={stepsOf(step.phase, first, second)} viewer={viewer} words={words} />
      <div className="grid grid-cols-1 items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <StatusCard telling={telling} viewer={viewer} now={now} words={words} isOwnLocked={isOwnLocked(swap)}>
            <Wrong swap={swap} />
            {address && viewer !== "onlooker" ? (
              <Acts swap={swap} account={address} />
            ) : telling.act === "wait" ? null : (
              <p className="text-sm text-muted">{t("swaps.notYours")}</p>
            )}
          </StatusCard>
          <LineOfTime lines={linesOf(swap)} now={now} />
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <LegCard leg={first} number="first" now={now} />
          {second ? <LegCard leg={second} number="second" now={now} /> : <NoSecond swap={swap} />}
          {address ? <Release swap={swap} account={address} /> : null}
        </div>
      </div>
      <details className="mt-10">
        <summary className="link w-fit">{t("swaps.how")}</summary>
        <div className="mt-4">
          <Explanation />
        </div>
      </details>
    </>
  );
}

/** Whether what the viewer himself locked is locked still. */
function isOwnLocked({ known, second, viewer }: SwapNow): boolean {
  const own = viewer === "responder" ? second : viewer === "initiator" ? known.first : undefined;
  return own?.state.status === "locked";
}

/** What is locked for the initiator and is not what the order says: then nothing is to be claimed. */
function Wrong({ swap }: { swap: SwapNow }) {
  const { t } = useLanguage();
  const { known, viewer, step } = swap;
  const agreed = agreedSecond(known);
  const isAnswered = step.phase !== "a-locked" && step.phase !== "a-locking";
  if (viewer !== "initiator" || !agreed || isAnswered || known.others.length === 0) return null;
  const [other] = known.others;
  const wrong = other ? differencesOf(other.lock, agreed) : [];
  if (wrong.length === 0) return null;
  return (
    <Notice tone="bad" role="alert" title={t("swaps.notSafe")}>
      <ul>
        {wrong.map((each) => (
          <li key={each}>{t(`swaps.differs_${each}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Where nothing is locked yet on the other chain: until when it may be. */
function NoSecond({ swap }: { swap: SwapNow }) {
  const { t, locale } = useLanguage();
  const { first, other } = swap.known;
  const { lockBy } = planOf(Number(first.lock.timelock), { a: first.network, b: other.network });
  return (
    <section className="card border-dashed p-5">
      <h3 className="text-lg">{t("swaps.leg_second", { chain: other.network.name })}</h3>
      <p className="mt-1 text-muted">{t("swaps.lineNothing")}</p>
      {lockBy > swap.now ? (
        <p className="text-sm text-muted">
          {t(swap.viewer === "responder" ? "swaps.mayLockUntilYou" : "swaps.mayLockUntil", {
            time: formatTime(lockBy, locale),
          })}
        </p>
      ) : null}
    </section>
  );
}

function marksOf(leg: LegFound | undefined): readonly Mark[] {
  if (!leg) return [];
  const { lock, state, lockedAt, endedAt } = leg;
  const ended = state.status === "claimed" || state.status === "refunded";
  return [
    { what: "locked", at: lockedAt },
    ended && endedAt !== undefined
      ? { what: state.status, at: endedAt }
      : { what: "refundable", at: Number(lock.timelock) },
  ];
}

function linesOf({ known, second }: SwapNow): readonly Line[] {
  return [
    { name: known.first.network.name, marks: marksOf(known.first) },
    { name: known.other.network.name, marks: marksOf(second) },
  ];
}
