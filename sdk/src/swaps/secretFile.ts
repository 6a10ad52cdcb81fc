import { type Address, bytesToHex, getAddress, hexToBytes, isAddress } from "viem";
import { type Bytes, concat, equalBytes, randomBytes, sha256, utf8 } from "../data/bytes.ts";
import { hkdf } from "../data/keys.ts";
import { tallystickError } from "../errors.ts";

// Secrets of accounts whose wallet can't make them again from a signature (contract wallets, wallets of several devices,
// random nonces): they come from random bytes that are kept in a file.

/** What the secrets of an account's swaps are derived from, where its wallet's signature is not. */
export interface SecretFile {
  readonly account: Address;
  /** Chains that it was made for, ascending. */
  readonly chains: readonly number[];
  /** 32 random bytes. Whoever has them knows the secrets. */
  readonly root: Bytes;
}

/** Why a file is not taken. */
export type SecretFileFault =
  | "too-long"
  | "no-json"
  | "other-kind"
  | "newer"
  | "unknown-field"
  | "account"
  | "chains"
  | "root"
  | "check";

const FORMAT = "tallystick-swap-secrets";
const VERSION = 1;
const FIELDS = ["format", "version", "account", "chains", "root", "check"];
const ROOT_SIZE = 32;
const MAX_CHAINS = 64;

/** Characters of the longest file that is read. */
export const MAX_SECRET_FILE = 4_096;

/**
 * A new root for an account's swaps, of the machine's best randomness.
 *
 * @throws RangeError: no chain, too many, or one that is no chain's number
 */
export function newSecretFile(account: Address, chains: readonly number[]): SecretFile {
  if (!areChains(chains)) throw new RangeError(`The numbers of 1 to ${MAX_CHAINS} chains are needed.`);
  return { account: getAddress(account), chains: ascending(chains), root: randomBytes(ROOT_SIZE) };
}

/** What the secrets are derived from (`swapSecret`, `countersOf`, `recoverSwaps`), as `swapSeed` makes it of a wallet. */
export function seedOfFile({ account, root }: SecretFile): Promise<Bytes> {
  return hkdf(root, new Uint8Array(0), concat(utf8("tallystick/1 swap file"), hexToBytes(account)));
}

/**
 * Two words that tell one file from another, and a damaged one from a whole one: pronounceable, in no language, and of no
 * help to who would guess the root.
 */
export async function checkWordsOf({ account, chains, root }: SecretFile): Promise<string> {
  const about = utf8(`tallystick/1 swap file check ${account.toLowerCase()} ${ascending(chains).join(",")} `);
  const [a = 0, b = 0, c = 0, d = 0] = await sha256(about, root);
  return `${wordOf((a << 8) | b)}-${wordOf((c << 8) | d)}`;
}

/** Whether somebody typed these words: case, spaces and the hyphen do not count. */
export function isCheckWords(typed: string, words: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");
  return letters(typed) === letters(words);
}

/** Whether two files hold the same secrets. */
export function isSameFile(one: SecretFile, other: SecretFile): boolean {
  return one.account.toLowerCase() === other.account.toLowerCase() && equalBytes(one.root, other.root);
}

/** The file's text. */
export async function secretFileText(file: SecretFile): Promise<string> {
  const fields = {
    format: FORMAT,
    version: VERSION,
    account: getAddress(file.account),
    chains: ascending(file.chains),
    root: bytesToHex(file.root),
    check: await checkWordsOf(file),
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

/**
 * Reads a file's text.
 *
 * @throws `SecretFileInvalid` with the fault, for everything but such a file; what it holds is never part of the error
 */
export async function parseSecretFile(text: string): Promise<SecretFile> {
  const fields = fieldsIn(text);
  const { format, version, account, chains, root, check } = fields;
  if (format !== FORMAT) throw fault("other-kind");
  if (version !== VERSION) throw fault(typeof version === "number" && version > VERSION ? "newer" : "other-kind");
  if (Object.keys(fields).some((name) => !FIELDS.includes(name))) throw fault("unknown-field");
  if (typeof account !== "string" || !isAddress(account, { strict: false })) throw fault("account");
  if (!areChains(chains)) throw fault("chains");
  if (typeof root !== "string" || !/^0x[0-9a-f]{64}$/i.test(root)) throw fault("root");
  const file = { account: getAddress(account), chains: ascending(chains), root: concat(hexToBytes(root as Address)) };
  if (typeof check !== "string" || check !== (await checkWordsOf(file))) throw fault("check");
  return file;
}

function fieldsIn(text: string): Readonly<Record<string, unknown>> {
  if (text.length > MAX_SECRET_FILE) throw fault("too-long");
  let value: unknown;
  try {
    // A byte order mark is what an editor may have put before it.
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw fault("no-json");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw fault("other-kind");
  return value as Record<string, unknown>;
}

function areChains(value: unknown): value is readonly number[] {
  const isChain = (each: unknown): boolean => Number.isSafeInteger(each) && Number(each) > 0;
  return Array.isArray(value) && value.length > 0 && value.length <= MAX_CHAINS && value.every(isChain);
}

function ascending(chains: readonly number[]): readonly number[] {
  return [...new Set(chains)].sort((a, b) => a - b);
}

const REASONS: Readonly<Record<SecretFileFault, string>> = {
  "too-long": "it is longer than such a file is",
  "no-json": "it is no JSON",
  "other-kind": "it is a file of another kind",
  newer: "it was made by a newer version of this software",
  "unknown-field": "it has fields that such a file has not",
  account: "it names no account",
  chains: "it names no chains",
  root: "its root is not 32 bytes",
  check: "its check words do not fit: it was changed or damaged",
};

function fault(name: SecretFileFault) {
  return tallystickError("SecretFileInvalid", { fault: name, reason: REASONS[name] });
}

const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";

/** Sixteen bits as five letters: consonant, vowel, consonant, vowel, consonant. */
function wordOf(bits: number): string {
  const at = (letters: string, shift: number): string => letters[(bits >> shift) & (letters.length - 1)] ?? "";
  return [at(CONSONANTS, 12), at(VOWELS, 10), at(CONSONANTS, 6), at(VOWELS, 4), at(CONSONANTS, 0)].join("");
}
