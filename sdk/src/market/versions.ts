import { type Address, encodeAbiParameters, type Hex, keccak256, numberToHex } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsInRange } from "../chain/logs.ts";
import type { Anchor } from "../data/manifest.ts";
import { tallystickError } from "../errors.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";

/** A version as it was anchored. */
export interface PublishedVersion {
  readonly version: number;
  readonly anchor: Anchor;
  /** Account that anchored it: the data set's owner then. */
  readonly publisher: Address;
  readonly transaction: Hex;
  readonly blockNumber: bigint;
}

const parameters = [
  { type: "uint240" },
  { type: "uint16" },
  {
    type: "tuple",
    components: [
      { name: "manifest", type: "bytes32" },
      { name: "root", type: "bytes32" },
      { name: "size", type: "uint64" },
      { name: "keyCommitment", type: "bytes32" },
    ],
  },
] as const;

/** Rolling hash after a version. */
export function nextHead(head: bigint, version: number, anchor: Anchor): bigint {
  return BigInt(keccak256(encodeAbiParameters(parameters, [head, version, anchor]))) & ((1n << 240n) - 1n);
}

/**
 * The versions of a data set, oldest first, rebuilt from events and proved against the rolling hash on the chain. The
 * publisher of each is the owner at that moment, from the token's transfers.
 *
 * @throws `UnknownDataset`, `VersionsMismatch`
 */
export async function versionsOf(reader: Reader, dataset: bigint): Promise<PublishedVersion[]> {
  const { client, network } = reader;
  const { market, startBlock } = deployed(network);
  const name = numberToHex(dataset, { size: 32 });
  const latest = await client.getBlockNumber();
  const [count, head] = await client.readContract({
    address: market,
    abi: marketAbi,
    functionName: "versionsOf",
    args: [dataset],
  });
  if (count === 0) throw tallystickError("UnknownDataset", { dataset: name });

  const range = { address: market, abi: marketAbi, strict: true } as const;
  const logs = await logsInRange(
    async (fromBlock, toBlock) => {
      const blocks = { ...range, fromBlock, toBlock };
      const published = await client.getContractEvents({ ...blocks, eventName: "VersionPublished", args: { dataset } });
      const moved = await client.getContractEvents({ ...blocks, eventName: "Transfer", args: { tokenId: dataset } });
      return [...published, ...moved];
    },
    BigInt(startBlock),
    latest,
  );

  const versions: PublishedVersion[] = [];
  let publisher: Address | undefined;
  let rolling = 0n;
  for (const log of inOrder(logs)) {
    if (log.eventName === "Transfer") {
      publisher = log.args.to;
      continue;
    }
    const { version, anchor } = log.args;
    rolling = nextHead(rolling, version, anchor);
    if (publisher === undefined || version !== versions.length + 1)
      throw tallystickError("VersionsMismatch", { dataset: name });
    versions.push({ version, anchor, publisher, transaction: log.transactionHash, blockNumber: log.blockNumber });
  }
  // A version appended while this was read is not in the hash that was read before.
  if (versions.length !== count || rolling !== head) throw tallystickError("VersionsMismatch", { dataset: name });
  return versions;
}
