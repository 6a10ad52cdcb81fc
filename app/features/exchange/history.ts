import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import { dealsOf as indexedDeals, termsOfDeal } from "@tallystick/sdk/indexer/desk";
import type { Deal } from "@tallystick/sdk/market/exchange";
import type { Address, Hex } from "viem";

export interface DoneDeal {
  readonly id: Hex;
  readonly deal: Deal;
}

const mostDeals = 100;

/** The deals that an account was a side of, newest first. */
export async function dealsOf(
  indexer: IndexerOptions,
  chainId: number,
  account: Address,
): Promise<readonly DoneDeal[]> {
  const { items } = await indexedDeals(indexer, chainId, { party: account }, { limit: mostDeals });
  return items.flatMap((row) => {
    const deal = termsOfDeal(row);
    return deal ? [{ id: row.id, deal }] : [];
  });
}
