import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Lock, lockId, packTerms } from "@tallystick/sdk/swaps/lock";
import {
  encodeAbiParameters,
  encodeEventTopics,
  type Hash,
  type Hex,
  keccak256,
  numberToHex,
  stringToHex,
  zeroAddress,
} from "viem";
import type { Endpoint } from "../src/chain/endpoint.ts";
import { EndpointError } from "../src/chain/endpoint.ts";
import { createFollower, type FollowerSettings } from "../src/chain/follower.ts";
import { createLockIndex } from "../src/chain/lockIndex.ts";

const settings = {
  chainId: 31337,
  hashLock: "0x0000000000000000000000000000000000001234",
  window: 4,
  reorgWindow: 4,
  backoffMs: 0,
  staleMs: 60_000,
} as const;

/** Blocks for which an endpoint may deny what there is. */
const PATIENCE = 5;
/** Block of the one lock that an endpoint tells of when it does not lie. */
const LOCKED = 11;
const PARTY = "0x0000000000000000000000000000000000005678";
const LOCK: Lock = {
  ...{ asset: { kind: "native" }, amount: 1n, hashlock: keccak256("0x02"), recipient: PARTY, refundee: PARTY },
  ...{ timelock: 0n, tip: 0n, salt: 0n },
};

function lockedLog(): object {
  const args = { id: lockId(settings.chainId, settings.hashLock, LOCK), recipient: PARTY, refundee: PARTY } as const;
  const types = [{ type: "address" }, { type: "uint256" }, { type: "bytes32" }, { type: "uint256" }] as const;
  return {
    address: settings.hashLock,
    topics: encodeEventTopics({ abi: hashLockAbi, eventName: "Locked", args }),
    data: encodeAbiParameters(types, [zeroAddress, LOCK.amount, LOCK.hashlock, packTerms(LOCK)]),
    ...{ blockNumber: numberToHex(LOCKED), blockHash: keccak256("0x03"), logIndex: "0x0", transactionIndex: "0x0" },
    ...{ transactionHash: keccak256("0x04"), removed: false },
  };
}

/** An endpoint whose answers the test sets. */
function stub(more: FollowerSettings = settings) {
  const base = { chainId: 31337, chain: "ours", number: 10, isDown: false, isLying: true, range: 1_000 };
  const state = { ...base, asked: [] as string[] };
  const hashOf = (number: number): Hash => keccak256(stringToHex(`${state.chain} ${number}`));
  const blockOf = (number: number): object => ({
    ...{
      number: numberToHex(number),
      hash: hashOf(number),
      parentHash: hashOf(number - 1),
      timestamp: numberToHex(1_000 + number),
    },
  });
  const answer = (method: string, [first]: readonly unknown[]): unknown => {
    if (method === "eth_chainId") return numberToHex(state.chainId);
    if (method === "eth_getBlockByNumber") return blockOf(first === "0x0" ? 0 : state.number);
    const { fromBlock, toBlock } = first as { fromBlock: Hex; toBlock: Hex };
    if (Number(toBlock) - Number(fromBlock) >= state.range) throw new EndpointError("refused", "range too long");
    state.asked.push(`${Number(fromBlock)}-${Number(toBlock)}`);
    if (!state.isLying && Number(fromBlock) <= LOCKED && LOCKED <= Number(toBlock)) return [lockedLog()];
    return [];
  };
  const endpoint: Endpoint = {
    calls: () => 0,
    async ask(method, params) {
      if (state.isDown) throw new EndpointError("unreachable", "down");
      return answer(method, params);
    },
  };
  let genesis: Hash | undefined;
  const origin = {
    genesis: () => genesis,
    found: (hash: Hash) => {
      genesis = hash;
    },
  };
  const follower = createFollower(
    endpoint,
    createLockIndex(() => true, { reorg: more.reorgWindow, patience: PATIENCE }),
    more,
    origin,
    0,
  );
  /** Looks again, however short ago it failed. */
  const look = async (): Promise<string | undefined> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    await follower.poll();
    return follower.problem();
  };
  return { state, follower, look };
}

