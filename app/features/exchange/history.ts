import type { Reader } from "@tallystick/sdk/chain/actor";
import { inOrder, logsInRange } from "@tallystick/sdk/chain/logs";
import { deskAbi } from "@tallystick/sdk/generated/abis/Desk";
import type { Deal } from "@tallystick/sdk/market/exchange";
import { deployed } from "@tallystick/sdk/networks";
import type { Address, Hex } from "viem";

export interface DoneDeal {
  readonly id: Hex;
  readonly deal: Deal;
  readonly blockNumber: bigint;
}

/** The deals that an account was a side of, newest first, from the chain's own events. */
export async function dealsOf(reader: Reader, account: Address): Promise<readonly DoneDeal[]> {
  const { client, network } = reader;
  const { desk: address, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  const done = (side: "first" | "second") =>
    logsInRange(
      (fromBlock, toBlock) =>
        client.getContractEvents({
          address,
          abi: deskAbi,
          eventName: "Exchanged",
          args: { [side]: account },
          strict: true,
          fromBlock,
          toBlock,
        }),
      BigInt(startBlock),
      latest,
    );
  const logs = await Promise.all([done("first"), done("second")]);
  return inOrder(logs.flat())
    .reverse()
    .map(({ args, blockNumber }) => ({ id: args.deal, deal: args.terms, blockNumber }));
}
