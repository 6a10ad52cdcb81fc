import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashLockAbi } from "@tallystick/sdk/generated/abis/HashLock";
import { type Lock, lockId, packTerms } from "@tallystick/sdk/swaps/lock";
import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  numberToHex,
  type RpcLog,
  sha256,
  zeroAddress,
} from "viem";
import { createDecoder } from "../src/chain/decoder.ts";
import { createLockIndex } from "../src/chain/lockIndex.ts";

const CHAIN = 31337;
const HASH_LOCK: Address = "0x0000000000000000000000000000000000001234";
const PARTY: Address = "0x0000000000000000000000000000000000005678";
const SECRET: Hex = `0x${"5e".repeat(32)}`;
const lock: Lock = {
  ...{ asset: { kind: "native" }, amount: 1n, hashlock: sha256(SECRET), recipient: PARTY, refundee: PARTY },
  ...{ timelock: 2_000n, tip: 0n, salt: 7n },
};
const id = lockId(CHAIN, HASH_LOCK, lock);

const place = (block: number, logIndex: Hex): object => ({
  ...{ blockNumber: numberToHex(block), blockHash: keccak256("0x03"), logIndex, transactionIndex: "0x0" },
  ...{ transactionHash: keccak256(numberToHex(block)), removed: false },
});

/** That the lock was made, with these terms. */
function locked(terms: Partial<Lock> = {}, change: object = {}): RpcLog {
  const told = { ...lock, ...terms };
  const types = [{ type: "address" }, { type: "uint256" }, { type: "bytes32" }, { type: "uint256" }] as const;
  const args = { id, recipient: told.recipient, refundee: told.refundee };
  return {
    address: HASH_LOCK,
    topics: encodeEventTopics({ abi: hashLockAbi, eventName: "Locked", args }),
    data: encodeAbiParameters(types, [zeroAddress, told.amount, told.hashlock, packTerms(told)]),
    ...{ ...place(11, "0x0"), ...change },
  } as RpcLog;
}

/** That the lock was claimed, by showing this. */
function claimed(preimage: Hex): RpcLog {
  const topics = encodeEventTopics({ abi: hashLockAbi, eventName: "Claimed", args: { id } });
  const data = encodeAbiParameters([{ type: "bytes32" }], [preimage]);
  return { address: HASH_LOCK, topics, data, ...place(12, "0x1") } as RpcLog;
}

const decode = (log: RpcLog) => createDecoder({ chainId: CHAIN, hashLock: HASH_LOCK })([log], 10, 20);

describe("an endpoint that makes up logs", () => {
  it("AGT-56: is believed where the id is the hash of the terms", () => {
    assert.deepEqual(
      decode(locked()).map((event) => [event.id, event.lock, event.block]),
      [[id, lock, 11]],
    );
  });

  const lies: readonly (readonly [what: string, terms: Partial<Lock>])[] = [
    ["another amount", { amount: 10n ** 21n }],
    ["another tip", { tip: 1n }],
    ["a recipient that differs by one digit", { recipient: "0x0000000000000000000000000000000000005679" }],
    ["a second more", { timelock: 2_001n }],
    ["another hash", { hashlock: sha256("0x00") }],
  ];
  for (const [what, terms] of lies) {
    it(`AGT-56: is not believed with ${what} for a lock that others know by its id`, () => {
      assert.throws(() => decode(locked(terms)), /a lock whose id is not of its terms/);
    });
  }

  it("AGT-56: is not believed with logs of another contract, of other blocks, or of none", () => {
    assert.throws(() => decode(locked({}, { address: PARTY })), /logs of another contract/);
    for (const blockNumber of [null, "0x9", "0x15", "0x20000000000001", "0xzz"]) {
      assert.throws(() => decode(locked({}, { blockNumber })), /other blocks|Cannot convert/);
    }
  });

  it("AGT-56: leaves out what is no event of a lock: too short, too long a topic list, another name", () => {
    assert.deepEqual(decode(locked({}, { data: "0x00" })), []);
    assert.deepEqual(decode(locked({}, { topics: [keccak256("0x99")] })), []);
  });

  it("AGT-56: can't end a lock by a claim without its secret", () => {
    const stateAfter = (preimage: Hex) => {
      const index = createLockIndex(() => true, { reorg: 5, patience: 5 });
      index.replace({ from: 10, to: 20, head: 20, events: [...decode(locked()), ...decode(claimed(preimage))] });
      return index.all(20)[0]?.state.status;
    };
    assert.equal(stateAfter(SECRET), "claimed");
    assert.equal(stateAfter(`0x${"00".repeat(32)}`), "locked");
  });
});
