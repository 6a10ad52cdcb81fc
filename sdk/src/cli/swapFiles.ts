import { readFileSync } from "node:fs";
import { bytesToHex, type Hex, isHex } from "viem";
import { reasonOf, tallystickError } from "../errors.ts";
import { type Environment, type Network, networks } from "../networks.ts";
import type { BitcoinLock } from "../swaps/bitcoin/script.ts";
import { type BitcoinKey, bitcoinKey } from "../swaps/bitcoin/spend.ts";
import { decodeBitcoinLock } from "../swaps/bitcoin/watch.ts";
import { decodePlacedLock, type PlacedLock } from "../swaps/lockWire.ts";
import { UsageError } from "./exitCode.ts";
import type { Output } from "./output.ts";
import { giveJson, readJsonFile } from "./ticketFile.ts";

// Files of swaps: terms of locks, which both parties have, and secrets and keys, which are never shown.

const fileFault = (field: string, reason: string): Error => tallystickError("TicketInvalid", { field, reason });

type Body = Readonly<Record<string, unknown>>;

async function bodyOf(path: string | undefined, kind: string): Promise<Body> {
  const { tallystick, ...body } = ((await readJsonFile(path)) ?? {}) as Record<string, unknown>;
  if (tallystick !== `${kind}/1`) throw fileFault(path ?? "", `it is no ${kind}/1`);
  return body;
}

/** The lock on Bitcoin of a file. */
export async function coinIn(path: string | undefined): Promise<BitcoinLock> {
  return decodeBitcoinLock(await bodyOf(path, "bitcoin-lock"));
}

/** The lock on another chain of a file. */
export async function placedIn(path: string | undefined): Promise<PlacedLock> {
  return decodePlacedLock(await bodyOf(path, "swap-lock"), "lock", fileFault);
}

/** Writes what nobody else may read into a file that does not exist yet; only what is public of it is shown. */
export async function keep(
  output: Output,
  kind: string,
  body: Body,
  out: string,
  lines: readonly string[],
): Promise<void> {
  const shown: string[] = [];
  const hidden: Output = { ...output, json: false, out: (text) => void shown.push(text) };
  await giveJson(hidden, { tallystick: `${kind}/1`, ...body }, { out, lines });
  if (!output.json) return output.out(shown.join(""));
  const { privateKey: _, preimage: __, ...known } = body;
  output.out(`${JSON.stringify({ file: out, ...known })}\n`);
}

/** A text that a variable or a file has. The text itself never gets into a message. */
function secretFrom(name: string, file: string | undefined, field: string, text: string | undefined): Hex {
  if (file !== undefined && /^(0x)?[0-9a-fA-F]{64}$/.test(file)) {
    throw new UsageError(`--${name} is the secret itself: name the file that has it.`);
  }
  const given = file === undefined ? text?.trim() : fieldIn(name, file, field);
  if (given === undefined) throw new UsageError(`--${name} is needed.`);
  const hex = (given.startsWith("0x") ? given : `0x${given}`) as Hex;
  if (!isHex(hex) || hex.length !== 66) throw new UsageError(`--${name}: there are no 64 hexadecimal digits.`);
  return hex;
}

/** The field of a JSON file, or what else is in it. */
function fieldIn(name: string, file: string, field: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new UsageError(`--${name} "${file}" can't be read: ${reasonOf(error)}`);
  }
  if (!text.startsWith("{")) return text;
  try {
    return String((JSON.parse(text) as Record<string, unknown>)[field]);
  } catch {
    throw new UsageError(`--${name} "${file}" is no JSON.`);
  }
}

/** The Bitcoin key of a file, or of TALLYSTICK_BITCOIN_KEY. */
export function bitcoinKeyFrom(file: string | undefined, env: Environment): BitcoinKey {
  return bitcoinKey(secretFrom("key", file, "privateKey", env["TALLYSTICK_BITCOIN_KEY"]));
}

/** A swap's secret of a file, or of TALLYSTICK_SWAP_SECRET. */
export function preimageFrom(file: string | undefined, env: Environment): Hex {
  return secretFrom("secret", file, "preimage", env["TALLYSTICK_SWAP_SECRET"]);
}

/** 32 bytes that nobody can guess. */
export function drawn(): Hex {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}

/** A network by its chain. */
export function networkOfChain(chainId: number, env: Environment): Network {
  const found = networks(env).find((each) => each.chainId === chainId);
  if (found === undefined) throw new UsageError(`Chain ${chainId} is none of the networks that are known here.`);
  return found;
}
