"use client";

import { type Address, isAddressEqual } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { useAssetWords } from "../shared/asset-words";
import { releaseIn } from "../shared/release-link";
import { useEnding } from "../shared/use-ending";
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
  const { chainId } = leg.network;
  const side = { chainId, asset: leg.lock.asset };
  const what = useAssetWords([side])(side, leg.lock.amount);
  const { byRelay, byHand, busy, problem, isRelayed } = useEnding({ chainId, hashLock: leg.hashLock }, leg.lock, {
    word,
  });
  return (
    <div className="grid gap-3">
      <p role="status">{t("swaps.released", { what })}</p>
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" busy={busy} onClick={() => void (isRelayed ? byRelay() : byHand())}>
          {t("swaps.doEarly")}
        </Button>
        {isRelayed ? (
          <Button busy={busy} onClick={() => void byHand()}>
            {t("swaps.doRefund")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
