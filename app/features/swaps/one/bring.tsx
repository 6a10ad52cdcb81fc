"use client";

import { refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import { useQueryClient } from "@tanstack/react-query";
import { type Address, isAddressEqual } from "viem";
import { useConfig } from "wagmi";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { refreshSoon } from "@/lib/refresh";
import { useActOn } from "@/lib/tx/use-act-on";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords, useIsKnown } from "../shared/asset-words";
import { releaseIn } from "../shared/release-link";
import type { LegFound } from "./swap-of";
import { useRelease, type Word } from "./use-release";
import type { SwapNow } from "./use-swap";

/** What one locked and the other side lets go back at once: by its word at the relay, or in the link of this page. */
export function Bring(props: { swap: SwapNow; account: Address }) {
  const { known, second } = props.swap;
  const own = [known.first, ...(second ? [second] : [])].find(
    ({ lock, state }) => state.status === "locked" && isAddressEqual(lock.refundee, props.account),
  );
  const posted = useRelease(own);
  const linked = releaseIn(useHash());
  const word = posted ?? (linked?.id === own?.id ? linked : undefined);
  return own && word ? <TakeBack leg={own} word={word} /> : null;
}

function TakeBack({ leg, word }: { leg: LegFound; word: Word }) {
  const { t } = useLanguage();
  const actOn = useActOn();
  const { run, busy, problem } = useSigning();
  const side = { chainId: leg.network.chainId, asset: leg.lock.asset };
  const what = useAssetWords([side])(side, leg.lock.amount);
  const config = useConfig();
  const queries = useQueryClient();
  const { chainId } = leg.network;
  const call = refundLockEarly(leg.hashLock, leg.lock, word);
  const title = { key: "tx.swapRefund", values: { what } } as const;
  // This site pays for what it knows, and for nothing else.
  const isKnown = useIsKnown();
  const byHand = () => run(() => actOn(chainId, { title, calls: [call] }));
  const byRelay = () =>
    run(async () => {
      const { relay } = await import("@/lib/tx/relay");
      const { deadline, signature } = word;
      const signed = { act: "early", lock: leg.lock, deadline, signature };
      await relay(config, { chainId, title, kind: "swap", signed, call });
      refreshSoon(queries);
    });
  return (
    <div className="grid gap-3">
      <p role="status">{t("swaps.released", { what })}</p>
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={busy} onClick={() => void (isKnown(side) ? byRelay() : byHand())}>
          {t("swaps.doEarly")}
        </Button>
        {isKnown(side) ? (
          <Button busy={busy} onClick={() => void byHand()}>
            {t("swaps.doRefund")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
