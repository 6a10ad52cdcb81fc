import type { Hex } from "viem";
import type { Notes } from "./order-notes.ts";

const storageKey = "tallystick.swap-releases.1";
/** As many as this browser remembers. */
const kept = 200;

function notedIn(notes: Notes): readonly string[] {
  try {
    const list: unknown = JSON.parse(notes.getItem(storageKey) ?? "[]");
    return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

const wordOf = (id: Hex, block: number): string => `${id} ${block}`;

/** Whether this browser has let a lock go back, which was locked in that block. */
export function isReleaseNoted(notes: Notes, id: Hex, block: number): boolean {
  return notedIn(notes).includes(wordOf(id, block));
}

/** Notes that a lock was let go: whoever did that must neither answer nor claim it, also where the relay forgets it. */
export function noteRelease(notes: Notes, id: Hex, block: number): void {
  const word = wordOf(id, block);
  const others = notedIn(notes).filter((each) => each !== word);
  try {
    notes.setItem(storageKey, JSON.stringify([word, ...others].slice(0, kept)));
  } catch {
    // A full or forbidden storage costs the note; the relay has the word as well.
  }
}
