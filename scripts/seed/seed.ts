import type { LocalChain } from "../stack/chains.ts";
import { settle } from "./settings.ts";

/** Gives a chain that was just deployed to an economy. */
export async function seedChain(chain: LocalChain, _gateway: string, signal: AbortSignal): Promise<void> {
  await settle(chain);
  signal.throwIfAborted();
}
