import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, decodeFunctionData, type Hex, keccak256, sha256, toHex, zeroAddress } from "viem";
import { calldataOf } from "../../src/chain/call.ts";
import { batchLockAbi } from "../../src/generated/abis/BatchLock.ts";
import { depositAddressAbi } from "../../src/generated/abis/DepositAddress.ts";
import {
  claimLeaf,
  claimLeaves,
  leafRefundTypedData,
  lockBatch,
  lockBatchWithAuthorization,
  lockBatchWithPermit,
  refundBatch,
  refundLeafEarly,
} from "../../src/swaps/batchLock.ts";
import {
  areLeavesOf,
  batchLeafStruct,
  batchProof,
  batchStruct,
  batchTrunk,
  makeBatch,
} from "../../src/swaps/batchTerms.ts";
import {
  claimDeposit,
  depositRefundTypedData,
  refundDeposit,
  refundDepositEarly,
  sweepDeposit,
} from "../../src/swaps/depositAddress.ts";
import { type Deposit, depositStruct } from "../../src/swaps/depositTerms.ts";

const [CONTRACT, ALICE, BOB, TOKEN] = [1, 2, 3, 4].map((n) => toHex(n, { size: 20 })) as [
  Address,
  Address,
  Address,
  Address,
];
const secretOf = (index: number) => keccak256(toHex(index, { size: 32 }));
const TERMS = { asset: { kind: "native" }, refundee: BOB, timelock: 1_900_000_000n, tip: 5n, salt: 7n } as const;
const given = Array.from({ length: 5 }, (_, i) => ({
  hashlock: sha256(secretOf(i)),
  recipient: i % 2 === 0 ? ALICE : BOB,
  amount: 100n + BigInt(i),
}));
const { batch, leaves } = makeBatch(TERMS, given);

