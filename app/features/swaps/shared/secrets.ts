"use client";

import { isContractAccount } from "@tallystick/sdk/swaps/items";
import { seedOfFile } from "@tallystick/sdk/swaps/secretFile";
import {
  countersOf,
  type NewSecret,
  newSecret,
  type SaltedHash,
  swapSecret,
  swapSeed,
} from "@tallystick/sdk/swaps/secrets";
import { useCallback, useMemo } from "react";
import type { Address, Hex, TypedDataDefinition } from "viem";
import { useConfig } from "wagmi";
import { getConnection, signTypedData } from "wagmi/actions";
import { mustBe } from "@/lib/tx/must-be";
import { ActError } from "@/lib/tx/types";
import { addFile, filesOf, ownFileOf, readSecretFile } from "./own-files";
import { locksOf } from "./read-locks";
import { type SwapChain, useSwapChains } from "./use-chains";

type Seed = Uint8Array<ArrayBuffer>;

/** Seeds of accounts that have signed since the page was opened. They are never written down: the wallet makes them again. */
const seeds = new Map<string, Seed>();
/** Accounts whose wallet signed differently each time: it is not asked again. */
const unsteady = new Set<string>();

/** Where the secrets of an account's new swaps come from; `none`: a file has to be made first. */
export type SecretSource = "wallet" | "file" | "none";

/** Where they come from, without asking the wallet: that it signs steadily shows when it is asked. */
export async function secretSourceOf(chains: readonly SwapChain[], account: Address): Promise<SecretSource> {
  if (await ownFileOf(account)) return "file";
  return unsteady.has(account.toLowerCase()) || (await isContractAnywhere(chains, account)) ? "none" : "wallet";
}

async function isContractAnywhere(chains: readonly SwapChain[], account: Address): Promise<boolean> {
  const found = await Promise.all(chains.map(({ reader }) => isContractAccount(reader, account).catch(() => false)));
  return found.includes(true);
}

/** The secret behind a hashlock by a seed; undefined: it is not of that seed. */
async function secretBehind(seed: Seed, hashlock: Hex, locked: readonly SaltedHash[]): Promise<Hex | undefined> {
  const wanted = hashlock.toLowerCase() as Hex;
  // Its own locks tell; all others only help to guess, and strangers can make any number of them.
  const own = locked.filter((lock) => lock.hashlock.toLowerCase() === wanted);
  for (const locks of [own, [...locked, { hashlock: wanted, salt: 0n }]]) {
    const counter = (await countersOf(seed, locks)).counters.get(wanted);
    if (counter !== undefined) return swapSecret(seed, counter);
  }
  return undefined;
}

/**
 * Secrets of the connected account's swaps: from its wallet's signature, or from a file where that signs differently each
 * time; and from what the chains say that it has locked.
 */
export function useSecrets(account: Address | undefined) {
  const config = useConfig();
  const chains = useSwapChains();
  const walletSeed = useCallback(async (): Promise<Seed> => {
    if (!account) throw new ActError({ code: "notConnected", values: {} });
    const name = account.toLowerCase();
    const kept = seeds.get(name);
    if (kept) return kept;
    const sign = (typedData: TypedDataDefinition) => {
      mustBe(config, { account, chainId: getConnection(config).chainId ?? 0 });
      return signTypedData(config, { ...typedData, account });
    };
    const mayAsk = !unsteady.has(name) && !(await isContractAnywhere(chains, account));
    const made = mayAsk ? await swapSeed(account, sign) : undefined;
    if (!made) {
      unsteady.add(name);
      throw new ActError({ code: "swapWalletUnsteady", values: {} });
    }
    seeds.set(name, made);
    return made;
  }, [account, config, chains]);

  return useMemo(() => {
    const owner = account as Address;
    /** A secret that no swap of the account has had. */
    const fresh = async (): Promise<NewSecret> => {
      const own = account && (await ownFileOf(account));
      const made = own ? await seedOfFile(own) : await walletSeed();
      return newSecret(made, await locksOf(chains, owner));
    };
    /** The secret behind a hashlock, if it can be had without asking for anything. */
    const atHand = async (hashlock: Hex): Promise<Hex | undefined> => {
      const files = await filesOf(owner);
      const kept = seeds.get(owner.toLowerCase());
      if (files.length === 0 && !kept) return undefined;
      const locked = await locksOf(chains, owner);
      const all = [...(kept ? [kept] : []), ...(await Promise.all(files.map(({ file }) => seedOfFile(file))))];
      const found = await Promise.all(all.map((seed) => secretBehind(seed, hashlock, locked)));
      return found.find((secret) => secret !== undefined);
    };
    /** The secret behind a hashlock that the account has locked; throws where its wallet did not make it. */
    const recovered = async (hashlock: Hex): Promise<Hex> => {
      const found =
        (await atHand(hashlock)) ?? (await secretBehind(await walletSeed(), hashlock, await locksOf(chains, owner)));
      if (!found) throw new ActError({ code: "swapSecretElsewhere", values: {} });
      return found;
    };
    /** The secret behind a hashlock by a file that the person chose; it is kept here from then on. */
    const fromFile = async (chosen: Blob, hashlock: Hex): Promise<Hex> => {
      const ids = chains.map(({ network }) => network.chainId);
      const file = await readSecretFile(chosen, { account: owner, chains: ids });
      const found = await secretBehind(await seedOfFile(file), hashlock, await locksOf(chains, owner));
      if (!found) throw new ActError({ code: "secretFile_otherSwap", values: {} });
      await addFile({ file, isOwn: false });
      return found;
    };
    return { fresh, atHand, recovered, fromFile };
  }, [account, chains, walletSeed]);
}
