"use client";

import { countersOf, hashlockOf, swapSecret, swapSeed } from "@tallystick/sdk/swaps/secrets";
import { useCallback } from "react";
import type { Address, Hex, TypedDataDefinition } from "viem";
import { useConfig } from "wagmi";
import { getConnection, signTypedData } from "wagmi/actions";
import { mustBe } from "@/lib/tx/must-be";
import { ActError } from "@/lib/tx/types";
import { hashlocksOf } from "./read-locks";
import { useSwapChains } from "./use-chains";

/** Seeds of accounts that have signed since the page was opened. They are never written down: the wallet makes them again. */
const seeds = new Map<string, Uint8Array<ArrayBuffer>>();

/** Whether an account's secrets are at hand without asking the wallet. */
export function hasSeed(account: Address): boolean {
  return seeds.has(account.toLowerCase());
}

/** The secret of a swap, and what it is locked by. */
export interface Secret {
  readonly secret: Hex;
  readonly hashlock: Hex;
}

/** Secrets of the connected account's swaps, from its wallet's signature and what the chains say that it has locked. */
export function useSecrets(account: Address | undefined) {
  const config = useConfig();
  const chains = useSwapChains();
  const seed = useCallback(async () => {
    if (!account) throw new ActError({ code: "notConnected", values: {} });
    const kept = seeds.get(account.toLowerCase());
    if (kept) return kept;
    const sign = (typedData: TypedDataDefinition) => {
      mustBe(config, { account, chainId: getConnection(config).chainId ?? 0 });
      return signTypedData(config, { ...typedData, account });
    };
    const made = await swapSeed(account, sign);
    if (!made) throw new ActError({ code: "swapWalletUnsteady", values: {} });
    seeds.set(account.toLowerCase(), made);
    return made;
  }, [account, config]);

  /** A secret that no swap of the account has had. */
  const fresh = useCallback(async (): Promise<Secret> => {
    const made = await seed();
    const { next } = await countersOf(made, await hashlocksOf(chains, account as Address));
    const secret = await swapSecret(made, next);
    return { secret, hashlock: hashlockOf(secret) };
  }, [seed, chains, account]);

  /** The secret behind a hashlock that the account has locked; throws where its wallet did not make it. */
  const recovered = useCallback(
    async (hashlock: Hex): Promise<Hex> => {
      const made = await seed();
      const { counters } = await countersOf(made, [...(await hashlocksOf(chains, account as Address)), hashlock]);
      const counter = counters.get(hashlock) ?? counters.get(hashlock.toLowerCase() as Hex);
      if (counter === undefined) throw new ActError({ code: "swapSecretElsewhere", values: {} });
      return swapSecret(made, counter);
    },
    [seed, chains, account],
  );
  return { fresh, recovered };
}