describe("what an endpoint says of its chain", () => {
  it("AGT-50: counts only once a new block has come since the start", async () => {
    const { state, follower, look } = stub();
    assert.equal(await look(), "no new block has come since the start");
    assert.equal(follower.isAlive(), false);
    state.number += 1;
    assert.equal(await look(), undefined);
    assert.deepEqual([follower.isAlive(), follower.head()?.number, follower.head()?.time], [true, 11, 1_011]);
  });

  it("AGT-51: is not believed when it is of another chain, at first, after a failure, or all of a sudden", async () => {
    const { state, follower, look } = stub();
    state.chainId = 1;
    assert.equal(await look(), "it is chain 1, not 31337");
    state.chainId = 31337;
    await look();
    state.number += 1;
    assert.equal(await look(), undefined);
    const head = follower.head();
    state.chain = "theirs";
    state.number += 1;
    assert.equal(await look(), "it is another chain of the same number: its first block differs");
    assert.deepEqual(follower.head(), head);
    state.isDown = true;
    assert.equal(await look(), "down");
    state.isDown = false;
    assert.equal(await look(), "it is another chain of the same number: its first block differs");
    state.chain = "ours";
    assert.equal(await look(), undefined);
    assert.equal(follower.head()?.number, 12);
  });

  it("AGT-52: is not believed when it goes back further than a reorganisation may", async () => {
    const { state, follower, look } = stub();
    await look();
    state.number = 20;
    await look();
    state.number = 12;
    assert.equal(await look(), "it went back from block 20 to 12");
    assert.equal(follower.isAlive(), false);
    state.number = 21;
    assert.equal(await look(), undefined);
  });

  it("AGT-53: has its logs read in shorter ranges where it refuses long ones, and the newest blocks' each time", async () => {
    const { state, look } = stub();
    state.range = 5;
    await look();
    const blocks = new Set(
      state.asked.flatMap((range) => {
        const [from = 0, to = 0] = range.split("-").map(Number);
        return Array.from({ length: to - from + 1 }, (_, i) => from + i);
      }),
    );
    assert.deepEqual(
      [...blocks].sort((x, y) => x - y),
      Array.from({ length: 11 }, (_, i) => i),
    );
    state.asked.length = 0;
    state.range = 1_000;
    state.number += 1;
    await look();
    assert.equal(state.asked[0]?.split("-")[0], String(state.number - settings.window));
  });

  it("AGT-53: is asked again for what it denied, as long as it may, and for what it told and denies", async () => {
    const { state, follower, look } = stub();
    await look();
    state.number = LOCKED;
    await look();
    assert.equal(follower.index.size(), 0);
    state.isLying = false;
    state.number = LOCKED + settings.window;
    await look();
    assert.equal(follower.index.size(), 1);
    state.isLying = true;
    state.number += 1;
    await look();
    // Out of the window: what was told then stands.
    assert.equal(follower.index.size(), 1);
  });

  it("AGT-70: leaves a lock in doubt that it denies, asks again, and believes it for as long as it may deny", async () => {
    const { state, follower, look } = stub({ ...settings, window: 10 });
    const status = () => follower.index.all(state.number)[0]?.state.status;
    const at = async (number: number, isLying: boolean) => {
      Object.assign(state, { number, isLying });
      state.asked.length = 0;
      await look();
      return [status(), state.asked[0]?.split("-")[0]];
    };
    assert.deepEqual(await at(13, false), ["locked", "0"]);
    assert.deepEqual(await at(20, true), ["unsure", "10"]);
    // Out of the window, and asked for all the same.
    assert.deepEqual(await at(24, true), ["unsure", "11"]);
    assert.deepEqual(await at(25, false), ["locked", "11"]);
    assert.deepEqual(await at(26, true), ["locked", "16"]);
    assert.equal(follower.index.doubtFrom(), Number.POSITIVE_INFINITY);
  });

  it("AGT-70: believes what it denies for longer, and at once what a reorganisation may have taken away", async () => {
    const { state, follower, look } = stub({ ...settings, window: 10 });
    Object.assign(state, { number: 13, isLying: false });
    await look();
    Object.assign(state, { number: 14, isLying: true });
    await look();
    assert.equal(follower.index.size(), 0);
    Object.assign(state, { number: 16, isLying: false });
    await look();
    for (const number of [17, 17 + PATIENCE]) {
      Object.assign(state, { number, isLying: true });
      await look();
      assert.equal(follower.index.size(), 1);
    }
    state.number += 1;
    await look();
    assert.equal(follower.index.size(), 0);
  });
});
