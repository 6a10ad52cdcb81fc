import type { Reader } from "@tallystick/sdk/chain/actor";
import { genesisHash } from "@tallystick/sdk/chain/genesis";
import type { AnchoredVersion } from "@tallystick/sdk/data/verifyManifest";
import { keyRequestDigest } from "@tallystick/sdk/gateway/receipt";
import {
  type KeyRequest,
  type TabQuery,
  type Tariff,
  tabQueryTypedData,
  tariffTypedData,
  type Upload,
  uploadTypedData,
} from "@tallystick/sdk/gateway/typedData";
import type { Signed } from "@tallystick/sdk/gateway/wire";
import { consentAbi } from "@tallystick/sdk/generated/abis/Consent";
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
import type { RecordStanding, Standing } from "../keys/standing.ts";
import { describeError, type Log } from "../log.ts";
import { chainUnavailable, Problem } from "../problem.ts";
import { asking } from "./client.ts";
import { createDigests } from "./digests.ts";
import { coalesced, createBlockCache, type Head } from "./heads.ts";
import { isSignedByKey } from "./signers.ts";
import { createVersions } from "./versions.ts";

export type MarketChain = KeeperChain & {
  isUpload(pass: Signed<Upload>): Promise<boolean>;
  isTabQuery(query: Signed<TabQuery>): Promise<boolean>;
  /** Owner of a tariff's data set, if it signed the tariff, and whether the data set is a record. */
  signerOfTariff(tariff: Signed<Tariff>): Promise<{ owner: Address | undefined; signed: boolean; record: boolean }>;
  /** A version that was anchored, proved against the newest block. */
  anchoredVersion(dataset: bigint, version: number): Promise<AnchoredVersion>;
  ownerOf(dataset: bigint): Promise<Address | undefined>;
  /** The newest block, of the right chain, and young enough. */
  latest(): Promise<Head>;
  genesis(): Promise<Hex>;
  /** What is wrong with the chain, if anything is. */
  check(): Promise<string | undefined>;
};

type Place = { chainId: number; market: Address };

type Options = Place & {
  reader: Reader;
  /** Where records are under consent; without it, a right is all that is asked for. */
  consent: Address | undefined;
  /** How often the node could not be reached so far. */
  failures: () => number;
  /** Genesis that the chain must have; undefined: the one that is seen first. */
  genesis: Hex | undefined;
  /** Told of the first genesis seen; throws when it is not to be served. */
  onGenesis: (genesis: Hex) => void;
  /** Other markets that a request may have been signed for by mistake. */
  others: readonly Place[];
  maxBlockAge: number;
  now: () => number;
  log: Log;
};

