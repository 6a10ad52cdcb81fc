"use client";

import { earlyRefundTypedData } from "@tallystick/sdk/swaps/earlyRefund";
import { postRelease } from "@tallystick/sdk/swaps/releaseRelay";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { useConfig } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { ProblemNotice } from "@/components/problem-notice";
import { LinkField } from "@/components/share-link";
import { Button, Notice } from "@/components/ui";
import { useLanguage } from "@/i18n/context";
import { mustBe } from "@/lib/tx/must-be";
import { useBeOn } from "@/lib/tx/use-act-on";
import { useSigning } from "@/lib/use-signing";
import { relay } from "../desk/use-orders";
import { useAssetWords } from "../shared/asset-words";
import { swapPath } from "../shared/paths";
import { releaseText } from "../shared/release-link";
import { noteRelease } from "../shared/release-notes";
import { mayRelease, type ReleaseBy } from "./may-release";
import type { LegFound } from "./swap-of";
import { useRelease } from "./use-release";
import type { SwapNow } from "./use-swap";

/** Seconds for which a word to let a lock go back is good. */
const goodFor = 86_400;

/** Letting what is locked for one go back before its time, where that costs one nothing but what is let go. */
export function Release(props: { swap: SwapNow; account: Address }) {
  const { swap, account } = props;
  const by: ReleaseBy = { account, phase: swap.step.phase };
  const legs = [swap.known.first, ...(swap.second ? [swap.second] : [])];
  const leg = legs.find((each) => mayRelease(each, swap.known, by));
  return leg ? <Sign key={leg.id} leg={leg} swap={swap} account={account} /> : null;
}

function Sign(props: { leg: LegFound; swap: SwapNow; account: Address }) {
  const { t } = useLanguage();
  const { leg, swap, account } = props;
  const config = useConfig();
  const queries = useQueryClient();
  const beOn = useBeOn();
  const { run, busy, problem } = useSigning();
  const [made, setMade] = useState<{ readonly path: string; readonly isPosted: boolean }>();
  const isReleased = useRelease(leg) !== undefined;
  const side = { chainId: leg.network.chainId, asset: leg.lock.asset };
  const what = useAssetWords([side])(side, leg.lock.amount);
  const sign = () =>
    run(async () => {
      const { hashLock, lock, state, id } = leg;
      const { chainId } = leg.network;
      await beOn(chainId);
      mustBe(config, { account, chainId });
      if (state.status !== "locked") return;
      const [lockedAt, deadline] = [BigInt(state.block), BigInt(swap.now + goodFor)];
      const typedData = earlyRefundTypedData(chainId, hashLock, { id, lockedAt, deadline });
      const signature = await signTypedData(config, { ...typedData, account });
      noteRelease(localStorage, id, state.block);
      const release = { chainId, hashLock, lock, lockedAt, deadline };
      // The link does as well: a relay that does not take it costs the other side a click.
      const isPosted = await postRelease(relay, { release, signature }).then(
        () => true,
        () => false,
      );
      setMade({ path: `${swapPath(swap.known.first.id)}#${releaseText({ id, deadline, signature })}`, isPosted });
      await queries.invalidateQueries({ queryKey: ["swap-release"] });
    });
  return (
    <details className="card p-4" open={made !== undefined || isReleased || undefined}>
      <summary className="link w-fit">{t("swaps.doRelease")}</summary>
      <div className="mt-3 grid gap-3">
        <p className="text-sm text-muted">{t("swaps.doReleaseHint", { what })}</p>
        <ProblemNotice problem={problem} />
        {made?.isPosted || isReleased ? (
          <Notice tone="good" role="status">
            {t("swaps.releasePosted")}
          </Notice>
        ) : null}
        {made ? (
          <LinkField label={t("swaps.releaseLink")} hint={t("swaps.releaseLinkHint")} path={made.path} />
        ) : isReleased ? null : (
          <Button small busy={busy} className="justify-self-start" onClick={() => void sign()}>
            {t("swaps.signRelease")}
          </Button>
        )}
      </div>
    </details>
  );
}
