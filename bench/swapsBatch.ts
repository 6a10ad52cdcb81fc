import {
  type Batch,
  batchLeafStruct,
  batchProof,
  batchStruct,
  batchTrunk,
  type Money,
  makeBatch,
} from "@tallystick/sdk/swaps/batchTerms";
import { depositAddress } from "@tallystick/sdk/swaps/depositTerms";
import type { NetworkConnection } from "hardhat/types/network";
import type { Address, Hex } from "viem";
import { accountAt, deployToken, type Figures, gasOf } from "./market.ts";

const [LEAVES, FIRST, RECIPIENTS] = [32, 3, 10];
const DAY = 86_400n;
const AMOUNT = 1_000_000n;

type Made = ReturnType<typeof makeBatch>;

/** A batch of 32 locks in ether and in ERC-20: locked, and each claimed; and a deposit at an address of its own. */
export async function measureSwapsBatch(connection: NetworkConnection): Promise<Figures> {
  const { ethers, networkHelpers } = connection;
  const signers = await ethers.getSigners();
  const at = (index: number) => accountAt(signers, index);
  const [payer, keeper] = [at(0), at(1)];
  const token = await deployToken(connection);
  const batchLock = await ethers.deployContract("BatchLock", [ethers.ZeroAddress]);
  const target = (await batchLock.getAddress()) as Address;
  await token.approve(target, ethers.MaxUint256);
  // Who receives has received before.
  const recipients = Array.from({ length: LEAVES }, (_, i) => at(FIRST + (i % RECIPIENTS)).address as Address);
  const preimageOf = (name: string, i: number) => ethers.id(`${name} ${i}`) as Hex;
  const batchOf = (name: string, asset: Money, timelock: bigint, tip = 0n) =>
    makeBatch(
      { asset, refundee: payer.address as Address, timelock, tip, salt: BigInt(ethers.id(name)) >> 168n },
      recipients.map((recipient, i) => ({
        hashlock: ethers.sha256(preimageOf(name, i)) as Hex,
        recipient,
        amount: AMOUNT + BigInt(i),
      })),
    );
  const lock = (batch: Batch) =>
    batch.asset.kind === "native"
      ? batchLock.lockETH(batchStruct(batch), { value: batch.amount })
      : batchLock.lockToken(batchStruct(batch));

  const measure = async (name: string, asset: Money): Promise<Figures> => {
    const timelock = BigInt(await networkHelpers.time.latest()) + DAY;
    const first = batchOf(`${name} first`, asset, timelock);
    await lock(first.batch);
    const plain = batchOf(name, asset, timelock);
    const locked = await gasOf(lock(plain.batch));
    const claimsOf = (which: string, { leaves }: Made) =>
      leaves.map((leaf) => {
        const { recipient, part } = batchLeafStruct(leaf);
        return { preimage: preimageOf(which, leaf.index), recipient, part };
      });
    const proofsOf = ({ leaves }: Made) => leaves.map(({ index }) => batchProof(leaves, index));
    const claims = claimsOf(name, plain);
    const proofs = proofsOf(plain);
    const claimed: number[] = [];
    for (const [i, one] of claims.entries()) {
      const recipient = at(FIRST + (i % RECIPIENTS));
      claimed.push(await gasOf(batchLock.connect(recipient).claim(one, batchTrunk(plain.batch), proofs[i] ?? [])));
    }
    const tipped = batchOf(`${name} tipped`, asset, timelock, 100n);
    await lock(tipped.batch);
    const ten = [claimsOf(`${name} tipped`, tipped).slice(0, 10), proofsOf(tipped).slice(0, 10)] as const;
    const many = await gasOf(batchLock.connect(keeper).claimMany([...ten[0]], batchTrunk(tipped.batch), [...ten[1]]));
    await networkHelpers.time.increase(2n * DAY);
    const refunded = await gasOf(batchLock.connect(keeper).refund(batchStruct(first.batch)));
    return {
      [`batch lock of 32, each, ${name}`]: Math.round(locked / LEAVES),
      [`batch claim of 32, each, ${name}`]: Math.round(claimed.reduce((sum, gas) => sum + gas, 0) / claimed.length),
      [`batch claim of ten at once, each, ${name}`]: Math.round(many / 10),
      [`batch refund of 32, ${name}`]: refunded,
    };
  };
  const erc20: Money = { kind: "erc20", token: (await token.getAddress()) as Address };
  const batches = { ...(await measure("ETH", { kind: "native" })), ...(await measure("ERC-20", erc20)) };
  const deposits = (await (
    await ethers.deployContract("DepositAddress", [ethers.ZeroAddress])
  ).getAddress()) as Address;
  const { chainId } = await ethers.provider.getNetwork();
  const timelock = BigInt(await networkHelpers.time.latest()) + DAY;
  const placeOf = (asset: Money) =>
    depositAddress(Number(chainId), deposits, {
      asset,
      amount: AMOUNT,
      hashlock: ethers.sha256(preimageOf("deposit", 0)) as Hex,
      recipient: keeper.address as Address,
      refundee: payer.address as Address,
      timelock,
      tip: 0n,
      salt: 0n,
    });
  const sent = await (await payer.sendTransaction({ to: placeOf({ kind: "native" }), value: AMOUNT })).wait();
  return {
    ...batches,
    "deposit at an address, ETH": Number(sent?.gasUsed ?? 0n),
    "deposit at an address, ERC-20": await gasOf(token.transfer(placeOf(erc20), AMOUNT)),
  };
}