/** The chain as the keeper asks it: anew at each request, everything at one block, and only the chain it knows. */
export function createMarketChain(options: Options): MarketChain {
  const { reader, chainId, market, consent, others, log } = options;
  const { client } = reader;
  const digests = createDigests(chainId, market);
  const atBlock = createBlockCache();
  let expected = options.genesis;
  let seen: Hex | undefined;
  const tell = (error: unknown): void => log.error("chain", { error: describeError(error) });

  const genesis = async (): Promise<Hex> => {
    const hash = await asking(() => genesisHash(client), tell);
    expected ??= hash;
    if (hash !== expected) {
      throw new Problem(
        503,
        "foreign-chain",
        "The chain is not the one this gateway was started for. Restart the gateway.",
      );
    }
    if (seen === undefined) options.onGenesis(hash);
    seen = hash;
    return hash;
  };

  const newest = coalesced(async (): Promise<Head> => {
    const [block] = await Promise.all([asking(() => client.getBlock({ blockTag: "latest" }), tell), genesis()]);
    return { hash: block.hash, number: block.number, timestamp: block.timestamp };
  });

  const latest = async (): Promise<Head> => {
    const block = await newest();
    const age = Math.floor(options.now() / 1000) - Number(block.timestamp);
    if (options.maxBlockAge > 0 && age > options.maxBlockAge) {
      throw new Problem(503, "chain-stalled", `The chain's last block is ${age} s old. Try again when it goes on.`);
    }
    return block;
  };

  /** Who signed is told by the key where it can be, else by the account's own contract. */
  const verify = async (hash: Hex, address: Address, signature: Hex): Promise<boolean> => {
    if (isSignedByKey(hash, address, signature)) return true;
    const before = options.failures();
    const valid = await asking(() => client.verifyHash({ hash, address, signature, mode: "eoa" }), tell);
    // viem says "not valid" also when the node could not be asked.
    if (!valid && options.failures() !== before) throw chainUnavailable();
    return valid;
  };

  const signerOf: KeeperChain["signerOf"] = async ({ value, signature }) => {
    if (await verify(digests.keyRequest(value), value.reader, signature)) return "reader";
    for (const other of others) {
      const hash = keyRequestDigest(other.chainId, other.market, value);
      const signer = await recoverAddress({ hash, signature }).catch(() => undefined);
      if (signer && isAddressEqual(signer, value.reader)) return "elsewhere";
    }
    return "nobody";
  };

  /** Versions, owner and whether it is a record: the same for all readers. */
  const dataset = ({ hash, number: blockNumber }: Head, id: bigint) =>
    atBlock(hash, `${id}`, async () => {
      const contract = { address: market, abi: marketAbi, blockNumber } as const;
      const recordOf = { abi: consentAbi, blockNumber, functionName: "recordOf", args: [id] } as const;
      const [[versions, head], owner, record] = await asking(
        () =>
          Promise.all([
            client.readContract({ ...contract, functionName: "versionsOf", args: [id] }),
            client.readContract({ ...contract, functionName: "ownerOf", args: [id] }).catch(nobody),
            consent && client.readContract({ ...recordOf, address: consent }),
          ]),
        tell,
      );
      return { versions, head, owner, record: record?.[0].holdersHash ? record[0] : undefined };
    });

  const access = (
    { hash, number: blockNumber }: Head,
    { dataset: id, reader: account, version, segments, purpose }: KeyRequest,
  ) =>
    atBlock(hash, `${id}/${account}/${version}/${segments}/${purpose}`, async () => {
      const contract = { address: market, abi: marketAbi, blockNumber } as const;
      const [granted, [right]] = await asking(
        () =>
          Promise.all([
            consent
              ? client.readContract({
                  address: consent,
                  abi: consentAbi,
                  blockNumber,
                  functionName: "mayRead",
                  args: [id, account, version, segments, purpose],
                })
              : client.readContract({
                  ...contract,
                  functionName: "hasAccessTo",
                  args: [id, account, version, segments],
                }),
            client.readContract({ ...contract, functionName: "rightOf", args: [id, account] }),
          ]),
        tell,
      );
      return { granted, right };
    });

  const consented = ({ hash, number: blockNumber }: Head, id: bigint, account: Address) =>
    atBlock(hash, `consent ${id}/${account}`, async () => {
      if (consent === undefined) return undefined;
      const contract = { address: consent, abi: consentAbi, blockNumber, args: [id, account] } as const;
      const [[given], emergency] = await asking(
        () =>
          Promise.all([
            client.readContract({ ...contract, functionName: "consentOf" }),
            client.readContract({ ...contract, functionName: "emergencyOf" }),
          ]),
        tell,
      );
      return { given, emergency };
    });

  const standing = async (request: KeyRequest): Promise<Standing> => {
    const block = await latest();
    const [about, reading] = await Promise.all([dataset(block, request.dataset), access(block, request)]);
    const { record: setup, ...rest } = about;
    let record: RecordStanding | undefined;
    if (setup !== undefined) {
      const found = await consented(block, request.dataset, request.reader);
      record = { alsoRight: setup.alsoRight, until: Math.max(found?.given.until ?? 0, found?.emergency.until ?? 0) };
    }
    return { blockNumber: block.number, timestamp: block.timestamp, ...rest, ...reading, record };
  };

  const version = createVersions(reader, tell);

  return {
    chainId,
    market,
    digests,
    isSigned: verify,
    signerOf,
    standing,
    latest,
    genesis,
    isUpload: ({ value, signature }) =>
      verify(hashTypedData(uploadTypedData(chainId, market, value)), value.account, signature),
    isTabQuery: ({ value, signature }) =>
      verify(hashTypedData(tabQueryTypedData(chainId, market, value)), value.account, signature),
    async ownerOf(id) {
      return (await dataset(await latest(), id)).owner;
    },
    async signerOfTariff({ value, signature }) {
      const { owner, record } = await dataset(await latest(), value.dataset);
      const digest = hashTypedData(tariffTypedData(chainId, market, value));
      const signed = owner !== undefined && (await verify(digest, owner, signature));
      return { owner, signed, record: record !== undefined };
    },
    version,
    async anchoredVersion(id, number) {
      const { head } = await dataset(await latest(), id);
      return await version(id, number, head);
    },
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
