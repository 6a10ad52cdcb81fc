import { listTariffs, type OwnedTariff } from "@tallystick/sdk/gateway/tariffs";
import type { Address, Hex } from "viem";

// What is sold by use is said by tariffs, which owners sign and put at their keepers: no event tells of them. A gateway
// lists those it has. It is not trusted: it can keep one back or be late with it, but can neither make one up nor bring an
// older one back once a newer is known.

/** What is known of a data set and token before a tariff is looked at. */
export interface Known {
  readonly owner: Address;
  /** Serials of the tariffs that this owner has there, by token. */
  readonly serials: ReadonlyMap<Address, number>;
}

/** A chain's data sets and their tariffs. */
export interface Books {
  readonly known: (datasets: readonly bigint[]) => Promise<ReadonlyMap<bigint, Known>>;
  /** Asks the chain only where the signer is a contract. */
  readonly isSigned: (tariff: OwnedTariff) => Promise<boolean>;
  readonly keep: (tariffs: readonly OwnedTariff[]) => Promise<void>;
}

/** Tokens that one data set is sold by use in; a keeper takes no more either. */
const MAX_TOKENS = 16;
/** A list that never ends is no list. */
const MAX_PAGES = 10_000;

const low = <T extends Hex>(value: T): T => value.toLowerCase() as T;

/** Reads all that a gateway lists, and keeps what the present owner signed and is newer than what is known. */
export async function readTariffs(gateway: string, books: Books, now: number, timeout = 5_000): Promise<number> {
  let after: string | undefined;
  let kept = 0;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await listTariffs(gateway, after, { signal: AbortSignal.timeout(timeout) });
    const good = await newOnes(page.tariffs, books, now);
    if (good.length > 0) await books.keep(good);
    kept += good.length;
    if (page.next === undefined || page.next === after || page.tariffs.length === 0) return kept;
    after = page.next;
  }
  return kept;
}

async function newOnes(listed: readonly OwnedTariff[], books: Books, now: number): Promise<OwnedTariff[]> {
  const known = await books.known([...new Set(listed.map(({ value }) => value.dataset))]);
  const good = new Map<string, OwnedTariff>();
  const serials = new Map([...known].map(([dataset, there]) => [dataset, new Map(there.serials)]));
  for (const each of listed) {
    const { dataset, serial, validUntil } = each.value;
    const token = low(each.value.token);
    const owner = known.get(dataset)?.owner;
    const own = serials.get(dataset);
    if (owner === undefined || own === undefined || low(owner) !== low(each.owner)) continue;
    if (validUntil < BigInt(now) || serial <= (own.get(token) ?? -1)) continue;
    if (!own.has(token) && own.size >= MAX_TOKENS) continue;
    if (!(await books.isSigned(each))) continue;
    own.set(token, serial);
    good.set(`${dataset} ${token}`, each);
  }
  return [...good.values()];
}
