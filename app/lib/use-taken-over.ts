"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const yes = () => true;
const no = () => false;

/**
 * Whether the page has taken over what the server sent. Parts of it are taken over late, when the browser may know what the
 * server did not (who is connected, whose names there are): until then they must show the same as it did.
 */
export function useTakenOver(): boolean {
  return useSyncExternalStore(never, yes, no);
}
