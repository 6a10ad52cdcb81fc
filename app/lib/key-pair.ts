"use client";

import type { EncryptionKeyPair } from "@tallystick/sdk/data/keyPair";
import { useCallback } from "react";
import type { Address } from "viem";
import { type Signer, useSign } from "./reader";
import { seedStore } from "./seed-store";

const known = new Map<string, EncryptionKeyPair>();

async function keyPairOf(account: Address, sign: Signer): Promise<EncryptionKeyPair> {
  const found = known.get(account.toLowerCase());
  if (found) return found;
  const { encryptionKeyPair } = await import("@tallystick/sdk/identity/encryptionKeyPair");
  const pair = await encryptionKeyPair(account, sign, seedStore);
  known.set(account.toLowerCase(), pair);
  return pair;
}

/** The account's encryption key pair: asked of the wallet once (two signatures), then kept as long as the page is open. */
export function useKeyPair(): {
  get: (account: Address) => Promise<EncryptionKeyPair>;
  isKnown: (account: Address) => boolean;
} {
  const sign = useSign();
  const get = useCallback((account: Address) => keyPairOf(account, sign), [sign]);
  const isKnown = useCallback((account: Address) => known.has(account.toLowerCase()), []);
  return { get, isKnown };
}
