import type { Hex, PublicClient } from "viem";
import { reasonOf, tallystickError } from "../errors.ts";
import { type HttpOptions, pathOf } from "../gateway/http.ts";

/** Hash of a chain's first block: tells a local chain from the one that ran here before. */
export async function genesisHash(client: PublicClient): Promise<Hex> {
  const block = await client.getBlock({ blockNumber: 0n });
  return block.hash;
}

/**
 * Notices a chain that was restarted while the indexer went on serving what it knew of the old one.
 *
 * @throws `ForeignChain`, `IndexerUnreachable`, `IndexerFailed` when the indexer doesn't know the chain
 */
export async function checkGenesis(client: PublicClient, indexer: string, options: HttpOptions = {}): Promise<void> {
  const request = options.fetch ?? ((url, init) => fetch(url, init));
  const response = await request(pathOf(indexer, "/genesis"), { signal: options.signal ?? null }).catch(
    (cause: unknown) => {
      throw tallystickError("IndexerUnreachable", { url: indexer, cause: reasonOf(cause) }, cause);
    },
  );
  const chainId = client.chain?.id ?? (await client.getChainId());
  const known: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  const expected = genesisOf(known, chainId);
  if (expected === undefined) {
    throw tallystickError("IndexerFailed", { url: indexer, reason: `it does not know chain ${chainId} yet` });
  }
  const actual = await genesisHash(client);
  if (actual.toLowerCase() !== expected.toLowerCase()) {
    throw tallystickError("ForeignChain", { chainId, expected, actual });
  }
}

/** The indexer answers a list of `{ chainId, indexed }`: the genesis of the chain that its tables come from. */
function genesisOf(known: unknown, chainId: number): string | undefined {
  if (!Array.isArray(known)) return undefined;
  const entry = known.find((each: { chainId?: unknown } | null) => each?.chainId === chainId) as
    | { indexed?: unknown }
    | undefined;
  return typeof entry?.indexed === "string" ? entry.indexed : undefined;
}
