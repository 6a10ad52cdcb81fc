import { sha256 as sha256Now } from "viem";
import { type Bytes, concat, equalBytes, sha256 } from "./bytes.ts";

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/** One step from a leaf to the root: the sibling, and on which side it stands. */
export interface ProofStep {
  readonly sibling: Bytes;
  readonly side: "left" | "right";
}

/** Leaf of a chunk of ciphertext. */
export function leafOf(chunk: Uint8Array): Promise<Bytes> {
  return sha256(LEAF, chunk);
}

/** Nodes are short and many: WebCrypto would spend most of the time on its promises. */
function parent(left: Uint8Array, right: Uint8Array): Bytes {
  return concat(sha256Now(concat(NODE, left, right), "bytes"));
}

/** The level above; an odd node at the end is carried up unchanged. */
function levelAbove(level: readonly Bytes[]): Bytes[] {
  const above: Bytes[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Bytes;
    const right = level[i + 1];
    above.push(right === undefined ? left : parent(left, right));
  }
  return above;
}

/** Merkle root of leaves. Throws a RangeError when there are none. */
export async function merkleRoot(leaves: readonly Bytes[]): Promise<Bytes> {
  if (leaves.length === 0) throw new RangeError("a tree needs a leaf");
  let level = [...leaves];
  while (level.length > 1) level = levelAbove(level);
  return level[0] as Bytes;
}

/** Whether a manifest's list of leaves is the one that was anchored. */
export async function verifyLeaves(leaves: readonly Bytes[], root: Uint8Array): Promise<boolean> {
  return leaves.length > 0 && equalBytes(await merkleRoot(leaves), root);
}

/** Proof that leaf `index` is under the root. Throws a RangeError when there is no such leaf. */
export async function merkleProof(leaves: readonly Bytes[], index: number): Promise<ProofStep[]> {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`no leaf ${index}`);
  const steps: ProofStep[] = [];
  let level = [...leaves];
  let at = index;
  while (level.length > 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) steps.push({ sibling, side: at % 2 === 0 ? "right" : "left" });
    level = levelAbove(level);
    at >>= 1;
  }
  return steps;
}

/** Whether a proof leads from a leaf to the root. */
export async function verifyProof(leaf: Bytes, proof: readonly ProofStep[], root: Uint8Array): Promise<boolean> {
  let node = leaf;
  for (const { sibling, side } of proof) {
    node = side === "left" ? parent(sibling, node) : parent(node, sibling);
  }
  return equalBytes(node, root);
}
