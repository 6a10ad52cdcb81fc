"use client";

import { claimLock, refundLock, refundLockEarly } from "@tallystick/sdk/swaps/hashLock";
import type { Lock } from "@tallystick/sdk/swaps/lock";
import type { SwapLeg } from "@tallystick/sdk/swaps/swapState";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Hex } from "viem";
import { useConfig } from "wagmi";
import { refreshSoon } from "@/lib/refresh";
import type { Text } from "@/lib/tx/types";
import { useActOn } from "@/lib/tx/use-act-on";
import { useSigning } from "@/lib/use-signing";
import type { Side } from "../desk/quotes";
import type { Word } from "../one/use-release";
import { useAssetWords, useIsKnown } from "./asset-words";

/** Whether this site's relay ends locks of something: it pays for no single tokens, and for no token that it does not know. */
export function useIsRelayed(): (side: Side) => boolean {
  const isKnown = useIsKnown();
  return (side) => isKnown(side) && side.asset.kind !== "erc721";
}

/** By what a lock is ended: a secret, or the recipient's word; by nothing, it is refunded after its time. */
export type EndedBy = { readonly preimage?: Hex | undefined; readonly word?: Word | undefined };

/** Ends a lock: by this site's relay, or by hand. Either pays the lock's fixed party, whoever does it. */
export function useEnding(
  { chainId, hashLock }: Pick<SwapLeg, "chainId" | "hashLock">,
  lock: Lock,
  { preimage, word }: EndedBy = {},
) {
  const config = useConfig();
  const queries = useQueryClient();
  const actOn = useActOn();
  const { run, busy, problem } = useSigning();
  const side = { chainId, asset: lock.asset };
  const what = useAssetWords([side])(side, lock.amount);
  const title: Text = { key: preimage ? "tx.swapClaim" : "tx.swapRefund", values: { what } };
  const refunding = word ? refundLockEarly(hashLock, lock, word) : refundLock(hashLock, lock);
  const call = preimage ? claimLock(hashLock, lock, preimage) : refunding;

  // By what they say: the terms are read anew with every look at the chain.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lock's parts tell it
  const byRelay = useCallback(
    () =>
      run(async () => {
        const { relay } = await import("@/lib/tx/relay");
        const { deadline, signature } = word ?? {};
        const refund = word ? { act: "early", lock, deadline, signature } : { act: "refund", lock };
        const signed = preimage ? { act: "claim", lock, preimage } : refund;
        await relay(config, { chainId, title, kind: "swap", signed, call });
        refreshSoon(queries);
      }),
    [run, config, queries, chainId, lock.hashlock, lock.salt, preimage, word?.signature],
  );
  const isRelayed = useIsRelayed()(side);
  const byHand = () => run(() => actOn(chainId, { title, calls: [call] }));
  return { byRelay, byHand, busy, problem, isRelayed };
}
