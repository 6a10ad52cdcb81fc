"use client";

import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { LegName, SwapEffect, SwapLeg } from "@tallystick/sdk/swaps/swapState";
import { useEffect, useRef, useState } from "react";
import type { Address, Hex } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { formatTime } from "@/lib/format";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords } from "../shared/asset-words";
import { LockWay } from "../shared/lock-way";
import { SecretAsk } from "../shared/secret-ask";
import { chainIn, type SwapChain, useSwapChains } from "../shared/use-chains";
import { useEnding, useIsRelayed } from "../shared/use-ending";
import { useLocking, useWays, type Way } from "../shared/use-locking";
import { Bring } from "./bring";
import { useHasReleased } from "./use-release";
import type { SwapNow } from "./use-swap";

/** What the account may do in a swap now: what the state machine says is due, and what prepares it. */
export function Acts(props: { swap: SwapNow; account: Address }) {
  const { t } = useLanguage();
  const { swap, account } = props;
  const { viewer, step } = swap;
  const claim = step.effects.find((effect) => effect.kind === "claim");
  const lock = step.effects.find((effect) => effect.kind === "lock");
  const refund = step.effects.find((effect) => effect.kind === "refund");
  const isWaiting = ["a-locking", "a-locked", "b-locking", "b-locked"].includes(step.phase);
  const hasReleased = useHasReleased(swap, account);
  // Whoever let it go would show his secret, or lock his part, for nothing.
  if (hasReleased && step.phase !== "revealed" && !refund) {
    return (
      <>
        <Bring swap={swap} account={account} />
        <p>{t("swaps.hasReleased")}</p>
      </>
    );
  }
  return (
    <>
      <Bring swap={swap} account={account} />
      {viewer === "initiator" && (claim || isWaiting) ? (
        <ClaimWithSecret key={account} swap={swap} account={account} claim={claim} />
      ) : claim?.preimage ? (
        <End swap={swap} effect={claim} preimage={claim.preimage} isAutomatic />
      ) : null}
      {lock ? <LockOwn swap={swap} effect={lock} account={account} /> : null}
      {refund ? <End swap={swap} effect={refund} isAutomatic={false} /> : null}
    </>
  );
}

/** The initiator's claim: with the secret that his wallet makes again, as soon as it is safe. */
function ClaimWithSecret(props: {
  swap: SwapNow;
  account: Address;
  claim: Extract<SwapEffect, { kind: "claim" }> | undefined;
}) {
  const { t } = useLanguage();
  const { swap, account, claim } = props;
  const { first, order } = swap.known;
  const [secret, setSecret] = useState<Hex>();
  const [isAgreed, setAgreed] = useState(false);
  const isRelayed = useIsRelayed();
  const gets = legOf(swap, "b");
  const shown = claim?.preimage ?? secret;
  if (!shown) return <SecretAsk account={account} hashlock={first.lock.hashlock} onSecret={setSecret} />;
  if (!claim) {
    const isByHand = !isRelayed({ chainId: gets.chainId, asset: gets.terms.asset });
    return <p className="text-sm text-muted">{t(isByHand ? "swaps.claimByHand" : "swaps.autoClaim")}</p>;
  }
  // Nobody but the person knows what was agreed, where the order is not to be found any more.
  if (!order && !isAgreed && claim.preimage === undefined) {
    return (
      <div className="grid gap-3">
        <p>{t("swaps.orderGone")}</p>
        <Button look="primary" className="justify-self-start" onClick={() => setAgreed(true)}>
          {t("swaps.isAgreed")}
        </Button>
      </div>
    );
  }
  return <End swap={swap} effect={claim} preimage={shown} isAutomatic />;
}

/** Ends a lock, by claim or refund: through this site's relay, which costs nothing, or by a transaction of one's own. */
function End(props: {
  swap: SwapNow;
  effect: Extract<SwapEffect, { kind: "claim" | "refund" }>;
  preimage?: Hex;
  /** Whether the relay is asked without a click: what it does is what the person came for. */
  isAutomatic: boolean;
}) {
  const { t } = useLanguage();
  const { swap, effect, preimage, isAutomatic } = props;
  const leg = legOf(swap, effect.leg);
  const { byRelay, byHand, busy, problem, isRelayed } = useEnding(leg, effect.lock, { preimage });
  const asked = useRef(false);
  useEffect(() => {
    if (!isAutomatic || !isRelayed || asked.current) return;
    asked.current = true;
    void byRelay();
  }, [isAutomatic, isRelayed, byRelay]);
  const what = effect.kind === "claim" ? "Claim" : "Refund";
  return (
    <div className="grid gap-3">
      {busy && isAutomatic && isRelayed ? <p role="status">{t("swaps.claiming")}</p> : null}
      {isRelayed ? null : <p className="text-sm text-muted">{t("swaps.byHandOnly")}</p>}
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        {isRelayed ? (
          <Button look="primary" busy={busy} onClick={() => void byRelay()}>
            {t(`swaps.do${what}Relayed`)}
          </Button>
        ) : null}
        <Button look={isRelayed ? "secondary" : "primary"} busy={busy} onClick={() => void byHand()}>
          {t(`swaps.do${what}`)}
        </Button>
      </div>
    </div>
  );
}

/** The responder's own lock, as the machine says it must be. */
function LockOwn(props: { swap: SwapNow; effect: Extract<SwapEffect, { kind: "lock" }>; account: Address }) {
  const { swap, effect, account } = props;
  const chains = useSwapChains();
  const chain = chainIn(chains, legOf(swap, effect.leg).chainId);
  return chain ? <LockForm chain={chain} lock={effect.lock} account={account} /> : null;
}

function LockForm(props: { chain: SwapChain; lock: Lock; account: Address }) {
  const { t, locale } = useLanguage();
  const { chain, lock, account } = props;
  const side = { chainId: chain.network.chainId, asset: lock.asset };
  const say = useAssetWords([side]);
  const { ways, usual } = useWays(chain, lock.asset, account);
  const [chosen, setChosen] = useState<Way>();
  const { run, busy, problem } = useSigning();
  const send = useLocking();
  const way = chosen ?? usual;
  const what = say(side, lock.amount);
  const go = () => way && run(() => send(chain, lock, way, { key: "tx.swapLock", values: { what } }));
  return (
    <div className="grid gap-3">
      <p>
        {t("swaps.lockTerms", {
          what,
          chain: chain.network.name,
          time: formatTime(lock.timelock, locale),
        })}
      </p>
      <LockWay ways={ways} way={way} onChange={setChosen} name="lock-way" />
      <ProblemNotice problem={problem} />
      <Button look="primary" className="justify-self-start" busy={busy} disabled={!way} onClick={() => void go()}>
        {t("swaps.doLock")}
      </Button>
    </div>
  );
}

function legOf({ step }: SwapNow, leg: LegName): SwapLeg {
  return step.swap[leg];
}
