import type { Reader } from "@tallystick/sdk/chain/actor";
import { inOrder, logsInRange } from "@tallystick/sdk/chain/logs";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import { deployed } from "@tallystick/sdk/networks";
import type { Address } from "viem";

/** A data set changing hands; from the zero address: its publication. */
export interface Handing {
  readonly from: Address;
  readonly to: Address;
  readonly block: bigint;
  /** Unix seconds. */
  readonly at: number;
}

/** Every owner of a data set, in order, from the events of its token. */
export async function transfersOf(reader: Reader, dataset: bigint): Promise<readonly Handing[]> {
  const { client, network } = reader;
  const { market, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  const logs = await logsInRange(
    (fromBlock, toBlock) =>
      client.getContractEvents({
        address: market,
        abi: marketAbi,
        eventName: "Transfer",
        args: { tokenId: dataset },
        strict: true,
        fromBlock,
        toBlock,
      }),
    BigInt(startBlock),
    latest,
  );
  return Promise.all(
    inOrder(logs).map(async ({ args: { from, to }, blockNumber: block }) => {
      const { timestamp } = await client.getBlock({ blockNumber: block });
      return { from, to, block, at: Number(timestamp) };
    }),
  );
}
