import { readFile } from "node:fs/promises";
import { type Address, type Hex, isAddressEqual, isHex } from "viem";
import type { Actor, Reader } from "../chain/actor.ts";
import { reasonOf, TallystickError } from "../errors.ts";
import type { LotLineage } from "../instruments/lineage.ts";
import { readLineage } from "../instruments/readLineage.ts";
import { readTerms } from "../instruments/receivableState.ts";
import { documentHash, faceOf, type ReceivableTerms } from "../instruments/terms.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { UsageError } from "./exitCode.ts";
import { amountArgument } from "./token.ts";

/** A receivable that was named by its id. */
export interface NamedReceivable {
  readonly id: bigint;
  readonly terms: ReceivableTerms;
  readonly token: TokenInfo;
}

/** Id of a receivable or a lot: 0x and 64 digits, or a decimal number. */
export function wordArgument(text: string | undefined, what: string): bigint {
  const isId = text !== undefined && (/^\d{1,78}$/.test(text) || (isHex(text) && text.length === 66));
  if (!isId || BigInt(text) >= 2n ** 256n)
    throw new UsageError(`"${text ?? ""}" is not the id of a ${what}: 0x and 64 hexadecimal digits.`);
  return BigInt(text);
}

/** The receivable with this id, from the event of its registration. */
export async function receivableNamed(reader: Reader, text: string | undefined): Promise<NamedReceivable> {
  const id = wordArgument(text, "receivable");
  const terms = await readTerms(reader, id);
  return { id, terms, token: await tokenInfo(reader, terms.token) };
}

/** The lot that was named; where none is, the only one of these. */
export function lotNamed<L extends LotLineage>(lots: readonly L[], named: string | undefined): L {
  const wanted = named === undefined ? undefined : wordArgument(named, "lot");
  const [lot, another] = wanted === undefined ? lots : lots.filter(({ id }) => id === wanted);
  if (lot !== undefined && another === undefined) return lot;
  const message = lot === undefined ? "The account has no such lot." : "The account has several lots.";
  throw new TallystickError("NoLot", message, "Name one with --lot.", { lots: lots.map(({ id }) => wordText(id)) });
}

/** Lots of a receivable that somebody holds, in the order in which they came about. */
export async function lotsHeldBy(reader: Reader, id: bigint, account: Address): Promise<LotLineage[]> {
  const lots = [...(await readLineage(reader, id)).values()];
  return lots.filter(({ holder }) => holder !== undefined && isAddressEqual(holder, account));
}

/** The account's lot that was named. */
export async function ownLot(actor: Actor, { id }: NamedReceivable, named: string | undefined): Promise<LotLineage> {
  return lotNamed(await lotsHeldBy(actor, id, actor.wallet.account.address), named);
}

/** An id as it is written. */
export function wordText(id: bigint): string {
  return `0x${id.toString(16).padStart(64, "0")}`;
}

/** So many units of a receivable, of an amount in whole units of its token. */
export function unitsArgument(text: string, { terms, token }: NamedReceivable, name = "amount"): number {
  const amount = amountArgument(text, name, token);
  if (amount === 0n || amount % terms.unit !== 0n || amount > faceOf(terms))
    throw new UsageError(`--${name} "${text}" is no part of it: it goes by units of ${terms.unit} base units.`);
  return Number(amount / terms.unit);
}

/** sha-256 of a file that was named. */
export async function fileHash(path: string): Promise<Hex> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} can't be read: ${reasonOf(error)}`);
  });
  return documentHash(bytes);
}
