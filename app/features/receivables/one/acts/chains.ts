import type { IndexedLink, IndexedLot } from "@tallystick/sdk/indexer/instrumentFields";
import { KIND, type Link } from "@tallystick/sdk/instruments/links";
import { type LiableEndorser, liableLinks } from "@tallystick/sdk/instruments/recourse";
import { type Address, type Hex, isAddressEqual } from "viem";

/** A link of the indexer's as calldata proves it. */
export function provable({ from, to, kind, time, start, units }: IndexedLink): Link {
  return { from, to, kind: KIND[kind], time, start, units };
}

/**
 * The links from the root to a lot; undefined where one of them is not among those given.
 *
 * @param root roll that the first link goes on from
 */
export function chainTo(root: Hex, roll: Hex, links: readonly IndexedLink[]): readonly Link[] | undefined {
  const byRoll = new Map(links.map((link) => [link.roll, link]));
  const chain: Link[] = [];
  let at = roll;
  while (at !== root) {
    const link = byRoll.get(at);
    // No chain is longer than all links there are.
    if (!link || chain.length > links.length) return undefined;
    chain.unshift(provable(link));
    at = link.before;
  }
  return chain;
}

/** A lot that an account stands for, with what proves it. */
export interface LiableFor extends LiableEndorser {
  readonly lot: IndexedLot;
  readonly links: readonly Link[];
}

/** The lots that an account endorsed with recourse, and that others hold now. */
export function liableFor(
  account: Address,
  root: Hex,
  lots: readonly IndexedLot[],
  links: readonly IndexedLink[],
): readonly LiableFor[] {
  return lots.flatMap((lot) => {
    const chain = chainTo(root, lot.roll, links);
    if (!chain || !lot.holder) return [];
    const own = liableLinks({ holder: lot.holder, links: chain }).find(({ endorser }) =>
      isAddressEqual(endorser, account),
    );
    return own ? [{ ...own, lot, links: chain }] : [];
  });
}
