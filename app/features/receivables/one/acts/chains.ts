import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import type { IndexedLink, IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { lotChainOf, lots } from "@tallystick/sdk/indexer/instruments";
import { KIND, type Link } from "@tallystick/sdk/instruments/links";
import { type LiableEndorser, liableLinks } from "@tallystick/sdk/instruments/recourse";
import { type Address, isAddressEqual } from "viem";

/** A link of the indexer's as calldata proves it. */
export function provable({ from, to, kind, time, start, units }: IndexedLink): Link {
  return { from, to, kind: KIND[kind], time, start, units };
}

/** A lot that an account stands for, with what proves it. */
export interface LiableFor extends LiableEndorser {
  readonly lot: IndexedLot;
  readonly links: readonly Link[];
}

/** So many are offered at once: those that are paid make way for the next. */
const mostLiable = 20;

/**
 * Lots of a receivable that an account endorsed with recourse, and that others hold now; the first of them by their units.
 *
 * @throws `IndexerFailed`, `IndexerUnreachable`
 */
export async function liableFor(
  indexer: IndexerOptions,
  chainId: number,
  of: { readonly receivable: bigint; readonly endorser: Address; readonly now: number },
): Promise<readonly LiableFor[]> {
  const found: LiableFor[] = [];
  let after: string | undefined;
  do {
    const page = await lots(indexer, chainId, of, { orderBy: "units", limit: mostLiable, after });
    const chains = await Promise.all(
      page.items.map(async (lot) => (await lotChainOf(indexer, chainId, lot.id)).map(provable)),
    );
    found.push(...page.items.flatMap((lot, i) => liableIn(lot, chains[i] ?? [], of.endorser)));
    after = page.next;
  } while (after !== undefined && found.length < mostLiable);
  return found;
}

/** A lot for which an account stands by its chain; nothing where it does not, or a later holder's own link frees it. */
export function liableIn(lot: IndexedLot, links: readonly Link[], account: Address): readonly LiableFor[] {
  const own = liableLinks({ holder: lot.holder, links }).find(({ endorser }) => isAddressEqual(endorser, account));
  return own ? [{ ...own, lot, links }] : [];
}
