import { bytesToHex, zeroHash } from "viem";
import { type Call, calldataOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { randomBytes } from "../../src/data/bytes.ts";
import { timelockControllerAbi } from "../../src/generated/abis/TimelockController.ts";
import { deployed } from "../../src/networks.ts";
import type { TestChain } from "./chain.ts";

/** What the DAO does: the timelock's proposer schedules, anyone executes. */
export async function byDao(
  chain: Pick<TestChain, "network" | "reader" | "actor" | "pass">,
  call: Call,
): Promise<void> {
  const { timelock } = deployed(chain.network);
  const deployer = chain.actor("deployer");
  const at = { address: timelock, abi: timelockControllerAbi } as const;
  const delay = await chain.reader.client.readContract({ ...at, functionName: "getMinDelay" });
  const operation = [call.address, 0n, calldataOf(call), zeroHash, bytesToHex(randomBytes(32))] as const;
  await send(deployer, { ...at, functionName: "schedule", args: [...operation, delay] });
  await chain.pass(Number(delay) + 1);
  await send(deployer, { ...at, functionName: "execute", args: operation });
}
