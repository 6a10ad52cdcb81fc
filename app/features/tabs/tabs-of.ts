import type { Reader } from "@tallystick/sdk/chain/actor";
import { inOrder, logsInRange } from "@tallystick/sdk/chain/logs";
import { tabsAbi } from "@tallystick/sdk/generated/abis/Tabs";
import { type Tab, tabId } from "@tallystick/sdk/market/voucher";
import { deployed } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";

export type Role = "reader" | "provider";

export interface OwnTab {
  readonly id: Hex;
  readonly tab: Tab;
  readonly role: Role;
}

/** The tabs an account keeps, as reader or provider, newest first: from the chain's own events, so money never waits. */
export async function tabsOf(reader: Reader, account: Address): Promise<readonly OwnTab[]> {
  const { client, network } = reader;
  const { tabs: address, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  const opened = (role: Role) =>
    logsInRange(
      (fromBlock, toBlock) =>
        client.getContractEvents({
          address,
          abi: tabsAbi,
          eventName: "Opened",
          args: { [role]: account },
          strict: true,
          fromBlock,
          toBlock,
        }),
      BigInt(startBlock),
      latest,
    );
  const [asReader, asProvider] = await Promise.all([opened("reader"), opened("provider")]);
  return inOrder([...asReader, ...asProvider])
    .reverse()
    .map(({ args: { tab } }) => ({
      id: tabId(network.chainId, address, tab),
      tab,
      role: tab.reader.toLowerCase() === account.toLowerCase() ? "reader" : "provider",
    }));
}
