import { isAddressEqual } from "viem";
import { readFace } from "../bills/billState.ts";
import { type BillFace, billSum, dayOfDate } from "../bills/face.ts";
import { type LotHistory, readHistory } from "../bills/history.ts";
import type { Actor, Reader } from "../chain/actor.ts";
import { TallystickError } from "../errors.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { UsageError } from "./exitCode.ts";
import { wordArgument, wordText } from "./receivableNamed.ts";
import { amountArgument } from "./token.ts";

/** A bill that was named by its id. */
export interface NamedBill {
  readonly id: bigint;
  readonly face: BillFace;
  readonly token: TokenInfo;
}

/** A lot of a bill that somebody holds. */
export type HeldLot = LotHistory & { readonly holder: `0x${string}` };

/** The bill with this id, from the event of its drawing. */
export async function billNamed(reader: Reader, text: string | undefined): Promise<NamedBill> {
  const id = wordArgument(text, "bill");
  const face = await readFace(reader, id);
  return { id, face, token: await tokenInfo(reader, face.token) };
}

/** Lots of a bill that somebody holds, in the order in which they came about. */
export async function heldLots(reader: Reader, { id }: Pick<NamedBill, "id">): Promise<HeldLot[]> {
  const { lots } = await readHistory(reader, id);
  return lots.filter((lot): lot is HeldLot => lot.holder !== undefined);
}

/** The lot that was named; where none is, the only one of these. */
export function lotAmong<L extends Pick<HeldLot, "id">>(lots: readonly L[], named: string | undefined): L {
  const wanted = named === undefined ? undefined : wordArgument(named, "lot");
  const [lot, another] = wanted === undefined ? lots : lots.filter(({ id }) => id === wanted);
  if (lot !== undefined && another === undefined) return lot;
  const message = lot === undefined ? "There is no such lot." : "There are several lots.";
  throw new TallystickError("NoLot", message, "Name one with --lot.", { lots: lots.map(({ id }) => wordText(id)) });
}

/** The account's lot that was named. */
export async function ownBillLot(actor: Actor, bill: NamedBill, named: string | undefined): Promise<HeldLot> {
  const lots = await heldLots(actor, bill);
  return lotAmong(
    lots.filter(({ holder }) => isAddressEqual(holder, actor.wallet.account.address)),
    named,
  );
}

/** So many base units of each unit, of an amount in whole units of the token: part of the whole bill. */
export function partArgument(text: string, name: string, { face, token }: NamedBill): bigint {
  const amount = amountArgument(text, name, token);
  if (amount === 0n || amount > billSum(face) || amount % BigInt(face.units) !== 0n)
    throw new UsageError(`--${name} "${text}" is no part of each of the bill's ${face.units} units.`);
  return amount / BigInt(face.units);
}

/** So many units of a lot, of an amount in whole units of the token. */
export function billUnits(text: string, { face, token }: NamedBill): number {
  const amount = amountArgument(text, "amount", token);
  if (amount === 0n || amount % face.unit !== 0n || amount > billSum(face))
    throw new UsageError(`--amount "${text}" is no part of it: it goes by units of ${face.unit} base units.`);
  return Number(amount / face.unit);
}

/** Day of a date that was given. */
export function dayArgument(text: string | undefined, name: string): number {
  if (text === undefined) throw new UsageError(`--${name} is needed.`);
  return dayOfDate(text, name);
}
