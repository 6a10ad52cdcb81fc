"use client";

import type { Reader } from "@tallystick/sdk/chain/actor";
import { isSignedBy } from "@tallystick/sdk/chain/signature";
import type { Address, Hex } from "viem";
import { table } from "@/lib/database";
import type { Signatures } from "./handed-change";

/** Signatures of changes that this browser has seen, by what was signed: links that come back one by one add up. */
const kept = table<Signatures>("bill-changes");

/** All that is known of who signed a message, and holds: of the link that was opened, and of those before it. */
export async function signaturesSoFar(
  reader: Reader,
  digest: Hex,
  people: readonly Address[],
  handed: Signatures,
): Promise<Signatures> {
  const before = (await kept.get(digest)) ?? {};
  const found = await Promise.all(
    people.map(async (account): Promise<readonly [string, Hex] | undefined> => {
      const key = account.toLowerCase();
      for (const signature of [handed[key], before[key]]) {
        if (signature && (await isSignedBy(reader, account, digest, signature))) return [key, signature];
      }
      return undefined;
    }),
  );
  const all = Object.fromEntries(found.filter((each) => each !== undefined));
  await kept.put(digest, all);
  return all;
}
