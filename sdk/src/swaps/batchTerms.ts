import { type Address, concat, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { tallystickError } from "../errors.ts";
import { type Asset, type Lock, packTerms, tokenOf } from "./lock.ts";

// Terms of up to 128 hash locks in one slot (`IBatchLock`), their tree and their id. On chain there are no leaves: whoever
// locks hands all of them to the recipients (`areLeavesOf` says whether they can be counted on).

/** Most leaves of a batch. */
export const MOST_LEAVES = 128;

/** What a batch holds. */
export type Money = Extract<Asset, { readonly kind: "native" | "erc20" }>;

/** One hash lock of a batch (`IBatchLock.Leaf`). */
export interface BatchLeaf {
  /** Its place in the tree. */
  readonly index: number;
  /** sha256 of exactly 32 bytes. */
  readonly hashlock: Hex;
  /** Whom a claim pays, whoever makes it. */
  readonly recipient: Address;
  /** Base units, the tip among them. */
  readonly amount: bigint;
}

/** Terms of a batch (`IBatchLock.Batch`): its id is their hash, with chain and contract (`batchId`). */
export interface Batch extends Pick<Lock, "refundee" | "timelock" | "tip" | "salt"> {
  readonly asset: Money;
  /** Of the tree of leaves. */
  readonly root: Hex;
  /** All leaves together, in base units. */
  readonly amount: bigint;
  /** How many there are. */
  readonly leaves: number;
}

/** A number and an amount in one word, 128 bits each. */
function packHalves(number: number, amount: bigint): bigint {
  if (amount < 0n || amount >= 1n << 128n) throw new RangeError(`amount does not fit 128 bits: ${amount}`);
  return (BigInt(number) << 128n) | amount;
}

/** What `packHalves` packed: of a batch the number of leaves and the amount, of a leaf its index and amount. */
export function unpackHalves(word: bigint): { readonly number: number; readonly amount: bigint } {
  return { number: Number(word >> 128n), amount: BigInt.asUintN(128, word) };
}

/** The money that a contract calls so; zero: ether. */
export function moneyIn(token: Address): Money {
  return BigInt(token) === 0n ? { kind: "native" } : { kind: "erc20", token };
}

/** A leaf as the contract takes it. */
export function batchLeafStruct({ index, hashlock, recipient, amount }: BatchLeaf) {
  return { hashlock, recipient, part: packHalves(index, amount) } as const;
}

/** What stands for a leaf in the tree (`IBatchLock.leafHash`). */
export function batchLeafHash(leaf: BatchLeaf): Hex {
  const { hashlock, recipient, part } = batchLeafStruct(leaf);
  return keccak256(encodeAbiParameters(LEAF_WORDS, [hashlock, recipient, part]));
}

/** Two nodes as OpenZeppelin's `MerkleProof` hashes them: the lesser first. */
function pairHash(a: Hex, b: Hex): Hex {
  return keccak256(a < b ? concat([a, b]) : concat([b, a]));
}

/** From the leaves to the root; an odd node at the end is carried up unchanged. */
function levelsOf(leaves: readonly BatchLeaf[]): Hex[][] {
  let level = leaves.map(batchLeafHash);
  const levels = [level];
  while (level.length > 1) {
    const below = level;
    level = [];
    for (let i = 0; i < below.length; i += 2) {
      const [left, right] = [below[i] as Hex, below[i + 1]];
      level.push(right === undefined ? left : pairHash(left, right));
    }
    levels.push(level);
  }
  return levels;
}

/**
 * A batch of leaves, which get their indices in the order given. Leaves of one recipient are paid together when they are
 * claimed together: put them next to each other.
 *
 * @throws `FieldInvalid` for no leaf or more than 128, or an amount that is not more than the tip
 */
export function makeBatch(
  terms: Omit<Batch, "root" | "amount" | "leaves">,
  leaves: readonly Omit<BatchLeaf, "index">[],
): { readonly batch: Batch; readonly leaves: readonly BatchLeaf[] } {
  if (leaves.length === 0 || leaves.length > MOST_LEAVES) {
    throw tallystickError("FieldInvalid", { field: "leaves", reason: `there must be 1 to ${MOST_LEAVES}` });
  }
  const placed = leaves.map(({ hashlock, recipient, amount }, index): BatchLeaf => {
    if (amount <= terms.tip)
      throw tallystickError("FieldInvalid", { field: "amount", reason: "it must be more than the tip" });
    return { index, hashlock, recipient, amount };
  });
  const amount = placed.reduce((sum, leaf) => sum + leaf.amount, 0n);
  return { batch: { ...terms, root: rootOfLeaves(placed), amount, leaves: placed.length }, leaves: placed };
}

/** Root of a batch's leaves. */
function rootOfLeaves(leaves: readonly BatchLeaf[]): Hex {
  return levelsOf(leaves).at(-1)?.[0] as Hex;
}

/**
 * Proof of a leaf, as the contract takes it.
 *
 * @param leaves all leaves of the batch, in the order of their indices
 */
export function batchProof(leaves: readonly BatchLeaf[], index: number): Hex[] {
  if (leaves[index]?.index !== index)
    throw tallystickError("FieldInvalid", { field: "index", reason: `there is no leaf ${index}` });
  return levelsOf(leaves)
    .slice(0, -1)
    .flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
}

/**
 * Whether leaves are those of a batch, all of them, and all of them can be paid. A root can lie: with a leaf and its proof
 * alone, a recipient does not know whether others can take his money before him. Whether the batch is open on chain: see
 * `readBatchStates`.
 *
 * @param leaves all leaves, in the order of their indices
 */
export function areLeavesOf(batch: Batch, leaves: readonly BatchLeaf[]): boolean {
  if (leaves.length === 0 || leaves.length !== batch.leaves || leaves.length > MOST_LEAVES) return false;
  if (!leaves.every(({ index, amount }, i) => index === i && amount > batch.tip)) return false;
  const sum = leaves.reduce((total, { amount }) => total + amount, 0n);
  return sum === batch.amount && rootOfLeaves(leaves) === batch.root.toLowerCase();
}

/** All of a batch but its root, as the contract takes it (`IBatchLock.Trunk`). */
export function batchTrunk(batch: Batch) {
  const { asset, refundee, amount, leaves } = batch;
  return { token: tokenOf(asset), whole: packHalves(leaves, amount), refundee, terms: packTerms(batch) } as const;
}

/** A batch as the contract takes it (`IBatchLock.Batch`). */
export function batchStruct(batch: Batch) {
  return { trunk: batchTrunk(batch), root: batch.root } as const;
}

/**
 * Id of a batch: the hash of all terms, chain and contract (`IBatchLock.batchId`).
 *
 * @throws RangeError: timelock, tip or salt do not fit their bits
 */
export function batchId(chainId: number, batchLock: Address, batch: Batch): Hex {
  const { token, refundee, whole, terms } = batchTrunk(batch);
  const words = [BigInt(chainId), batchLock, token, whole, refundee, terms, batch.root] as const;
  return keccak256(encodeAbiParameters(ID_WORDS, words));
}

const LEAF_WORDS = [{ type: "bytes32" }, { type: "address" }, { type: "uint256" }] as const;

const ID_WORDS = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "uint256" },
  { type: "address" },
  { type: "uint256" },
  { type: "bytes32" },
] as const;
