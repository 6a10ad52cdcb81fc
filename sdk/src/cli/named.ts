import { formatUnits, zeroAddress } from "viem";
import type { Reader } from "../chain/actor.ts";
import { TallystickError } from "../errors.ts";
import { type MadeOffer, offersOf } from "../market/offers.ts";
import { openDataset } from "../market/openDataset.ts";
import { segmentBits } from "../market/terms.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { ALL_SEGMENTS } from "./options.ts";

/** The offer of a data set that was named; the only one where none is. */
export async function offerNamed(reader: Reader, dataset: bigint, named: string | undefined): Promise<MadeOffer> {
  const all = await offersOf(reader, dataset);
  const found = named === undefined ? all : all.filter(({ id }) => id === named.toLowerCase());
  const [offer, another] = found;
  if (offer !== undefined && another === undefined) return offer;
  const message = offer === undefined ? "There is no such offer." : "The data set has several offers.";
  throw new TallystickError("NoOffer", message, "Name one with --offer.", { offers: all.map(({ id }) => id) });
}

/**
 * The files that are meant: where none was named, those that the newest version has, so that a right fits others to the
 * same data set.
 */
export async function segmentsMeant(reader: Reader, dataset: bigint, segments: number): Promise<number> {
  if (segments !== ALL_SEGMENTS) return segments;
  const { manifest } = await openDataset(reader, dataset);
  return segmentBits(manifest.segments.map((_, i) => i));
}

/** A token's name and decimals; undefined for what is free. */
export async function tokenOf(reader: Reader, token: `0x${string}`): Promise<TokenInfo | undefined> {
  return token === zeroAddress ? undefined : tokenInfo(reader, token);
}

/** An amount for people. */
export function amountText(amount: bigint, token: TokenInfo | undefined): string {
  return token === undefined ? String(amount) : `${formatUnits(amount, token.decimals)} ${token.symbol}`;
}

/** A point in time, of Unix seconds, for people. */
export function timeText(seconds: number): string {
  return seconds >= 2 ** 40 - 1 ? "for ever" : new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}
