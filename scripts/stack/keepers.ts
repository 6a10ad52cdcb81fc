import { MAX_KEEPERS } from "./ports.ts";
import { problem } from "./problem.ts";

/** The number of keepers that `--keepers` asks for; one without it. */
export function keepersFrom(text: string | undefined): number {
  if (text === undefined) return 1;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_KEEPERS) {
    throw problem(`--keepers is "${text}", but chain A can have 1 to ${MAX_KEEPERS} keepers, as in --keepers 3.`);
  }
  return number;
}

/** Shares that rebuild a key: more than half, so that every two readings meet at one keeper. */
export function thresholdOf(keepers: number): number {
  return Math.floor(keepers / 2) + 1;
}
