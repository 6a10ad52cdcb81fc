import type { NetworkConnection } from "hardhat/types/network";
import { accountAt, type Figures, gasOf } from "./market.ts";

/** A keeper's log: one anchor after others, and each further one in the same transaction. */
export async function measureAccessLog({ ethers, networkHelpers }: NetworkConnection): Promise<Figures> {
  const keeper = accountAt(await ethers.getSigners(), 2);
  const log = (await ethers.deployContract("AccessLog", [ethers.ZeroAddress, ethers.ZeroAddress])).connect(keeper);
  const start = BigInt(await networkHelpers.time.latest()) - 1_000n;
  const call = (i: number) => ({ root: ethers.id(`root ${i}`), through: start + BigInt(i) });
  const encode = (i: number) => log.interface.encodeFunctionData("anchor", [call(i).root, call(i).through]);
  await gasOf(log.anchor(call(1).root, call(1).through));
  const alone = await gasOf(log.anchor(call(2).root, call(2).through));
  const two = await gasOf(log.multicall([encode(3), encode(4)]));
  const three = await gasOf(log.multicall([encode(5), encode(6), encode(7)]));
  return { "anchor a root of receipts": alone, "each further anchor in a batch": three - two };
}
