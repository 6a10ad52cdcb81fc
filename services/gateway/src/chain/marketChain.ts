import type { Reader } from "@tallystick/sdk/chain/actor";
import { genesisHash } from "@tallystick/sdk/chain/genesis";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import { type KeyRequest, type Upload, uploadTypedData } from "@tallystick/sdk/gateway/typedData";
import type { Signed } from "@tallystick/sdk/gateway/wire";
import { marketAbi } from "@tallystick/sdk/generated/abis/Market";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  hashTypedData,
  isAddressEqual,
  recoverAddress,
} from "viem";
import type { KeeperChain } from "../keys/release.ts";
import type { Standing } from "../keys/standing.ts";
import { describeError, type Log } from "../log.ts";
import { chainUnavailable, Problem } from "../problem.ts";
import { asking } from "./client.ts";
import { createVersions } from "./versions.ts";

export type MarketChain = KeeperChain & {
  isUpload(pass: Signed<Upload>): Promise<boolean>;
  genesis(): Promise<Hex>;
  /** What is wrong with the chain, if anything is. */
  check(): Promise<string | undefined>;
};

type Place = { chainId: number; market: Address };

type Options = Place & {
  reader: Reader;
  /** How often the node could not be reached so far. */
  failures: () => number;
  /** Genesis that the chain must have; undefined: the one that is seen first. */
  genesis: Hex | undefined;
  /** Other markets that a request may have been signed for by mistake. */
  others: readonly Place[];
  maxBlockAge: number;
  now: () => number;
  log: Log;
};

/** The chain as the keeper asks it: anew at each request, everything at one block, and only the chain it knows. */
export function createMarketChain(options: Options): MarketChain {
  const { reader, chainId, market, others, log } = options;
  const { client } = reader;
  let expected = options.genesis;
  const tell = (error: unknown): void => log.error("chain", { error: describeError(error) });

  const genesis = async (): Promise<Hex> => {
    const hash = await asking(() => genesisHash(client), tell);
    expected ??= hash;
    if (hash === expected) return hash;
    throw new Problem(
      503,
      "foreign-chain",
      "The chain is not the one this gateway was started for. Restart the gateway.",
    );
  };

  const latest = async (): Promise<{ number: bigint; timestamp: bigint }> => {
    const [block] = await Promise.all([asking(() => client.getBlock({ blockTag: "latest" }), tell), genesis()]);
    const age = Math.floor(options.now() / 1000) - Number(block.timestamp);
    if (options.maxBlockAge > 0 && age > options.maxBlockAge) {
      throw new Problem(503, "chain-stalled", `The chain's last block is ${age} s old. Try again when it goes on.`);
    }
    return block;
  };

  /** Who signed is told by the key where it can be, else by the account's own contract. */
  const verify = async (hash: Hex, address: Address, signature: Hex): Promise<boolean> => {
    const before = options.failures();
    const valid = await asking(() => client.verifyHash({ hash, address, signature, mode: "eoa" }), tell);
    // viem says "not valid" also when the node could not be asked.
    if (!valid && options.failures() !== before) throw chainUnavailable();
    return valid;
  };

  const signerOf: KeeperChain["signerOf"] = async ({ value, signature }) => {
    if (await verify(keyRequestDigest(chainId, market, value), value.reader, signature)) return "reader";
    for (const other of others) {
      const hash = keyRequestDigest(other.chainId, other.market, value);
      const signer = await recoverAddress({ hash, signature }).catch(() => undefined);
      if (signer && isAddressEqual(signer, value.reader)) return "elsewhere";
    }
    return "nobody";
  };

  const standing = async ({ dataset, reader, version, segments }: KeyRequest): Promise<Standing> => {
    const { number: blockNumber, timestamp } = await latest();
    const contract = { address: market, abi: marketAbi, blockNumber } as const;
    const [[versions, head], owner, granted, [right]] = await asking(
      () =>
        Promise.all([
          client.readContract({ ...contract, functionName: "versionsOf", args: [dataset] }),
          client.readContract({ ...contract, functionName: "ownerOf", args: [dataset] }).catch(nobody),
          client.readContract({ ...contract, functionName: "hasAccessTo", args: [dataset, reader, version, segments] }),
          client.readContract({ ...contract, functionName: "rightOf", args: [dataset, reader] }),
        ]),
      tell,
    );
    return { blockNumber, timestamp, versions, head, owner, granted, right };
  };

  return {
    chainId,
    market,
    signerOf,
    standing,
    genesis,
    isUpload: ({ value, signature }) =>
      verify(hashTypedData(uploadTypedData(chainId, market, value)), value.account, signature),
    version: createVersions(reader, tell),
    async check() {
      try {
        const id = await asking(() => client.getChainId(), tell);
        if (id !== chainId) return `the node serves chain ${id}, not ${chainId}`;
        await latest();
        const code = await asking(() => client.getCode({ address: market }), tell);
        return code === undefined ? `there is no market at ${market}` : undefined;
      } catch (error) {
        if (error instanceof Problem) return error.message;
        throw error;
      }
    },
  };
}

/** A data set that does not exist has no owner: that revert is an answer. */
function nobody(error: unknown): undefined {
  const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!reverted) throw error;
  return undefined;
}
