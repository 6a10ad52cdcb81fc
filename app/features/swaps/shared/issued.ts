import { hashlockOf, swapSecret, unusedCounters } from "@tallystick/sdk/swaps/secrets";
import type { Hex } from "viem";
import { ActError } from "../../../lib/tx/types.ts";
import type { Notes } from "./order-notes.ts";

const storageKey = "tallystick.swap-hashlocks.1";
/** Hashlocks that a browser remembers: far more than there are locks on their way to a chain. */
const kept = 500;

/** Hashlocks that were issued since the page was opened: a browser that keeps nothing has them, too. */
const known = new Set<Hex>();

/** The secret of a swap, and what it is locked by. */
export interface Secret {
  readonly secret: Hex;
  readonly hashlock: Hex;
}

function issuedOf(notes: Notes): readonly Hex[] {
  try {
    const list: unknown = JSON.parse(notes.getItem(storageKey) ?? "[]");
    return Array.isArray(list) ? list.filter((each): each is Hex => typeof each === "string") : [];
  } catch {
    return [];
  }
}

function note(notes: Notes, issued: readonly Hex[]): void {
  try {
    notes.setItem(storageKey, JSON.stringify(issued.slice(-kept)));
  } catch {
    // A full or forbidden storage costs what other tabs would know; chance keeps them apart.
  }
}

/** A number below another, by chance. */
function below(limit: number): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return random % limit;
}

/**
 * A secret that no swap of a seed has, on any chain or on its way to one from this browser; on another device it is another
 * by chance.
 *
 * @param next the first counter that no chain has seen, as `countersOf` answers
 * @throws ActError where all that could be found again are on their way
 */
export async function issueSecret(seed: Uint8Array<ArrayBuffer>, next: number, notes: Notes): Promise<Secret> {
  const left = [...unusedCounters(next)];
  while (left.length > 0) {
    const [counter = next] = left.splice(below(left.length), 1);
    const secret = await swapSecret(seed, counter);
    const hashlock = hashlockOf(secret);
    // Looked up and noted in one go: nothing of this page comes between.
    const issued = issuedOf(notes);
    if (known.has(hashlock) || issued.includes(hashlock)) continue;
    known.add(hashlock);
    note(notes, [...issued, hashlock]);
    return { secret, hashlock };
  }
  throw new ActError({ code: "swapSecretsUsedUp", values: {} });
}

/** Takes a hashlock back under which surely nothing was signed. */
export function takeBack(hashlock: Hex, notes: Notes): void {
  known.delete(hashlock);
  note(
    notes,
    issuedOf(notes).filter((each) => each !== hashlock),
  );
}
