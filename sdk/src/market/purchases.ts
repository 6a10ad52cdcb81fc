import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import type { Reader } from "../chain/actor.ts";
import { inOrder, logsInRange } from "../chain/logs.ts";
import { tallystickError } from "../errors.ts";
import { marketAbi } from "../generated/abis/Market.ts";
import { deployed } from "../networks.ts";
import { offersOf } from "./offers.ts";
import { type Purchase, provedPurchase, unpackRight } from "./right.ts";
import { type Terms, termsOf } from "./terms.ts";

/** A purchase with the terms it was made under (`IAccess.Entry`); those of what was not bought are ignored. */
export interface Entry {
  readonly purchase: Purchase;
  readonly terms: Terms;
}

/** A change of a right, as its event tells it. */
interface Change {
  readonly blockNumber: bigint;
  readonly logIndex: number;
  readonly word: bigint;
  readonly made?: { readonly offer: Hex; readonly payer: Address } | undefined;
}

/**
 * The purchases that a reader's right stands on, newest first, rebuilt from events and proved against the right's
 * receipts: what `refund`, `renounce` and `revoke` need. Ends where the right began anew.
 *
 * @throws `RightsMismatch` when the node's logs do not lead to the right
 */
export async function purchasesOf(reader: Reader, dataset: bigint, account: Address): Promise<Entry[]> {
  const { client, network } = reader;
  const { market } = deployed(network);
  const offers = new Map((await offersOf(reader, dataset)).map(({ id, terms }) => [id, terms]));
  const changes = await changesOf(reader, dataset, account, [...offers.keys()]);
  const [, word] = await client.readContract({
    address: market,
    abi: marketAbi,
    functionName: "rightOf",
    args: [dataset, account],
  });

  const mismatch = tallystickError("RightsMismatch", { dataset: `0x${dataset.toString(16)}`, reader: account });
  const entries: Entry[] = [];
  let current = word;
  while (unpackRight(current).receipt !== 0n) {
    const at = changes.findLastIndex((change) => change.word === current && change.made !== undefined);
    const change = changes[at];
    if (change?.made === undefined) throw mismatch;
    const terms = offers.get(change.made.offer);
    const paid = terms?.price ?? 0n;
    const { timestamp } = await client.getBlock({ blockNumber: change.blockNumber });
    const previous = changes[at - 1]?.word ?? 0n;
    const purchase = provedPurchase(current, { previous, ...change.made, paid, boughtAt: Number(timestamp) });
    if (purchase === undefined) throw mismatch;
    entries.push({ purchase, terms: terms ?? termsOf({ dataset, seller: zeroAddress, segments: 0 }) });
    changes.splice(at);
    current = previous;
  }
  return entries;
}

async function changesOf(reader: Reader, dataset: bigint, account: Address, offers: readonly Hex[]): Promise<Change[]> {
  const { client, network } = reader;
  const { market, startBlock } = deployed(network);
  const latest = await client.getBlockNumber();
  const common = { address: market, abi: marketAbi, strict: true } as const;
  const read = async (fromBlock: bigint, toBlock: bigint): Promise<Change[]> => {
    const range = { ...common, fromBlock, toBlock };
    const ofReader = { ...range, args: { dataset, reader: account } };
    const ofOffers = { ...range, args: { offer: [...offers], reader: account } };
    const bought =
      offers.length === 0
        ? []
        : [
            ...(await client.getContractEvents({ ...ofOffers, eventName: "Bought" })),
            ...(await client.getContractEvents({ ...ofOffers, eventName: "BoughtFromBalance" })),
          ];
    const exchanged = await client.getContractEvents({ ...ofReader, eventName: "Exchanged" });
    const granted = await client.getContractEvents({ ...ofReader, eventName: "Granted" });
    const givenBack = await client.getContractEvents({ ...ofReader, eventName: "GivenBack" });
    const revoked = await client.getContractEvents({ ...ofReader, eventName: "Revoked" });
    return [
      ...bought.map(({ args, ...log }) => ({
        ...log,
        word: args.right,
        made: { offer: args.offer, payer: args.payer },
      })),
      ...exchanged.map(({ args, ...log }) => ({
        ...log,
        word: args.right,
        made: { offer: args.deal, payer: zeroAddress as Address },
      })),
      ...granted.map(({ args, ...log }) => ({
        ...log,
        word: args.right,
        made: { offer: zeroHash as Hex, payer: zeroAddress as Address },
      })),
      ...givenBack.map(({ args, ...log }) => ({ ...log, word: args.right })),
      ...revoked.map(({ args, ...log }) => ({ ...log, word: args.right })),
    ];
  };
  return inOrder(await logsInRange(read, BigInt(startBlock), latest));
}
