import { type Address, encodeAbiParameters, type Hex, keccak256, zeroAddress } from "viem";

// Terms of a hash lock (`IHashLock`), as TypeScript says them, and their id.

/** What is locked. */
export type Asset =
  | { readonly kind: "native" }
  | { readonly kind: "erc20"; readonly token: Address }
  | { readonly kind: "erc721"; readonly token: Address; readonly tokenId: bigint }
  | { readonly kind: "erc6909"; readonly token: Address; readonly tokenId: bigint };

/** Terms of one lock: its id is their hash, with chain and contract (`lockId`). */
export interface Lock {
  readonly asset: Asset;
  /** Base units; ERC-721: 1; a lot: its units. */
  readonly amount: bigint;
  /** sha256 of exactly 32 bytes. */
  readonly hashlock: Hex;
  /** Whom a claim pays, whoever makes it. */
  readonly recipient: Address;
  /** Whom a refund pays, whoever makes it. */
  readonly refundee: Address;
  /** Unix seconds: refundable from then on, claimable until it is refunded. */
  readonly timelock: bigint;
  /**
   * For whoever claims or refunds, in base units. Of ether and ERC-20 it is a part of `amount`; with tokens by id it is
   * ether on top.
   */
  readonly tip: bigint;
  /** 88 bits: tells locks of the same terms apart. Low 64 bits of an order's hash and a 24-bit counter, where it fills one. */
  readonly salt: bigint;
}

const KINDS = ["native", "erc20", "erc721", "erc6909"] as const;
const TIP_BITS = 128;
const SALT_BITS = 88;
const TIMELOCK_BITS = 40;

/** `IHashLock.Kind` of an asset. */
export function kindOf({ kind }: Asset): number {
  return KINDS.indexOf(kind);
}

/** The asset that a contract calls so (`IHashLock.Kind`, token, id). */
export function assetOf(kind: number, token: Address, tokenId: bigint): Asset {
  const name = KINDS[kind];
  if (name === undefined) throw new RangeError(`No kind of asset: ${kind}`);
  return assetNamed(name, token, tokenId);
}

/** The asset of a kind; what the kind doesn't have is left out. */
export function assetNamed(kind: Asset["kind"], token: Address, tokenId: bigint): Asset {
  if (kind === "native") return { kind };
  return kind === "erc20" ? { kind, token } : { kind, token, tokenId };
}

/** The token's contract; zero for ether. */
export function tokenOf(asset: Asset): Address {
  return asset.kind === "native" ? zeroAddress : asset.token;
}

/** The token's number; zero where there is none. */
export function tokenIdOf(asset: Asset): bigint {
  return asset.kind === "native" || asset.kind === "erc20" ? 0n : asset.tokenId;
}

/**
 * The word in which timelock, tip and salt travel: 40, 128 and 88 bits.
 *
 * @throws RangeError: one of them does not fit
 */
export function packTerms({ timelock, tip, salt }: Pick<Lock, "timelock" | "tip" | "salt">): bigint {
  requireBits("timelock", timelock, TIMELOCK_BITS);
  requireBits("tip", tip, TIP_BITS);
  requireBits("salt", salt, SALT_BITS);
  return (((timelock << BigInt(TIP_BITS)) | tip) << BigInt(SALT_BITS)) | salt;
}

/** What `packTerms` packed. */
export function unpackTerms(terms: bigint): Pick<Lock, "timelock" | "tip" | "salt"> {
  return {
    timelock: terms >> BigInt(TIP_BITS + SALT_BITS),
    tip: BigInt.asUintN(TIP_BITS, terms >> BigInt(SALT_BITS)),
    salt: BigInt.asUintN(SALT_BITS, terms),
  };
}

/**
 * Id of a lock: the hash of all terms, chain and contract (`IHashLock.lockId`).
 *
 * @throws RangeError: timelock, tip or salt do not fit their bits
 */
export function lockId(chainId: number, hashLock: Address, lock: Lock): Hex {
  const { asset, amount, hashlock, recipient, refundee } = lock;
  const words = [
    BigInt(chainId),
    hashLock,
    kindOf(asset),
    recipient,
    refundee,
    tokenIdOf(asset),
    tokenOf(asset),
    amount,
    hashlock,
    packTerms(lock),
  ] as const;
  return keccak256(encodeAbiParameters(ID, words));
}

const ID = [
  { type: "uint256" },
  { type: "address" },
  { type: "uint8" },
  { type: "address" },
  { type: "address" },
  { type: "uint256" },
  { type: "address" },
  { type: "uint256" },
  { type: "bytes32" },
  { type: "uint256" },
] as const;

function requireBits(name: string, value: bigint, bits: number): void {
  if (value < 0n || value >= 1n << BigInt(bits)) throw new RangeError(`${name} does not fit ${bits} bits: ${value}`);
}
