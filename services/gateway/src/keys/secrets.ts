import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { concat } from "@tallystick/sdk/data/bytes";
import { type EncryptionKeyPair, keyPairFromSeed } from "@tallystick/sdk/data/keyPair";
import { LOCAL_CHAIN_IDS, LOCAL_MNEMONIC } from "@tallystick/sdk/local/personas";
import { type Address, bytesToHex, type Hex, hexToBytes, isHash } from "viem";
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { signHash } from "../chain/signers.ts";
import { ConfigError } from "../config.ts";
import { type Opener, openerOf } from "./hpke.ts";

/** Who the keeper is: an account that signs receipts, and the key that shares are wrapped to. */
export type Keeper = {
  account: PrivateKeyAccount;
  encryption: EncryptionKeyPair;
  /** Opens what is wrapped to the encryption key. */
  opener: Opener;
  /** Signs a digest as the account. */
  sign(digest: Hex): Hex;
};

type Secrets = { account: Hex; x25519: Hex };

const WELL_KNOWN_ACCOUNTS = 20;

function isWellKnown(address: Address): boolean {
  return Array.from({ length: WELL_KNOWN_ACCOUNTS }, (_, addressIndex) => addressIndex).some(
    (addressIndex) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex }).address === address,
  );
}

async function readSecrets(path: string): Promise<Secrets | undefined> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new ConfigError([`the keeper's file ${path} can't be read (${error.code})`]);
  });
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw new ConfigError([`the keeper's file ${path} is open to other users: chmod 600 it`]);
  }
  let value: { account?: unknown; x25519?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    value = {};
  }
  const { account, x25519 } = value;
  if (typeof account === "string" && isHash(account) && typeof x25519 === "string" && isHash(x25519)) {
    return { account, x25519 };
  }
  throw new ConfigError([`the keeper's file ${path} is damaged: restore it from its backup`]);
}

async function makeSecrets(path: string): Promise<Secrets> {
  const secrets: Secrets = { account: bytesToHex(randomBytes(32)), x25519: bytesToHex(randomBytes(32)) };
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(secrets)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return secrets;
}

/**
 * The keeper's secrets: those given, else those of the file, else, on a local chain, new ones written to the file
 * (readable by its owner alone). Refuses well-known keys on any other chain.
 */
export async function loadKeeper(options: {
  chainId: number;
  given: { account: Hex; x25519: Hex } | undefined;
  path: string;
}): Promise<Keeper> {
  const { chainId, given, path } = options;
  const local = LOCAL_CHAIN_IDS.includes(chainId);
  const known = given ?? (await readSecrets(path));
  if (!known && !local) {
    throw new ConfigError([
      `there is no keeper for chain ${chainId}: set TALLYSTICK_KEEPER_KEY and TALLYSTICK_KEEPER_X25519, or put ${path} in place`,
    ]);
  }
  const secrets = known ?? (await makeSecrets(path));
  const account = privateKeyToAccount(secrets.account);
  if (!local && isWellKnown(account.address)) {
    throw new ConfigError([
      `the keeper's account ${account.address} is a well-known test account, refused on chain ${chainId}`,
    ]);
  }
  const encryption = await keyPairFromSeed(concat(hexToBytes(secrets.x25519)));
  const { d = "" } = await crypto.subtle.exportKey("jwk", encryption.privateKey);
  const opener = openerOf(Buffer.from(d, "base64url"));
  return { account, encryption, opener, sign: (digest) => signHash(digest, secrets.account) };
}
