import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { connectReader } from "@tallystick/sdk/chain/actor";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Network, networkOf } from "@tallystick/sdk/networks";
import { type Lock, lockId, packTerms } from "@tallystick/sdk/swaps/lock";
import { hashlockOf } from "@tallystick/sdk/swaps/secrets";
import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  zeroAddress,
} from "viem";
import { firstLocksOf, readSwap } from "../features/swaps/shared/read-locks.ts";
import type { SwapChain } from "../features/swaps/shared/use-chains.ts";

const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [taker, maker, stranger] = ["1", "2", "3"].map(account) as [Address, Address, Address];
const SECRET: Hex = `0x${"5e".repeat(32)}`;

const lockOf = (change: Partial<Lock> = {}): Lock => ({
  ...{ asset: { kind: "native" }, amount: 10n ** 18n, hashlock: hashlockOf(SECRET), tip: 0n, salt: 5n },
  ...{ recipient: maker, refundee: taker, timelock: 2_000n, ...change },
});

interface Told {
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly block: number;
}

const made = (chainId: number, lock: Lock, block: number): Told => ({
  topics: encodeEventTopics({
    abi: hashLockAbi,
    eventName: "Locked",
    args: { id: lockId(chainId, HASH_LOCK, lock), recipient: lock.recipient, refundee: lock.refundee },
  }) as Hex[],
  data: encodeAbiParameters(
    [{ type: "address" }, { type: "uint256" }, { type: "bytes32" }, { type: "uint256" }],
    [zeroAddress, lock.amount, lock.hashlock, packTerms(lock)],
  ),
  block,
});

const claimed = (chainId: number, lock: Lock, block: number): Told => ({
  topics: encodeEventTopics({
    abi: hashLockAbi,
    eventName: "Claimed",
    args: { id: lockId(chainId, HASH_LOCK, lock) },
  }) as Hex[],
  data: SECRET,
  block,
});

/** A chain with these logs, which counts the questions that it is asked. */
function chainWith(chainId: number, logs: readonly Told[], questions: string[]): SwapChain {
  const known = networkOf(chainId, {});
  const deployment = { ...known.deployment, hashLock: HASH_LOCK, startBlock: 0 } as Network["deployment"];
  const network = { ...known, deployment } as Network;
  const fits = ({ topics }: Told, asked: readonly (Hex | readonly Hex[] | null)[]): boolean =>
    asked.every((want, i) => want === null || [want].flat().includes(topics[i] ?? "0x"));
  const request = async ({ method, params }: { method: string; params: unknown[] }): Promise<unknown> => {
    questions.push(method);
    if (method === "eth_blockNumber") return "0x64";
    if (method === "eth_getLogs") {
      const [{ topics = [] }] = params as [{ topics?: (Hex | Hex[] | null)[] }];
      return logs
        .filter((log) => fits(log, topics))
        .map((log, i) => ({
          ...{ address: HASH_LOCK, topics: log.topics, data: log.data, blockNumber: numberToHex(log.block) },
          ...{ logIndex: numberToHex(i), transactionIndex: "0x0", removed: false },
          ...{ blockHash: keccak256("0x01"), transactionHash: keccak256(numberToHex(log.block * 1_000 + i)) },
        }));
    }
    const number = Number(params[0] === "latest" ? 100 : params[0]);
    return {
      number: numberToHex(number),
      timestamp: numberToHex(1_000 + number),
      hash: keccak256("0x01"),
      transactions: [],
    };
  };
  return { network, hashLock: HASH_LOCK, reader: connectReader(network, { request } as never) };
}

describe("swaps of an account for whom strangers lock as they like", () => {
  const first = lockOf();
  const second = lockOf({ recipient: taker, refundee: maker, timelock: 1_500n });
  const id = lockId(31_337, HASH_LOCK, first);

  /** A swap whose second lock was claimed, among a thousand locks of next to nothing that name its taker. */
  function world() {
    const questions: string[] = [];
    const dust = Array.from({ length: 1_000 }, (_, i) =>
      made(
        31_338,
        lockOf({
          ...{ recipient: taker, refundee: stranger, amount: 1n, salt: BigInt(i) },
          // Ten of them with the hash that all have seen.
          hashlock: i % 100 === 0 ? first.hashlock : keccak256(numberToHex(i)),
        }),
        20 + (i % 7),
      ),
    );
    const there = [...dust.slice(0, 500), made(31_338, second, 24), ...dust.slice(500), claimed(31_338, second, 30)];
    const chains = [chainWith(31_337, [made(31_337, first, 10)], questions), chainWith(31_338, there, questions)];
    return { chains, questions };
  }

  it("APP-216 are found by some ten questions, not by some for each of those locks", async () => {
    const { chains, questions } = world();
    const swap = await readSwap(chains, id);
    const found = swap?.others.find(({ lock }) => lock.amount === second.amount);
    assert.deepEqual([found?.state.status, found?.lockedAt, found?.endedAt], ["claimed", 1_024, 1_030]);
    assert.equal(swap?.others.length, 11);
    assert.equal(swap?.others.filter(({ state }) => state.status === "locked").length, 10);
    assert.ok(questions.length < 60, `${questions.length} questions`);
  });

  it("APP-216 are listed likewise", async () => {
    const { chains, questions } = world();
    const ids = await firstLocksOf(chains, taker);
    assert.ok(ids.includes(id));
    assert.ok(questions.length < 60, `${questions.length} questions`);
  });
});
