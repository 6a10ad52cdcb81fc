import type { Reader } from "@tallystick/sdk/chain/actor";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { type Tab, tabId } from "@tallystick/sdk/market/voucher";
import type { Address, Hex } from "viem";
import { describeError, type Log } from "../log.ts";
import { asking } from "./client.ts";
import { voucherDigests } from "./digests.ts";

/** How a tab stands on the chain. */
export type TabState = { claimed: bigint; available: bigint };

export type TabsChain = {
  address: Address;
  idOf(tab: Tab): Hex;
  digestOf(id: Hex, owed: bigint): Hex;
  stateOf(id: Hex): Promise<TabState>;
};

export function createTabsChain(reader: Reader, tabs: Address, log: Log): TabsChain {
  const { client, network } = reader;
  const tell = (error: unknown): void => log.error("chain", { error: describeError(error) });
  const contract = { address: tabs, abi: tabsAbi } as const;
  return {
    address: tabs,
    idOf: (tab) => tabId(network.chainId, tabs, tab),
    digestOf: voucherDigests(network.chainId, tabs),
    async stateOf(id) {
      const [account, available] = await asking(
        () =>
          Promise.all([
            client.readContract({ ...contract, functionName: "accountOf", args: [id] }),
            client.readContract({ ...contract, functionName: "availableOf", args: [id] }),
          ]),
        tell,
      );
      return { claimed: account.claimed, available };
    },
  };
}
