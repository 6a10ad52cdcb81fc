import type { Address, Hex } from "viem";
import {
  type Batch,
  type BatchLeaf,
  batchId,
  batchLeafStruct,
  batchProof,
  batchStruct,
  batchTrunk,
  type Money,
  makeBatch,
} from "../../sdk/src/swaps/batchTerms.ts";
import { AMOUNT, ethers, HOUR, hashOf, load, now, type World } from "./world.ts";

export const secretOf = (index: number): string => ethers.id(`secret ${index}`);

/** A batch of so many leaves for one recipient and another in turn, an hour long, as its parts say otherwise. */
export async function batchOf(
  world: World,
  count: number,
  parts: Partial<Omit<Batch, "root" | "amount" | "leaves">> & { recipients?: readonly string[] } = {},
) {
  const { recipients = [world.recipient.address, world.stranger.address], ...terms } = parts;
  const asset: Money = parts.asset ?? { kind: "native" };
  const made = makeBatch(
    {
      refundee: world.refundee.address as Address,
      timelock: (await now()) + HOUR,
      tip: 0n,
      salt: 2n ** 88n - 1n,
      ...terms,
      asset,
    },
    Array.from({ length: count }, (_, i) => ({
      hashlock: hashOf(secretOf(i)) as Hex,
      recipient: recipients[i % recipients.length] as Address,
      amount: AMOUNT + BigInt(i),
    })),
  );
  return { ...made, ...(await wordsOf(world, made.batch)) };
}

/** How the contract takes a batch, and its id. */
export async function wordsOf({ batchLock, chainId }: World, batch: Batch) {
  const contract = (await batchLock.getAddress()) as Address;
  return { batch, struct: batchStruct(batch), trunk: batchTrunk(batch), id: batchId(Number(chainId), contract, batch) };
}

export type Made = Awaited<ReturnType<typeof batchOf>>;

export const leafOf = ({ leaves }: Pick<Made, "leaves">, index: number): BatchLeaf => {
  const leaf = leaves[index];
  if (leaf === undefined) throw new Error(`The test's batch has no leaf ${index}.`);
  return leaf;
};

/** What a claim of a leaf sends: itself with the secret, the trunk, the proof. */
export function claimOf(made: Pick<Made, "leaves" | "trunk">, index: number, preimage: string = secretOf(index)) {
  const { recipient, part } = batchLeafStruct(leafOf(made, index));
  return [{ preimage, recipient, part }, made.trunk, batchProof(made.leaves, index)] as const;
}

/** Locks it, paid by the payer. */
export function open({ batchLock, payer }: World, { batch, struct }: Pick<Made, "batch" | "struct">) {
  const contract = batchLock.connect(payer);
  return batch.asset.kind === "native" ? contract.lockETH(struct, { value: batch.amount }) : contract.lockToken(struct);
}

/** What is held, and which leaves have ended. */
export async function stateOf({ batchLock }: World, id: string): Promise<[bigint, bigint]> {
  const [state] = await batchLock.statesOf([id]);
  return [state?.held ?? 0n, state?.ended ?? 0n];
}

/** A world in which the payer's token may be taken by batches, and so is ether. */
export async function loadBatches() {
  const world = await load();
  await world.token.connect(world.payer).approve(world.batchLock, ethers.MaxUint256);
  const erc20: Money = { kind: "erc20", token: (await world.token.getAddress()) as Address };
  return { ...world, erc20 };
}
