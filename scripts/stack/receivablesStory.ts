import type { Reader } from "@tallystick/sdk/chain/actor";
import { receivablesOf } from "@tallystick/sdk/instruments/contracts";
import { tierOf } from "@tallystick/sdk/instruments/lineage";
import { readLineage } from "@tallystick/sdk/instruments/readLineage";
import { receivableStatus } from "@tallystick/sdk/instruments/receivableState";
import { numberText, type ReceivableTerms } from "@tallystick/sdk/instruments/terms";
import type { ReceivableStatus } from "@tallystick/sdk/instruments/words";

/** A receivable of a chain. */
export interface Told {
  readonly id: bigint;
  readonly terms: ReceivableTerms;
  readonly status: ReceivableStatus;
}

/** Every receivable of a chain, by its number. */
export async function receivablesToldOf(reader: Reader): Promise<ReadonlyMap<string, Told>> {
  const registered = await reader.client.getContractEvents({
    ...receivablesOf(reader.network),
    eventName: "Registered",
    strict: true,
    fromBlock: 0n,
  });
  const told = registered.map(async ({ args: { id, terms } }) => {
    const number = numberText(terms.number);
    if (number === undefined) throw new Error("A receivable has a number that the SDK can't read.");
    return [number, { id, terms, status: await receivableStatus(reader, terms) }] as const;
  });
  return new Map(await Promise.all(told));
}

/** How far down each lot of a receivable was handed on, the deepest last. */
export async function tiersOfLots(reader: Reader, receivable: bigint): Promise<readonly number[]> {
  const lots = await readLineage(reader, receivable);
  return [...lots.values()].map(({ links }) => tierOf(links)).sort();
}
