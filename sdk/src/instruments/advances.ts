import { type Address, isAddressEqual } from "viem";
import type { Reader } from "../chain/actor.ts";
import { logsSoFar } from "../chain/logs.ts";
import { tallystickError } from "../errors.ts";
import { quotesOf } from "./contracts.ts";

// Which lots holdbacks have, from events.

/** An advance that was paid on a lot. */
export interface PaidAdvance {
  /** Contract that got the lot. */
  readonly holdback: Address;
  readonly lot: bigint;
  /** Id of the receivable. */
  readonly receivable: bigint;
  readonly financier: Address;
  readonly seller: Address;
}

/**
 * The advances that were paid on lots of a receivable, the oldest first.
 *
 * @throws `NotDeployed`, `ChainUnreachable`
 */
export function advancesOn(reader: Reader, receivable: bigint): Promise<PaidAdvance[]> {
  return advancesIn(reader, { id: receivable });
}

/**
 * The advance that a holdback was made for.
 *
 * @throws `UnknownHoldback`, `NotDeployed`, `ChainUnreachable`
 */
export async function advanceOf(reader: Reader, holdback: Address): Promise<PaidAdvance> {
  const { client, network } = reader;
  const made = await logsSoFar(reader, "advanceOf", (fromBlock, toBlock) =>
    client.getContractEvents({
      ...quotesOf(network),
      ...{ eventName: "Advanced", args: { holdback }, strict: true, fromBlock, toBlock },
    }),
  );
  const lot = made[0]?.args.lot;
  const advances = lot === undefined ? [] : await advancesIn(reader, { lot });
  const found = advances.find((each) => isAddressEqual(each.holdback, holdback));
  if (found === undefined) throw tallystickError("UnknownHoldback", { holdback });
  return found;
}

/** An advance is a sale whose lot goes to another than who pays. */
async function advancesIn(
  reader: Reader,
  args: { readonly id: bigint } | { readonly lot: bigint },
): Promise<PaidAdvance[]> {
  const { client, network } = reader;
  const sales = await logsSoFar(reader, "advancesOn", (fromBlock, toBlock) =>
    client.getContractEvents({ ...quotesOf(network), eventName: "Sold", args, strict: true, fromBlock, toBlock }),
  );
  return sales.flatMap(({ args: { lot, id, seller, buyer, holder } }) =>
    isAddressEqual(buyer, holder) ? [] : [{ holdback: holder, lot, receivable: id, financier: buyer, seller }],
  );
}
