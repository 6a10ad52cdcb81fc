"use client";

import { refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import type { Address } from "viem";
import { isAddressEqual } from "viem";
import { ProblemNotice } from "@/components/problem-notice";
import { Button } from "@/components/ui";
import { useHash } from "@/components/use-hash";
import { useLanguage } from "@/i18n/context";
import { useActOn } from "@/lib/tx/use-act-on";
import { useSigning } from "@/lib/use-signing";
import { useAssetWords } from "../shared/asset-words";
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
  const call = refundLockEarly(leg.hashLock, leg.lock, word);
  const title = { key: "tx.swapRefund", values: { what } } as const;
  return (
    <div className="grid gap-3">
      <p role="status">{t("swaps.released", { what })}</p>
      <ProblemNotice problem={problem} />
      <Button
        look="primary"
        busy={busy}
        className="justify-self-start"
        onClick={() => void run(() => actOn(leg.network.chainId, { title, calls: [call] }))}
      >
        {t("swaps.doEarly")}
      </Button>
    </div>
  );
}
