import { readFileSync } from "node:fs";
import { LOCAL_CHAIN_IDS, LOCAL_MNEMONIC } from "@tallystick/sdk/local/personas";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { type Reading, textAt } from "./fields.ts";

/** Accounts of the well-known mnemonic that are looked for. */
const WELL_KNOWN = 32;

/** A key's text: in the file of that name, else in the variable of that name. */
function secretNamed(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const text = env[name];
  if (text !== undefined) return text.trim();
  try {
    return readFileSync(name, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** The account of a key that the configuration names by file or variable. The key itself is never told. */
export function keyAt(
  reading: Reading,
  value: unknown,
  at: string,
  env: NodeJS.ProcessEnv,
): PrivateKeyAccount | undefined {
  const name = textAt(reading, value, at);
  if (name === "") return undefined;
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(name)) {
    reading.problems.push(`${at} is a key, but must name the file or the environment variable that has it`);
    return undefined;
  }
  const text = secretNamed(name, env);
  if (text !== undefined && /^(0x)?[0-9a-fA-F]{64}$/.test(text)) {
    return privateKeyToAccount((text.startsWith("0x") ? text : `0x${text}`) as Hex);
  }
  const what = text === undefined ? "neither a file nor an environment variable" : "no key of 64 hexadecimal digits";
  reading.problems.push(`${at} names "${name}", which is ${what}`);
  return undefined;
}

/** The account that receives, and its key where that is named: then it can give locks free. */
export interface Receiver {
  readonly address: Address;
  readonly claimer: PrivateKeyAccount | undefined;
}

/** The account that receives: its address is enough to be paid, since anyone may claim for it. */
export function receiverAt(reading: Reading, value: unknown, at: string, env: NodeJS.ProcessEnv): Receiver | undefined {
  if (typeof value === "string" && isAddress(value, { strict: false })) {
    return { address: getAddress(value), claimer: undefined };
  }
  const claimer = keyAt(reading, value, at, env);
  return claimer && { address: claimer.address, claimer };
}

/** Refuses the keys that everybody has, on chains where they could lose something. */
export function refuseWellKnown(reading: Reading, accounts: readonly Address[], chainIds: readonly number[]): void {
  const foreign = chainIds.filter((chainId) => !LOCAL_CHAIN_IDS.includes(chainId));
  if (foreign.length === 0) return;
  for (let addressIndex = 0; addressIndex < WELL_KNOWN; addressIndex += 1) {
    const { address } = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex });
    if (!accounts.includes(address)) continue;
    reading.problems.push(
      `account ${address} is of the well-known mnemonic, whose keys everybody has: it is refused on chain ${foreign[0]}`,
    );
  }
}
