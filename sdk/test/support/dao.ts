import { keccak256, stringToBytes } from "viem";
import { localA } from "../../../deploy/parameters/local.ts";
import { type Call, calldataOf } from "../../src/chain/call.ts";
import { send } from "../../src/chain/send.ts";
import { tallyGovernorAbi } from "../../src/generated/abis/TallyGovernor.ts";
import { deployed } from "../../src/networks.ts";
import { addressOf, type TestChain } from "./chain.ts";

const FOR = 1;
const { timelockDelay, governance } = localA;

/** What the DAO does: proposed, won by who has the first supply, queued and executed, each when it is due. */
export async function byDao(
  chain: Pick<TestChain, "network" | "reader" | "actor" | "pass">,
  call: Call,
): Promise<void> {
  const governor = { address: deployed(chain.network).tallyGovernor, abi: tallyGovernorAbi } as const;
  const deployer = chain.actor("deployer");
  const { number } = await chain.reader.client.getBlock();
  const description = `At block ${number}.#proposer=${addressOf(deployer).toLowerCase()}`;
  const actions = [[call.address], [0n], [calldataOf(call)]] as const;
  const proposal = [...actions, keccak256(stringToBytes(description))] as const;
  const id = await chain.reader.client.readContract({ ...governor, functionName: "getProposalId", args: proposal });
  await send(deployer, { ...governor, functionName: "propose", args: [...actions, description] });
  await chain.pass(Number(governance.votingDelay) + 1);
  await send(deployer, { ...governor, functionName: "castVote", args: [id, FOR] });
  await chain.pass(Number(governance.votingPeriod) + 1);
  await send(deployer, { ...governor, functionName: "queue", args: proposal });
  await chain.pass(Number(timelockDelay) + 1);
  await send(deployer, { ...governor, functionName: "execute", args: proposal });
}
