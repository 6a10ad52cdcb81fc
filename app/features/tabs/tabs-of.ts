import type { IndexerOptions } from "@tallystick/sdk/indexer/ask";
import { tabsOf as indexedTabs } from "@tallystick/sdk/indexer/tabs";
import { type Tab, tabId } from "@tallystick/sdk/market/voucher";
import { deployed, type Network } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";

export type Role = "reader" | "provider";

export interface OwnTab {
  readonly id: Hex;
  readonly tab: Tab;
  readonly role: Role;
  /** As indexed: for lists; what may be done now the chain says. */
  readonly closed: boolean;
}

const mostTabs = 500;

/** The tabs an account keeps, as reader or provider, last changed first, closed ones at the end. How each stands is asked of the chain. */
export async function tabsOf(indexer: IndexerOptions, network: Network, account: Address): Promise<readonly OwnTab[]> {
  const { chainId } = network;
  const { tabs: contract } = deployed(network);
  const { items } = await indexedTabs(indexer, chainId, { party: account }, { limit: mostTabs });
  return (
    items
      .map(({ id, reader, provider, token, salt, status }): OwnTab => {
        const role = reader.toLowerCase() === account.toLowerCase() ? "reader" : "provider";
        return { id, role, tab: { reader, provider, token, salt }, closed: status === "closed" };
      })
      // An id that is not the hash of what is shown would be another tab than the one that is signed for.
      .filter(({ id, tab }) => tabId(chainId, contract, tab) === id)
      .sort((a, b) => Number(a.closed) - Number(b.closed))
  );
}
