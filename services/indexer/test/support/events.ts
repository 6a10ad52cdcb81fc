import type { ContractName } from "./acts.ts";
import { addressOf, contracts } from "./acts.ts";
import type { TestChain } from "./chains.ts";

/** Names of a contract's events that have not happened on a chain. */
export async function unseenEvents(chain: TestChain, name: ContractName): Promise<string[]> {
  const events = contracts[name].flatMap((each) => (each.type === "event" ? [each.name] : []));
  const logs = await chain.client.getContractEvents({
    address: addressOf(chain, name),
    abi: contracts[name],
    fromBlock: 0n,
  });
  const seen = new Set(logs.map(({ eventName }) => eventName as string));
  return [...new Set(events)].filter((each) => !seen.has(each)).sort();
}
