"use client";

import { type Handed, handedIn } from "@/lib/handed";
import { useHash } from "./use-hash";

/** What the page's address hands over behind its hash; null when it holds something that can't be read. */
export function useHanded<K extends Handed["kind"]>(
  ...kinds: readonly K[]
): Extract<Handed, { kind: K }> | null | undefined {
  const hash = useHash();
  if (!hash.includes("=")) return undefined;
  const handed = handedIn(hash);
  return handed && (kinds as readonly string[]).includes(handed.kind) ? (handed as Extract<Handed, { kind: K }>) : null;
}
