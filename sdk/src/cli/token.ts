import { type Address, isAddress, parseUnits } from "viem";
import type { Reader } from "../chain/actor.ts";
import { type TokenInfo, tokenInfo } from "../market/token.ts";
import { deployed } from "../networks.ts";
import { UsageError } from "./exitCode.ts";

/** The token that was named: EURX, USDX, or by address. */
export function tokenNamed(reader: Reader, named: string | undefined): Promise<TokenInfo> {
  const { eurx, usdx } = deployed(reader.network);
  const known: Readonly<Record<string, Address | undefined>> = { EURX: eurx, USDX: usdx };
  const address = named === undefined ? eurx : (known[named.toUpperCase()] ?? named);
  if (address === undefined || !isAddress(address, { strict: false }))
    throw new UsageError(`--token "${named ?? ""}" is no token of this network.`);
  return tokenInfo(reader, address);
}

/** An amount in whole units, as base units. */
export function amountArgument(text: string, name: string, token: TokenInfo): bigint {
  const [, fraction = ""] = /^\d+(?:\.(\d+))?$/.exec(text) ?? [undefined];
  const fits = /^\d+(\.\d+)?$/.test(text) && fraction.length <= token.decimals;
  const amount = fits ? parseUnits(text, token.decimals) : -1n;
  if (amount < 0n || amount >= 2n ** 96n) throw new UsageError(`--${name} "${text}" is no amount of ${token.symbol}.`);
  return amount;
}
