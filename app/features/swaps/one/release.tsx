"use client";

import { earlyRefundTypedData } from "@tallystick/sdk/swaps/earlyRefund";
import { refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import { useState } from "react";
import type { Address } from "viem";
import { isAddressEqual } from "viem";
import { useConfig } from "wagmi";
import { signTypedData } from "wagmi/actions";
import { ProblemNotice } from "@/components/problem-notice";
import { LinkField } from "@/components/share-link";
import { Button } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { mustBe } from "@/lib/tx/must-be";
import { useActOn, useBeOn } from "@/lib/tx/use-act-on";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords } from "../shared/asset-words";
import { swapPath } from "../shared/paths";
import { releaseIn, releaseText } from "../shared/release-link";
import type { LegFound } from "./swap-of";
import type { SwapNow } from "./use-swap";

/** Seconds for which a word to let a lock go back is good. */
const goodFor = 86_400;

/** Giving a lock back before its time: who it is for signs that, and who locked it brings the signature. */
export function Release(props: { swap: SwapNow; account: Address }) {
  const { swap, account } = props;
  const { known, second, step } = swap;
  const legs = [known.first, ...(second ? [second] : [])].filter(({ state }) => state.status === "locked");
  const isPublic = step.phase === "revealed";
  return legs.map((leg) => (
    <div key={leg.id}>
      {isAddressEqual(leg.lock.recipient, account) && !isPublic ? (
        <Sign leg={leg} swap={swap} account={account} />
      ) : null}
      {isAddressEqual(leg.lock.refundee, account) ? <Bring leg={leg} /> : null}
    </div>
  ));
}

function Sign(props: { leg: LegFound; swap: SwapNow; account: Address }) {
  const { t } = useLanguage();
  const { leg, swap, account } = props;
  const config = useConfig();
  const beOn = useBeOn();
  const { run, busy, problem } = useSigning();
  const [path, setPath] = useState<string>();
  const sign = () =>
    run(async () => {
      const { chainId } = leg.network;
      await beOn(chainId);
      mustBe(config, { account, chainId });
      if (leg.state.status !== "locked") return;
      const deadline = BigInt(swap.now + goodFor);
      const typedData = earlyRefundTypedData(chainId, leg.hashLock, {
        ...{ id: leg.id, lockedAt: BigInt(leg.state.block), deadline },
      });
      const signature = await signTypedData(config, { ...typedData, account });
      setPath(`${swapPath(swap.known.first.id)}#${releaseText({ id: leg.id, deadline, signature })}`);
    });
  return (
    <details className="card p-4">
      <summary className="link w-fit">{t("swaps.doRelease")}</summary>
      <div className="mt-3 grid gap-3">
        <p className="text-sm text-muted">{t("swaps.doReleaseHint")}</p>
        <ProblemNotice problem={problem} />
        {path ? (
          <LinkField label={t("swaps.releaseLink")} hint={t("swaps.releaseLinkHint")} path={path} />
        ) : (
          <Button small busy={busy} className="justify-self-start" onClick={() => void sign()}>
            {t("swaps.signRelease")}
          </Button>
        )}
      </div>
    </details>
  );
}

function Bring({ leg }: { leg: LegFound }) {
  const { t } = useLanguage();
  const release = releaseIn(useHash());
  const actOn = useActOn();
  const { run, busy, problem } = useSigning();
  const side = { chainId: leg.network.chainId, asset: leg.lock.asset };
  const what = useAssetWords([side])(side, leg.lock.amount);
  if (release?.id !== leg.id) return null;
  const call = refundLockEarly(leg.hashLock, leg.lock, release);
  return (
    <section className="card grid gap-3 border-brand p-4">
      <p>{t("swaps.released")}</p>
      <ProblemNotice problem={problem} />
      <Button
        look="primary"
        busy={busy}
        className="justify-self-start"
        onClick={() =>
          void run(() =>
            actOn(leg.network.chainId, { title: { key: "tx.swapRefund", values: { what } }, calls: [call] }),
          )
        }
      >
        {t("swaps.doEarly")}
      </Button>
    </section>
  );
}