describe("batches", () => {
  it("SWP-42 are counted on only with all leaves, which are the batch's together", () => {
    assert.deepEqual([batch.amount, batch.leaves, leaves[4]?.index], [510n, 5, 4]);
    assert.ok(areLeavesOf(batch, leaves));
    assert.ok(areLeavesOf({ ...batch, root: batch.root.toUpperCase().replace("0X", "0x") as Hex }, leaves));
    assert.ok(!areLeavesOf(batch, leaves.slice(1)));
    assert.ok(!areLeavesOf(batch, []));
    assert.ok(!areLeavesOf({ ...batch, amount: 509n }, leaves));
    assert.ok(!areLeavesOf({ ...batch, leaves: 6 }, leaves));
    assert.ok(!areLeavesOf({ ...batch, tip: 100n }, leaves));
    assert.ok(!areLeavesOf(batch, [...leaves].reverse()));
    assert.ok(
      !areLeavesOf(
        batch,
        leaves.map((leaf) => ({ ...leaf, recipient: BOB })),
      ),
    );
  });

  it("SWP-32 have 1 to 128 leaves, each more than the tip", () => {
    const refused = (field: string) => ({ code: "FieldInvalid", details: { field } });
    const codeOf = (act: () => unknown, field: string) =>
      assert.throws(act, (error: { code: string; details: { field: string } }) => {
        assert.deepEqual({ code: error.code, details: { field: error.details.field } }, refused(field));
        return true;
      });
    const one = given[0] as (typeof given)[number];
    codeOf(() => makeBatch(TERMS, []), "leaves");
    codeOf(
      () =>
        makeBatch(
          TERMS,
          Array.from({ length: 129 }, () => one),
        ),
      "leaves",
    );
    codeOf(() => makeBatch(TERMS, [{ ...one, amount: 5n }]), "amount");
    codeOf(() => batchProof(leaves, 5), "index");
    codeOf(() => claimLeaf(CONTRACT, batch, leaves, { index: 9, preimage: secretOf(9) }), "index");
    assert.throws(() => batchTrunk({ ...batch, amount: 2n ** 128n }), RangeError);
    assert.equal(
      makeBatch(
        TERMS,
        Array.from({ length: 128 }, () => one),
      ).leaves.length,
      128,
    );
  });

  it("SWP-31 are locked, claimed and refunded by these calls", () => {
    const said = (call: Parameters<typeof calldataOf>[0]) => {
      assert.equal(call.address, CONTRACT);
      return decodeFunctionData({ abi: batchLockAbi, data: calldataOf(call) });
    };
    const erc20 = { ...batch, asset: { kind: "erc20", token: TOKEN } } as const;
    const [struct, trunk] = [batchStruct(batch), batchTrunk(batch)];
    assert.deepEqual(trunk, { token: zeroAddress, whole: (5n << 128n) | 510n, refundee: BOB, terms: trunk.terms });
    assert.equal(lockBatch(CONTRACT, batch).value, 510n);
    assert.deepEqual(said(lockBatch(CONTRACT, batch)), { functionName: "lockETH", args: [struct] });
    assert.equal(lockBatch(CONTRACT, erc20).value, 0n);
    assert.deepEqual(said(lockBatch(CONTRACT, erc20)), { functionName: "lockToken", args: [batchStruct(erc20)] });
    const permit = { value: 510n, deadline: 9n, v: 27, r: batch.root, s: secretOf(0) };
    assert.deepEqual(said(lockBatchWithPermit(CONTRACT, erc20, permit)), {
      functionName: "lockTokenWithPermit",
      args: [batchStruct(erc20), permit],
    });
    const authorization = { payer: ALICE, validAfter: 0n, validBefore: 9n, signature: "0x1234" } as const;
    assert.deepEqual(said(lockBatchWithAuthorization(CONTRACT, erc20, authorization)), {
      functionName: "lockTokenWithAuthorization",
      args: [batchStruct(erc20), authorization],
    });
    const claimOf = (index: number) => {
      const leaf = leaves[index];
      assert.ok(leaf);
      const { recipient, part } = batchLeafStruct(leaf);
      return { preimage: secretOf(index), recipient, part };
    };
    assert.deepEqual(said(claimLeaf(CONTRACT, batch, leaves, { index: 3, preimage: secretOf(3) })), {
      functionName: "claim",
      args: [claimOf(3), trunk, batchProof(leaves, 3)],
    });
    const secrets = [0, 4].map((index) => ({ index, preimage: secretOf(index) }));
    assert.deepEqual(said(claimLeaves(CONTRACT, batch, leaves, secrets)), {
      functionName: "claimMany",
      args: [[claimOf(0), claimOf(4)], trunk, [batchProof(leaves, 0), batchProof(leaves, 4)]],
    });
    assert.deepEqual(said(refundBatch(CONTRACT, batch)), { functionName: "refund", args: [struct] });
    const consent = { index: 1, deadline: 9n, signature: "0xab" } as const;
    const { hashlock, recipient } = given[1] as (typeof given)[number];
    assert.deepEqual(said(refundLeafEarly(CONTRACT, batch, leaves, consent)), {
      functionName: "refundEarly",
      args: [{ hashlock, recipient, part: (1n << 128n) | 101n }, trunk, batchProof(leaves, 1), 9n, "0xab"],
    });
    const { domain, message } = leafRefundTypedData(31337, CONTRACT, { id: batch.root, index: 1, deadline: 9n });
    assert.deepEqual(domain, {
      name: "Tallystick BatchLock",
      version: "1",
      chainId: 31337,
      verifyingContract: CONTRACT,
    });
    assert.deepEqual(message, { id: batch.root, index: 1n, deadline: 9n });
  });
});

describe("deposits", () => {
  it("SWP-47 are claimed, refunded and swept by these calls", () => {
    const deposit: Deposit = {
      ...TERMS,
      amount: 100n,
      hashlock: sha256(secretOf(0)),
      recipient: ALICE,
    };
    const struct = depositStruct(deposit);
    const said = (call: Parameters<typeof calldataOf>[0]) => {
      assert.equal(call.address, CONTRACT);
      return decodeFunctionData({ abi: depositAddressAbi, data: calldataOf(call) });
    };
    assert.deepEqual(said(claimDeposit(CONTRACT, deposit, secretOf(0))), {
      functionName: "claim",
      args: [secretOf(0), struct],
    });
    assert.deepEqual(said(refundDeposit(CONTRACT, deposit)), { functionName: "refund", args: [struct] });
    assert.deepEqual(said(refundDepositEarly(CONTRACT, deposit, { deadline: 9n, signature: "0xab" })), {
      functionName: "refundEarly",
      args: [struct, 9n, "0xab"],
    });
    assert.deepEqual(said(sweepDeposit(CONTRACT, deposit)), { functionName: "sweep", args: [struct, zeroAddress] });
    assert.deepEqual(said(sweepDeposit(CONTRACT, deposit, TOKEN)), { functionName: "sweep", args: [struct, TOKEN] });
    const { domain, message } = depositRefundTypedData(31337, CONTRACT, { id: batch.root, deadline: 9n });
    assert.equal(domain.name, "Tallystick DepositAddress");
    assert.deepEqual(message, { id: batch.root, deadline: 9n });
  });
});
