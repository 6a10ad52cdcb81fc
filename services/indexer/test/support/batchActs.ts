import { claimLeaf, lockBatch, refundBatch, refundLeafEarly } from "@tallystick/sdk/swaps/batchLock";
import { batchId, makeBatch } from "@tallystick/sdk/swaps/batchTerms";
import { claimDeposit, refundDeposit, sweepDeposit } from "@tallystick/sdk/swaps/depositAddress";
import { type Deposit, depositAddress, depositId } from "@tallystick/sdk/swaps/depositTerms";
import { type Hex, sha256 } from "viem";
import { randomHash } from "./acts.ts";
import { CALLER, HOUR, PAYEE, PAYER, send } from "./swapActs.ts";
import type { World } from "./world.ts";

export interface BatchStory {
  readonly batches: readonly Hex[];
  readonly deposits: readonly Hex[];
}

/**
 * A batch of which a leaf was claimed, one was refunded early and the rest was refunded, and one that stays open; deposit
 * addresses that were claimed and refunded, and one to which something came late. Lasts more than an hour.
 */
export async function liveWithBatches(world: World): Promise<BatchStory> {
  const { batchLock, depositAddress: contract } = world.at;
  const { chainId } = world.chain;
  const terms = {
    ...{ asset: { kind: "native" as const }, refundee: world.address(PAYER), tip: 0n },
    timelock: BigInt((await world.now()) + HOUR),
  } as const;
  const secrets = [randomHash(), randomHash(), randomHash()];
  const parts = secrets.map((secret, i) => ({
    ...{ hashlock: sha256(secret), recipient: world.address(PAYEE), amount: 100n + BigInt(i) },
  }));
  const made = [1n, 2n].map((salt) => makeBatch({ ...terms, salt }, parts));
  for (const { batch } of made) await send(world, PAYER, lockBatch(batchLock, batch));
  const [{ batch, leaves }] = made as [(typeof made)[number]];
  await send(world, CALLER, claimLeaf(batchLock, batch, leaves, { index: 0, preimage: secrets[0] ?? "0x" }));
  await send(world, PAYEE, refundLeafEarly(batchLock, batch, leaves, { index: 1, deadline: 0n, signature: "0x" }));

  const deposits = secrets.slice(0, 2).map(
    (secret, i): Deposit => ({
      ...{ ...terms, amount: 50n, hashlock: sha256(secret), recipient: world.address(PAYEE), salt: BigInt(i) },
    }),
  );
  const [claimedOne, refundedOne] = deposits as [Deposit, Deposit];
  const transfer = async (deposit: Deposit): Promise<void> => {
    const { client } = world.chain;
    const to = depositAddress(chainId, contract, deposit);
    const hash = await client.sendTransaction({ account: world.address(PAYER), to, value: 50n, chain: null });
    await client.waitForTransactionReceipt({ hash });
  };
  for (const deposit of deposits) await transfer(deposit);
  await send(world, CALLER, claimDeposit(contract, claimedOne, secrets[0] ?? "0x"));
  await transfer(claimedOne);
  await send(world, CALLER, sweepDeposit(contract, claimedOne));

  await world.pass(HOUR + 1);
  await send(world, CALLER, refundBatch(batchLock, batch));
  await send(world, CALLER, refundDeposit(contract, refundedOne));
  return {
    batches: made.map((each) => batchId(chainId, batchLock, each.batch)),
    deposits: deposits.map((deposit) => depositId(chainId, contract, deposit)),
  };
}
