import type { Environment } from "../networks.ts";
import type { BitcoinChain } from "../swaps/bitcoin/chain.ts";
import { esplora } from "../swaps/bitcoin/esplora.ts";
import { requireBitcoinNetwork } from "../swaps/bitcoin/network.ts";
import type { BitcoinNetwork } from "../swaps/bitcoin/script.ts";
import { UsageError } from "./exitCode.ts";

/** What answers for Bitcoin: it must be of the lock's network. */
export async function bitcoinFrom(
  { esplora: url = "" }: { readonly esplora?: string | undefined },
  env: Environment,
  network: BitcoinNetwork,
): Promise<BitcoinChain> {
  const place = url === "" ? (env["TALLYSTICK_ESPLORA"] ?? "") : url;
  if (!/^https?:\/\/./.test(place)) throw new UsageError("--esplora is needed: the address of an Esplora API.");
  const chain = esplora(place);
  await requireBitcoinNetwork(chain, network);
  return chain;
}
