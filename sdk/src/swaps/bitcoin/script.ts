import { Address as AddressCoder, OutScript } from "@scure/btc-signer/payment.js";
import { Script } from "@scure/btc-signer/script.js";
import {
  type BTC_NETWORK,
  hash160,
  NETWORK,
  PubT,
  sha256,
  TEST_NETWORK,
  validatePubkey,
} from "@scure/btc-signer/utils.js";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { tallystickError } from "../../errors.ts";

// A hash lock on Bitcoin: money at the hash of a script (P2WSH) that pays the recipient who shows 32 bytes of the hash, or
// from a second on whoever locked. The same sha256 as `HashLock` takes, so one secret opens both.

export type BitcoinNetwork = "mainnet" | "testnet" | "regtest";

/** Terms of one lock on Bitcoin. Its address is their hash. */
export interface BitcoinLock {
  readonly network: BitcoinNetwork;
  /** Satoshi, without what its spending costs. */
  readonly amount: bigint;
  /** sha256 of exactly 32 bytes. */
  readonly hashlock: Hex;
  /** Compressed public key (33 bytes) of who gets it by the secret. */
  readonly recipientKey: Hex;
  /** Compressed public key of who gets it back. */
  readonly refundKey: Hex;
  /**
   * Unix second from which it can be taken back: by the median time of the last eleven blocks (BIP 113), which runs about
   * an hour behind the clock, and up to two hours before it where miners' clocks are wrong.
   */
  readonly timelock: number;
}

const REGTEST: BTC_NETWORK = { bech32: "bcrt", pubKeyHash: 0x6f, scriptHash: 0xc4, wif: 0xef };

const networks: Readonly<Record<BitcoinNetwork, BTC_NETWORK>> = {
  mainnet: NETWORK,
  testnet: TEST_NETWORK,
  regtest: REGTEST,
};

/** Below it a lock time is a block's number. */
const FIRST_TIME = 500_000_000;
const LAST_TIME = 2 ** 32 - 1;
/** Satoshi: there will never be more. */
const ALL_BITCOIN = 21_000_000n * 100_000_000n;

/** That something of the Bitcoin leg is wrong. */
export function bitcoinFault(field: string, reason: string, cause?: unknown): Error {
  return tallystickError("BitcoinInvalid", { field, reason }, cause);
}

/**
 * The script of a lock (witness script).
 *
 * @throws `BitcoinInvalid` for keys that are not compressed or no points, a hash of another length, a time that is a
 * block's number or does not fit, an amount that no network takes
 */
export function lockScript(lock: BitcoinLock): Uint8Array {
  requireTerms(lock);
  const { hashlock, recipientKey, refundKey, timelock } = lock;
  return Script.encode([
    "IF",
    ...(["SIZE", 32, "EQUALVERIFY", "SHA256", hexToBytes(hashlock), "EQUALVERIFY"] as const),
    ...([hexToBytes(recipientKey), "CHECKSIG"] as const),
    "ELSE",
    ...([timelock, "CHECKLOCKTIMEVERIFY", "DROP", hexToBytes(refundKey), "CHECKSIG"] as const),
    "ENDIF",
  ]);
}

/** The script that money is sent to: the hash of `lockScript`. */
export function lockOutput(lock: BitcoinLock): Uint8Array {
  return OutScript.encode({ type: "wsh", hash: sha256(lockScript(lock)) });
}

/**
 * Where a lock is paid in, for any wallet: exactly its amount, in one output.
 *
 * @throws `BitcoinInvalid` as `lockScript`
 */
export function lockAddress(lock: BitcoinLock): string {
  return AddressCoder(networks[lock.network]).encode(OutScript.decode(lockOutput(lock)) as never);
}

/**
 * The script of an address of a network.
 *
 * @throws `BitcoinInvalid` for one of another network, or none
 */
export function addressOutput(network: BitcoinNetwork, address: string): Uint8Array {
  try {
    return OutScript.encode(AddressCoder(networks[network]).decode(address));
  } catch (error) {
    throw bitcoinFault("address", `it is none of ${network}`, error);
  }
}

/** Address of one key (P2WPKH). */
export function keyAddress(network: BitcoinNetwork, publicKey: Hex): string {
  return AddressCoder(networks[network]).encode({ type: "wpkh", hash: keyHash(publicKey) });
}

/** What stands for a key where twenty bytes do. */
export function keyHash(publicKey: Hex): Uint8Array {
  return hash160(hexToBytes(publicKey));
}

/** Satoshi below which nodes do not carry an output, as Bitcoin Core counts at its usual rate of 3 for a byte. */
export function dustOf(output: Uint8Array): bigint {
  const [version = 0xff, length] = output;
  const isWitness = (version === 0 || (version > 0x50 && version <= 0x60)) && length === output.length - 2;
  return BigInt(3 * (8 + 1 + output.length + (isWitness ? 67 : 148)));
}

function requireTerms(lock: BitcoinLock): void {
  const { amount, hashlock, recipientKey, refundKey, timelock } = lock;
  if (!/^0x[0-9a-fA-F]{64}$/.test(hashlock)) throw bitcoinFault("hashlock", "32 bytes are needed");
  requireKey("recipientKey", recipientKey);
  requireKey("refundKey", refundKey);
  if (!Number.isSafeInteger(timelock) || timelock < FIRST_TIME || timelock > LAST_TIME) {
    throw bitcoinFault("timelock", `a second between ${FIRST_TIME} and ${LAST_TIME} is needed`);
  }
  if (amount <= 0n || amount > ALL_BITCOIN) throw bitcoinFault("amount", "it is nothing, or more than there is");
}

function requireKey(field: string, key: Hex): void {
  if (!/^0x0[23][0-9a-fA-F]{64}$/.test(key)) throw bitcoinFault(field, "a compressed public key is needed");
  try {
    validatePubkey(hexToBytes(key), PubT.ecdsa);
  } catch (error) {
    throw bitcoinFault(field, "it is no public key", error);
  }
}

/** Hexadecimal without the leading 0x, as everything of Bitcoin is written. */
export function plainHex(bytes: Uint8Array): string {
  return bytesToHex(bytes).slice(2);
}
